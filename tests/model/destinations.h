// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_DESTINATIONS_H_
#define GANCHO_TESTS_MODEL_DESTINATIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "tests/model/operation.h"
#include "tests/testing/load_receiver.h"

namespace gancho::model {

// Where all deliveries go: one receiver, whose answer depends on the path, that
// is, on the event. Thread-safe.
class Destinations {
 public:
  Destinations();

  // "http://127.0.0.1:41234".
  std::string origin() const;
  // Of requests from now on.
  void SetBehaviour(const std::string& path, Behaviour behaviour)
      ABSL_LOCKS_EXCLUDED(mu_);
  // All in the order of arrival, once.
  std::vector<testing::LoadReceiver::Request> TakeRequests() {
    return receiver_.TakeRequests();
  }

 private:
  testing::LoadReceiver::Reply Answer(
      const testing::LoadReceiver::Request& request, int64_t number)
      ABSL_LOCKS_EXCLUDED(mu_);

  absl::Mutex mu_;
  std::map<std::string, Behaviour> behaviours_ ABSL_GUARDED_BY(mu_);
  testing::LoadReceiver receiver_;  // the last: its thread uses the others
};

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_DESTINATIONS_H_
