// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace gancho::delivery {
namespace {

// No destination may silence an event for longer by one answer.
constexpr absl::Duration kMaxRetryAfter = absl::Hours(24);

}  // namespace

RetryPolicy::RetryPolicy()
    : schedule({absl::Seconds(5), absl::Minutes(5), absl::Minutes(30),
                absl::Hours(2), absl::Hours(5), absl::Hours(10),
                absl::Hours(14), absl::Hours(20), absl::Hours(24)}) {}

std::optional<absl::Duration> RetryPolicy::DelayAfter(
    int attempts, double random, absl::Duration retry_after) const {
  if (attempts >= max_attempts) return std::nullopt;
  const int index = std::max(attempts, 1) - 1;
  absl::Duration delay;
  if (schedule.empty()) {
    // Infinite for a large exponent, which min() brings back.
    delay = std::min(initial * std::pow(multiplier, index), max);
  } else if (static_cast<size_t>(index) < schedule.size()) {
    delay = schedule[index];
  } else {
    return std::nullopt;
  }
  delay = std::max(delay, std::min(retry_after, kMaxRetryAfter));
  // What a Retry-After asked of many deliveries at once is spread too.
  return delay * (1 + jitter * random);
}

}  // namespace gancho::delivery
