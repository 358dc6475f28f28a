// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_FIXTURE_H_
#define GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/clients/behaviour/driver_process.h"
#include "tests/clients/behaviour/fake_server.h"

namespace gancho::testing {

// The languages that have a driver here; set before the tests are registered.
std::vector<Language>& TestedLanguages();

// A case, run once for each language.
class ClientBehaviour : public ::testing::TestWithParam<Language> {
 protected:
  // Runs the driver against the address and fails the test if it prints no
  // result.
  DriverResult Run(const std::string& address, std::vector<std::string> flags) {
    flags.push_back(absl::StrCat("--address=", address));
    const auto result = DriverProcess(GetParam(), flags).Result();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(DriverResult());
  }

  // Everything sent was acknowledged, without an error.
  static void ExpectAllAcknowledged(const DriverResult& result, int64_t states);
  // Message ids count up from 1, and the first message names the account.
  static void ExpectWellFormed(const ServedStream& stream, int64_t first_id);
  // Each call has its states once and in order.
  static void ExpectOrderPerCall(const std::vector<v1::CallState>& states,
                                 int64_t calls, int64_t states_per_call);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_CLIENTS_BEHAVIOUR_BEHAVIOUR_FIXTURE_H_
