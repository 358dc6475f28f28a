// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// kill -9 at random moments while states stream in and deliveries go out to a
// receiver that fails and dawdles. Every acknowledged state's delivery must
// end DELIVERED, per call in order, and what comes twice must have been in
// flight, or its outcome not yet synced, at a cut.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"
#include "gancho/v1/account_service.grpc.pb.h"
#include "gancho/v1/delivery_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "gancho/v1/trigger_service.grpc.pb.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "tests/testing/load_receiver.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho {
namespace {

using testing::LoadReceiver;
using testing::ServerProcess;
using testing::TempDirectory;

constexpr int kStatesPerRound = 600;
constexpr int kStatesPerCall = 6;
// What arrived this shortly before a cut may be unsynced: a group commit and
// the request's way take less, except on a very slow disk.
constexpr absl::Duration kUnsynced = absl::Milliseconds(250);

int Rounds() {
  const char* text = std::getenv("GANCHO_CRASH_ROUNDS");
  int rounds = 0;
  return text != nullptr && absl::SimpleAtoi(text, &rounds) && rounds > 0
             ? rounds
             : 30;
}

uint32_t Seed() {
  const char* text = std::getenv("GANCHO_CRASH_SEED");
  uint32_t seed = 0;
  return text != nullptr && absl::SimpleAtoi(text, &seed)
             ? seed
             : std::random_device()();
}

// One in twelve requests fails, one in twenty takes its time.
LoadReceiver::Reply Answer(const LoadReceiver::Request&, int64_t number) {
  LoadReceiver::Reply reply;
  if (number % 12 == 5) reply.status = 500;
  if (number % 20 == 7) reply.delay = absl::Milliseconds(30);
  return reply;
}

struct Totals {
  int64_t lost = 0;
  int64_t out_of_order = 0;
  int64_t stuck = 0;
  int64_t duplicates = 0;
  int64_t excess_duplicates = 0;
};

class KillCrashTest : public ::testing::Test {
 protected:
  KillCrashTest() : receiver_(Answer), random_(seed_) {}

  void Start() {
    std::vector<std::string> flags = {"--allow_destinations=127.0.0.0/8"};
    if (!address_.empty()) flags.push_back("--listen_address=" + address_);
    auto server = ServerProcess::Start(directory_.path() + "/data", flags);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    address_ = server_->address();
  }

  void Define() {
    client::ConnectionOptions connection;
    connection.address = address_;
    channel_ = client::Connect(connection);
    v1::CreateEventRequest event;
    event.set_parent("accounts/default");
    event.set_event_id("crash");
    event.mutable_event()->mutable_request()->set_url(
        absl::StrCat("http://127.0.0.1:", receiver_.port(), "/"));
    event.mutable_event()->mutable_request()->set_text(
        "{{call.call_id}} {{state.sequence}}");
    v1::DeliveryPolicy& policy = *event.mutable_event()->mutable_policy();
    for (int i = 0; i < 30; ++i) {
      policy.mutable_retry()->add_schedule()->set_nanos(20'000'000);
    }
    policy.mutable_breaker()->set_disabled(true);
    grpc::ClientContext event_context;
    v1::Event event_answer;
    grpc::Status status = v1::EventService::NewStub(channel_)->CreateEvent(
        &event_context, event, &event_answer);
    ASSERT_TRUE(status.ok()) << status.error_message();
    v1::CreateTriggerRequest trigger;
    trigger.set_parent("accounts/default");
    trigger.set_trigger_id("crash");
    trigger.mutable_trigger()->add_call_states(v1::CallState::TALK);
    trigger.mutable_trigger()->set_event("accounts/default/events/crash");
    grpc::ClientContext trigger_context;
    v1::Trigger trigger_answer;
    status = v1::TriggerService::NewStub(channel_)->CreateTrigger(
        &trigger_context, trigger, &trigger_answer);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Streams one round's states and kills the server in the middle.
  void PlayRound(int round) {
    client::CallStateStreamOptions options;
    options.max_message_states = 20;
    options.initial_backoff = absl::Milliseconds(20);
    options.max_backoff = absl::Milliseconds(100);
    client::CallStateStream stream(channel_, options);
    std::thread sender([&] {
      for (int i = 0; i < kStatesPerRound; ++i) {
        v1::CallState state;
        const int calls = kStatesPerRound / kStatesPerCall;
        state.set_call_id(absl::StrCat("r", round, "-", i % calls));
        state.set_state(v1::CallState::TALK);
        state.set_sequence(i / calls);
        EXPECT_TRUE(stream.Send(state, absl::Now() + absl::Seconds(60)).ok());
        if (i % 20 == 0) absl::SleepFor(absl::Milliseconds(2));
      }
    });
    absl::SleepFor(absl::Milliseconds(5 + random_() % 150));
    cut_ = absl::Now();
    server_->Kill();
    Start();
    sender.join();
    const absl::Status closed = stream.Close(absl::Now() + absl::Seconds(60));
    EXPECT_TRUE(closed.ok()) << closed;
  }

  // Waits until nothing is pending; what stays pending is stuck.
  int64_t WaitUntilEnded() {
    const absl::Time patience = absl::Now() + absl::Seconds(60);
    while (true) {
      v1::ListDeliveriesRequest request;
      request.set_parent("accounts/default");
      request.set_filter("state = PENDING");
      request.set_page_size(1000);
      int64_t pending = 0;
      do {
        grpc::ClientContext context;
        v1::ListDeliveriesResponse response;
        const grpc::Status status =
            v1::DeliveryService::NewStub(channel_)->ListDeliveries(
                &context, request, &response);
        EXPECT_TRUE(status.ok()) << status.error_message();
        pending += response.deliveries_size();
        request.set_page_token(response.next_page_token());
      } while (pending == 0 && !request.page_token().empty());
      if (pending == 0 || absl::Now() > patience) return pending;
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  void Judge(int round, Totals* totals) {
    std::map<std::string, std::vector<int>> arrived;  // call -> first arrivals
    std::map<std::string, int> accepted;              // body -> 2xx answers
    int64_t in_flight = 0;
    for (const LoadReceiver::Request& request : receiver_.TakeRequests()) {
      if (request.arrived <= cut_ + absl::Milliseconds(50) &&
          request.arrived >= cut_ - kUnsynced) {
        ++in_flight;
      }
      if (request.status != 200) continue;
      if (accepted[request.body]++ > 0) continue;
      const std::vector<std::string> words = absl::StrSplit(request.body, ' ');
      int sequence = -1;
      ASSERT_TRUE(absl::SimpleAtoi(words[1], &sequence)) << request.body;
      arrived[words[0]].push_back(sequence);
    }
    int64_t duplicates = 0;
    for (const auto& [body, count] : accepted) duplicates += count - 1;
    for (int call = 0; call < kStatesPerRound / kStatesPerCall; ++call) {
      const auto& sequences = arrived[absl::StrCat("r", round, "-", call)];
      totals->lost += kStatesPerCall - std::ssize(sequences);
      if (!std::is_sorted(sequences.begin(), sequences.end())) {
        ++totals->out_of_order;
      }
    }
    totals->duplicates += duplicates;
    totals->excess_duplicates += std::max<int64_t>(0, duplicates - in_flight);
  }

  const uint32_t seed_ = Seed();
  LoadReceiver receiver_;
  TempDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string address_;
  absl::Time cut_;
  std::mt19937 random_;
};

TEST_F(KillCrashTest, LosesNothingAcknowledgedAndKeepsTheOrder) {
  std::printf("seed %u (GANCHO_CRASH_SEED repeats it)\n", seed_);
  Start();
  if (HasFatalFailure()) return;
  Define();
  if (HasFatalFailure()) return;
  Totals totals;
  const int rounds = Rounds();
  for (int round = 0; round < rounds; ++round) {
    PlayRound(round);
    if (HasFatalFailure()) return;
    totals.stuck += WaitUntilEnded();
    Judge(round, &totals);
  }
  EXPECT_EQ(totals.lost, 0);
  EXPECT_EQ(totals.out_of_order, 0);
  EXPECT_EQ(totals.stuck, 0);
  EXPECT_EQ(totals.excess_duplicates, 0);
  std::printf("%lld duplicates in %d rounds of %d states\n",
              static_cast<long long>(totals.duplicates), rounds,
              kStatesPerRound);
  std::printf(
      "crash: rounds=%d lost=%lld out_of_order=%lld stuck=%lld "
      "excess_duplicates=%lld\n",
      rounds, static_cast<long long>(totals.lost),
      static_cast<long long>(totals.out_of_order),
      static_cast<long long>(totals.stuck),
      static_cast<long long>(totals.excess_duplicates));
}

}  // namespace
}  // namespace gancho
