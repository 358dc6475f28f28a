// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/answered_requests.h"

#include <optional>
#include <string>
#include <utility>

#include "service/definition_limits.h"
#include "service/status.h"
#include "store/batch.h"

namespace gancho::service {

absl::StatusOr<bool> AnsweredRequests::Recall(
    const RequestLog::Request& request,
    google::protobuf::Message* response) const {
  absl::Status status = CheckRequestId(request.request_id);
  if (!status.ok()) return status;
  if (request.request_id.empty()) return false;
  absl::StatusOr<std::optional<std::string>> answer =
      log_.Find(request, clock_->Now());
  if (!answer.ok()) return answer.status();
  if (!answer->has_value()) return false;
  if (!response->ParseFromString(**answer)) {
    return FromLedger(absl::DataLossError("an answer does not parse"));
  }
  return true;
}

void AnsweredRequests::Remember(
    const RequestLog::Request& request,
    const google::protobuf::Message& response,
    absl::AnyInvocable<void(const absl::Status&)> done) const {
  if (request.request_id.empty()) {
    done(absl::OkStatus());
    return;
  }
  store::Batch batch;
  log_.Add(request, response, clock_->Now(), &batch);
  committer_->Enqueue(
      std::move(batch), store::Committer::kAnyEpoch,
      [done = std::move(done)](const absl::Status& status) mutable {
        done(FromLedger(status));
      });
}

}  // namespace gancho::service
