// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What the variables stand for: times, durations, phone numbers, flat names.

#include <string>

#include "delivery/language/flat_names.h"
#include "delivery/language/json_machine.h"
#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

class TemplateVariablesTest : public ::testing::Test {
 protected:
  TemplateVariablesTest() : sample_(SampleKind::kTypical) {}

  std::string R(std::string_view text) { return RenderText(text, sample_); }

  // In another time zone than the sample's.
  std::string InZone(const char* name, const std::string& text) {
    RenderContext context = sample_.context();
    EXPECT_TRUE(absl::LoadTimeZone(name, &context.time_zone));
    FieldProblems problems;
    const auto compiled =
        RequestTemplate::Compile(TextRequest(text), &problems);
    if (compiled == nullptr) return Describe(problems);
    store::RenderedRequest out;
    EXPECT_TRUE(compiled->Render(context, &out).ok());
    return out.body();
  }

  SampleContext sample_;
};

TEST_F(TemplateVariablesTest, ReachesEveryRoot) {
  EXPECT_EQ(
      R("{{call.id}} {{call.call_id}} {{state.state}} {{event.id}} "
        "{{trigger.display_name}} {{account.id}} {{account.region_code}}"),
      "sample-1 sample-1 END sample Sample trigger default AR");
  EXPECT_EQ(R("{{call.name}} {{delivery.id}}"),
            "accounts/default/calls/sample-1 "
            "019cabcd-0000-7000-8000-000000000001");
  EXPECT_EQ(R("{{delivery.create_time.unix}} {{state.sequence}}"),
            "1772377295 4");
}

TEST_F(TemplateVariablesTest, ReadsLabelsByAnyKey) {
  (*sample_.call.mutable_labels())["crm.id"] = "7";
  (*sample_.call.mutable_labels())["e164"] = "raw";
  (*sample_.call.mutable_labels())["Teléfono"] = "011 15-4321-0000";
  (*sample_.account.mutable_labels())["plan"] = "pro";
  (*sample_.event.mutable_labels())["team"] = "a";
  (*sample_.trigger.mutable_labels())["t"] = "b";
  (*sample_.state.mutable_labels())["s"] = "c";
  EXPECT_EQ(R("{{call.labels.crm.id}} {{call.labels.e164}} "
              "{{call.labels.Teléfono.e164}} {{call.labels.none}}"),
            "7 raw +5491143210000 ");
  EXPECT_EQ(R("{{account.labels.plan}}{{event.labels.team}}"
              "{{trigger.labels.t}}{{state.labels.s}}"),
            "proabc");
}

TEST_F(TemplateVariablesTest, WritesTimes) {
  auto* const time = sample_.call.mutable_start_time();
  time->set_seconds(1772377200);
  time->set_nanos(120000000);
  EXPECT_EQ(R("{{call.start_time}}"), "2026-03-01T15:00:00.12Z");
  EXPECT_EQ(R("{{call.start_time.unix}} {{call.start_time.unix_ms}}"),
            "1772377200 1772377200120");
  EXPECT_EQ(InZone("America/Argentina/Buenos_Aires",
                   "{{call.start_time.local}} {{call.start_time.date}} "
                   "{{call.start_time.time}}"),
            "2026-03-01T12:00:00.12-03:00 2026-03-01 12:00:00");
  EXPECT_EQ(InZone("Asia/Kolkata", "{{call.start_time.local}}"),
            "2026-03-01T20:30:00.12+05:30");
  EXPECT_EQ(InZone("UTC", "{{call.start_time.local}}"),
            "2026-03-01T15:00:00.12Z");
  time->set_nanos(0);
  // Both sides of a day's change and of a change to summer time.
  time->set_seconds(1772334000);  // 2026-03-01T03:00:00Z
  EXPECT_EQ(
      InZone("America/Argentina/Buenos_Aires", "{{call.start_time.date}}"),
      "2026-03-01");
  time->set_seconds(1772333999);
  EXPECT_EQ(
      InZone("America/Argentina/Buenos_Aires", "{{call.start_time.date}}"),
      "2026-02-28");
  time->set_seconds(1774745999);  // 2026-03-29T00:59:59Z
  EXPECT_EQ(InZone("Europe/Madrid", "{{call.start_time.local}}"),
            "2026-03-29T01:59:59+01:00");
  time->set_seconds(1774746000);
  EXPECT_EQ(InZone("Europe/Madrid", "{{call.start_time.local}}"),
            "2026-03-29T03:00:00+02:00");
}

TEST_F(TemplateVariablesTest, WritesTimesAtTheirEdges) {
  auto* const time = sample_.call.mutable_start_time();
  time->set_seconds(-62135596800);
  EXPECT_EQ(R("{{call.start_time}}"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(InZone("America/New_York", "[{{call.start_time.date}}]"), "[]");
  time->set_seconds(253402300799);
  time->set_nanos(999999999);
  EXPECT_EQ(R("{{call.start_time}}"), "9999-12-31T23:59:59.999999999Z");
  time->set_seconds(253402300800);
  EXPECT_EQ(R("[{{call.start_time}}]"), "[]");
  time->set_seconds(INT64_MAX);
  time->set_nanos(-5);
  EXPECT_EQ(R("[{{call.start_time}}]"), "[]");
  EXPECT_EQ(R("{{call.start_time.unix}}"), "9223372036854775807");
  EXPECT_NE(R("{{call.start_time.unix_ms}}"), "");
  time->set_seconds(-1);
  time->set_nanos(500000000);
  EXPECT_EQ(R("{{call.start_time}} {{call.start_time.unix}} "
              "{{call.start_time.unix_ms}}"),
            "1969-12-31T23:59:59.5Z -1 -500");
}

TEST_F(TemplateVariablesTest, WritesDurations) {
  const auto write = [&](int64_t seconds, int32_t nanos) {
    sample_.call.mutable_duration()->set_seconds(seconds);
    sample_.call.mutable_duration()->set_nanos(nanos);
    return R(
        "{{call.duration}} {{call.duration.seconds}} "
        "{{call.duration.hms}}");
  };
  EXPECT_EQ(write(0, 0), "0 0 0:00:00");
  EXPECT_EQ(write(12, 0), "12 12 0:00:12");
  EXPECT_EQ(write(12, 500000000), "12.5 12 0:00:12");
  EXPECT_EQ(write(3725, 1), "3725.000000001 3725 1:02:05");
  EXPECT_EQ(write(360000, 0), "360000 360000 100:00:00");
  EXPECT_EQ(write(0, -250000000), "-0.25 0 0:00:00");
  EXPECT_EQ(write(-61, 0), "-61 -61 -0:01:01");
  EXPECT_EQ(write(INT64_MIN, 5), " -9223372036854775808 ");
}

TEST_F(TemplateVariablesTest, WritesPhoneNumbers) {
  const auto write = [&](const char* number) {
    sample_.call.set_caller(number);
    return R(
        "{{call.caller}}|{{call.caller.e164}}|{{call.caller.national}}|"
        "{{call.caller.digits}}");
  };
  EXPECT_EQ(write("011 15-4321-0000"),
            "011 15-4321-0000|+5491143210000|011 15-4321-0000|5491143210000");
  EXPECT_EQ(write("+54 9 11 4321-0000"),
            "+54 9 11 4321-0000|+5491143210000|011 15-4321-0000|5491143210000");
  EXPECT_EQ(write("01143210000"),
            "01143210000|+541143210000|011 4321-0000|541143210000");
  EXPECT_EQ(write("+34 912 345 678"),
            "+34 912 345 678|+34912345678|912 34 56 78|34912345678");
  // No full number: as it came.
  EXPECT_EQ(write("101"), "101|101|101|101");
  EXPECT_EQ(write("anonymous"), "anonymous|anonymous|anonymous|");
  EXPECT_EQ(write(""), "|||");
  sample_.account.clear_region_code();
  EXPECT_EQ(write("011 15-4321-0000"),
            "011 15-4321-0000|011 15-4321-0000|011 15-4321-0000|01115432100"
            "00");
  EXPECT_EQ(write("+5491143210000"),
            "+5491143210000|+5491143210000|011 15-4321-0000|5491143210000");
}

TEST_F(TemplateVariablesTest, WritesEnumsByName) {
  EXPECT_EQ(R("{{call.direction}} {{call.state}} {{state.state}}"),
            "INBOUND END END");
  sample_.call.clear_direction();
  EXPECT_EQ(R("[{{call.direction}}]"), "[]");
  sample_.call.set_direction(static_cast<v1::CallState::Direction>(9));
  EXPECT_EQ(R("[{{call.direction}}{{direction}}]"), "[9]");
}

TEST_F(TemplateVariablesTest, GivesFlatNamesTheirMeaning) {
  EXPECT_EQ(FlatNames().size(), 53u);
  for (const FlatName& flat : FlatNames()) {
    EXPECT_EQ(ProblemsOf(TextRequest(absl::StrCat("{{", flat.name, "}}"))), "");
  }
  sample_.call.mutable_duration()->set_nanos(900000000);
  EXPECT_EQ(R("{{cdrid}} {{calling}} {{callingname}} {{called}} {{calledname}} "
              "{{direction}} {{hooktrigger}} {{status}}"),
            "sample-1 +5491143210000 Ana Pérez +541150001000 Ventas IN END "
            "ANSWER");
  EXPECT_EQ(
      R("{{duration}} {{billseconds}} {{price}} {{custom1}} [{{custom2}}]"),
      "95 84 12.50 A-1001 []");
  EXPECT_EQ(R("{{hookid}} {{hookname}} {{hooktemplateid}} "
              "{{hooktemplatename}} {{tenantid}} {{accountname}}"),
            "sample Sample trigger sample Sample event default Sample account");
  EXPECT_EQ(R("{{queuename}} {{queueagentname}} {{answerextension}} "
              "{{wasrecorded}} {{audio_file_mp3}} {{dialtime}}"),
            "sales Juan Gómez 101 true "
            "https://recordings.example.com/sample-1.mp3 "
            "2026-03-01T15:00:00Z");
  // A label of that name comes first.
  (*sample_.call.mutable_labels())["queuename"] = "VIP";
  (*sample_.call.mutable_labels())["audio_file_mp3"] = "x.mp3";
  EXPECT_EQ(R("{{queuename}} {{audio_file_mp3}} {{calling.national}}"),
            "VIP x.mp3 011 15-4321-0000");
  sample_.trigger.clear_display_name();
  EXPECT_EQ(R("{{hookname}}"), "sample");
}

TEST_F(TemplateVariablesTest, DerivesTheFlatStatus) {
  const auto status = [&](bool answered, bool ended, const char* cause) {
    sample_.call.set_answered(answered);
    if (ended) {
      sample_.call.mutable_end_time()->set_seconds(1);
    } else {
      sample_.call.clear_end_time();
    }
    sample_.call.set_hangup_cause(cause);
    return R("{{status}}");
  };
  EXPECT_EQ(status(true, false, ""), "ANSWER");
  EXPECT_EQ(status(true, true, "USER_BUSY"), "ANSWER");
  EXPECT_EQ(status(false, false, ""), "");
  EXPECT_EQ(status(false, true, ""), "NOANSWER");
  EXPECT_EQ(status(false, true, "NO_ANSWER"), "NOANSWER");
  EXPECT_EQ(status(false, true, "NORMAL_CLEARING"), "NOANSWER");
  EXPECT_EQ(status(false, true, "user_busy"), "BUSY");
  EXPECT_EQ(status(false, true, "17"), "BUSY");
  EXPECT_EQ(status(false, true, "ORIGINATOR_CANCEL"), "CANCEL");
  EXPECT_EQ(status(false, true, "UNALLOCATED_NUMBER"), "FAILED");
  EXPECT_EQ(R("[{{answerterminal}}{{answerextension}}]"), "[]");
}

// A template as it is copied out of the other product, quirks and all: quoted
// texts, bare numbers, names with spaces around.
TEST_F(TemplateVariablesTest, TakesAPastedTemplate) {
  const v1::Request request = JsonTemplateRequest(R"({
  "event": "{{ hooktrigger }}",
  "id": "{{ cdrid }}",
  "direction": "{{ direction }}",
  "calling": "{{ calling }}",
  "called": "{{ called }}",
  "status": "{{ status }}",
  "duration": {{ duration }},
  "billseconds": {{ billseconds }},
  "price": {{ price }},
  "wasrecorded": {{ wasrecorded }},
  "audio": "{{ audio_file_mp3 }}",
  "queue": { "name": "{{ queuename }}", "wait": {{ queuewaittime }} },
  "agent": "{{ queueagentname }}",
  "custom": ["{{ custom1 }}", {{ custom2 }}]
})");
  (*sample_.call.mutable_labels())["queuewaittime"] = "120.0";
  EXPECT_EQ(Render(request, sample_).body(), R"({
  "event": "END",
  "id": "sample-1",
  "direction": "IN",
  "calling": "+5491143210000",
  "called": "+541150001000",
  "status": "ANSWER",
  "duration": 95,
  "billseconds": 84,
  "price": 12.50,
  "wasrecorded": true,
  "audio": "https://recordings.example.com/sample-1.mp3",
  "queue": { "name": "sales", "wait": 120.0 },
  "agent": "Juan Gómez",
  "custom": ["A-1001", null]
})");
  const SampleContext empty(SampleKind::kEmpty);
  const std::string body = Render(request, empty).body();
  EXPECT_TRUE(IsValidJson(body)) << body;
  EXPECT_THAT(body, ::testing::HasSubstr("\"duration\": null,"));
}

}  // namespace
}  // namespace gancho::delivery
