// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_LITERAL_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "delivery/language/filter_term.h"

namespace gancho::delivery {

// What the values of a filter mean, by the type of the field. None if `text`
// is not of that type.

// RFC 3339 with at most nine digits of a second: `2026-01-31T12:00:00Z`,
// `2026-01-31T09:00:00.5-03:00`. Years 1 to 9999.
std::optional<TimeValue> ParseTimeLiteral(std::string_view text);

// Numbers with units h, m, s, ms, us or ns: `20s`, `1.5s`, `1h30m`, `-2m`. At
// most 10,000 years, as google.protobuf.Duration.
std::optional<TimeValue> ParseDurationLiteral(std::string_view text);

// Digits with an optional sign.
std::optional<int64_t> ParseIntegerLiteral(std::string_view text);
std::optional<uint64_t> ParseUnsignedLiteral(std::string_view text);

// A finite number with optional sign, fraction and exponent.
std::optional<double> ParseRealLiteral(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_LITERAL_H_
