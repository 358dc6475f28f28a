// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_RETRY_AFTER_H_
#define GANCHO_DELIVERY_RETRY_AFTER_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace gancho::delivery {

// The longest that a receiver may ask us to wait.
inline constexpr absl::Duration kMaxRetryAfter = absl::Hours(24);

// The date of an HTTP header in any of the three forms of RFC 9110 ("Sun, 06
// Nov 1994 08:49:37 GMT" and the two obsolete ones); nullopt for anything
// else. Two-digit years are those nearest to `now`.
std::optional<absl::Time> ParseHttpDate(std::string_view text, absl::Time now);

// How long after `now` a Retry-After header asks to wait: whole seconds or a
// date. Between zero (also for a date that has passed) and kMaxRetryAfter;
// nullopt if it is neither.
std::optional<absl::Duration> ParseRetryAfter(std::string_view value,
                                              absl::Time now);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_RETRY_AFTER_H_
