// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_index.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

TriggerIndex::Trigger MakeTrigger(const std::string& id,
                                  const std::vector<int>& states,
                                  const std::string& filter) {
  auto trigger = std::make_shared<TriggerDefinition>();
  trigger->trigger.set_name("accounts/a/triggers/" + id);
  for (const int state : states) {
    trigger->trigger.add_call_states(static_cast<v1::CallState::State>(state));
  }
  auto compiled = delivery::Filter::Compile(filter, v1::Call::descriptor());
  EXPECT_TRUE(compiled.ok()) << filter << ": " << compiled.status();
  if (compiled.ok()) trigger->filter = *std::move(compiled);
  return trigger;
}

std::vector<std::string> Collect(const TriggerIndex& index,
                                 const v1::Call& call,
                                 v1::CallState::State state) {
  std::vector<TriggerIndex::Trigger> triggers;
  index.Collect(call, state, &triggers);
  std::vector<std::string> names;
  for (const auto& trigger : triggers) names.push_back(trigger->trigger.name());
  std::sort(names.begin(), names.end());
  return names;
}

template <typename T>
const T& Pick(const std::vector<T>& values, std::mt19937* random) {
  return values[(*random)() % values.size()];
}

// Terms that an index can and cannot use, and that look alike.
std::string RandomFilter(std::mt19937* random) {
  static const std::vector<std::string> kTerms = {
      "direction = INBOUND",
      "direction = OUTBOUND",
      "direction = DIRECTION_UNSPECIFIED",
      "direction != INBOUND",
      "answered = true",
      "answered = false",
      "NOT answered = true",
      "queue = \"sales\"",
      "queue = \"support\"",
      "queue = \"s*\"",
      "queue = \"\"",
      "labels.queue = \"sales\"",
      "labels.queue = \"\"",
      "labels.x = \"1\"",
      "labels:x",
      "state_count = 3",
      "state_count > 2",
      "state = END",
      "cost = 1.5",
      "(queue = \"sales\" OR direction = INBOUND)",
      "ring_duration > 5s",
  };
  std::string filter;
  const int count = static_cast<int>((*random)() % 4);
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&filter, filter.empty() ? "" : " AND ",
                    Pick(kTerms, random));
  }
  return filter;
}

v1::Call RandomCall(std::mt19937* random) {
  v1::Call call;
  call.set_state(Pick<v1::CallState::State>(
      {v1::CallState::START, v1::CallState::END}, random));
  call.set_direction(Pick<v1::CallState::Direction>(
      {v1::CallState::DIRECTION_UNSPECIFIED, v1::CallState::INBOUND,
       v1::CallState::OUTBOUND},
      random));
  call.set_answered((*random)() % 2 == 0);
  call.set_queue(Pick<std::string>({"", "sales", "support"}, random));
  call.set_cost(Pick<std::string>({"", "1.5", "1.50"}, random));
  call.set_state_count(static_cast<int64_t>((*random)() % 5));
  if ((*random)() % 2 == 0) {
    (*call.mutable_labels())["queue"] =
        Pick<std::string>({"", "sales", "support"}, random);
  }
  if ((*random)() % 2 == 0) {
    (*call.mutable_labels())["x"] = Pick<std::string>({"1", "2"}, random);
  }
  if ((*random)() % 2 == 0) call.mutable_ring_duration()->set_seconds(10);
  return call;
}

TEST(TriggerIndexTest, FindsWhatASearchOfAllFinds) {
  std::mt19937 random(20260101);
  TriggerIndex index;
  std::map<std::string, std::pair<TriggerIndex::Trigger, int>> all;
  for (int round = 0; round < 3'000; ++round) {
    const std::string id = absl::StrCat("t", random() % 200);
    if (auto it = all.find(id); it != all.end()) {
      index.Erase(it->second.first, it->second.second);
      all.erase(it);
    } else {
      std::vector<int> states = {v1::CallState::START};
      if (random() % 2 == 0) states.push_back(v1::CallState::END);
      const auto trigger = MakeTrigger(id, states, RandomFilter(&random));
      all[id] = {trigger, index.Insert(trigger)};
    }
    const v1::Call call = RandomCall(&random);
    const auto state = Pick<v1::CallState::State>(
        {v1::CallState::START, v1::CallState::TALK, v1::CallState::END},
        &random);
    std::vector<std::string> expected;
    for (const auto& [key, entry] : all) {
      const auto& states = entry.first->trigger.call_states();
      if (std::find(states.begin(), states.end(), state) != states.end() &&
          entry.first->filter.Matches(call)) {
        expected.push_back(entry.first->trigger.name());
      }
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(Collect(index, call, state), expected) << call.DebugString();
  }
  for (const auto& [id, entry] : all) index.Erase(entry.first, entry.second);
  EXPECT_TRUE(index.empty());
}

TEST(TriggerIndexTest, PrefersTermsThatTellCallsApart) {
  TriggerIndex index;
  const auto trigger = MakeTrigger(
      "t", {v1::CallState::END},
      "direction = INBOUND AND answered = false AND labels.queue = \"sales\"");
  const int place = index.Insert(trigger);
  ASSERT_NE(place, TriggerIndex::kNoTerm);
  EXPECT_EQ(trigger->filter.equality_terms()[place].path, "labels.queue");
}

TEST(TriggerIndexTest, PrefersTheLessCrowdedOfEqualTerms) {
  TriggerIndex index;
  for (int i = 0; i < 10; ++i) {
    index.Insert(MakeTrigger(absl::StrCat("q", i), {v1::CallState::END},
                             "queue = \"sales\""));
  }
  const auto trigger = MakeTrigger("t", {v1::CallState::END},
                                   "queue = \"sales\" AND agent = \"ana\"");
  EXPECT_EQ(trigger->filter.equality_terms()[index.Insert(trigger)].path,
            "agent");
}

TEST(TriggerIndexTest, KeepsManyTriggersOfOneAccountCheap) {
  // Not a benchmark: with anything linear per change or per match this would
  // take minutes.
  constexpr int kTriggers = 20'000;
  TriggerIndex index;
  std::vector<std::pair<TriggerIndex::Trigger, int>> all;
  for (int i = 0; i < kTriggers; ++i) {
    const auto trigger = MakeTrigger(absl::StrCat("t", i), {v1::CallState::END},
                                     absl::StrCat("queue = \"q", i, "\""));
    all.push_back({trigger, index.Insert(trigger)});
  }
  for (int i = 0; i < kTriggers; ++i) {
    v1::Call call;
    call.set_queue(absl::StrCat("q", i));
    ASSERT_EQ(Collect(index, call, v1::CallState::END).size(), 1u);
  }
  for (const auto& [trigger, place] : all) index.Erase(trigger, place);
  EXPECT_TRUE(index.empty());
}

}  // namespace
}  // namespace gancho::service
