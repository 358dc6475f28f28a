// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/governor.h"

#include <algorithm>
#include <vector>

#include "google/protobuf/util/time_util.h"

namespace gancho::delivery {

namespace {

using google::protobuf::util::TimeUtil;

bool IsOverload(const Verdict& verdict, const HttpResult& result) {
  return verdict.slow_down || result.failure == v1::Attempt::TIMEOUT ||
         result.failure == v1::Attempt::CONNECT;
}

}  // namespace

void Governor::SetPolicy(const ResolvedPolicy& policy, absl::Duration now) {
  breaker_.SetPolicy(policy.breaker);
  open_duration_ = policy.breaker.open_duration;
  bucket_.SetRate(policy.rate_per_second, policy.rate_burst, now);
  max_concurrency_ = policy.max_concurrency;
  concurrency_ = std::min(concurrency_, max_concurrency_);
}

absl::Duration Governor::Wait(absl::Duration now, int most) {
  if (in_flight_ >= std::min(concurrency_, most)) {
    return absl::InfiniteDuration();
  }
  absl::Duration wait;
  if (!breaker_.Allows(now, &wait)) return wait;
  if (now < not_before_) return not_before_ - now;
  return bucket_.Wait(now);
}

void Governor::OnStart(absl::Duration now) {
  ++in_flight_;
  bucket_.Take();
  breaker_.OnStart(now);
  CountRate(now);
}

void Governor::OnEnd(const Verdict& verdict, const HttpResult& result,
                     absl::Duration now, absl::Time wall_now) {
  --in_flight_;
  latencies_us_[attempts_++ % kLatencies] = static_cast<uint32_t>(
      std::min<int64_t>(absl::ToInt64Microseconds(result.total), UINT32_MAX));
  if (verdict.local) {
    breaker_.OnAbandoned();
    return;
  }
  const bool success = verdict.kind == Verdict::Kind::kDelivered;
  breaker_.OnEnd(success, now);
  if (success) {
    concurrency_ = std::min(concurrency_ + 1, max_concurrency_);
    pause_ = kFirstPause;
    failing_since_ = absl::InfiniteFuture();
    return;
  }
  failing_since_ = std::min(failing_since_, wall_now);
  if (IsOverload(verdict, result)) concurrency_ = std::max(1, concurrency_ / 2);
  if (!verdict.slow_down) return;
  absl::Duration pause = verdict.retry_after;
  if (pause < absl::ZeroDuration()) {
    // One burst of refusals is one sign: what was under way when the pause
    // began says nothing new.
    if (now < not_before_) return;
    pause = pause_;
    pause_ = std::min(2 * pause_, kMaxPause);
  }
  not_before_ = std::max(not_before_, now + pause);
}

void Governor::OnAbandoned() {
  --in_flight_;
  breaker_.OnAbandoned();
}

void Governor::Reset() {
  breaker_.Reset();
  not_before_ = absl::ZeroDuration();
  pause_ = kFirstPause;
  concurrency_ = std::min(kFirstConcurrency, max_concurrency_);
  failing_since_ = absl::InfiniteFuture();
}

store::EventHealthRecord Governor::Health(absl::Duration now,
                                          absl::Time wall_now) {
  store::EventHealthRecord health;
  if (breaker_.open()) {
    if (told_probe_ != breaker_.probe_time()) {
      told_probe_ = breaker_.probe_time();
      told_probe_us_ = absl::ToUnixMicros(wall_now + (told_probe_ - now));
    }
    health.set_breaker_probe_time_us(told_probe_us_);
  }
  if (wall_now - failing_since_ >= kNotableFailing) {
    health.set_failing_since_us(absl::ToUnixMicros(failing_since_));
  }
  return health;
}

void Governor::Restore(const store::EventHealthRecord& health,
                       absl::Duration now, absl::Time wall_now) {
  if (health.breaker_probe_time_us() != 0) {
    const absl::Duration wait =
        absl::FromUnixMicros(health.breaker_probe_time_us()) - wall_now;
    breaker_.Reopen(now +
                    std::clamp(wait, absl::ZeroDuration(), open_duration_));
  }
  if (health.failing_since_us() != 0) {
    failing_since_ = absl::FromUnixMicros(health.failing_since_us());
  }
}

void Governor::CountRate(absl::Duration now) {
  const int64_t second = now / absl::Seconds(1);
  const size_t slot = second % kRateSeconds;
  if (rate_second_[slot] != second) {
    rate_second_[slot] = second;
    rate_count_[slot] = 0;
  }
  ++rate_count_[slot];
}

void Governor::FillStats(absl::Duration now, absl::Time wall_now,
                         v1::EventStats* stats) const {
  stats->set_in_flight_count(in_flight_);
  stats->set_attempt_count(attempts_);
  std::vector<uint32_t> latencies(
      latencies_us_.begin(),
      latencies_us_.begin() + std::min<uint64_t>(attempts_, kLatencies));
  std::sort(latencies.begin(), latencies.end());
  if (!latencies.empty()) {
    *stats->mutable_attempt_latency_p50() =
        TimeUtil::MicrosecondsToDuration(latencies[latencies.size() / 2]);
    *stats->mutable_attempt_latency_p99() = TimeUtil::MicrosecondsToDuration(
        latencies[latencies.size() * 99 / 100]);
  }
  int recent = 0;
  const int64_t second = now / absl::Seconds(1);
  for (int i = 0; i < kRateSeconds; ++i) {
    if (rate_second_[i] > second - kRateSeconds) recent += rate_count_[i];
  }
  stats->set_attempts_per_second(double{1} * recent / kRateSeconds);
  switch (breaker_.state(now)) {
    case Breaker::State::kClosed:
      stats->set_breaker_state(v1::EventStats::CLOSED);
      break;
    case Breaker::State::kOpen:
      stats->set_breaker_state(v1::EventStats::OPEN);
      *stats->mutable_breaker_probe_time() = TimeUtil::MicrosecondsToTimestamp(
          absl::ToUnixMicros(wall_now + (breaker_.probe_time() - now)));
      break;
    case Breaker::State::kHalfOpen:
      stats->set_breaker_state(v1::EventStats::HALF_OPEN);
      break;
  }
  if (failing_since_ != absl::InfiniteFuture()) {
    *stats->mutable_failing_since_time() =
        TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(failing_since_));
  }
}

}  // namespace gancho::delivery
