// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/breaker.h"

#include <algorithm>

namespace gancho::delivery {

void Breaker::SetPolicy(const ResolvedPolicy::Breaker& policy) {
  if (policy.window != policy_.window) slices_ = {};
  policy_ = policy;
  if (!policy_.enabled) Reset();
}

bool Breaker::Allows(absl::Duration now, absl::Duration* wait) const {
  if (!open_) return true;
  if (probing_) {
    *wait = absl::InfiniteDuration();
    return false;
  }
  if (now >= probe_time_) return true;
  *wait = probe_time_ - now;
  return false;
}

void Breaker::OnStart(absl::Duration now) {
  if (open_ && now >= probe_time_) probing_ = true;
}

void Breaker::OnEnd(bool success, absl::Duration now) {
  if (!policy_.enabled) return;
  if (open_) {
    // Attempts that began before it opened end here too: any success shows
    // that the destination is back.
    if (success) {
      Reset();
    } else if (probing_) {
      probing_ = false;
      probe_time_ = now + policy_.open_duration;
    }
    return;
  }
  Count(success, now);
  if (!success && ShouldOpen(now)) {
    open_ = true;
    probing_ = false;
    probe_time_ = now + policy_.open_duration;
  }
}

void Breaker::OnAbandoned() { probing_ = false; }

void Breaker::Reset() {
  open_ = false;
  probing_ = false;
  slices_ = {};
}

void Breaker::Reopen(absl::Duration probe_time) {
  if (!policy_.enabled) return;
  open_ = true;
  probing_ = false;
  probe_time_ = probe_time;
}

Breaker::State Breaker::state(absl::Duration now) const {
  if (!open_) return State::kClosed;
  return probing_ || now >= probe_time_ ? State::kHalfOpen : State::kOpen;
}

int64_t Breaker::SliceNumber(absl::Duration now) const {
  return now / (policy_.window / kSlices);
}

void Breaker::Count(bool success, absl::Duration now) {
  const int64_t number = SliceNumber(now);
  Slice& slice = slices_[number % kSlices];
  if (slice.number != number) slice = {.number = number};
  ++slice.attempts;
  if (!success) ++slice.failures;
}

bool Breaker::ShouldOpen(absl::Duration now) const {
  const int64_t oldest = SliceNumber(now) - kSlices;
  int attempts = 0;
  int failures = 0;
  for (const Slice& slice : slices_) {
    if (slice.number <= oldest) continue;
    attempts += slice.attempts;
    failures += slice.failures;
  }
  return attempts >= policy_.minimum_attempts &&
         failures >= policy_.failure_ratio * attempts;
}

}  // namespace gancho::delivery
