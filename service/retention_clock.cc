// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/retention_clock.h"

namespace gancho::service {

RetentionClock::RetentionClock(const store::Clock* clock, absl::Time last_known)
    : clock_(clock), offset_(Offset()) {
  if (last_known == absl::InfinitePast()) return;
  if (clock_->Now() - last_known > kBelievedAfter) {
    offset_ = (last_known - absl::UnixEpoch()) - clock_->Steady();
  }
}

absl::Duration RetentionClock::Offset() const {
  return (clock_->Now() - absl::UnixEpoch()) - clock_->Steady();
}

absl::Time RetentionClock::Now() {
  const absl::Duration offset = Offset();
  const absl::Duration steady = clock_->Steady();
  if (offset <= offset_ + kTolerance) {
    offset_ = offset;
    candidate_since_ = absl::InfiniteDuration();
  } else if (candidate_since_ == absl::InfiniteDuration() ||
             absl::AbsDuration(offset - candidate_) > kTolerance) {
    candidate_ = offset;
    candidate_since_ = steady;
  } else if (steady - candidate_since_ >= kBelievedAfter) {
    offset_ = offset;
    candidate_since_ = absl::InfiniteDuration();
  }
  return absl::UnixEpoch() + offset_ + steady;
}

}  // namespace gancho::service
