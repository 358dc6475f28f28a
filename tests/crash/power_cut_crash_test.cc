// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Simulated power cuts of the whole server, in the middle of any operation on
// files, under full load and while it starts: what was not synced is gone, in
// part or whole, or torn.

#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_scenario.h"
#include "tests/testing/faulty_server.h"

namespace gancho {
namespace {

constexpr int kRounds = 100;
// One start in three may be cut, within so many operations on files: fewer than
// an opening takes, mostly.
constexpr int kStartOperations = 120;
// A round takes some hundreds.
constexpr int kRoundOperations = 500;

class PoweredServer final : public CutServer {
 public:
  explicit PoweredServer(uint32_t seed) : random_(seed) {}

  absl::StatusOr<std::string> Start(const std::string& data_dir,
                                    const std::string& address) override {
    testing::FaultyServer::Options options;
    options.data_dir = data_dir;
    options.flags = {"--allow_destinations=127.0.0.0/8"};
    if (!address.empty()) {
      options.flags.push_back(absl::StrCat("--listen_address=", address));
    }
    options.cut_seed = static_cast<uint32_t>(random_());
    // Not the very first, before anything is defined.
    if (!address.empty() && random_() % 3 == 0) {
      options.cut_after = 1 + random_() % kStartOperations;
    }
    auto server = testing::FaultyServer::Start(options);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    if (!server_->TryCommand("cut_after 0")) {
      server_.reset();
      return absl::AbortedError("cut as soon as it served");
    }
    return server_->address();
  }

  void Cut() override {
    server_->TryCommand(
        absl::StrCat("cut_after ", 1 + random_() % kRoundOperations));
    // Where a round has fewer operations, it ends all the same.
    const auto ended = server_->process().Wait(absl::Milliseconds(250));
    if (!ended.ok()) server_->Cut();
    server_.reset();
  }

 private:
  std::mt19937 random_;
  std::unique_ptr<testing::FaultyServer> server_;
};

TEST(PowerCutCrashTest, LosesNothingAcknowledgedAndKeepsTheOrder) {
  const uint32_t seed = CrashScenario::Seed();
  std::printf("seed %u (GANCHO_CRASH_SEED repeats it)\n", seed);
  PoweredServer server(seed);
  CrashScenario scenario(&server, seed);
  const absl::Status played = scenario.Play(CrashScenario::Rounds(kRounds));
  EXPECT_TRUE(played.ok()) << played;
  EXPECT_TRUE(scenario.totals().clean());
  scenario.totals().Print();
}

}  // namespace
}  // namespace gancho
