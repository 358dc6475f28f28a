// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Random calls of the API, faults of the machine and restarts, held against a
// model in memory. See BUILD.md.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "tests/model/model_driver.h"

namespace gancho::model {
namespace {

constexpr uint32_t kScenarios = 4;
constexpr uint32_t kSteps = 300;
// Of the ordinary run, which plays the same each time, so that what it finds
// comes of what has changed.
constexpr uint32_t kOrdinarySeed = 1;

std::optional<uint32_t> ReadNumber(const char* name) {
  const char* text = std::getenv(name);
  uint32_t number = 0;
  if (text == nullptr || !absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

TEST(ModelTest, ServerAnswersAsTheModelDoes) {
  const std::optional<uint32_t> seed = ReadNumber("GANCHO_MODEL_SEED");
  const std::optional<uint32_t> count = ReadNumber("GANCHO_MODEL_SCENARIOS");
  const uint32_t scenarios = count.value_or(seed.has_value() ? 1 : kScenarios);
  const uint32_t first =
      seed.value_or(count.has_value() ? std::random_device()() : kOrdinarySeed);
  int operations = 0;
  int restarts = 0;
  int faults = 0;
  int mismatches = 0;
  for (uint32_t i = 0; i < scenarios; ++i) {
    std::cout << "model: seed=" << first + i << " steps=" << kSteps
              << std::endl;
    ModelDriver driver(first + i, kSteps);
    if (!driver.Play()) ++mismatches;
    operations += driver.operations();
    restarts += driver.restarts();
    faults += driver.faults();
  }
  EXPECT_EQ(mismatches, 0) << "GANCHO_MODEL_SEED repeats a scenario";
  EXPECT_GT(operations, 0);
  std::cout << "model: scenarios=" << scenarios << " operations=" << operations
            << " restarts=" << restarts << " faults=" << faults
            << " mismatches=" << mismatches << std::endl;
}

}  // namespace
}  // namespace gancho::model
