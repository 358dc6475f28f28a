// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// kill -9 of the real ganchod at random moments of full load.

#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_scenario.h"
#include "tests/testing/server_process.h"

namespace gancho {
namespace {

constexpr int kRounds = 100;

class KilledServer final : public CutServer {
 public:
  explicit KilledServer(uint32_t seed) : random_(seed) {}

  absl::StatusOr<std::string> Start(const std::string& data_dir,
                                    const std::string& address) override {
    std::vector<std::string> flags = {"--allow_destinations=127.0.0.0/8"};
    if (!address.empty()) {
      flags.push_back(absl::StrCat("--listen_address=", address));
    }
    auto server = testing::ServerProcess::Start(data_dir, std::move(flags));
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return server_->address();
  }

  // A round's states take some 60 ms to stream in, and more to be delivered.
  void Cut() override {
    absl::SleepFor(absl::Microseconds(random_() % 120'000));
    server_->Kill();
    server_.reset();
  }

 private:
  std::mt19937 random_;
  std::unique_ptr<testing::ServerProcess> server_;
};

TEST(KillCrashTest, LosesNothingAcknowledgedAndKeepsTheOrder) {
  const uint32_t seed = CrashScenario::Seed();
  std::printf("seed %u (GANCHO_CRASH_SEED repeats it)\n", seed);
  KilledServer server(seed);
  CrashScenario scenario(&server, seed);
  const absl::Status played = scenario.Play(CrashScenario::Rounds(kRounds));
  EXPECT_TRUE(played.ok()) << played;
  EXPECT_TRUE(scenario.totals().clean());
  scenario.totals().Print();
}

}  // namespace
}  // namespace gancho
