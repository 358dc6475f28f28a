// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_TABLE_H_
#define GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_TABLE_H_

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/clients/behaviour/driver_process.h"

namespace gancho::testing {

// Prints, when all tests have ended, a table of cases and languages; a language
// that could not be tested has a column that says so, and a line why.
class BehaviourTable final : public ::testing::EmptyTestEventListener {
 public:
  explicit BehaviourTable(std::vector<Language> languages)
      : languages_(std::move(languages)) {}

  void OnTestEnd(const ::testing::TestInfo& test) override;
  void OnTestProgramEnd(const ::testing::UnitTest& program) override;

 private:
  const std::vector<Language> languages_;
  std::vector<std::string> cases_;  // in the order in which they ended
  // "ok" or "FAILED" by case and language.
  std::map<std::pair<std::string, std::string>, std::string> results_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_TABLE_H_
