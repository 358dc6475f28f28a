// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_literal.h"

#include <cmath>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace gancho::delivery {
namespace {

constexpr size_t kMaxNumberBytes = 64;
constexpr size_t kMaxDurationBytes = 64;
// 10,000 years of 365.25 days, the limit of google.protobuf.Duration.
constexpr int64_t kMaxDurationSeconds = 315'576'000'000;

absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes `count` digits off the front.
bool TakeDigits(std::string_view* text, int count, int* value) {
  if (text->size() < static_cast<size_t>(count)) return false;
  *value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = (*text)[static_cast<size_t>(i)];
    if (!IsDigit(c)) return false;
    *value = *value * 10 + (c - '0');
  }
  text->remove_prefix(static_cast<size_t>(count));
  return true;
}

bool TakeOneOf(std::string_view* text, std::string_view characters) {
  if (text->empty() || characters.find(text->front()) == characters.npos) {
    return false;
  }
  text->remove_prefix(1);
  return true;
}

// `.5` as nanoseconds; nothing at all is 0.
bool TakeFraction(std::string_view* text, int32_t* nanos) {
  *nanos = 0;
  if (!TakeOneOf(text, ".")) return true;
  int32_t unit = 100'000'000;
  int digit = 0;
  if (text->empty() || !IsDigit(text->front())) return false;
  while (TakeDigits(text, 1, &digit)) {
    if (unit == 0) return false;
    *nanos += digit * unit;
    unit /= 10;
  }
  return true;
}

// `Z`, `+02:00` or `-03:00`, as seconds east of UTC.
bool TakeOffset(std::string_view* text, int* seconds) {
  *seconds = 0;
  if (TakeOneOf(text, "Zz")) return true;
  const int sign = !text->empty() && text->front() == '-' ? -1 : 1;
  int hours = 0;
  int minutes = 0;
  if (!TakeOneOf(text, "+-") || !TakeDigits(text, 2, &hours) ||
      !TakeOneOf(text, ":") || !TakeDigits(text, 2, &minutes) || hours > 23 ||
      minutes > 59) {
    return false;
  }
  *seconds = sign * (hours * 3600 + minutes * 60);
  return true;
}

}  // namespace

std::optional<TimeValue> ParseTimeLiteral(std::string_view text) {
  // By hand, because absl::ParseTime is too lenient for a language that has to
  // say what it takes ("infinite-future", blanks, years of any length).
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  TimeValue value;
  int offset = 0;
  if (!TakeDigits(&text, 4, &year) || !TakeOneOf(&text, "-") ||
      !TakeDigits(&text, 2, &month) || !TakeOneOf(&text, "-") ||
      !TakeDigits(&text, 2, &day) || !TakeOneOf(&text, "Tt") ||
      !TakeDigits(&text, 2, &hour) || !TakeOneOf(&text, ":") ||
      !TakeDigits(&text, 2, &minute) || !TakeOneOf(&text, ":") ||
      !TakeDigits(&text, 2, &second) || !TakeFraction(&text, &value.nanos) ||
      !TakeOffset(&text, &offset) || !text.empty()) {
    return std::nullopt;
  }
  // A leap second is taken as the second after it.
  if (year < 1 || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  if (civil.year() != year || civil.month() != month || civil.day() != day) {
    return std::nullopt;
  }
  const absl::Time midnight = absl::FromCivil(civil, absl::UTCTimeZone());
  const int second_of_day = (hour * 60 + minute) * 60 + second;
  value.seconds = absl::ToUnixSeconds(midnight) + second_of_day - offset;
  return value;
}

std::optional<TimeValue> ParseDurationLiteral(std::string_view text) {
  // Not "inf", and no number without a unit, both of which Abseil takes.
  if (text.empty() || text.size() > kMaxDurationBytes ||
      !absl::ascii_isalpha(static_cast<unsigned char>(text.back())) ||
      text.find_first_of("if") != text.npos) {
    return std::nullopt;
  }
  absl::Duration duration;
  if (!absl::ParseDuration(ToAbsl(text), &duration)) return std::nullopt;
  if (duration == absl::InfiniteDuration() ||
      duration == -absl::InfiniteDuration()) {
    return std::nullopt;
  }
  absl::Duration rest;
  TimeValue value;
  value.seconds = absl::IDivDuration(duration, absl::Seconds(1), &rest);
  value.nanos = static_cast<int32_t>(absl::ToInt64Nanoseconds(rest));
  if (std::abs(value.seconds) > kMaxDurationSeconds) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseIntegerLiteral(std::string_view text) {
  int64_t value = 0;
  if (text.empty() || text.size() > kMaxNumberBytes ||
      text.find_first_not_of("0123456789+-") != text.npos ||
      !absl::SimpleAtoi(ToAbsl(text), &value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<uint64_t> ParseUnsignedLiteral(std::string_view text) {
  uint64_t value = 0;
  if (text.empty() || text.size() > kMaxNumberBytes ||
      text.find_first_not_of("0123456789+-") != text.npos ||
      !absl::SimpleAtoi(ToAbsl(text), &value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<double> ParseRealLiteral(std::string_view text) {
  if (text.empty() || text.size() > kMaxNumberBytes ||
      text.find_first_not_of("0123456789+-.eE") != text.npos) {
    return std::nullopt;
  }
  double value = 0;
  if (!absl::SimpleAtod(ToAbsl(text), &value) || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace gancho::delivery
