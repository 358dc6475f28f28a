// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/crash_scenario.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "clients/cpp/connection.h"
#include "gtest/gtest.h"
#include "tests/store/rocksdb/status_reader.h"
#include "tests/testing/server_client.h"

namespace gancho {
namespace {

// Not a sleep that a unit test could fall for: who waits here watches another
// process.
void Pause(absl::Duration duration) {
  absl::Notification().WaitForNotificationWithTimeout(duration);
}

constexpr int kStatesPerRound = 240;
constexpr int kStatesPerCall = 6;
constexpr int kCalls = kStatesPerRound / kStatesPerCall;
constexpr int kStatesPerMessage = 12;
// A new ledger now and then, so that reading all of it stays cheap.
constexpr int kRoundsPerDirectory = 25;
constexpr absl::Duration kPatience = absl::Seconds(60);

// Each state is delivered to both.
constexpr std::array<const char*, 2> kEvents = {"steady", "flaky"};

absl::Status ToStatus(const grpc::Status& status, std::string_view what) {
  if (status.ok()) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(std::string(what), ": ", status.error_message()));
}

uint32_t ReadNumber(const char* name, uint32_t otherwise) {
  const char* text = std::getenv(name);
  uint32_t number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

}  // namespace

void CrashTotals::Print() const {
  std::cout << deliveries << " deliveries, " << requests << " requests, "
            << unrecorded << " of them unrecorded at a cut; " << duplicates
            << " came twice; " << cut_starts << " starts were cut\n"
            << "crash: rounds=" << rounds << " lost=" << lost
            << " out_of_order=" << out_of_order << " stuck=" << stuck
            << " excess_duplicates=" << excess_duplicates << std::endl;
}

int CrashScenario::Rounds(int rounds) {
  return static_cast<int>(
      ReadNumber("GANCHO_CRASH_ROUNDS", static_cast<uint32_t>(rounds)));
}

uint32_t CrashScenario::Seed() {
  return ReadNumber("GANCHO_CRASH_SEED", std::random_device()());
}

CrashScenario::CrashScenario(CutServer* server, uint32_t seed)
    : server_(server),
      random_(seed),
      receiver_([this](const Receiver::Request& request, int64_t number) {
        return Answer(request, number);
      }) {}

CrashScenario::~CrashScenario() = default;

// "/steady" fails one request in twelve and dawdles with one in twenty;
// "/flaky" fails one in three and dawdles with one in five.
CrashScenario::Receiver::Reply CrashScenario::Answer(
    const Receiver::Request& request, int64_t number) {
  const bool flaky = request.target == "/flaky";
  Receiver::Reply reply;
  // Not 503, which would hold back the whole event.
  if (number % (flaky ? 3 : 12) == 1) reply.status = 500;
  if (number % (flaky ? 5 : 20) == 2) reply.delay = absl::Milliseconds(20);
  return reply;
}

absl::Status CrashScenario::Play(int rounds) {
  for (int round = 0; round < rounds; ++round) {
    if (round % kRoundsPerDirectory == 0) {
      if (absl::Status begun = BeginDirectory(); !begun.ok()) return begun;
    }
    if (absl::Status played = PlayRound(round); !played.ok()) return played;
    ++totals_.rounds;
    const bool last_of_directory =
        (round + 1) % kRoundsPerDirectory == 0 || round + 1 == rounds;
    if (!last_of_directory) continue;
    // What the last round did after its cut is judged by one more.
    server_->Cut();
    if (absl::Status same = CompareWithDisk(); !same.ok()) return same;
    for (const auto& [id, seen] : seen_) {
      totals_.duplicates += std::max<int64_t>(0, seen.accepted - 1);
      totals_.requests += seen.requests;
    }
    totals_.deliveries += std::ssize(seen_);
  }
  return absl::OkStatus();
}

absl::Status CrashScenario::BeginDirectory() {
  seen_.clear();
  data_dir_ = absl::StrCat(directory_.path(), "/data", ++directories_);
  if (absl::Status started = Restart(); !started.ok()) return started;
  client::ConnectionOptions connection;
  connection.address = address_;
  channel_ = client::Connect(connection);
  return Define();
}

absl::Status CrashScenario::Define() {
  testing::ServerClient client(channel_);
  for (const std::string event : kEvents) {
    const std::string url =
        absl::StrCat("http://127.0.0.1:", receiver_.port(), "/", event);
    const auto change = [](v1::Event* definition) {
      definition->mutable_request()->set_text(
          "{{call.call_id}} {{state.sequence}}");
      v1::DeliveryPolicy& policy = *definition->mutable_policy();
      for (int i = 0; i < 40; ++i) {
        policy.mutable_retry()->add_schedule()->set_nanos(10'000'000);
      }
      policy.mutable_breaker()->set_disabled(true);
    };
    absl::Status made =
        ToStatus(client.CreateEvent(event, url, change), "CreateEvent");
    if (!made.ok()) return made;
    made = ToStatus(client.CreateTrigger(event, {v1::CallState::TALK}),
                    "CreateTrigger");
    if (!made.ok()) return made;
  }
  return absl::OkStatus();
}

// Starts until it serves; every start that is cut leaves a disk to be judged.
absl::Status CrashScenario::Restart() {
  while (true) {
    auto address = server_->Start(data_dir_, address_);
    if (address.ok()) {
      address_ = *std::move(address);
      return absl::OkStatus();
    }
    if (!absl::IsAborted(address.status())) return address.status();
    ++totals_.cut_starts;
    if (absl::Status same = CompareWithDisk(); !same.ok()) return same;
  }
}

absl::Status CrashScenario::PlayRound(int round) {
  client::CallStateStreamOptions options;
  options.max_message_states = kStatesPerMessage;
  options.initial_backoff = absl::Milliseconds(5);
  options.max_backoff = absl::Milliseconds(20);
  client::CallStateStream stream(channel_, options);
  std::thread sender([&] { SendStates(round, &stream); });
  server_->Cut();
  absl::Status status = CompareWithDisk();
  if (status.ok()) status = Restart();
  sender.join();
  if (!status.ok()) return status;
  status = stream.Close(absl::Now() + kPatience);
  if (status.ok()) status = AwaitEnd(round);
  if (!status.ok()) return status;
  CountLost(round);
  return absl::OkStatus();
}

void CrashScenario::SendStates(int round, client::CallStateStream* stream) {
  for (int i = 0; i < kStatesPerRound; ++i) {
    v1::CallState state;
    state.set_call_id(absl::StrCat("r", round, "-", i % kCalls));
    state.set_state(v1::CallState::TALK);
    state.set_sequence(i / kCalls);
    EXPECT_TRUE(stream->Send(state, absl::Now() + kPatience).ok());
    if (i % kStatesPerMessage == 0) Pause(absl::Milliseconds(2));
  }
}

// Judges the order, and keeps what else is judged later.
void CrashScenario::NoteRequests() {
  for (const Receiver::Request& request : receiver_.TakeRequests()) {
    Seen& seen = seen_[request.webhook_id];
    ++seen.requests;
    if (seen.ended) ++totals_.excess_duplicates;
    const std::vector<std::string> words = absl::StrSplit(request.body, ' ');
    int sequence = -1;
    if (words.size() != 2 || !absl::SimpleAtoi(words[1], &sequence)) {
      ADD_FAILURE() << "a strange request: " << request.body;
      continue;
    }
    std::set<int>& delivered =
        delivered_[absl::StrCat(request.target, " ", words[0])];
    if (sequence > 0 && !delivered.contains(sequence - 1)) {
      ++totals_.out_of_order;
    }
    if (request.status != 200) continue;
    ++seen.accepted;
    delivered.insert(sequence);
  }
}

// The server is gone. Requests that the receiver saw and the disk does not
// know are what the server will send again: at most one of each delivery.
absl::Status CrashScenario::CompareWithDisk() {
  if (!receiver_.AwaitDisconnected()) {
    return absl::InternalError("connections of a server that is gone");
  }
  NoteRequests();
  const auto statuses = testing::ReadStatuses(data_dir_);
  if (!statuses.ok()) return statuses.status();
  for (auto& [id, seen] : seen_) {
    const auto found = statuses->find(id);
    const int64_t recorded =
        found == statuses->end() ? 0 : found->second.attempt_count();
    seen.ended = found != statuses->end() && found->second.end_time_us() != 0;
    const int64_t unrecorded = seen.requests - seen.unrecorded - recorded;
    if (unrecorded > 1) totals_.excess_duplicates += unrecorded - 1;
    if (unrecorded < 0) {
      return absl::InternalError(
          absl::StrCat(id, ": more attempts on the disk than requests"));
    }
    seen.unrecorded += unrecorded;
    totals_.unrecorded += unrecorded;
  }
  return absl::OkStatus();
}

absl::Status CrashScenario::AwaitEnd(int round) {
  const absl::Time patience = absl::Now() + kPatience;
  while (true) {
    const auto pending = CountPending();
    if (!pending.ok()) return pending.status();
    if (*pending == 0) break;
    if (absl::Now() > patience) {
      totals_.stuck += *pending;
      return absl::InternalError(
          absl::StrCat(*pending, " deliveries are stuck in round ", round));
    }
    Pause(absl::Milliseconds(5));
  }
  NoteRequests();
  for (auto& [id, seen] : seen_) seen.ended = true;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> CrashScenario::CountPending() {
  testing::ServerClient client(channel_);
  int64_t pending = 0;
  for (const std::string event : kEvents) {
    v1::GetEventStatsRequest request;
    request.set_name("accounts/default/events/" + event);
    v1::EventStats stats;
    const auto context = testing::ServerClient::Context();
    const grpc::Status status =
        client.events->GetEventStats(context.get(), request, &stats);
    if (!status.ok()) return ToStatus(status, "GetEventStats");
    pending += stats.pending_count();
  }
  return pending;
}

void CrashScenario::CountLost(int round) {
  for (int call = 0; call < kCalls; ++call) {
    for (const std::string event : kEvents) {
      const auto& delivered =
          delivered_[absl::StrCat("/", event, " r", round, "-", call)];
      totals_.lost += kStatesPerCall - std::ssize(delivered);
    }
  }
  delivered_.clear();
}

}  // namespace gancho
