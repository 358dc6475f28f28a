// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_tracker.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

using v1::CallState;

constexpr int64_t kStart = 1'700'000'000;
const absl::Time kAccepted = absl::FromUnixSeconds(kStart + 10'000);

CallState At(CallState::State state, int64_t offset_s) {
  CallState result;
  result.set_call_id("c1");
  result.set_state(state);
  result.mutable_occur_time()->set_seconds(kStart + offset_s);
  return result;
}

store::CallRecord Merge(const std::vector<CallState>& states) {
  store::CallRecord record;
  for (const CallState& state : states) {
    EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  }
  return record;
}

CallState Inbound(CallState state) {
  state.set_direction(CallState::INBOUND);
  return state;
}

TEST(CallTrackerTest, DerivesTimesOfAnAnsweredCall) {
  const v1::Call call =
      Merge({Inbound(At(CallState::START, 0)), At(CallState::RINGING, 2),
             At(CallState::TALK, 7), At(CallState::END, 67)})
          .call();
  EXPECT_EQ(call.state(), CallState::END);
  EXPECT_EQ(call.start_time().seconds(), kStart);
  EXPECT_EQ(call.ring_time().seconds(), kStart + 2);
  EXPECT_EQ(call.talk_time().seconds(), kStart + 7);
  EXPECT_EQ(call.end_time().seconds(), kStart + 67);
  EXPECT_EQ(call.duration().seconds(), 67);
  EXPECT_EQ(call.ring_duration().seconds(), 5);
  EXPECT_EQ(call.talk_duration().seconds(), 60);
  EXPECT_TRUE(call.answered());
  EXPECT_FALSE(call.missed());
  EXPECT_EQ(call.state_count(), 4);
  EXPECT_EQ(call.create_time().seconds(), kStart + 10'000);
}

TEST(CallTrackerTest, InboundCallThatNobodyAnsweredIsMissed) {
  const v1::Call call =
      Merge({Inbound(At(CallState::START, 0)), At(CallState::END, 20)}).call();
  EXPECT_TRUE(call.missed());
  EXPECT_FALSE(call.answered());
  // RINGING was never reported: it rang from the start.
  EXPECT_EQ(call.ring_duration().seconds(), 20);
  ASSERT_TRUE(call.has_talk_duration());
  EXPECT_EQ(call.talk_duration().seconds(), 0);
}

TEST(CallTrackerTest, UnansweredCallsOfOtherDirectionsAreNotMissed) {
  for (const auto direction : {CallState::OUTBOUND, CallState::INTERNAL,
                               CallState::DIRECTION_UNSPECIFIED}) {
    CallState start = At(CallState::START, 0);
    start.set_direction(direction);
    EXPECT_FALSE(Merge({start, At(CallState::END, 20)}).call().missed());
  }
}

TEST(CallTrackerTest, LeavesDurationsUnsetUntilTheyAreKnown) {
  const v1::Call ringing =
      Merge({At(CallState::START, 0), At(CallState::RINGING, 1)}).call();
  EXPECT_FALSE(ringing.has_duration());
  EXPECT_FALSE(ringing.has_ring_duration());
  EXPECT_FALSE(ringing.has_talk_duration());
  const v1::Call talking =
      Merge({At(CallState::START, 0), At(CallState::TALK, 3)}).call();
  EXPECT_FALSE(talking.has_duration());
  EXPECT_EQ(talking.ring_duration().seconds(), 3);
  EXPECT_FALSE(talking.has_talk_duration());
}

TEST(CallTrackerTest, EveryOrderOfArrivalEndsInTheSameTimes) {
  std::vector<CallState> states = {
      Inbound(At(CallState::ORIGINATE, -1)), At(CallState::START, 0),
      At(CallState::RINGING, 2), At(CallState::TALK, 7),
      At(CallState::END, 67)};
  for (int i = 0; i < 5; ++i) states[i].set_sequence(i);
  const auto derived = [](v1::Call call) {
    call.clear_state();
    return call.SerializeAsString();
  };
  const std::string expected = derived(Merge(states).call());
  std::vector<int> order = {0, 1, 2, 3, 4};
  do {
    std::vector<CallState> shuffled;
    for (const int i : order) shuffled.push_back(states[i]);
    EXPECT_EQ(derived(Merge(shuffled).call()), expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(CallTrackerTest, StartTimeIsTheEarliestStartOnceOneWasSeen) {
  // Before a START any state counts; afterwards only START and ORIGINATE.
  EXPECT_EQ(Merge({At(CallState::RINGING, 5), At(CallState::TALK, 3)})
                .call()
                .start_time()
                .seconds(),
            kStart + 3);
  EXPECT_EQ(Merge({At(CallState::RINGING, 5), At(CallState::START, 8)})
                .call()
                .start_time()
                .seconds(),
            kStart + 8);
  EXPECT_EQ(Merge({At(CallState::START, 8), At(CallState::RINGING, 5),
                   At(CallState::ORIGINATE, 7)})
                .call()
                .start_time()
                .seconds(),
            kStart + 7);
}

TEST(CallTrackerTest, DurationsAreNeverNegative) {
  const v1::Call call = Merge({At(CallState::START, 50),
                               At(CallState::TALK, 20), At(CallState::END, 10)})
                            .call();
  EXPECT_EQ(call.duration().seconds(), 0);
  EXPECT_EQ(call.ring_duration().seconds(), 0);
  EXPECT_EQ(call.talk_duration().seconds(), 0);
}

TEST(CallTrackerTest, SubtractsNanoseconds) {
  CallState start = At(CallState::START, 0);
  start.mutable_occur_time()->set_nanos(900'000'000);
  CallState end = At(CallState::END, 2);
  end.mutable_occur_time()->set_nanos(100'000'000);
  const v1::Call call = Merge({start, end}).call();
  EXPECT_EQ(call.duration().seconds(), 1);
  EXPECT_EQ(call.duration().nanos(), 200'000'000);
}

TEST(CallTrackerTest, LateTalkMakesAMissedCallAnswered) {
  const v1::Call call = Merge({Inbound(At(CallState::START, 0)),
                               At(CallState::END, 20), At(CallState::TALK, 5)})
                            .call();
  EXPECT_FALSE(call.missed());
  EXPECT_EQ(call.talk_duration().seconds(), 15);
  EXPECT_EQ(call.ring_duration().seconds(), 5);
  EXPECT_EQ(call.state(), CallState::TALK);
}

TEST(CallTrackerTest, LaterTextsReplaceAndEmptyOnesSayNothing) {
  CallState first = At(CallState::START, 0);
  first.set_caller("+541112345678");
  first.set_queue("sales");
  (*first.mutable_labels())["a"] = "1";
  (*first.mutable_labels())["b"] = "1";
  CallState second = At(CallState::TRANSFER, 1);
  second.set_queue("support");
  (*second.mutable_labels())["b"] = "2";
  const v1::Call call = Merge({first, second}).call();
  EXPECT_EQ(call.caller(), "+541112345678");
  EXPECT_EQ(call.queue(), "support");
  EXPECT_EQ(call.labels().at("a"), "1");
  EXPECT_EQ(call.labels().at("b"), "2");
}

TEST(CallTrackerTest, SameSequenceIsADuplicateWhateverElseItSays) {
  store::CallRecord record;
  CallState state = At(CallState::START, 0);
  state.set_sequence(0);
  ASSERT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  const std::string before = record.SerializeAsString();
  CallState other = At(CallState::END, 9);
  other.set_sequence(0);
  EXPECT_EQ(MergeState(other, kAccepted, &record), MergeOutcome::kDuplicate);
  EXPECT_EQ(record.SerializeAsString(), before);
}

TEST(CallTrackerTest, SameStateAndTimeIsADuplicateOnlyWithoutSequence) {
  store::CallRecord record;
  CallState state = At(CallState::HOLD, 3);
  ASSERT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kDuplicate);
  state.set_state(CallState::RESUME);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  state.mutable_occur_time()->set_nanos(1);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  state.set_sequence(1);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
}

TEST(CallTrackerTest, StateWithNeitherSequenceNorTimeIsNeverADuplicate) {
  store::CallRecord record;
  CallState state;
  state.set_call_id("c1");
  state.set_state(CallState::TALK);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  EXPECT_EQ(record.call().talk_time().seconds(), kStart + 10'000);
  EXPECT_EQ(record.seen_size(), 0);
}

TEST(CallTrackerTest, KnowsDuplicatesWithinTheWindow) {
  store::CallRecord record;
  CallState state = At(CallState::HOLD, 0);
  for (int i = 0; i <= kDuplicateWindow; ++i) {
    state.set_sequence(i);
    ASSERT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
  }
  EXPECT_EQ(record.seen_size(), kDuplicateWindow);
  state.set_sequence(1);
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kDuplicate);
  state.set_sequence(0);  // just out of it
  EXPECT_EQ(MergeState(state, kAccepted, &record), MergeOutcome::kMerged);
}

TEST(CallTrackerTest, RefusesMoreLabelsThanACallMayHave) {
  CallState first = At(CallState::START, 0);
  for (int i = 0; i < kMaxCallLabels; ++i) {
    (*first.mutable_labels())[absl::StrCat("k", i)] = "v";
  }
  store::CallRecord record;
  ASSERT_EQ(MergeState(first, kAccepted, &record), MergeOutcome::kMerged);
  CallState same_keys = first;
  same_keys.set_state(CallState::TALK);
  EXPECT_EQ(MergeState(same_keys, kAccepted, &record), MergeOutcome::kMerged);
  const std::string before = record.SerializeAsString();
  CallState one_more = At(CallState::END, 1);
  (*one_more.mutable_labels())["other"] = "v";
  EXPECT_EQ(MergeState(one_more, kAccepted, &record),
            MergeOutcome::kTooManyLabels);
  EXPECT_EQ(record.SerializeAsString(), before);
}

TEST(CallTrackerTest, FingerprintsOnDiskNeverChange) {
  CallState by_sequence = At(CallState::START, 0);
  by_sequence.set_sequence(7);
  const store::CallRecord record = Merge({by_sequence, At(CallState::END, 1)});
  EXPECT_EQ(record.seen(0), 0x63cbe1e459320dd7u);
  EXPECT_EQ(record.seen(1), 12995376836917321950u);
}

}  // namespace
}  // namespace gancho::service
