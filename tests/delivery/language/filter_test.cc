// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What filters mean: every type with every operator, and how the parts are put
// together.

#include "delivery/language/filter.h"

#include <string>
#include <string_view>
#include <vector>

#include "delivery/language/answer.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/event.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/delivery/language/everything.pb.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Message;
using testing::Everything;

template <typename M>
M Parse(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

bool Matches(std::string_view text, const Message& message) {
  absl::StatusOr<Filter> filter =
      Filter::Compile(text, message.GetDescriptor());
  EXPECT_TRUE(filter.ok()) << text << ": " << filter.status();
  return filter.ok() && filter->Matches(message);
}

void ExpectAll(const std::vector<std::string>& filters, const Message& message,
               bool expected) {
  for (const std::string& filter : filters) {
    EXPECT_EQ(Matches(filter, message), expected) << filter;
  }
}

// The call of the examples.
v1::Call MissedCall() {
  return Parse<v1::Call>(R"pb(
    call_id: "c1"
    state: END
    direction: INBOUND
    caller: "+5491143210000"
    queue: "sales"
    hangup_cause: "NO_ANSWER"
    cost: "12.50"
    labels { key: "queue" value: "sales" }
    labels { key: "queue-id" value: "7" }
    labels { key: "empty" value: "" }
    start_time { seconds: 1767225600 }  # 2026-01-01T00:00:00Z
    end_time { seconds: 1767225630 nanos: 500000000 }
    ring_duration { seconds: 30 nanos: 500000000 }
    missed: true
    state_count: 3
  )pb");
}

TEST(FilterTest, BlankMatchesEverything) {
  for (std::string_view text : {"", " ", "\t\r\n "}) {
    absl::StatusOr<Filter> filter =
        Filter::Compile(text, v1::Call::descriptor());
    ASSERT_TRUE(filter.ok());
    EXPECT_TRUE(filter->matches_everything());
    EXPECT_TRUE(filter->Matches(v1::Call()));
    EXPECT_TRUE(filter->equality_terms().empty());
  }
  EXPECT_TRUE(Filter().matches_everything());
  EXPECT_TRUE(Filter().Matches(v1::Call()));
}

TEST(FilterTest, MatchesTheExampleOfTheManual) {
  const std::string text =
      "direction = INBOUND AND answered = false AND ring_duration > 20s AND "
      "labels.queue = \"sales\"";
  v1::Call call = MissedCall();
  EXPECT_TRUE(Matches(text, call));
  call.set_answered(true);
  EXPECT_FALSE(Matches(text, call));
  call.set_answered(false);
  call.mutable_ring_duration()->set_seconds(19);
  EXPECT_FALSE(Matches(text, call));
}

TEST(FilterTest, OrBindsTighterThanAnd) {
  // a AND (b OR c), where (a AND b) OR c would be true.
  const v1::Call call = MissedCall();
  EXPECT_FALSE(Matches("caller = x AND caller = y OR missed = true", call));
  EXPECT_FALSE(Matches("caller = x caller = y OR missed = true", call));
  EXPECT_TRUE(Matches("(caller = x AND caller = y) OR missed = true", call));
  EXPECT_FALSE(Matches("missed = true OR caller = x AND caller = y", call));
  EXPECT_TRUE(Matches("missed = true OR (caller = x AND caller = y)", call));
  EXPECT_TRUE(Matches("caller = x OR missed = true AND queue = sales", call));
}

TEST(FilterTest, BlankMeansAnd) {
  const v1::Call call = MissedCall();
  EXPECT_TRUE(Matches("missed = true queue = sales", call));
  EXPECT_FALSE(Matches("missed = true queue = other", call));
  EXPECT_TRUE(Matches("(missed=true)(queue=sales)-queue=other", call));
  EXPECT_TRUE(Matches("missed=true\r\n\tqueue=sales", call));
}

TEST(FilterTest, NotAndMinusNegate) {
  const v1::Call call = MissedCall();
  ExpectAll({"NOT queue = other", "-queue = other", "NOT (queue = other)",
             "-(queue = other AND missed = true)", "NOT(queue=other)",
             "missed = true AND -queue = other", "- queue = other",
             "NOT answered = true OR queue = other"},
            call, true);
  ExpectAll({"NOT queue = sales", "-queue = sales",
             "NOT (queue = sales OR queue = other)",
             "-missed = true OR -queue = sales"},
            call, false);
}

TEST(FilterTest, GroupsOfValuesAreWrittenOut) {
  const v1::Call call = MissedCall();
  ExpectAll({"state = (START OR END)", "queue = (\"a\" OR \"sal*\")",
             "queue != (a OR b)", "hangup_cause : (NO AND ANSWER)",
             "hangup_cause:(NO ANSWER)", "state_count > (1 AND 2)",
             "queue = (NOT other)", "queue = ((a OR b) OR (sales OR c))",
             "NOT queue = (a OR b)", "labels:(queue AND empty)"},
            call, true);
  ExpectAll({"state = (START OR TALK)", "queue != (a OR sales)",
             "queue = (NOT sales)", "labels:(queue AND absent)"},
            call, false);
  EXPECT_TRUE(Matches("small = (-5 OR -6)", Parse<Everything>("small: -6")));
}

TEST(FilterTest, ComparesTexts) {
  const v1::Call call = MissedCall();
  ExpectAll(
      {"queue = sales", "queue = \"sales\"", "queue = 'sales'",
       "queue != Sales", "queue > \"sale\"", "queue >= sales", "queue <= sales",
       "queue < t", "caller = +5491143210000", "caller = \"+5491143210000\"",
       "caller_name = \"\"", "queue:ale", "queue:\"sales\"", "queue:*",
       "queue:\"*\"", "-caller_name:*", "hangup_cause = NO_ANSWER"},
      call, true);
  ExpectAll({"queue = sale", "queue != sales", "queue > sales", "queue < sales",
             "queue:Sales", "caller = 5491143210000", "caller_name:*"},
            call, false);
}

TEST(FilterTest, WildcardsStandForAnyText) {
  Everything m;
  m.set_text("abcabc");
  ExpectAll(
      {"text = *", "text = a*", "text = *c", "text = *bca*", "text = \"a*c*c\"",
       "text = a*b*c", "text = ******", "text = abcabc*", "text = *abcabc",
       "text != b*", "text:b*b", "text = abc*abc"},
      m, true);
  ExpectAll({"text = b*", "text = *b", "text = *x*", "text = abca*cabc",
             "text = abcabc*c", "text != a*", "text:c*b*b", "text = \"\\*\"",
             "text = \"a\\*c\""},
            m, false);
  m.set_text("a*c");
  EXPECT_TRUE(Matches("text = \"a\\*c\"", m));
  EXPECT_TRUE(Matches("text:\"\\*\"", m));
  EXPECT_TRUE(Matches("text = \"*\\**\"", m));
  m.set_text("abc");
  EXPECT_FALSE(Matches("text = \"a\\*c\"", m));
  m.clear_text();
  EXPECT_TRUE(Matches("text = *", m));
  EXPECT_FALSE(Matches("text:*", m));
}

TEST(FilterTest, TextsHoldAnyCharacter) {
  Everything m;
  m.set_text("\" ' \\ \n\r\t \u00f1and\u00fa \U0001F514 \u202e");
  EXPECT_TRUE(Matches(
      "text = \"\\\" ' \\\\ \\n\\r\\t \u00f1and\u00fa \U0001F514 \u202e\"", m));
  EXPECT_TRUE(Matches("text = '\" \\' \\\\ *'", m));
  EXPECT_TRUE(Matches("text:\u00f1and\u00fa", m));
  // The data need not be UTF-8, nor free of NUL.
  m.set_raw(std::string("\xff\x00 full", 7));
  EXPECT_TRUE(Matches("raw:full AND raw = \"*full\" AND raw > a", m));
  EXPECT_FALSE(Matches("raw = full", m));
}

TEST(FilterTest, OrdersTextsAsNumbersWhenTheLiteralIsABareNumber) {
  Everything m;
  m.set_text("9");
  EXPECT_TRUE(Matches("text < 10", m));
  EXPECT_FALSE(Matches("text < \"10\"", m));
  EXPECT_TRUE(Matches("text >= 9.0", m));
  // Equality stays that of texts: a number dialled as 0101 is not 101.
  EXPECT_FALSE(Matches("text = 9.0", m));
  m.set_text("0101");
  EXPECT_FALSE(Matches("text = 101", m));
  EXPECT_TRUE(Matches("text >= 101 AND text <= 101", m));
  for (const char* no_number : {"", "x", "9x", " 9", "1e3", "9.", "--9"}) {
    m.set_text(no_number);
    EXPECT_FALSE(Matches("text > 0 OR text <= 0", m)) << no_number;
  }
}

TEST(FilterTest, ComparesDecimalsExactly) {
  v1::Call call = MissedCall();
  ExpectAll({"cost = 12.5", "cost = 12.500", "cost = \"12.50\"", "cost > 12.49",
             "cost < 12.51", "cost >= 12.5", "cost != 12.05", "cost > -100",
             "cost:12.5", "cost:*", "cost = +012.5"},
            call, true);
  ExpectAll({"cost > 12.50", "cost = 13", "cost < 2", "cost != 12.5"}, call,
            false);
  call.set_cost("99999999999999999999.0000000001");
  EXPECT_TRUE(Matches("cost > 99999999999999999999", call));
  EXPECT_TRUE(Matches("cost < 99999999999999999999.00000000011", call));
  call.set_cost("-0.50");
  EXPECT_TRUE(Matches("cost = -.5 AND cost < 0 AND cost > -0.51", call));
  call.set_cost("-0.0");
  EXPECT_TRUE(Matches("cost = 0", call));
  call.clear_cost();
  EXPECT_FALSE(Matches("cost = 0 OR cost < 1 OR cost:*", call));
  EXPECT_TRUE(Matches("cost != 0", call));
}

TEST(FilterTest, ComparesWholeNumbers) {
  const auto m = Parse<Everything>(R"pb(
    small: -5
    big: -9223372036854775808
    usmall: 4294967295
    ubig: 18446744073709551615
  )pb");
  ExpectAll(
      {"small = -5", "small=-5", "small < 0", "small != 5", "small:-5",
       "small = \"-5\"", "small > -9999999999", "big = -9223372036854775808",
       "big < -9223372036854775807", "usmall = 4294967295",
       "usmall < 4294967296", "usmall > -1", "ubig = 18446744073709551615",
       "ubig > 18446744073709551614", "ubig >= 0", "small:*", "-right:*"},
      m, true);
  ExpectAll({"small > -5", "small != -5", "ubig < 18446744073709551615",
             "big > -9223372036854775808"},
            m, false);
}

TEST(FilterTest, ComparesRealNumbers) {
  const auto m = Parse<Everything>("ratio: 0.1 real: 2.997e9");
  ExpectAll({"ratio = 0.1", "ratio < 0.2", "real = 2.997e9",
             "real = 2997000000", "real > -1E3", "real >= 2.9e+9", "real:*"},
            m, true);
  ExpectAll({"ratio > 0.1", "real < 1"}, m, false);
  const auto nan = Parse<Everything>("real: nan");
  ExpectAll({"real = 0", "real < 0", "real >= 0"}, nan, false);
  EXPECT_TRUE(Matches("real != 0", nan));
}

TEST(FilterTest, ComparesBooleansAndEnums) {
  const auto m = Parse<Everything>("flag: true color: GREEN");
  ExpectAll({"flag = true", "flag != false", "flag:true", "flag:*",
             "flag = \"true\"", "color = GREEN", "color = VERDE",
             "color != RED", "color:GREEN", "color = \"GREEN\"", "color:*"},
            m, true);
  ExpectAll({"flag = false", "color = RED", "color != VERDE"}, m, false);
  ExpectAll({"flag = false", "color = COLOR_UNSPECIFIED", "-color:*"},
            Everything(), true);
}

TEST(FilterTest, ComparesTimes) {
  const v1::Call call = MissedCall();
  ExpectAll({"start_time = 2026-01-01T00:00:00Z",
             "start_time = \"2026-01-01T00:00:00Z\"",
             "start_time=2025-12-31T21:00:00-03:00",
             "start_time = 2026-01-01T05:30:00+05:30",
             "start_time < 2026-01-01T00:00:00.000000001Z",
             "end_time = 2026-01-01T00:00:30.5Z",
             "end_time > 2026-01-01T00:00:30.499999999Z",
             "start_time > 0001-01-01T00:00:00Z",
             "start_time < 9999-12-31T23:59:59.999999999Z",
             "start_time >= 2025-12-31T23:59:60Z", "end_time:*",
             "start_time:2026-01-01T00:00:00Z", "-talk_time:*"},
            call, true);
  ExpectAll(
      {"start_time > 2026-01-01T00:00:00Z", "end_time <= 2026-01-01T00:00:30Z"},
      call, false);
  // Before 1970 the nanoseconds still count upwards.
  const auto old = Parse<Everything>("when { seconds: -1 nanos: 500000000 }");
  EXPECT_TRUE(Matches("when = 1969-12-31T23:59:59.5Z", old));
  EXPECT_TRUE(Matches("when < 1970-01-01T00:00:00Z", old));
}

TEST(FilterTest, ComparesDurations) {
  const v1::Call call = MissedCall();
  ExpectAll(
      {"ring_duration = 30.5s", "ring_duration > 20s", "ring_duration < 1m",
       "ring_duration = 30500ms", "ring_duration < 1h",
       "ring_duration <= 0.5m0.5s", "ring_duration > -1.5s", "ring_duration:*",
       "ring_duration = \"30.5s\""},
      call, true);
  ExpectAll({"ring_duration < 30.5s", "ring_duration != 30.5s"}, call, false);
  const auto m = Parse<Everything>("span { seconds: -1 nanos: -500000000 }");
  ExpectAll({"span = -1.5s", "span < -1.4s", "span > -1.6s", "span < 0s"}, m,
            true);
}

// The rule of absence: every comparison is false, so `!=` and NOT are true.
TEST(FilterTest, AbsentFieldsMatchNothingButNegations) {
  const v1::Call call;
  ExpectAll(
      {"end_time < 2026-01-01T00:00:00Z", "end_time >= 0001-01-01T00:00:00Z",
       "ring_duration = 0s", "ring_duration < 1h", "labels.x = \"\"",
       "labels.x = *", "labels.x < \"z\"", "labels.x:*", "labels:x",
       "end_time:*", "labels:*"},
      call, false);
  ExpectAll({"end_time != 2026-01-01T00:00:00Z", "ring_duration != 0s",
             "labels.x != \"\"", "NOT labels.x = *", "NOT end_time:*",
             "-labels:x", "NOT ring_duration < 1h"},
            call, true);
  // A scalar without presence has its default value.
  ExpectAll({"caller = \"\"", "answered = false", "state_count = 0",
             "direction = DIRECTION_UNSPECIFIED"},
            call, true);
  // Optional and oneof scalars, and what is below an absent message, are
  // absent.
  ExpectAll({"maybe = 0", "maybe < 1", "left = \"\"", "right = 0",
             "child.flag = false", "child.text = \"\"", "child.labels:*",
             "child.child.small = 0"},
            Everything(), false);
  ExpectAll({"maybe != 0", "child.flag != true", "NOT child.text = \"\""},
            Everything(), true);
  EXPECT_TRUE(Matches("maybe = 0 AND maybe:*", Parse<Everything>("maybe: 0")));
  EXPECT_TRUE(Matches("child.flag = false", Parse<Everything>("child {}")));
}

TEST(FilterTest, LooksIntoMaps) {
  const v1::Call call = MissedCall();
  ExpectAll({"labels.queue = sales", "labels.\"queue\" = sales",
             "labels.queue-id = 7", "labels.'queue-id' = \"7\"",
             "labels.queue-id > 6", "labels.queue:sal", "labels.queue:*",
             "labels.empty = \"\"", "labels.empty:*", "labels:queue",
             "labels:\"queue-id\"", "labels:*", "labels.queue = *les",
             "labels.queue != other"},
            call, true);
  ExpectAll({"labels.Queue = sales", "labels:sales", "labels.queue = other"},
            call, false);
  auto m = Parse<Everything>(R"pb(
    labels { key: "a.b" value: "1" }
    labels { key: "NOT" value: "2" }
    labels { key: "\303\261" value: "3" }
    labels { key: "*" value: "4" }
    labels { key: "" value: "5" }
  )pb");
  ExpectAll(
      {"labels.\"a.b\" = 1", "labels:\"a.b\"", "labels:a.b", "labels.NOT = 2",
       "labels.\u00f1 = 3", "labels.\"\\*\" = 4", "labels.\"\" = 5"},
      m, true);
}

TEST(FilterTest, LooksIntoListsWithHas) {
  const auto m = Parse<Everything>(R"pb(
    words: "red"
    words: "green"
    numbers: 1
    numbers: 2
    colors: RED
    flags: true
    reals: 0.5
    times { seconds: 0 }
    children { small: 1 text: "one" }
    children {
      small: 2
      text: "two"
      numbers: 7
      labels { key: "k" value: "v" }
      child { flag: true }
    }
  )pb");
  ExpectAll({"words:red", "words:\"gr*\"", "words:*", "numbers:2",
             "numbers:(1 AND 2)", "colors:RED", "flags:true", "reals:0.5",
             "times:1970-01-01T00:00:00Z", "children:*", "children.small:2",
             "children.text:tw*", "children.numbers:7", "children.labels.k:v",
             "children.labels:k", "children.child.flag:true",
             "children.child:*", "NOT numbers:3", "children.child:flag"},
            m, true);
  ExpectAll(
      {"words:re", "words:blue", "numbers:3", "colors:GREEN", "flags:false",
       "children.small:3", "children.text:t", "children.child.small:1",
       "children.labels.k:w", "children.children:*"},
      m, false);
  EXPECT_FALSE(
      Matches("words:* OR children:* OR children.text:*", Everything()));
}

TEST(FilterTest, LooksIntoMessages) {
  const auto event = Parse<v1::Event>(R"pb(
    request { method: PUT url: "https://a.example/x" }
    authentication { basic { username: "u" password: "p" } }
  )pb");
  ExpectAll({"request.method = PUT", "request.url = \"https://a.example/*\"",
             "request:*", "request:url", "authentication:basic",
             "authentication.basic:*", "authentication.basic.username = u",
             "-authentication:bearer", "NOT policy:*", "NOT request.json:*"},
            event, true);
  ExpectAll({"request:headers", "authentication:bearer",
             "policy.max_concurrency = 0"},
            event, false);
}

TEST(FilterTest, TakesFieldNamesAsJsonSpellsThem) {
  EXPECT_TRUE(Matches("ringDuration > 20s", MissedCall()));
  EXPECT_TRUE(
      Matches("camelCaseName = x", Parse<Everything>("camel_case_name: 'x'")));
}

TEST(FilterTest, ServesResponseRules) {
  Answer answer;
  answer.set_status(400);
  answer.set_attempt(2);
  answer.set_body("\xff{\"error\":\"Queue is full\"}");
  (*answer.mutable_header())["retry-after"] = "120";
  (*answer.mutable_header())["x-a.b"] = "1";
  ExpectAll({"status = 400 AND body = \"*Queue is full*\"",
             "status >= 400 AND status < 500", "body:\"Queue is full\"",
             "header.retry-after > 60", "header.Retry-After = 120",
             "header:retry-after", "header:Retry-After", "header.\"x-a.b\" = 1",
             "attempt > 1", "status = (400 OR 429)",
             "-header.location:* -header:etag"},
            answer, true);
  ExpectAll(
      {"body = \"Queue is full\"", "header.retry-after > 120", "header.x:*"},
      answer, false);
}

TEST(FilterTest, ReadsDynamicMessages) {
  google::protobuf::DynamicMessageFactory factory;
  std::unique_ptr<Message> call(
      factory.GetPrototype(v1::Call::descriptor())->New());
  ASSERT_TRUE(call->ParseFromString(MissedCall().SerializeAsString()));
  EXPECT_TRUE(
      Matches("queue = sales labels.queue = sales labels:empty end_time:* "
              "ring_duration = 30.5s state = END",
              *call));
}

std::vector<std::string> EqualityTerms(std::string_view text,
                                       const Message& message) {
  std::vector<std::string> terms;
  absl::StatusOr<Filter> filter =
      Filter::Compile(text, message.GetDescriptor());
  EXPECT_TRUE(filter.ok()) << filter.status();
  for (const Filter::EqualityTerm& term : filter->equality_terms()) {
    terms.push_back(term.path + "=" + term.value);
  }
  return terms;
}

TEST(FilterTest, NamesTheEqualityTermsOfTheOutermostConjunction) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  const v1::Call call;
  EXPECT_THAT(
      EqualityTerms("direction = INBOUND AND (answered = false state_count = "
                    "+007) AND labels.queue-id = \"x y\" AND queue = \"\"",
                    call),
      ElementsAre("direction=INBOUND", "answered=false", "state_count=7",
                  "labels.queue-id=x y", "queue="));
  EXPECT_THAT(
      EqualityTerms("queue = \"\\*\" AND caller:x AND caller = x*", call),
      ElementsAre("queue=*"));
  EXPECT_THAT(EqualityTerms("queue = a OR queue = b", call), IsEmpty());
  EXPECT_THAT(EqualityTerms("queue = (a OR b)", call), IsEmpty());
  EXPECT_THAT(EqualityTerms("queue = (a)", call), ElementsAre("queue=a"));
  EXPECT_THAT(EqualityTerms("NOT queue = a AND -caller = b", call), IsEmpty());
  EXPECT_THAT(EqualityTerms("queue != a AND caller > b", call), IsEmpty());
  EXPECT_THAT(EqualityTerms("cost = 1.5 AND ring_duration = 20s AND "
                            "start_time = 2026-01-01T00:00:00Z",
                            call),
              IsEmpty());
  EXPECT_THAT(
      EqualityTerms("color = VERDE AND child.small = -1 AND ubig = 5 AND "
                    "numbers:1 AND real = 1 AND camelCaseName = x",
                    Everything()),
      ElementsAre("color=GREEN", "child.small=-1", "ubig=5",
                  "camel_case_name=x"));
}

}  // namespace
}  // namespace gancho::delivery
