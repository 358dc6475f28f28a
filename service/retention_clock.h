// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RETENTION_CLOCK_H_
#define GANCHO_SERVICE_RETENTION_CLOCK_H_

#include "absl/time/time.h"
#include "store/clock.h"

namespace gancho::service {

// The time by which the retention judges: that of the wall clock, but a jump
// ahead is believed only when it has stood for an hour. A clock that is wrong
// for a while, by an hour or by years, so removes nothing before its time. A
// clock that goes back is believed at once: it only keeps things longer.
// Not thread-safe.
class RetentionClock {
 public:
  // Steps ahead up to this are believed at once: a clock that is kept right.
  static constexpr absl::Duration kTolerance = absl::Minutes(1);
  static constexpr absl::Duration kBelievedAfter = absl::Hours(1);

  // `last_known` is a moment that is certainly past, InfinitePast() if none is
  // known: a start that seems to come more than an hour after it counts as a
  // jump. `clock` outlives this.
  RetentionClock(const store::Clock* clock, absl::Time last_known);

  absl::Time Now();

 private:
  // Wall time less steady time.
  absl::Duration Offset() const;

  const store::Clock* const clock_;
  absl::Duration offset_;  // the one that is believed
  // A later one, and since when it stands.
  absl::Duration candidate_;
  absl::Duration candidate_since_ = absl::InfiniteDuration();
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RETENTION_CLOCK_H_
