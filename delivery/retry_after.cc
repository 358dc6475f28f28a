// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/retry_after.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

std::optional<absl::Time> Parse(const char* format, absl::string_view text) {
  absl::Time time;
  if (!absl::ParseTime(format, text, absl::UTCTimeZone(), &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

}  // namespace

std::optional<absl::Time> ParseHttpDate(std::string_view text, absl::Time now) {
  absl::string_view date = absl::StripAsciiWhitespace(AbslView(text));
  // The name of the day says nothing, and many senders get it wrong.
  const size_t comma = date.find(',');
  if (comma != absl::string_view::npos) {
    date = absl::StripLeadingAsciiWhitespace(date.substr(comma + 1));
    if (auto time = Parse("%d %b %Y %H:%M:%S GMT", date)) return time;
    // RFC 850: "Sunday, 06-Nov-94 08:49:37 GMT". %y knows no century.
    if (date.size() < 10 || date[2] != '-' || date[6] != '-') {
      return std::nullopt;
    }
    int year = 0;
    if (!absl::SimpleAtoi(date.substr(7, 2), &year) || year < 0) {
      return std::nullopt;
    }
    const int this_year =
        static_cast<int>(absl::ToCivilYear(now, absl::UTCTimeZone()).year());
    year += this_year / 100 * 100;
    // More than 50 years ahead means the century before.
    if (year > this_year + 50) year -= 100;
    return Parse("%d-%b-%Y %H:%M:%S GMT",
                 absl::StrCat(date.substr(0, 7), year, date.substr(9)));
  }
  // asctime(): "Sun Nov  6 08:49:37 1994".
  if (date.size() < 5 || date[3] != ' ') return std::nullopt;
  return Parse("%b %d %H:%M:%S %Y",
               absl::StrReplaceAll(date.substr(4), {{"  ", " "}}));
}

std::optional<absl::Duration> ParseRetryAfter(std::string_view value,
                                              absl::Time now) {
  const absl::string_view text = absl::StripAsciiWhitespace(AbslView(value));
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(),
                  [](unsigned char c) { return absl::ascii_isdigit(c); })) {
    int64_t seconds = 0;
    if (!absl::SimpleAtoi(text, &seconds)) return kMaxRetryAfter;
    return std::min(absl::Seconds(seconds), kMaxRetryAfter);
  }
  const std::optional<absl::Time> date = ParseHttpDate(value, now);
  if (!date) return std::nullopt;
  return std::clamp(*date - now, absl::ZeroDuration(), kMaxRetryAfter);
}

}  // namespace gancho::delivery
