// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TOKEN_BUCKET_H_
#define GANCHO_DELIVERY_TOKEN_BUCKET_H_

#include <algorithm>

#include "absl/time/time.h"

namespace gancho::delivery {

// Limits a rate. Times are of Clock::Steady(). Not thread-safe.
class TokenBucket {
 public:
  // `per_second` 0 means no limit. A smaller burst takes effect at once.
  void SetRate(double per_second, int burst, absl::Duration now) {
    Refill(now);
    const bool first = per_second_ == 0;
    per_second_ = per_second;
    burst_ = burst;
    tokens_ = first ? burst : std::min<double>(tokens_, burst);
    last_ = now;
  }

  // How long until a token is there; zero if one is.
  absl::Duration Wait(absl::Duration now) {
    if (per_second_ == 0) return absl::ZeroDuration();
    Refill(now);
    if (tokens_ >= 1) return absl::ZeroDuration();
    // Rounded up, so that waiting exactly this long is enough.
    return absl::Seconds((1 - tokens_) / per_second_) + absl::Microseconds(1);
  }

  void Take() {
    if (per_second_ != 0) tokens_ -= 1;
  }

 private:
  void Refill(absl::Duration now) {
    tokens_ = std::min<double>(
        burst_, tokens_ + absl::ToDoubleSeconds(now - last_) * per_second_);
    last_ = now;
  }

  double per_second_ = 0;
  int burst_ = 1;
  double tokens_ = 1;
  absl::Duration last_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TOKEN_BUCKET_H_
