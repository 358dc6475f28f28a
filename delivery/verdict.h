// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_VERDICT_H_
#define GANCHO_DELIVERY_VERDICT_H_

#include <string>

#include "absl/time/time.h"
#include "delivery/event_runtime.h"
#include "delivery/http_sender.h"

namespace gancho::delivery {

// What an attempt means for its delivery and for its event.
struct Verdict {
  enum class Kind { kDelivered, kRetry, kFail };
  Kind kind = Kind::kRetry;
  bool disable_event = false;
  // The destination asks for less: 429, 502, 503 or 504.
  bool slow_down = false;
  // The failure is ours or the proxy's, not the destination's.
  bool local = false;
  // Negative without a Retry-After; at most 24 h.
  absl::Duration retry_after = -absl::Seconds(1);
  // For people; empty when delivered.
  std::string reason;
};

// Judges `result`, the answer to attempt number `attempt` (from 1), by the
// event's response rules, then by the defaults: 2xx is delivered, 410 fails and
// disables the event, everything else is retried. `now` is for Retry-After
// dates.
Verdict Judge(const ResolvedPolicy& policy, const HttpResult& result,
              int attempt, absl::Time now);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_VERDICT_H_
