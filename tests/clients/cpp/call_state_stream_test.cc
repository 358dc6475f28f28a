// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/call_state_stream.h"

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cpp/connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/call_service_fixture.h"

namespace gancho::client {
namespace {

using ::testing::ElementsAre;
using v1::CallState;

absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

class ClientStreamTest : public testing::CallServiceFixture {
 protected:
  std::unique_ptr<CallStateStream> Connect(CallStateStreamOptions options) {
    if (options.parent == "accounts/default") options.parent = "accounts/a";
    options.initial_backoff = absl::Milliseconds(1);
    options.max_backoff = absl::Milliseconds(20);
    return std::make_unique<CallStateStream>(
        client::Connect({.address = address()}), std::move(options));
  }
};

TEST_F(ClientStreamTest, CloseMeansEverythingIsDurable) {
  Serve();
  const auto stream = Connect({});
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(
        stream->Send(State(absl::StrCat("c", i), CallState::START, 1), Soon())
            .ok());
  }
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), 1'000);
  const CallStateStream::Stats stats = stream->stats();
  EXPECT_EQ(stats.sent, 1'000);
  EXPECT_EQ(stats.acknowledged, 1'000);
  EXPECT_EQ(stats.buffered, 0);
  EXPECT_EQ(stats.connections, 1);
  EXPECT_EQ(stream->Send(CallState(), Soon()).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(ClientStreamTest, FlushWaitsForTheAcknowledgement) {
  Serve();
  const auto stream = Connect({.max_message_delay = absl::Hours(1)});
  ASSERT_TRUE(stream->Send(State("c1", CallState::START, 1), Soon()).ok());
  ASSERT_TRUE(stream->Send(State("c2", CallState::START, 1), Soon()).ok());
  ASSERT_TRUE(stream->Flush(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), 2);
  ledger_.Hold();
  ASSERT_TRUE(stream->Send(State("c3", CallState::START, 1), Soon()).ok());
  EXPECT_EQ(stream->Flush(absl::InfinitePast()).code(),
            absl::StatusCode::kDeadlineExceeded);
  ledger_.AwaitHeld();
  ledger_.Release();
  EXPECT_TRUE(stream->Flush(Soon()).ok());
}

TEST_F(ClientStreamTest, ReportsRejectionsWithTheirStates) {
  Serve();
  std::vector<std::string> refused;
  const auto stream = Connect(
      {.on_rejection = [&](const CallStateStreamOptions::Rejection& rejection) {
        ASSERT_NE(rejection.state, nullptr);
        refused.push_back(rejection.state->call_id());
        EXPECT_EQ(rejection.status.code(), 3);
      }});
  CallState bad = State("c2", CallState::START, 1);
  bad.set_cost("free");
  ASSERT_TRUE(stream->Send(State("c1", CallState::START, 1), Soon()).ok());
  ASSERT_TRUE(stream->Send(bad, Soon()).ok());
  ASSERT_TRUE(stream->Send(State("c3", CallState::START, 1), Soon()).ok());
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_THAT(refused, ElementsAre("c2"));
  EXPECT_EQ(stream->stats().rejected, 1);
  EXPECT_EQ(stream->stats().acknowledged, 3);
  EXPECT_EQ(Count(store::Table::kCall), 2);
}

TEST_F(ClientStreamTest, TellsHowFarItIsAcknowledged) {
  Serve();
  std::vector<int64_t> positions;
  const auto stream = Connect(
      {.max_message_states = 2, .on_acknowledged = [&](int64_t acknowledged) {
         positions.push_back(acknowledged);
       }});
  CallState bad = State("c0", CallState::START, 1);
  bad.set_cost("free");
  ASSERT_TRUE(stream->Send(bad, Soon()).ok());
  for (int i = 1; i < 10; ++i) {
    ASSERT_TRUE(
        stream->Send(State(absl::StrCat("c", i), CallState::START, 1), Soon())
            .ok());
  }
  ASSERT_TRUE(stream->Flush(Soon()).ok());
  ASSERT_FALSE(positions.empty());
  EXPECT_TRUE(std::is_sorted(positions.begin(), positions.end()));
  EXPECT_EQ(positions.back(), 10);
  ASSERT_TRUE(stream->Close(Soon()).ok());
}

TEST_F(ClientStreamTest, HoldsBackWhileTheLedgerIsBlocked) {
  Serve();
  const auto stream =
      Connect({.max_message_states = 1, .max_buffered_states = 3});
  ledger_.Hold();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        stream->TrySend(State(absl::StrCat("c", i), CallState::START, 1)).ok());
  }
  EXPECT_EQ(stream->TrySend(State("c3", CallState::START, 1)).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(stream->Send(State("c3", CallState::START, 1), absl::Now()).code(),
            absl::StatusCode::kDeadlineExceeded);
  ledger_.AwaitHeld();
  std::thread waiting([&] {
    EXPECT_TRUE(stream->Send(State("c3", CallState::START, 1), Soon()).ok());
  });
  ledger_.Release();
  waiting.join();
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), 4);
}

TEST_F(ClientStreamTest, SendsAgainAfterAFailedCommit) {
  Serve();
  const auto stream = Connect({.max_message_states = 10});
  for (int i = 0; i < 200; ++i) {
    if (i % 50 == 25) ledger_.FailNext(absl::UnavailableError("disk"));
    ASSERT_TRUE(
        stream->Send(State(absl::StrCat("c", i), CallState::START, 1), Soon())
            .ok());
  }
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), 200);
  EXPECT_EQ(stream->stats().acknowledged, 200);
}

TEST_F(ClientStreamTest, SurvivesRestartsOfTheServerWithoutLossOrRepetition) {
  catalog_.AddEvent(1, 100, "crm", "{{call.call_id}}");
  catalog_.AddTrigger(1, "on-start", CallState::START, 100);
  Serve();
  const auto stream = Connect({.max_message_states = 7});
  constexpr int kStates = 600;
  for (int i = 0; i < kStates; ++i) {
    // No sequence and no time: the client makes them recognisable.
    CallState state;
    state.set_call_id(absl::StrCat("c", i));
    state.set_state(CallState::START);
    ASSERT_TRUE(stream->Send(state, Soon()).ok());
    // Connected for sure when the server goes, with states on their way.
    if (i % 200 == 50) {
      ASSERT_TRUE(stream->Flush(Soon()).ok());
    }
    if (i % 200 == 100) Serve();
  }
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), kStates);
  EXPECT_EQ(Count(store::Table::kReady), kStates);
  EXPECT_GE(stream->stats().connections, 4);
}

TEST_F(ClientStreamTest, ConnectsToAServerThatComesLater) {
  Serve();
  const std::string later = address();
  StopServer();
  const auto stream = Connect({});
  ASSERT_TRUE(stream->Send(State("c1", CallState::START, 1), Soon()).ok());
  Serve();
  ASSERT_TRUE(stream->Close(Soon()).ok());
  EXPECT_EQ(Count(store::Table::kCall), 1);
}

TEST_F(ClientStreamTest, PermanentErrorBreaksTheStream) {
  Serve();
  const auto stream = Connect({.parent = "accounts/nobody"});
  ASSERT_TRUE(stream->Send(State("c1", CallState::START, 1), Soon()).ok());
  EXPECT_EQ(stream->Flush(Soon()).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(stream->Send(State("c1", CallState::END, 2), Soon()).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(stream->Close(Soon()).code(), absl::StatusCode::kNotFound);
}

TEST_F(ClientStreamTest, DestructorGivesUpWithoutWaitingForTheServer) {
  Serve();
  ledger_.Hold();
  {
    const auto stream = Connect({});
    ASSERT_TRUE(stream->Send(State("c1", CallState::START, 1), Soon()).ok());
    ledger_.AwaitHeld();
  }
  ledger_.Release();
}

TEST_F(ClientStreamTest, ManyThreadsShareOneStream) {
  Serve();
  const auto stream = Connect({.max_message_states = 20});
  std::vector<std::thread> senders;
  senders.reserve(4);
  for (int s = 0; s < 4; ++s) {
    senders.emplace_back([&stream, s] {
      for (int i = 0; i < 300; ++i) {
        EXPECT_TRUE(
            stream
                ->Send(State(absl::StrCat("c", s), CallState::HOLD, i), Soon())
                .ok());
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  ASSERT_TRUE(stream->Close(Soon()).ok());
  for (int s = 0; s < 4; ++s) {
    EXPECT_EQ(StoredCall(absl::StrCat("c", s)).call().state_count(), 300);
  }
}

}  // namespace
}  // namespace gancho::client
