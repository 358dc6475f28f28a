// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/attempt_record.h"

#include <utility>

#include "gancho/v1/delivery.pb.h"

namespace gancho::delivery {

namespace {

int64_t Phase(absl::Duration duration) {
  return duration < absl::ZeroDuration() ? -1
                                         : absl::ToInt64Microseconds(duration);
}

v1::Attempt::Outcome OutcomeOf(Verdict::Kind kind) {
  switch (kind) {
    case Verdict::Kind::kDelivered:
      return v1::Attempt::DELIVERED;
    case Verdict::Kind::kRetry:
      return v1::Attempt::RETRY;
    case Verdict::Kind::kFail:
      return v1::Attempt::FAILED;
  }
  return v1::Attempt::OUTCOME_UNSPECIFIED;
}

}  // namespace

store::AttemptRecord MakeAttemptRecord(int number, int64_t start_us,
                                       const Verdict& verdict,
                                       HttpResult result) {
  store::AttemptRecord record;
  record.set_number(number);
  record.set_start_time_us(start_us);
  record.set_duration_us(absl::ToInt64Microseconds(result.total));
  record.set_dns_us(Phase(result.dns));
  record.set_connect_us(Phase(result.connect));
  record.set_tls_us(Phase(result.tls));
  record.set_send_us(Phase(result.send));
  record.set_wait_us(Phase(result.wait));
  record.set_receive_us(Phase(result.receive));
  record.set_address(std::move(result.address));
  record.set_connection_reused(result.connection_reused);
  record.set_status_code(result.status_code);
  record.set_response_body(std::move(result.body));
  record.set_response_body_truncated(result.body_truncated);
  record.set_outcome(OutcomeOf(verdict.kind));
  record.set_failure(result.failure);
  record.set_reason(verdict.reason);
  record.set_retry_after_us(Phase(verdict.retry_after));
  return record;
}

}  // namespace gancho::delivery
