// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// client_behaviour_test: holds the clients of all languages to one behaviour.
// README.md tells how it is run and what a driver is.

#include <iostream>
#include <memory>

#include "gtest/gtest.h"
#include "tests/clients/behaviour/behaviour_fixture.h"
#include "tests/clients/behaviour/behaviour_table.h"

int main(int argc, char** argv) {
  using gancho::testing::Language;
  const std::vector<Language> languages =
      gancho::testing::TakeLanguages(&argc, argv);
  for (const Language& language : languages) {
    if (language.missing.empty()) {
      gancho::testing::TestedLanguages().push_back(language);
    }
  }
  if (gancho::testing::TestedLanguages().empty()) {
    std::cerr << "error: no --driver\n";
    return 2;
  }
  ::testing::InitGoogleTest(&argc, argv);
  ::testing::UnitTest::GetInstance()->listeners().Append(
      new gancho::testing::BehaviourTable(languages));
  return RUN_ALL_TESTS();
}
