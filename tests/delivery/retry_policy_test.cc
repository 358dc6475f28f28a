// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/retry_policy.h"

#include "gtest/gtest.h"

namespace gancho::delivery {
namespace {

constexpr absl::Duration kNoRetryAfter = -absl::Seconds(1);

TEST(RetryPolicyTest, FollowsStandardWebhooksByDefault) {
  const RetryPolicy policy;
  absl::Duration total;
  int attempts = 1;
  while (const auto delay = policy.DelayAfter(attempts, 0, kNoRetryAfter)) {
    total += *delay;
    ++attempts;
  }
  EXPECT_EQ(attempts, 10);
  EXPECT_EQ(total, absl::Hours(75) + absl::Minutes(35) + absl::Seconds(5));
  EXPECT_EQ(policy.DelayAfter(1, 0, kNoRetryAfter), absl::Seconds(5));
  EXPECT_EQ(policy.DelayAfter(9, 0, kNoRetryAfter), absl::Hours(24));
}

TEST(RetryPolicyTest, GrowsUpToTheLongestDelay) {
  RetryPolicy policy;
  policy.schedule.clear();
  policy.initial = absl::Seconds(1);
  policy.multiplier = 10;
  policy.max = absl::Minutes(10);
  policy.max_attempts = 100;
  EXPECT_EQ(policy.DelayAfter(1, 0, kNoRetryAfter), absl::Seconds(1));
  EXPECT_EQ(policy.DelayAfter(2, 0, kNoRetryAfter), absl::Seconds(10));
  EXPECT_EQ(policy.DelayAfter(3, 0, kNoRetryAfter), absl::Seconds(100));
  EXPECT_EQ(policy.DelayAfter(4, 0, kNoRetryAfter), absl::Minutes(10));
  EXPECT_EQ(policy.DelayAfter(99, 0, kNoRetryAfter), absl::Minutes(10));
  EXPECT_EQ(policy.DelayAfter(100, 0, kNoRetryAfter), std::nullopt);
}

TEST(RetryPolicyTest, EndsAtTheFewestOfScheduleAndAttempts) {
  RetryPolicy policy;
  policy.schedule = {absl::Seconds(1), absl::Seconds(2)};
  EXPECT_EQ(policy.DelayAfter(2, 0, kNoRetryAfter), absl::Seconds(2));
  EXPECT_EQ(policy.DelayAfter(3, 0, kNoRetryAfter), std::nullopt);
  policy.max_attempts = 2;
  EXPECT_EQ(policy.DelayAfter(2, 0, kNoRetryAfter), std::nullopt);
  policy.max_attempts = 1;
  EXPECT_EQ(policy.DelayAfter(1, 0, kNoRetryAfter), std::nullopt);
}

TEST(RetryPolicyTest, JitterOnlyLengthens) {
  RetryPolicy policy;
  policy.schedule = {absl::Seconds(100)};
  policy.jitter = 0.5;
  EXPECT_EQ(policy.DelayAfter(1, 0, kNoRetryAfter), absl::Seconds(100));
  EXPECT_EQ(policy.DelayAfter(1, 0.5, kNoRetryAfter), absl::Seconds(125));
  EXPECT_LT(*policy.DelayAfter(1, 0.999, kNoRetryAfter), absl::Seconds(150));
  policy.jitter = 0;
  EXPECT_EQ(policy.DelayAfter(1, 0.999, kNoRetryAfter), absl::Seconds(100));
}

TEST(RetryPolicyTest, NeverUndercutsRetryAfter) {
  RetryPolicy policy;
  policy.schedule = {absl::Seconds(100)};
  EXPECT_EQ(policy.DelayAfter(1, 0, absl::Seconds(300)), absl::Seconds(300));
  EXPECT_GE(*policy.DelayAfter(1, 0.9, absl::Seconds(300)), absl::Seconds(300));
  // Nor its own schedule.
  EXPECT_EQ(policy.DelayAfter(1, 0, absl::Seconds(3)), absl::Seconds(100));
  EXPECT_EQ(policy.DelayAfter(1, 0, absl::ZeroDuration()), absl::Seconds(100));
}

TEST(RetryPolicyTest, CapsRetryAfterAtADay) {
  RetryPolicy policy;
  EXPECT_EQ(policy.DelayAfter(1, 0, absl::InfiniteDuration()), absl::Hours(24));
}

}  // namespace
}  // namespace gancho::delivery
