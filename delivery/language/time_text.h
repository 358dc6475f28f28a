// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_TIME_TEXT_H_
#define GANCHO_DELIVERY_LANGUAGE_TIME_TEXT_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"

namespace gancho::delivery {

// Room for the longest time or duration.
using TimeBuffer = std::array<char, 64>;

// How a moment is written. Fractions of a second have as many digits as they
// need.
enum class TimeStyle : uint8_t {
  kRfc3339,  // 2026-03-01T15:04:05.25Z, or -03:00 outside UTC
  kDate,     // 2026-03-01
  kTime,     // 15:04:05
};

// The moment in `zone`, as a view of `buffer`. Empty if it is not within the
// years 1 to 9999 or `nanos` is not from 0 to 999,999,999.
std::string_view WriteTime(int64_t seconds, int32_t nanos, absl::TimeZone zone,
                           TimeStyle style, TimeBuffer* buffer);

// Decimal seconds, `12` or `12.5` or `-0.25`. Empty if it is no valid
// google.protobuf.Duration.
std::string_view WriteSeconds(int64_t seconds, int32_t nanos,
                              TimeBuffer* buffer);

// `0:01:05` or `-1:00:00`, fractions cut off.
std::string_view WriteHms(int64_t seconds, TimeBuffer* buffer);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_TIME_TEXT_H_
