// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/resend_buffer.h"

#include <string>

#include "clients/cpp/backoff.h"
#include "gtest/gtest.h"

namespace gancho::client {
namespace {

v1::CallState State(const std::string& call_id) {
  v1::CallState state;
  state.set_call_id(call_id);
  return state;
}

TEST(ResendBufferTest, ClosesAMessageThatIsFull) {
  ResendBuffer buffer("accounts/a", 2, 1 << 20);
  buffer.Add(State("c1"));
  EXPECT_FALSE(buffer.HasNext());
  EXPECT_TRUE(buffer.has_open());
  buffer.Add(State("c2"));
  ASSERT_TRUE(buffer.HasNext());
  const auto message = buffer.TakeNext();
  EXPECT_EQ(message->parent(), "accounts/a");
  EXPECT_EQ(message->message_id(), 1);
  EXPECT_EQ(message->call_states_size(), 2);
  EXPECT_FALSE(buffer.HasNext());
}

TEST(ResendBufferTest, KeepsMessagesWithinTheirBytes) {
  ResendBuffer buffer("accounts/a", 1000, 300);
  for (int i = 0; i < 10; ++i) buffer.Add(State(std::string(100, 'x')));
  buffer.Close();
  int states = 0;
  while (buffer.HasNext()) {
    const auto message = buffer.TakeNext();
    EXPECT_LE(message->ByteSizeLong(), 300u + 20);
    states += message->call_states_size();
  }
  EXPECT_EQ(states, 10);
}

TEST(ResendBufferTest, HandsOutAgainWhatIsNotAcknowledged) {
  ResendBuffer buffer("accounts/a", 1, 1 << 20);
  for (const char* id : {"c1", "c2", "c3", "c4"}) buffer.Add(State(id));
  for (int i = 0; i < 3; ++i) buffer.TakeNext();
  EXPECT_EQ(buffer.Acknowledge(2), 2);
  EXPECT_EQ(buffer.states(), 2);
  EXPECT_EQ(buffer.TakeNext()->message_id(), 4);
  buffer.Rewind();
  EXPECT_EQ(buffer.TakeNext()->message_id(), 3);
  EXPECT_EQ(buffer.Acknowledge(2), 0) << "repeated";
  EXPECT_EQ(buffer.Acknowledge(100), 2);
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.size_bytes(), 0u);
}

TEST(ResendBufferTest, FindsWhatARejectionMeans) {
  ResendBuffer buffer("accounts/a", 2, 1 << 20);
  for (const char* id : {"c1", "c2", "c3", "c4"}) buffer.Add(State(id));
  buffer.Acknowledge(1);
  ASSERT_NE(buffer.Find(2, 1), nullptr);
  EXPECT_EQ(buffer.Find(2, 1)->call_id(), "c4");
  EXPECT_EQ(buffer.Find(1, 0), nullptr);
  EXPECT_EQ(buffer.Find(2, -1), nullptr);
  EXPECT_EQ(buffer.Find(2, 2), nullptr);
  EXPECT_EQ(buffer.Find(3, 0), nullptr);
}

TEST(BackoffTest, DoublesWithJitterUpToItsMaximum) {
  Backoff backoff(absl::Seconds(1), absl::Seconds(4));
  EXPECT_EQ(backoff.Next(0), absl::Milliseconds(500));
  EXPECT_EQ(backoff.Next(0.5), absl::Milliseconds(1500));
  EXPECT_EQ(backoff.Next(0), absl::Seconds(2));
  EXPECT_EQ(backoff.Next(0), absl::Seconds(2));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(0), absl::Milliseconds(500));
}

}  // namespace
}  // namespace gancho::client
