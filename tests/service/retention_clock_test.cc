// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/retention_clock.h"

#include "gtest/gtest.h"
#include "tests/testing/sim_clock.h"

namespace gancho::service {
namespace {

class RetentionClockTest : public ::testing::Test {
 protected:
  testing::SimClock clock_;
};

TEST_F(RetentionClockTest, FollowsAClockThatIsKeptRight) {
  RetentionClock retention(&clock_, absl::InfinitePast());
  for (const absl::Duration step :
       {absl::Seconds(59), -absl::Seconds(59), absl::Milliseconds(3)}) {
    clock_.Advance(absl::Minutes(10));
    clock_.Jump(step);
    EXPECT_EQ(retention.Now(), clock_.Now());
  }
}

TEST_F(RetentionClockTest, BelievesAJumpAheadAfterAnHour) {
  RetentionClock retention(&clock_, absl::InfinitePast());
  const absl::Time begin = clock_.Now();
  clock_.Jump(absl::Hours(24 * 365));
  EXPECT_EQ(retention.Now(), begin);
  clock_.Advance(absl::Minutes(59));
  EXPECT_EQ(retention.Now(), begin + absl::Minutes(59));
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(retention.Now(), clock_.Now());
}

TEST_F(RetentionClockTest, AJumpThatIsTakenBackWasNone) {
  RetentionClock retention(&clock_, absl::InfinitePast());
  clock_.Jump(absl::Hours(1));
  retention.Now();
  clock_.Advance(absl::Minutes(50));
  retention.Now();
  clock_.Jump(-absl::Hours(1));
  EXPECT_EQ(retention.Now(), clock_.Now());
  // Nor does the hour go on counting for the next.
  const absl::Time before = clock_.Now();
  clock_.Jump(absl::Hours(1));
  retention.Now();
  clock_.Advance(absl::Minutes(50));
  EXPECT_EQ(retention.Now(), before + absl::Minutes(50));
}

TEST_F(RetentionClockTest, BelievesAClockThatGoesBackAtOnce) {
  RetentionClock retention(&clock_, absl::InfinitePast());
  clock_.Jump(-absl::Hours(5));
  EXPECT_EQ(retention.Now(), clock_.Now());
}

TEST_F(RetentionClockTest, AStartLongAfterWhatIsKnownCountsAsAJump) {
  const absl::Time known = clock_.Now() - absl::Hours(48);
  RetentionClock retention(&clock_, known);
  EXPECT_EQ(retention.Now(), known);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(retention.Now(), clock_.Now());
  RetentionClock soon(&clock_, clock_.Now() - absl::Minutes(30));
  EXPECT_EQ(soon.Now(), clock_.Now());
  RetentionClock ahead(&clock_, clock_.Now() + absl::Hours(30));
  EXPECT_EQ(ahead.Now(), clock_.Now());
}

}  // namespace
}  // namespace gancho::service
