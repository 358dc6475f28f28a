// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/event_runtime.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/answer.pb.h"
#include "delivery/proto_duration.h"

namespace gancho::delivery {
namespace {

using Policy = v1::DeliveryPolicy;

constexpr int kMaxScheduleDelays = 64;
constexpr int kMaxAttempts = 100;
constexpr int kMaxConcurrency = 1'000;
constexpr int kMaxRate = 100'000;
constexpr int kMaxRules = 32;
constexpr size_t kMaxRuleFilterBytes = 2 << 10;
constexpr int kMaxBreakerAttempts = 10'000;

class PolicyResolver {
 public:
  PolicyResolver(const Policy& policy, FieldProblems* problems)
      : in_(policy), problems_(problems) {}

  ResolvedPolicy Resolve() {
    ResolveTimeouts();
    ResolveRetry();
    if (!Policy::Ordering_IsValid(in_.ordering())) {
      Problem("ordering", "is not a known value");
    }
    out_.ordered = in_.ordering() != Policy::NONE;
    out_.max_concurrency =
        Whole(in_.max_concurrency(), kMaxConcurrency, 64, "max_concurrency");
    ResolveRateLimit();
    ResolveRules();
    ResolveBreaker();
    // Zero, as a value that is given, means never.
    if (in_.has_disable_after() && (in_.disable_after().seconds() != 0 ||
                                    in_.disable_after().nanos() != 0)) {
      out_.disable_after = Read(in_.disable_after(), absl::Minutes(1),
                                absl::Hours(24 * 30), "disable_after");
    } else if (in_.has_disable_after()) {
      out_.disable_after = absl::ZeroDuration();
    }
    return std::move(out_);
  }

 private:
  void Problem(std::string_view field, std::string description) {
    problems_->push_back({std::string(field), std::move(description)});
  }

  absl::Duration Read(const google::protobuf::Duration& duration,
                      absl::Duration min, absl::Duration max,
                      std::string_view field) {
    return ReadDuration(duration, min, max, field, problems_);
  }

  // A number from 1 to `max`; 0 stands for `default_value`.
  int Whole(int value, int max, int default_value, std::string_view field) {
    if (value == 0) return default_value;
    if (value < 1 || value > max) {
      Problem(field, absl::StrCat("must be from 1 to ", max));
      return default_value;
    }
    return value;
  }

  void ResolveTimeouts() {
    if (in_.has_timeout()) {
      out_.timeout = Read(in_.timeout(), absl::Milliseconds(100),
                          absl::Seconds(120), "timeout");
    }
    out_.connect_timeout = std::min(out_.connect_timeout, out_.timeout);
    if (in_.has_connect_timeout()) {
      out_.connect_timeout =
          Read(in_.connect_timeout(), absl::Milliseconds(100), out_.timeout,
               "connect_timeout");
    }
  }

  void ResolveRetry() {
    const Policy::Retry& retry = in_.retry();
    if (retry.schedule_size() > 0) ResolveSchedule(retry);
    if (retry.has_exponential()) {
      if (retry.schedule_size() > 0) {
        Problem("retry.exponential", "cannot be given beside schedule");
      }
      ResolveExponential(retry.exponential());
    }
    const int default_attempts =
        out_.retry.schedule.empty()
            ? 10
            : static_cast<int>(out_.retry.schedule.size()) + 1;
    out_.retry.max_attempts = Whole(retry.max_attempts(), kMaxAttempts,
                                    default_attempts, "retry.max_attempts");
    if (!out_.retry.schedule.empty()) {
      out_.retry.max_attempts =
          std::min(out_.retry.max_attempts, default_attempts);
    }
    if (retry.has_jitter()) {
      // Written so that NaN is a problem too.
      if (!(retry.jitter() >= 0 && retry.jitter() <= 1)) {
        Problem("retry.jitter", "must be from 0 to 1");
      } else {
        out_.retry.jitter = retry.jitter();
      }
    }
  }

  void ResolveSchedule(const Policy::Retry& retry) {
    if (retry.schedule_size() > kMaxScheduleDelays) {
      Problem("retry.schedule",
              absl::StrCat("has more than ", kMaxScheduleDelays, " delays"));
      return;
    }
    out_.retry.schedule.clear();
    for (int i = 0; i < retry.schedule_size(); ++i) {
      out_.retry.schedule.push_back(
          Read(retry.schedule(i), absl::ZeroDuration(), absl::Hours(24 * 7),
               absl::StrCat("retry.schedule[", i, "]")));
    }
  }

  void ResolveExponential(const Policy::Retry::Exponential& exponential) {
    RetryPolicy& retry = out_.retry;
    retry.schedule.clear();
    if (exponential.has_initial()) {
      retry.initial = Read(exponential.initial(), absl::Milliseconds(100),
                           absl::Hours(24), "retry.exponential.initial");
    }
    if (exponential.multiplier() != 0) {
      if (!(exponential.multiplier() >= 1 && exponential.multiplier() <= 10)) {
        Problem("retry.exponential.multiplier", "must be from 1 to 10");
      } else {
        retry.multiplier = exponential.multiplier();
      }
    }
    retry.max = std::max(retry.max, retry.initial);
    if (exponential.has_max()) {
      retry.max = Read(exponential.max(), retry.initial, absl::Hours(24),
                       "retry.exponential.max");
    }
  }

  void ResolveRateLimit() {
    if (!in_.has_rate_limit()) return;
    const Policy::RateLimit& limit = in_.rate_limit();
    if (!(limit.per_second() > 0 && limit.per_second() <= kMaxRate)) {
      Problem("rate_limit.per_second",
              absl::StrCat("must be over 0 and at most ", kMaxRate));
      return;
    }
    out_.rate_per_second = limit.per_second();
    out_.rate_burst = Whole(limit.burst(), kMaxRate,
                            std::max(1, static_cast<int>(limit.per_second())),
                            "rate_limit.burst");
  }

  void ResolveRules() {
    if (in_.response_rules_size() > kMaxRules) {
      Problem("response_rules",
              absl::StrCat("has more than ", kMaxRules, " rules"));
      return;
    }
    for (int i = 0; i < in_.response_rules_size(); ++i) {
      ResolveRule(in_.response_rules(i),
                  absl::StrCat("response_rules[", i, "]"));
    }
  }

  void ResolveRule(const Policy::ResponseRule& rule, const std::string& path) {
    if (rule.outcome() == Policy::ResponseRule::OUTCOME_UNSPECIFIED ||
        !Policy::ResponseRule::Outcome_IsValid(rule.outcome())) {
      Problem(path + ".outcome",
              "is required: DELIVERED, RETRY, FAIL or DISABLE");
    }
    if (rule.filter().size() > kMaxRuleFilterBytes) {
      Problem(path + ".filter",
              absl::StrCat("is longer than ", kMaxRuleFilterBytes, " bytes"));
      return;
    }
    absl::StatusOr<Filter> filter =
        Filter::Compile(rule.filter(), Answer::descriptor());
    if (!filter.ok()) {
      Problem(path + ".filter", std::string(filter.status().message()));
      return;
    }
    if (filter->matches_everything()) {
      Problem(path + ".filter", "is required");
      return;
    }
    out_.rules.push_back({*std::move(filter), rule.outcome()});
  }

  void ResolveBreaker() {
    if (!in_.has_breaker()) return;
    const Policy::Breaker& breaker = in_.breaker();
    out_.breaker.enabled = !breaker.disabled();
    if (breaker.failure_ratio() != 0) {
      if (!(breaker.failure_ratio() > 0 && breaker.failure_ratio() <= 1)) {
        Problem("breaker.failure_ratio", "must be over 0 and at most 1");
      } else {
        out_.breaker.failure_ratio = breaker.failure_ratio();
      }
    }
    if (breaker.has_window()) {
      out_.breaker.window = Read(breaker.window(), absl::Seconds(1),
                                 absl::Minutes(10), "breaker.window");
    }
    out_.breaker.minimum_attempts =
        Whole(breaker.minimum_attempts(), kMaxBreakerAttempts, 20,
              "breaker.minimum_attempts");
    if (breaker.has_open_duration()) {
      out_.breaker.open_duration =
          Read(breaker.open_duration(), absl::Milliseconds(100), absl::Hours(1),
               "breaker.open_duration");
    }
  }

  const Policy& in_;
  FieldProblems* const problems_;
  ResolvedPolicy out_;
};

}  // namespace

ResolvedPolicy ResolvePolicy(const v1::DeliveryPolicy& policy,
                             FieldProblems* problems) {
  return PolicyResolver(policy, problems).Resolve();
}

}  // namespace gancho::delivery
