// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_RETRY_POLICY_H_
#define GANCHO_DELIVERY_RETRY_POLICY_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"

namespace gancho::delivery {

// When a failed attempt is repeated. A small value; immutable after set-up.
struct RetryPolicy {
  // The delays of Standard Webhooks: ten attempts within 75 h 35 min.
  RetryPolicy();

  std::vector<absl::Duration> schedule;  // empty: exponential
  absl::Duration initial = absl::Seconds(5);
  double multiplier = 2;
  absl::Duration max = absl::Hours(1);
  int max_attempts = 10;
  double jitter = 0.1;

  // The delay after the `attempts`-th failed attempt (1 for the first);
  // nullopt when there is no further one. `random` in [0, 1) lengthens it by
  // up to `jitter`. `retry_after`, if not negative, is the least delay; it is
  // capped at 24 h before.
  std::optional<absl::Duration> DelayAfter(int attempts, double random,
                                           absl::Duration retry_after) const;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_RETRY_POLICY_H_
