// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SIM_CLOCK_H_
#define GANCHO_TESTS_TESTING_SIM_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "store/clock.h"

namespace gancho::testing {

// A clock that moves only when told. Thread-safe.
class SimClock final : public store::Clock {
 public:
  absl::Time Now() const override {
    absl::MutexLock lock(&mu_);
    return now_;
  }
  absl::Duration Steady() const override {
    absl::MutexLock lock(&mu_);
    return steady_;
  }
  void Advance(absl::Duration by) {
    absl::MutexLock lock(&mu_);
    now_ += by;
    steady_ += by;
  }
  // Moves the wall clock alone, in either direction.
  void Jump(absl::Duration by) {
    absl::MutexLock lock(&mu_);
    now_ += by;
  }

 private:
  mutable absl::Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_) = absl::FromUnixSeconds(1'750'000'000);
  absl::Duration steady_ ABSL_GUARDED_BY(mu_) = absl::Hours(1);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SIM_CLOCK_H_
