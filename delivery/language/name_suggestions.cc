// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/flat_names.h"
#include "delivery/language/name_resolver.h"
#include "delivery/language/nearest_names.h"

namespace gancho::delivery {
namespace {

// `call.caller`, ..., `call.id`, ..., and the flat names.
const std::vector<std::string>& AllNames() {
  static const auto* const kNames = [] {
    auto* const names = new std::vector<std::string>;
    for (const RootName& root : RootNames()) {
      for (int i = 0; i < root.type->field_count(); ++i) {
        const google::protobuf::FieldDescriptor& field = *root.type->field(i);
        if (!IsTemplateField(field)) continue;
        names->push_back(absl::StrCat(root.name, ".", field.name()));
        if (field.name() == "name") {
          names->push_back(absl::StrCat(root.name, ".id"));
        }
      }
    }
    for (const FlatName& flat : FlatNames()) names->push_back(flat.name);
    return names;
  }();
  return *kNames;
}

std::string_view LastPart(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

// The root and the field of a name, without what is below it.
std::string_view FirstTwoParts(std::string_view name) {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return name;
  return name.substr(0, name.find('.', dot + 1));
}

}  // namespace

std::string SuggestVariables(std::string_view name) {
  constexpr size_t kMost = 3;
  constexpr size_t kLongestName = 64;
  const std::string_view wanted = FirstTwoParts(name);
  if (wanted.size() > kLongestName) return "";
  const size_t limit = 2 * std::max<size_t>(1, LastPart(wanted).size() / 3);
  // In half edits: the same field of another root comes before a misspelling.
  std::vector<std::pair<size_t, std::string_view>> near;
  for (const std::string& known : AllNames()) {
    const size_t whole = 2 * EditDistance(wanted, known);
    const size_t field =
        2 * EditDistance(LastPart(wanted), LastPart(known)) + 1;
    const size_t score = std::min(whole, field);
    if (score <= limit) near.emplace_back(score, known);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  near.resize(std::min(near.size(), kMost));
  std::vector<std::string> names;
  for (const auto& [score, known] : near) names.emplace_back(known);
  return DidYouMean(names);
}

}  // namespace gancho::delivery
