// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_CLOCK_H_
#define GANCHO_STORE_CLOCK_H_

#include "absl/time/time.h"

namespace gancho::store {

// Where time comes from; injected everywhere so that tests own it.
// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall-clock time. May jump in either direction. What is written to disk
  // (due times, expiries) is wall-clock time.
  virtual absl::Time Now() const = 0;

  // Time since an arbitrary fixed point of this process; never goes back.
  // Deadlines and measured durations use this.
  virtual absl::Duration Steady() const = 0;
};

// The clock of the machine.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Steady() const override;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_CLOCK_H_
