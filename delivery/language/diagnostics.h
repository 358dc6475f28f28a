// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_DIAGNOSTICS_H_
#define GANCHO_DELIVERY_LANGUAGE_DIAGNOSTICS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The words in which filters and templates tell what is wrong with them.
namespace gancho::delivery {

// `text` in double quotes, for a message to people: control characters become
// `?`, and what is longer than 80 bytes is cut.
std::string Quote(std::string_view text);

// "line 3, column 14": both from 1, the column in characters.
std::string DescribePosition(std::string_view text, size_t offset);

// `; did you mean "a", "b" or "c"?`, or empty without names.
std::string DidYouMean(const std::vector<std::string>& names);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_DIAGNOSTICS_H_
