// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_state_check.h"

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

using testing::ElementsAre;
using v1::CallState;

CallState Valid() {
  CallState state;
  state.set_call_id("c1");
  state.set_state(CallState::START);
  return state;
}

std::vector<std::string> Fields(const CallState& state) {
  delivery::FieldProblems problems;
  CheckCallState(state, &problems);
  std::vector<std::string> fields;
  for (const auto& problem : problems) {
    EXPECT_FALSE(problem.description.empty());
    fields.push_back(problem.field);
  }
  return fields;
}

struct Case {
  std::string name;
  std::function<void(CallState*)> change;
  std::string field;  // empty: valid
};

class CallStateCheckTest : public testing::TestWithParam<Case> {};

TEST_P(CallStateCheckTest, FindsExactlyWhatIsWrong) {
  CallState state = Valid();
  GetParam().change(&state);
  if (GetParam().field.empty()) {
    EXPECT_THAT(Fields(state), ElementsAre());
  } else {
    EXPECT_THAT(Fields(state), ElementsAre(GetParam().field));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Limits, CallStateCheckTest,
    testing::ValuesIn(std::vector<Case>{
        {"Valid", [](CallState*) {}, ""},
        {"NoId", [](CallState* s) { s->clear_call_id(); }, "call_id"},
        {"IdOf128", [](CallState* s) { s->set_call_id(std::string(128, '~')); },
         ""},
        {"IdOf129", [](CallState* s) { s->set_call_id(std::string(129, 'x')); },
         "call_id"},
        {"IdWithSlash", [](CallState* s) { s->set_call_id("a/b"); }, "call_id"},
        {"IdWithSpace", [](CallState* s) { s->set_call_id("a b"); }, "call_id"},
        {"IdWithUmlaut", [](CallState* s) { s->set_call_id("\xc3\xbc"); },
         "call_id"},
        {"NoState", [](CallState* s) { s->clear_state(); }, "state"},
        {"UnknownState",
         [](CallState* s) { s->set_state(static_cast<CallState::State>(99)); },
         "state"},
        {"UnknownDirection",
         [](CallState* s) {
           s->set_direction(static_cast<CallState::Direction>(4));
         },
         "direction"},
        {"FirstTime",
         [](CallState* s) {
           s->mutable_occur_time()->set_seconds(-62'135'596'800);
         },
         ""},
        {"BeforeFirstTime",
         [](CallState* s) {
           s->mutable_occur_time()->set_seconds(-62'135'596'801);
         },
         "occur_time"},
        {"LastTime",
         [](CallState* s) {
           s->mutable_occur_time()->set_seconds(253'402'300'799);
           s->mutable_occur_time()->set_nanos(999'999'999);
         },
         ""},
        {"AfterLastTime",
         [](CallState* s) {
           s->mutable_expire_time()->set_seconds(253'402'300'800);
         },
         "expire_time"},
        {"TooManyNanos",
         [](CallState* s) {
           s->mutable_expire_time()->set_nanos(1'000'000'000);
         },
         "expire_time"},
        {"NegativeNanos",
         [](CallState* s) { s->mutable_occur_time()->set_nanos(-1); },
         "occur_time"},
        {"SequenceZero", [](CallState* s) { s->set_sequence(0); }, ""},
        {"SequenceNegative", [](CallState* s) { s->set_sequence(-1); },
         "sequence"},
        {"TextOf1024",
         [](CallState* s) { s->set_caller_name(std::string(1024, 'x')); }, ""},
        {"TextOf1025",
         [](CallState* s) { s->set_caller_name(std::string(1025, 'x')); },
         "caller_name"},
        {"UrlOf4096",
         [](CallState* s) { s->set_recording_url(std::string(4096, 'x')); },
         ""},
        {"UrlOf4097",
         [](CallState* s) { s->set_recording_url(std::string(4097, 'x')); },
         "recording_url"},
        {"Cost", [](CallState* s) { s->set_cost("-12.50"); }, ""},
        {"CostOf32", [](CallState* s) { s->set_cost(std::string(32, '1')); },
         ""},
        {"CostOf33", [](CallState* s) { s->set_cost(std::string(33, '1')); },
         "cost"},
        {"CostSign", [](CallState* s) { s->set_cost("+"); }, "cost"},
        {"CostPoint", [](CallState* s) { s->set_cost("12."); }, "cost"},
        {"CostExponent", [](CallState* s) { s->set_cost("1e3"); }, "cost"},
        {"CostComma", [](CallState* s) { s->set_cost("1,5"); }, "cost"},
        {"CostTwoPoints", [](CallState* s) { s->set_cost("1.2.3"); }, "cost"},
        {"Currency", [](CallState* s) { s->set_currency_code("ARS"); }, ""},
        {"CurrencyLower", [](CallState* s) { s->set_currency_code("ars"); },
         "currency_code"},
        {"CurrencyLong", [](CallState* s) { s->set_currency_code("ARSX"); },
         "currency_code"},
        {"LabelAtLimits",
         [](CallState* s) {
           (*s->mutable_labels())[std::string(63, 'k')] =
               std::string(1024, 'v');
         },
         ""},
        {"LabelWithoutKey",
         [](CallState* s) { (*s->mutable_labels())[""] = "v"; },
         "labels[\"\"]"},
        {"LabelKeyOf64",
         [](CallState* s) {
           (*s->mutable_labels())[std::string(64, 'k')] = "v";
         },
         absl::StrCat("labels[\"", std::string(63, 'k'), "...\"]")},
        {"LabelValueOf1025",
         [](CallState* s) {
           (*s->mutable_labels())["k"] = std::string(1025, 'v');
         },
         "labels[\"k\"]"},
        {"Labels64",
         [](CallState* s) {
           for (int i = 0; i < 64; ++i) {
             (*s->mutable_labels())[absl::StrCat(i)] = "";
           }
         },
         ""},
        {"Labels65",
         [](CallState* s) {
           for (int i = 0; i < 65; ++i) {
             (*s->mutable_labels())[absl::StrCat(i)] = "";
           }
         },
         "labels"},
    }),
    [](const auto& test) { return test.param.name; });

TEST(CallStateProblemsTest, ReportsSeveralProblemsButNotWithoutLimit) {
  CallState state;
  for (int i = 0; i < 100; ++i) {
    (*state.mutable_labels())[absl::StrCat(i)] = std::string(2000, 'x');
  }
  EXPECT_EQ(Fields(state).size(), static_cast<size_t>(kMaxStateProblems));
}

}  // namespace
}  // namespace gancho::service
