// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/retry_after.h"

#include <gtest/gtest.h>

#include <optional>

namespace gancho::delivery {
namespace {

// Sunday, 6 November 1994, 08:49:00.
const absl::Time kNow = absl::FromUnixSeconds(784111740);

TEST(RetryAfterTest, ReadsSeconds) {
  EXPECT_EQ(ParseRetryAfter("0", kNow), absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter(" 120 ", kNow), absl::Seconds(120));
}

TEST(RetryAfterTest, ReadsAllThreeFormsOfADate) {
  for (const char* date :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT"}) {
    EXPECT_EQ(ParseRetryAfter(date, kNow), absl::Seconds(37)) << date;
  }
}

TEST(RetryAfterTest, ADateThatHasPassedIsNow) {
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:00:00 GMT", kNow),
            absl::ZeroDuration());
}

TEST(RetryAfterTest, IsCapped) {
  for (const char* value : {"86401", "99999999999999999999999999",
                            "Sun, 06 Nov 2094 08:49:37 GMT"}) {
    EXPECT_EQ(ParseRetryAfter(value, kNow), kMaxRetryAfter) << value;
  }
}

TEST(RetryAfterTest, IgnoresWhatItDoesNotUnderstand) {
  for (const char* value :
       {"", " ", "-5", "1.5", "soon", "5s", "Sun, 06 Nov 1994",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06-Nov", "Sun", ",",
        "Sunday, 06-Nov-9x 08:49:37 GMT"}) {
    EXPECT_EQ(ParseRetryAfter(value, kNow), std::nullopt) << value;
  }
}

TEST(RetryAfterTest, TwoDigitYearsAreNear) {
  const absl::Time now = absl::FromUnixSeconds(1767225600);  // 2026
  EXPECT_EQ(ParseHttpDate("Thursday, 01-Jan-26 00:00:01 GMT", now),
            now + absl::Seconds(1));
  EXPECT_EQ(ParseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", now),
            absl::FromUnixSeconds(784111777));
}

}  // namespace
}  // namespace gancho::delivery
