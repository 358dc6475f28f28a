// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The real server, killed again and again while a client streams into it.
//
// GANCHO_CLIENT_STATES and GANCHO_CLIENT_KILLS set how much: 5,000 states and
// 3 kills unless they are set.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/page_reader.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/clients/behaviour/behaviour_fixture.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho::testing {
namespace {

constexpr int64_t kStatesPerCall = 10;

// A positive number of the environment, or the default.
int64_t Setting(const char* name, int64_t otherwise) {
  const char* set = std::getenv(name);
  int64_t number = 0;
  return set != nullptr && absl::SimpleAtoi(set, &number) && number > 0
             ? number
             : otherwise;
}

class RealServerBehaviour : public ClientBehaviour {
 protected:
  void Start(const std::string& address) {
    auto server = ServerProcess::Start(directory_.path(),
                                       {"--listen_address=" + address});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // The calls that the server has, and their states, duplicates not counted.
  struct Totals {
    int64_t calls = 0;
    int64_t states = 0;
    int64_t incomplete = 0;
  };
  Totals Count() {
    const auto stub = v1::CallService::NewStub(
        client::Connect({.address = server_->address()}));
    v1::ListCallsRequest request;
    request.set_parent("accounts/default");
    request.set_page_size(1'000);
    client::PageReader calls(stub.get(), &v1::CallService::Stub::ListCalls,
                             request, &v1::ListCallsResponse::calls);
    Totals totals;
    while (true) {
      const auto call = calls.Next();
      EXPECT_TRUE(call.ok()) << call.status();
      if (!call.ok() || !call->has_value()) return totals;
      ++totals.calls;
      totals.states += (*call)->state_count();
      if ((*call)->state_count() != kStatesPerCall) ++totals.incomplete;
    }
  }

  const TempDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_P(RealServerBehaviour, real_server_killed) {
  const int64_t kills = Setting("GANCHO_CLIENT_KILLS", 3);
  const int64_t states =
      Setting("GANCHO_CLIENT_STATES", 5'000) / kStatesPerCall * kStatesPerCall;
  // Long enough for every kill to come while states flow.
  const absl::Duration between_kills = absl::Milliseconds(800);
  const double rate = static_cast<double>(states) /
                      absl::ToDoubleSeconds(between_kills * (kills + 1));
  Start("127.0.0.1:0");
  const std::string address = server_->address();
  DriverProcess driver(
      GetParam(), {absl::StrCat("--address=", address),
                   absl::StrCat("--calls=", states / kStatesPerCall),
                   absl::StrCat("--states_per_call=", kStatesPerCall),
                   absl::StrCat("--rate=", rate), "--max_message_states=50",
                   "--flush_deadline_ms=60000"});
  // The first states are in before the first kill: a driver may start slowly.
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (Count().states == 0 && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  for (int64_t i = 0; i < kills; ++i) {
    absl::SleepFor(between_kills / 4);
    server_->Kill();
    Start(address);
  }
  const auto result = driver.Result(absl::Seconds(300));
  ASSERT_TRUE(result.ok()) << result.status();
  ExpectAllAcknowledged(*result, states);
  // A kill that comes between two connections is not one more.
  EXPECT_GT(result->connections, 1);
  const Totals totals = Count();
  EXPECT_EQ(totals.calls, states / kStatesPerCall);
  EXPECT_EQ(totals.states, states);
  EXPECT_EQ(totals.incomplete, 0);
  std::cout << GetParam().name << ": " << kills << " kills, " << states
            << " states acknowledged, " << states - totals.states << " lost, "
            << result->connections << " connections, " << result->duplicates
            << " duplicates\n";
}

INSTANTIATE_TEST_SUITE_P(Clients, RealServerBehaviour,
                         ::testing::ValuesIn(TestedLanguages()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace gancho::testing
