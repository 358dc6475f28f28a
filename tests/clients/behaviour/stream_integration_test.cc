// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What a client's stream does while the server is well, slow or cut off.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tests/clients/behaviour/behaviour_fixture.h"

namespace gancho::testing {
namespace {

class StreamBehaviour : public ClientBehaviour {};

const std::vector<std::string> kThousandStates = {
    "--calls=20", "--states_per_call=50", "--max_message_states=30"};

// The states of every stream, those that were sent again once.
std::vector<v1::CallState> FirstTimes(
    const std::vector<ServedStream>& streams) {
  std::set<int64_t> seen;
  std::vector<v1::CallState> states;
  for (const ServedStream& stream : streams) {
    for (const v1::StreamCallStatesRequest& message : stream.messages) {
      if (!seen.insert(message.message_id()).second) continue;
      states.insert(states.end(), message.call_states().begin(),
                    message.call_states().end());
    }
  }
  return states;
}

// A message id stands for the same states whenever it is sent.
void ExpectSameBatches(const std::vector<ServedStream>& streams) {
  std::map<int64_t, v1::StreamCallStatesRequest> first;
  for (const ServedStream& stream : streams) {
    for (v1::StreamCallStatesRequest message : stream.messages) {
      message.clear_parent();  // only the first of a stream must have it
      const auto [found, is_new] = first.emplace(message.message_id(), message);
      if (is_new) continue;
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
          found->second, message))
          << "message " << message.message_id();
    }
  }
}

TEST_P(StreamBehaviour, ack_all) {
  FakeServer server({AcknowledgeEach});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.connections, 1);
  EXPECT_EQ(result.rejected, 0);
  ASSERT_EQ(server.streams().size(), 1u);
  const ServedStream stream = server.streams()[0];
  ExpectWellFormed(stream, 1);
  ExpectOrderPerCall(stream.states(), 20, 50);
  EXPECT_TRUE(stream.half_closed);
  EXPECT_EQ(result.messages, static_cast<int64_t>(stream.messages.size()));
  for (const v1::StreamCallStatesRequest& message : stream.messages) {
    EXPECT_LE(message.call_states_size(), 30);
  }
}

TEST_P(StreamBehaviour, cut_before_ack) {
  FakeServer server({[](ScriptedStream* stream) {
                       stream->Read(3);
                       return stream->Cut();
                     },
                     AcknowledgeEach});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.connections, 2);
  ASSERT_EQ(server.streams().size(), 2u);
  ASSERT_EQ(server.streams()[0].messages.size(), 3u);
  ExpectWellFormed(server.streams()[1], 1);
  ExpectSameBatches(server.streams());
  ExpectOrderPerCall(server.streams()[1].states(), 20, 50);
}

TEST_P(StreamBehaviour, cut_mid_batch) {
  FakeServer server({[](ScriptedStream* stream) {
                       stream->Read(10);
                       stream->Acknowledge(4);
                       return grpc::Status(grpc::StatusCode::UNAVAILABLE,
                                           "gone");
                     },
                     [](ScriptedStream* stream) {
                       stream->Read(5);
                       return stream->Cut();
                     },
                     AcknowledgeEach});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.connections, 3);
  ASSERT_EQ(server.streams().size(), 3u);
  // From the first that was not acknowledged.
  ExpectWellFormed(server.streams()[1], 5);
  ExpectWellFormed(server.streams()[2], 5);
  ExpectSameBatches(server.streams());
  ExpectOrderPerCall(FirstTimes(server.streams()), 20, 50);
}

TEST_P(StreamBehaviour, duplicate_acks) {
  FakeServer server({[](ScriptedStream* stream) {
    v1::StreamCallStatesResponse response;
    while (const auto message = stream->Read()) {
      response.set_duplicate_count(response.duplicate_count() + 1);
      response.set_acked_message_id(message->message_id());
      stream->Write(response);
      stream->Write(response);
      response.set_acked_message_id(message->message_id() / 2);
      stream->Write(response);
    }
    return grpc::Status::OK;
  }});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.connections, 1);
  // One a message, as the server counted.
  EXPECT_EQ(result.duplicates, result.messages);
  ExpectOrderPerCall(server.streams()[0].states(), 20, 50);
}

TEST_P(StreamBehaviour, rejections) {
  FakeServer server({[](ScriptedStream* stream) {
    const grpc::Status refused =
        RichStatus(grpc::StatusCode::INVALID_ARGUMENT, "no such call",
                   {ErrorInfoDetail("CALL_ID_INVALID"),
                    BadRequestDetail("call_states[0].call_id")});
    while (const auto message = stream->Read()) {
      v1::StreamCallStatesResponse response;
      response.set_acked_message_id(message->message_id());
      for (int i = 0; i < message->call_states_size(); ++i) {
        if (message->call_states(i).call_id() != "call-3") continue;
        v1::CallStateRejection* rejection = response.add_rejections();
        rejection->set_message_id(message->message_id());
        rejection->set_index(i);
        rejection->mutable_status()->ParseFromString(refused.error_details());
      }
      if (message->message_id() == 2) {
        v1::CallStateRejection* rejection = response.add_rejections();
        rejection->set_message_id(2);
        rejection->set_index(-1);
        rejection->mutable_status()->set_code(
            grpc::StatusCode::INVALID_ARGUMENT);
        rejection->mutable_status()->set_message("too large");
      }
      stream->Write(response);
    }
    return grpc::Status::OK;
  }});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.rejected, 51);
  ASSERT_EQ(result.rejections.size(), 51u);
  const std::vector<v1::StreamCallStatesRequest> messages =
      server.streams()[0].messages;
  int whole_messages = 0;
  for (const DriverResult::Rejection& rejection : result.rejections) {
    EXPECT_EQ(rejection.code, "INVALID_ARGUMENT");
    if (rejection.index == -1) {
      ++whole_messages;
      EXPECT_EQ(rejection.message_id, 2);
      EXPECT_EQ(rejection.message, "too large");
      EXPECT_EQ(rejection.call_id, "");
      continue;
    }
    EXPECT_EQ(rejection.message, "no such call");
    EXPECT_EQ(rejection.field, "call_states[0].call_id");
    EXPECT_EQ(rejection.call_id, "call-3");
    ASSERT_LE(rejection.message_id, static_cast<int64_t>(messages.size()));
    EXPECT_EQ(messages[static_cast<size_t>(rejection.message_id - 1)]
                  .call_states(static_cast<int>(rejection.index))
                  .call_id(),
              "call-3");
  }
  EXPECT_EQ(whole_messages, 1);
}

TEST_P(StreamBehaviour, slow_acks) {
  constexpr int64_t kBuffered = 100;
  int64_t most_outstanding = 0;
  FakeServer server({[&](ScriptedStream* stream) {
    // Waits for more than one message before it acknowledges them together.
    int64_t outstanding = 0;
    int64_t sent = 0;
    while (const auto message = stream->Read()) {
      sent += message->call_states_size();
      outstanding += message->call_states_size();
      most_outstanding = std::max(most_outstanding, outstanding);
      if (outstanding < kBuffered / 2 && sent < 1'000) continue;
      absl::SleepFor(absl::Milliseconds(2));
      stream->Acknowledge(message->message_id());
      outstanding = 0;
    }
    return grpc::Status::OK;
  }});
  std::vector<std::string> flags = kThousandStates;
  flags.push_back(absl::StrCat("--max_buffered_states=", kBuffered));
  const DriverResult result = Run(server.address(), flags);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_LE(most_outstanding, kBuffered);
  ExpectOrderPerCall(server.streams()[0].states(), 20, 50);
}

TEST_P(StreamBehaviour, full_buffer_fails) {
  FakeServer server({NeverAcknowledge});
  std::vector<std::string> flags = kThousandStates;
  flags.insert(flags.end(), {"--max_buffered_states=100", "--on_full=fail",
                             "--flush_deadline_ms=200"});
  const DriverResult result = Run(server.address(), flags);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "RESOURCE_EXHAUSTED");
  EXPECT_EQ(result.sent, 100);
  EXPECT_EQ(result.acknowledged, 0);
  EXPECT_EQ(result.buffered, 100);
}

TEST_P(StreamBehaviour, full_buffer_waits) {
  FakeServer server({NeverAcknowledge});
  std::vector<std::string> flags = kThousandStates;
  flags.insert(flags.end(),
               {"--max_buffered_states=100", "--on_full=wait",
                "--send_deadline_ms=300", "--flush_deadline_ms=200"});
  const DriverResult result = Run(server.address(), flags);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "DEADLINE_EXCEEDED");
  EXPECT_EQ(result.sent, 100);
  EXPECT_EQ(result.buffered, 100);
  EXPECT_GE(result.elapsed_ms, 290);
}

TEST_P(StreamBehaviour, expired_deadline) {
  FakeServer server({NeverAcknowledge});
  const DriverResult result =
      Run(server.address(), {"--calls=10", "--flush_deadline_ms=300"});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "DEADLINE_EXCEEDED");
  EXPECT_EQ(result.sent, 10);
  EXPECT_EQ(result.acknowledged, 0);
  EXPECT_EQ(result.buffered, 10);
  EXPECT_GE(result.elapsed_ms, 290);
  EXPECT_LE(result.elapsed_ms, 20'000);
}

INSTANTIATE_TEST_SUITE_P(Clients, StreamBehaviour,
                         ::testing::ValuesIn(TestedLanguages()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace gancho::testing
