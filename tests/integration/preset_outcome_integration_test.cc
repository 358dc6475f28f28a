// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What the answers of each destination mean to its preset.

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "tests/integration/preset_fixture.h"

namespace gancho::testing {
namespace {

using ::google::protobuf::util::TimeUtil;

// The stub's answers in turn, and what becomes of the delivery.
struct Outcome {
  std::string preset;
  std::string name;
  std::vector<std::string> answers;
  v1::Delivery::State state;
  int attempts = 1;
  bool disabled = false;
};

void PrintTo(const Outcome& outcome, std::ostream* stream) {
  *stream << outcome.preset << " " << outcome.name;
}

std::string TestName(const ::testing::TestParamInfo<Outcome>& info) {
  std::string name = absl::StrCat(info.param.preset, "_", info.param.name);
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

constexpr auto kDelivered = v1::Delivery::DELIVERED;
constexpr auto kFailed = v1::Delivery::FAILED;
constexpr auto kPending = v1::Delivery::PENDING;

std::string TooMany(std::string_view body) {
  return HttpAnswer(429, body, "Retry-After: 30\r\n");
}

std::vector<Outcome> SlackOutcomes() {
  const std::string p = "slack-missed-call";
  const std::string ok = HttpAnswer(200, "ok");
  std::vector<Outcome> outcomes = {
      {p, "Ok", {ok}, kDelivered},
      {p, "OtherTextThenOk", {HttpAnswer(200, "<html>"), ok}, kDelivered, 2},
      {p,
       "Archived",
       {HttpAnswer(410, "channel_is_archived")},
       kFailed,
       1,
       true},
      {p,
       "RollupErrorThenOk",
       {HttpAnswer(500, "rollup_error"), ok},
       kDelivered,
       2},
      {p, "NeverMoreThanErrors", {HttpAnswer(500, "rollup_error")}, kFailed, 3},
      {p, "TooMany", {TooMany("rate_limited")}, kPending},
      {"slack-answered", "Ok", {ok}, kDelivered},
      {"slack-answered",
       "Archived",
       {HttpAnswer(410, "channel_is_archived")},
       kFailed,
       1,
       true},
      {"slack-answered", "NoService", {HttpAnswer(404, "no_service")}, kFailed},
  };
  const std::pair<int, const char*> errors[] = {
      {400, "invalid_payload"},   {400, "user_not_found"},
      {403, "action_prohibited"}, {404, "channel_not_found"},
      {404, "no_service"},        {404, "no_active_hooks"}};
  for (const auto& [status, body] : errors) {
    outcomes.push_back({p, body, {HttpAnswer(status, body)}, kFailed});
  }
  return outcomes;
}

std::vector<Outcome> MakeOutcomes() {
  std::vector<Outcome> outcomes;
  const std::string ok = HttpAnswer(200, "Accepted");
  for (const std::string p : {"make-json", "make-form"}) {
    outcomes.insert(
        outcomes.end(),
        {{p, "Accepted", {ok}, kDelivered},
         {p,
          "QueueFull",
          {HttpAnswer(400, "Queue is full"), ok},
          kDelivered,
          2},
         {p, "OtherBadRequest", {HttpAnswer(400, "Bad Request")}, kFailed},
         {p, "TooMany", {TooMany("")}, kPending},
         {p, "Gone", {HttpAnswer(410, "Webhook not found.")}, kFailed, 1, true},
         {p,
          "ScenarioFailed",
          {HttpAnswer(500, "Scenario failed to complete."), ok},
          kDelivered,
          2}});
  }
  return outcomes;
}

// An error as Google's APIs tell it.
std::string GoogleError(int code, std::string_view status,
                        std::string_view message,
                        std::string_view headers = "") {
  return HttpAnswer(
      code,
      absl::StrCat("{\"error\":{\"code\":", code, ",\"message\":\"",
                   absl::string_view(message.data(), message.size()),
                   "\",\"status\":\"",
                   absl::string_view(status.data(), status.size()), "\"}}"),
      headers);
}

std::vector<Outcome> SheetsOutcomes() {
  const std::string p = "google-sheets-row";
  const std::string ok = HttpAnswer(
      200, R"({"updates":{"updatedRange":"Calls!A2:M2","updatedRows":1}})");
  return {
      {p, "Ok", {ok}, kDelivered},
      {p,
       "TooMany",
       {GoogleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded",
                    "Retry-After: 30\r\n")},
       kPending},
      {p,
       "QuotaThenOk",
       {GoogleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded"), ok},
       kDelivered,
       2},
      {p,
       "NotShared",
       {GoogleError(403, "PERMISSION_DENIED",
                    "The caller does not have permission")},
       kFailed},
      {p,
       "NoSheet",
       {GoogleError(404, "NOT_FOUND", "Requested entity was not found.")},
       kFailed},
      {p,
       "NoRange",
       {GoogleError(400, "INVALID_ARGUMENT",
                    "Unable to parse range: Calls!A:M")},
       kFailed},
      {p,
       "ErrorThenOk",
       {GoogleError(503, "UNAVAILABLE", "later"), ok},
       kDelivered,
       2},
  };
}

std::vector<Outcome> TecnomOutcomes() {
  const std::string p = "tecnom";
  const std::string ok = HttpAnswer(201, R"({"id":388592})");
  const std::string exists = HttpAnswer(
      400, R"({"Message":"The request is invalid.","ModelState":)"
           R"({"dto.prospect.id":["Ya existe una consulta con id: 4711"]}})");
  const std::string invalid =
      HttpAnswer(400, R"({"Message":"The request is invalid.","ModelState":)"
                      R"({"dto.prospect.customer":["x"]}})");
  return {
      {p, "Created", {ok}, kDelivered},
      {p, "ExistsAtOnce", {exists}, kFailed},
      {p, "ExistsLater", {HttpAnswer(500), exists}, kDelivered, 2},
      {p, "Invalid", {invalid}, kFailed},
      {p, "InvalidLater", {HttpAnswer(500), invalid}, kFailed, 2},
      {p, "Unauthorized", {HttpAnswer(401)}, kFailed},
      {p, "NotCreated", {HttpAnswer(200, "<html>")}, kFailed},
      {p, "TooMany", {TooMany("")}, kPending},
      {p, "ErrorThenCreated", {HttpAnswer(503), ok}, kDelivered, 2},
  };
}

std::vector<Outcome> PilotOutcomes() {
  const std::string p = "pilot";
  const std::string ok = HttpAnswer(
      200,
      R"({"success":true,"data":{"id":8855,"success":true,"message":"..."}})");
  return {
      {p, "Success", {ok}, kDelivered},
      {p,
       "NoSuccess",
       {HttpAnswer(200, R"({"success":false,"data":{"message":"appkey"}})")},
       kFailed},
      {p,
       "NoSuccessInside",
       {HttpAnswer(200, R"({"success":true,"data":{"success":false}})")},
       kFailed},
      {p, "SomethingElse", {HttpAnswer(200, "<html>")}, kFailed},
      {p, "NotTwoHundred", {HttpAnswer(202)}, kFailed},
      {p, "TooMany", {TooMany("")}, kPending},
      {p, "ErrorThenSuccess", {HttpAnswer(500), ok}, kDelivered, 2},
  };
}

std::vector<Outcome> TokkoOutcomes() {
  const std::string p = "tokko-broker";
  return {
      {p, "Created", {HttpAnswer(201)}, kDelivered},
      {p, "NotCreated", {HttpAnswer(200, "<html>")}, kFailed},
      {p, "Unauthorized", {HttpAnswer(401)}, kFailed},
      {p, "TooMany", {TooMany("")}, kPending},
      {p,
       "ErrorThenCreated",
       {HttpAnswer(500), HttpAnswer(201)},
       kDelivered,
       2},
  };
}

std::vector<Outcome> GenericOutcomes() {
  std::vector<Outcome> outcomes;
  for (const std::string p :
       {"generic-crm-json", "generic-crm-form", "generic-crm-text"}) {
    outcomes.insert(
        outcomes.end(),
        {{p, "Ok", {HttpAnswer(204)}, kDelivered},
         {p, "TooMany", {TooMany("")}, kPending},
         {p, "Gone", {HttpAnswer(410)}, kFailed, 1, true},
         {p, "ErrorThenOk", {HttpAnswer(404), HttpAnswer(200)}, kDelivered, 2},
         {p,
          "Redirected",
          {HttpAnswer(302, "", "Location: /x\r\n")},
          kFailed,
          3}});
  }
  return outcomes;
}

class AnswersFixture : public PresetFixture {
 protected:
  // One call, and of its deliveries the first.
  std::string FireOnce(const std::string& preset) {
    std::vector<v1::CallState> states =
        Call("c-1", "Ana", preset != "slack-missed-call");
    Stream(states);
    const std::vector<std::string> names = Deliveries();
    EXPECT_FALSE(names.empty());
    return names.empty() ? "" : names[0];
  }

  void ExpectEventState(v1::Event::State state) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    v1::Event event = GetEvent();
    while (event.state() != state && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(20));
      event = GetEvent();
    }
    EXPECT_EQ(event.state(), state) << event.state_reason();
  }
};

class PresetOutcomeTest : public AnswersFixture,
                          public ::testing::WithParamInterface<Outcome> {};

TEST_P(PresetOutcomeTest, FollowsTheAnswer) {
  const Outcome& expected = GetParam();
  UsePreset(expected.preset);
  if (HasFatalFailure()) return;
  Answer(expected.answers);
  const std::string name = FireOnce(expected.preset);
  const v1::Delivery delivery =
      client()->Await(name, [&](const v1::Delivery& now) {
        return now.state() == expected.state &&
               now.attempt_count() >= expected.attempts;
      });
  EXPECT_EQ(delivery.state(), expected.state) << delivery.state_reason();
  ASSERT_EQ(delivery.attempts_size(), expected.attempts)
      << delivery.DebugString();
  for (int i = 0; i + 1 < delivery.attempts_size(); ++i) {
    EXPECT_EQ(delivery.attempts(i).outcome(), v1::Attempt::RETRY);
  }
  if (expected.state == kPending) {
    const v1::Attempt& attempt = delivery.attempts(0);
    EXPECT_EQ(attempt.outcome(), v1::Attempt::RETRY);
    EXPECT_EQ(attempt.retry_after().seconds(), 30);
    EXPECT_GE(delivery.next_attempt_time(),
              attempt.start_time() + TimeUtil::SecondsToDuration(30));
  }
  ExpectEventState(expected.disabled ? v1::Event::DISABLED : v1::Event::ACTIVE);
}

INSTANTIATE_TEST_SUITE_P(Slack, PresetOutcomeTest,
                         ::testing::ValuesIn(SlackOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Make, PresetOutcomeTest,
                         ::testing::ValuesIn(MakeOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Sheets, PresetOutcomeTest,
                         ::testing::ValuesIn(SheetsOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Tecnom, PresetOutcomeTest,
                         ::testing::ValuesIn(TecnomOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Pilot, PresetOutcomeTest,
                         ::testing::ValuesIn(PilotOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Tokko, PresetOutcomeTest,
                         ::testing::ValuesIn(TokkoOutcomes()), TestName);
INSTANTIATE_TEST_SUITE_P(Generic, PresetOutcomeTest,
                         ::testing::ValuesIn(GenericOutcomes()), TestName);

class SheetsTokenTest : public AnswersFixture {};

TEST_F(SheetsTokenTest, TakesANewTokenOnceAfter401) {
  UsePreset("google-sheets-row");
  Answer({GoogleError(401, "UNAUTHENTICATED", "Invalid credentials"),
          HttpAnswer(200, R"({"updates":{"updatedRange":"Calls!A2:M2"}})")});
  const v1::Delivery delivery =
      client()->AwaitState(FireOnce("google-sheets-row"), kDelivered);
  EXPECT_EQ(delivery.state(), kDelivered) << delivery.DebugString();
  const auto requests = Requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].Header("authorization"), "Bearer token-1");
  EXPECT_EQ(requests[1].Header("authorization"), "Bearer token-2");
  EXPECT_EQ(requests[0].body, requests[1].body);
  EXPECT_EQ(TokenRequests().size(), 2u);
}

TEST_F(SheetsTokenTest, RetriesWhatStaysUnauthorized) {
  UsePreset("google-sheets-row");
  Answer({GoogleError(401, "UNAUTHENTICATED", "Invalid credentials")});
  const v1::Delivery delivery =
      client()->AwaitState(FireOnce("google-sheets-row"), kFailed);
  EXPECT_EQ(delivery.state(), kFailed) << delivery.DebugString();
  EXPECT_EQ(GetEvent().state(), v1::Event::ACTIVE);
}

TEST_F(SheetsTokenTest, SaysThatTheKeyIsRefusedAndTriesAgain) {
  UsePreset("google-sheets-row");
  AnswerTokens(HttpAnswer(
      400, R"({"error":"invalid_grant","error_description":"Invalid JWT"})"));
  const v1::Delivery delivery =
      client()->AwaitState(FireOnce("google-sheets-row"), kFailed);
  ASSERT_EQ(delivery.attempts_size(), 3) << delivery.DebugString();
  EXPECT_EQ(delivery.attempts(0).failure(), v1::Attempt::CREDENTIALS);
  EXPECT_EQ(delivery.attempts(0).outcome(), v1::Attempt::RETRY);
  EXPECT_NE(delivery.attempts(0).reason().find("invalid_grant"),
            std::string::npos);
  EXPECT_TRUE(Requests().empty());
  EXPECT_EQ(GetEvent().state(), v1::Event::ACTIVE);
}

}  // namespace
}  // namespace gancho::testing
