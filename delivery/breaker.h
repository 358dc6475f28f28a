// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_BREAKER_H_
#define GANCHO_DELIVERY_BREAKER_H_

#include <array>

#include "absl/time/time.h"
#include "delivery/event_runtime.h"

namespace gancho::delivery {

// A circuit breaker over the attempts of one event. Closed, it counts attempts
// in a sliding window of ten slices; when enough of them failed it opens;
// after a while it lets one probe through, whose outcome closes or opens it
// again. Times are of Clock::Steady(). Not thread-safe.
class Breaker {
 public:
  enum class State { kClosed, kOpen, kHalfOpen };

  // Takes effect at once; counts are kept. Disabling closes it.
  void SetPolicy(const ResolvedPolicy::Breaker& policy);

  // Whether an attempt may start. When open, `*wait` is how long until the
  // next probe; when half-open with the probe under way, InfiniteDuration()
  // (the probe's end changes the state).
  bool Allows(absl::Duration now, absl::Duration* wait) const;

  // An attempt starts; only after Allows().
  void OnStart(absl::Duration now);

  // An attempt has ended. Failures that are not the destination's (our own, or
  // the proxy's) are not reported; OnAbandoned() instead.
  void OnEnd(bool success, absl::Duration now);
  void OnAbandoned();

  // A person resumed the event: closed, counts forgotten.
  void Reset();

  // As it was before a restart: open until `probe_time`.
  void Reopen(absl::Duration probe_time);

  bool open() const { return open_; }
  State state(absl::Duration now) const;
  // When the next probe may start; only while not closed.
  absl::Duration probe_time() const { return probe_time_; }

 private:
  static constexpr int kSlices = 10;
  struct Slice {
    int64_t number = -1;  // which slice of time this is
    int attempts = 0;
    int failures = 0;
  };

  void Count(bool success, absl::Duration now);
  bool ShouldOpen(absl::Duration now) const;
  int64_t SliceNumber(absl::Duration now) const;

  ResolvedPolicy::Breaker policy_;
  bool open_ = false;
  bool probing_ = false;
  absl::Duration probe_time_;
  std::array<Slice, kSlices> slices_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_BREAKER_H_
