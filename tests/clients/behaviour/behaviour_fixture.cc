// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/clients/behaviour/behaviour_fixture.h"

#include <map>

namespace gancho::testing {

std::vector<Language>& TestedLanguages() {
  static auto* const languages = new std::vector<Language>;
  return *languages;
}

void ClientBehaviour::ExpectAllAcknowledged(const DriverResult& result,
                                            int64_t states) {
  EXPECT_FALSE(result.error)
      << result.error->code << ": " << result.error->message;
  EXPECT_EQ(result.sent, states);
  EXPECT_EQ(result.acknowledged, states);
  EXPECT_EQ(result.buffered, 0);
}

void ClientBehaviour::ExpectWellFormed(const ServedStream& stream,
                                       int64_t first_id) {
  ASSERT_FALSE(stream.messages.empty());
  EXPECT_EQ(stream.messages[0].parent(), "accounts/default");
  for (const v1::StreamCallStatesRequest& message : stream.messages) {
    ASSERT_EQ(message.message_id(), first_id++);
    EXPECT_GT(message.call_states_size(), 0);
  }
}

void ClientBehaviour::ExpectOrderPerCall(
    const std::vector<v1::CallState>& states, int64_t calls,
    int64_t states_per_call) {
  std::map<std::string, int64_t> last;
  for (const v1::CallState& state : states) {
    ASSERT_EQ(state.sequence(), ++last[state.call_id()]) << state.call_id();
    const v1::CallState::State expected =
        state.sequence() == 1                 ? v1::CallState::START
        : state.sequence() == states_per_call ? v1::CallState::END
                                              : v1::CallState::TALK;
    ASSERT_EQ(state.state(), expected) << state.call_id();
  }
  EXPECT_EQ(static_cast<int64_t>(last.size()), calls);
  for (const auto& [call_id, sequence] : last) {
    EXPECT_EQ(sequence, states_per_call) << call_id;
  }
}

}  // namespace gancho::testing
