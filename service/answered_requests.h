// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_ANSWERED_REQUESTS_H_
#define GANCHO_SERVICE_ANSWERED_REQUESTS_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "service/request_log.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::service {

// The answers to calls that carried a request_id and had their effect in the
// engine. Unlike those of definitions they are written behind the effect: if
// the server dies in between, or both calls come at once, the repeated call
// has its effect again, which changes nothing that has not changed already.
// Thread-safe.
class AnsweredRequests {
 public:
  // All outlive this.
  AnsweredRequests(const store::Ledger* ledger, store::Committer* committer,
                   const store::Clock* clock)
      : log_(ledger), committer_(committer), clock_(clock) {}

  // Whether the request was answered within the last 24 hours; then `response`
  // holds the answer. INVALID_ARGUMENT if the id is no UUID or was used with
  // other arguments. Blocks.
  absl::StatusOr<bool> Recall(const RequestLog::Request& request,
                              google::protobuf::Message* response) const;

  // `done` on the committer's thread, once the answer is durable; at once if
  // there is no request_id.
  void Remember(const RequestLog::Request& request,
                const google::protobuf::Message& response,
                absl::AnyInvocable<void(const absl::Status&)> done) const;

 private:
  const RequestLog log_;
  store::Committer* const committer_;
  const store::Clock* const clock_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_ANSWERED_REQUESTS_H_
