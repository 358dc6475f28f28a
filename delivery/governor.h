// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_GOVERNOR_H_
#define GANCHO_DELIVERY_GOVERNOR_H_

#include <array>
#include <cstdint>

#include "absl/time/time.h"
#include "delivery/breaker.h"
#include "delivery/event_runtime.h"
#include "delivery/token_bucket.h"
#include "delivery/verdict.h"
#include "gancho/v1/event.pb.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// How much of one event may go out now: its concurrency, its rate, its circuit
// breaker, and how far the destination asked to slow down. Times are of
// Clock::Steady(). Not thread-safe.
//
// Concurrency is learned: an event begins with kFirstConcurrency attempts at
// once, every success allows one more up to the policy's max_concurrency, and
// every sign of overload (time-out, no connection, 429, 502, 503, 504) halves
// it. So a destination that hangs from the start holds eight connections, not
// max_concurrency.
class Governor {
 public:
  static constexpr int kFirstConcurrency = 8;
  // Without a Retry-After, the pause after an answer that asks for less; it
  // doubles with every further one up to the maximum, until a success. Those
  // that come during a pause belong to the one that began it.
  static constexpr absl::Duration kFirstPause = absl::Milliseconds(250);
  static constexpr absl::Duration kMaxPause = absl::Seconds(30);
  static constexpr absl::Duration kNotableFailing = absl::Minutes(1);

  void SetPolicy(const ResolvedPolicy& policy, absl::Duration now);

  // Zero if an attempt may start; else how long until that is worth asking
  // again, InfiniteDuration() if only the end of an attempt can change it.
  // `most` bounds the concurrency further.
  absl::Duration Wait(absl::Duration now, int most);

  void OnStart(absl::Duration now);
  void OnEnd(const Verdict& verdict, const HttpResult& result,
             absl::Duration now, absl::Time wall_now);
  // The attempt was not made after all.
  void OnAbandoned();
  // A person resumed the event.
  void Reset();

  // What must survive a restart: an open breaker, and failures that have gone
  // on for kNotableFailing. Empty for a healthy event. Restore() takes it back
  // after SetPolicy(); a probe is due open_duration from then at the latest.
  store::EventHealthRecord Health(absl::Duration now, absl::Time wall_now);
  void Restore(const store::EventHealthRecord& health, absl::Duration now,
               absl::Time wall_now);

  // Whether Health() would be empty without looking at the time.
  bool healthy() const {
    return !breaker_.open() && failing_since_ == absl::InfiniteFuture();
  }

  int in_flight() const { return in_flight_; }

  // Since when nothing but failures was seen; InfiniteFuture() after a success.
  absl::Time failing_since() const { return failing_since_; }

  // Fills in what it knows.
  void FillStats(absl::Duration now, absl::Time wall_now,
                 v1::EventStats* stats) const;

 private:
  static constexpr int kLatencies = 1024;
  static constexpr int kRateSeconds = 10;

  void CountRate(absl::Duration now);

  Breaker breaker_;
  TokenBucket bucket_;
  int max_concurrency_ = 1;
  int concurrency_ = kFirstConcurrency;
  int in_flight_ = 0;
  absl::Duration not_before_;
  absl::Duration pause_ = kFirstPause;
  absl::Time failing_since_ = absl::InfiniteFuture();
  absl::Duration open_duration_ = absl::Seconds(10);
  // The probe that Health() told last, by either clock.
  absl::Duration told_probe_;
  int64_t told_probe_us_ = 0;

  uint64_t attempts_ = 0;
  std::array<uint32_t, kLatencies> latencies_us_ = {};  // a ring
  std::array<int64_t, kRateSeconds> rate_second_ = {};  // a ring by second
  std::array<int, kRateSeconds> rate_count_ = {};
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_GOVERNOR_H_
