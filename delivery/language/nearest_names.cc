// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/nearest_names.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "delivery/language/diagnostics.h"

namespace gancho::delivery {
namespace {

constexpr size_t kMaxSuggestions = 3;
constexpr size_t kMaxListed = 12;
// Nothing we know has a longer name; keeps the cost of hostile input small.
constexpr size_t kMaxLength = 64;

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced =
          diagonal + (absl::ascii_tolower(a[i]) != absl::ascii_tolower(b[j]));
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> NearestNames(std::string_view wrong,
                                      const std::vector<std::string>& known) {
  std::vector<std::string> names;
  if (wrong.empty() || wrong.size() > kMaxLength) return names;
  std::vector<std::pair<size_t, const std::string*>> ranked;
  for (const std::string& name : known) {
    const size_t distance = EditDistance(wrong, name);
    // One slip in three letters, and never a wholly different short word.
    const size_t length = std::max(wrong.size(), name.size());
    if (distance <= std::max<size_t>(1, length / 3) && distance < length) {
      ranked.emplace_back(distance, &name);
    }
  }
  std::stable_sort(
      ranked.begin(), ranked.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [distance, name] : ranked) {
    if (names.size() == kMaxSuggestions || distance > ranked[0].first) {
      break;
    }
    names.push_back(*name);
  }
  return names;
}

std::string SuggestNames(std::string_view wrong,
                         const std::vector<std::string>& known) {
  const std::vector<std::string> near = NearestNames(wrong, known);
  if (!near.empty()) return DidYouMean(near);
  if (known.empty()) return "";
  const auto end = known.begin() + std::min(known.size(), kMaxListed);
  return absl::StrCat("; known are ", absl::StrJoin(known.begin(), end, ", "),
                      end == known.end() ? "" : ", ...");
}

}  // namespace gancho::delivery
