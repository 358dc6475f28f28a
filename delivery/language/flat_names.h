// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FLAT_NAMES_H_
#define GANCHO_DELIVERY_LANGUAGE_FLAT_NAMES_H_

#include <string_view>
#include <vector>

namespace gancho::delivery {

// A variable of the best-known call-hook product, so that its templates can be
// pasted in unchanged.
struct FlatName {
  const char* name;
  // Our variables, separated by `|`: the first that is not empty counts. A
  // word that begins with `=` is computed, see NameResolver.
  const char* variables;
  const char* meaning;            // for docs/variables.md
  bool only_if_answered = false;  // empty until the call is answered
};

// All of them, in the order of the documentation.
const std::vector<FlatName>& FlatNames();

// Null if there is none.
const FlatName* FindFlatName(std::string_view name);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FLAT_NAMES_H_
