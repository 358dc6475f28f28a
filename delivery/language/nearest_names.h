// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_NEAREST_NAMES_H_
#define GANCHO_DELIVERY_LANGUAGE_NEAREST_NAMES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gancho::delivery {

// Those of `known` that somebody who wrote `wrong` may have meant: the nearest,
// at most three that are equally near; case does not count. Empty if none is.
std::vector<std::string> NearestNames(std::string_view wrong,
                                      const std::vector<std::string>& known);

// The number of inserted, removed and replaced bytes (Levenshtein) that lie
// between two names; case does not count.
size_t EditDistance(std::string_view a, std::string_view b);

// The end of a sentence about `wrong`: `; did you mean "a" or "b"?`, or else
// `; known are a, b, c` with at most twelve names.
std::string SuggestNames(std::string_view wrong,
                         const std::vector<std::string>& known);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_NEAREST_NAMES_H_
