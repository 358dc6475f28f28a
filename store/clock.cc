// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/clock.h"

#include <chrono>

#include "absl/time/clock.h"

namespace gancho::store {

absl::Time SystemClock::Now() const { return absl::Now(); }

absl::Duration SystemClock::Steady() const {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace gancho::store
