// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/clients/behaviour/behaviour_table.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace gancho::testing {

// A test's name is CASE/LANGUAGE.
void BehaviourTable::OnTestEnd(const ::testing::TestInfo& test) {
  const std::pair<std::string, std::string> name =
      absl::StrSplit(test.name(), absl::MaxSplits('/', 1));
  if (std::find(cases_.begin(), cases_.end(), name.first) == cases_.end()) {
    cases_.push_back(name.first);
  }
  results_[name] = test.result()->Passed() ? "ok" : "FAILED";
}

void BehaviourTable::OnTestProgramEnd(const ::testing::UnitTest& /*program*/) {
  constexpr const char* kRow = "%-28s";
  constexpr const char* kCell = " %-11s";
  std::cout << "\n" << absl::StrFormat(kRow, "case");
  for (const Language& language : languages_) {
    std::cout << absl::StrFormat(kCell, language.name);
  }
  for (const std::string& name : cases_) {
    std::cout << "\n" << absl::StrFormat(kRow, name);
    for (const Language& language : languages_) {
      const auto found = results_.find({name, language.name});
      std::cout << absl::StrFormat(
          kCell, found == results_.end() ? "-" : found->second);
    }
  }
  std::cout << "\n";
  for (const Language& language : languages_) {
    if (!language.missing.empty()) {
      std::cout << language.name << ": " << language.missing << "\n";
    }
  }
  std::cout.flush();
}

}  // namespace gancho::testing
