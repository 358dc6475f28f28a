// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_BACKOFF_H_
#define GANCHO_CLIENTS_CPP_BACKOFF_H_

#include <algorithm>

#include "absl/time/time.h"

namespace gancho::client {

// How long to wait before the next try. A small value, not thread-safe.
class Backoff {
 public:
  Backoff(absl::Duration initial, absl::Duration max)
      : initial_(initial), max_(max), next_(initial) {}

  // `random` in [0, 1): the delay is between half and the whole of a value
  // that doubles each time, so that many clients do not come back at once.
  absl::Duration Next(double random) {
    const absl::Duration delay = next_ * (0.5 + random / 2);
    next_ = std::min(next_ * 2, max_);
    return delay;
  }

  // After a success.
  void Reset() { next_ = initial_; }

 private:
  absl::Duration initial_;
  absl::Duration max_;
  absl::Duration next_;
};

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_BACKOFF_H_
