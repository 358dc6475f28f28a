// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Values that were made to break out of their place, in every text of a call,
// in every kind of template and in all presets: the request keeps the shape
// that it has with harmless values.

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gancho/v1/event_service.pb.h"
#include "tests/delivery/language/template_rendering.h"
#include "tests/testing/request_shape.h"

namespace gancho::delivery {
namespace {

using std::string_literals::operator""s;

const std::vector<std::string>& HostileValues() {
  static const auto& values = *new std::vector<std::string>{
      "Ana \"Nené\" O'Brien \\",
      "\"},{\"x\":\"",
      "\\\"},{\\\"x\\\":\\\"",
      "two\r\nlines\r\nX-Bad: 1\r\n\r\nbody",
      "\r",
      "🙂📞",
      "\u202Eana\u202C \u200F",
      "nul\0inside"s,
      "\0"s,
      "\x01ukey\x02",
      "broken \xff\xc3 \xed\xa0\x80 utf-8 \xe2\x82",
      "<!channel> & <@U1|x>",
      "=IMPORTXML(\"https://example.com\",\"//a\")",
      "{{call.call_id}} {{{x}}} {{#a}}",
      "a&b=c;d%0d%0a#+?/",
      "@evil.example/",
      "//evil.example",
      "https://evil.example/",
      "../../admin",
      "..",
      "%2e%2e/%2E",
      "\u2028\u2029\u0085\x7f",
      "true",
      "null",
      "0",
      "-0",
      "007",
      "+54 9 11 4321-0000",
      "1e999",
      "0x1F",
      "1_000",
      ".5",
      "5.",
      "NaN",
      "-Infinity",
      "123456789012345678901234567890",
      "1,5",
      "12.50",
      "٣٤",
      " ",
      std::string(10'000, 'x'),
      std::string(10'000, '"'),
      std::string(2'500, '\n'),
  };
  return values;
}

// As long, with the same digits, and nothing else to break out with.
std::string Harmless(std::string text) {
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = 'a';
  }
  return text;
}

// All texts that a caller can set. Ids are checked when they come in.
void FillTexts(const std::string& text, google::protobuf::Message* message) {
  const auto* const reflection = message->GetReflection();
  const auto* const type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* const field = type->field(i);
    const bool is_id = field->name() == "name" || field->name() == "call_id";
    if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING &&
        !field->is_repeated() && !is_id) {
      reflection->SetString(message, field, text);
    }
  }
}

void FillCall(const std::string& text, SampleContext* sample) {
  FillTexts(text, &sample->call);
  FillTexts(text, &sample->state);
  for (auto* labels :
       {sample->call.mutable_labels(), sample->state.mutable_labels()}) {
    for (const char* key : {"queue_id", "custom1", "lastaction"}) {
      (*labels)[key] = text;
    }
  }
  // Of them depends which sections are rendered, and not what is tested.
  sample->call.set_hangup_cause("NORMAL_CLEARING");
  sample->state.set_hangup_cause("NORMAL_CLEARING");
}

// Placeholders that stand in a host must look like one.
std::string ReadPreset(const std::filesystem::path& path) {
  std::ifstream stream(path);
  return absl::StrReplaceAll(
      std::string(std::istreambuf_iterator<char>(stream), {}),
      {{"FILL_IN_", "fill-in-"}});
}

// By name: every kind of template, and the presets as they are shipped.
std::map<std::string, v1::Request> Requests() {
  std::map<std::string, v1::Request> requests;
  requests["json"] = JsonRequest(
      R"({"a": "{{call.caller_name}}", "b": "x {{call.queue}} y",
          "c": ["{{call.labels}}", "{{call.cost}}"]})");
  requests["json_template"] = JsonTemplateRequest(
      R"({"a": "{{call.caller_name}}", "b": {{call.caller}},
          "c": [{{call.labels}}{{#call.labels}}, "{{key}}={{value}}"{{/call.labels}}],
          "cost": {{price}}, "secs": {{duration}}, "rec": {{wasrecorded}},
          "e": {{#call.queue}}"{{.}}"{{/call.queue}}{{^call.queue}}0{{/call.queue}}})");
  requests["form"] = FormRequest("a", "{{call.caller_name}}&x={{call.queue}}");
  (*requests["form"].mutable_form()->mutable_fields())["z"] = "{{call.caller}}";
  requests["header"] = HeaderRequest("a {{call.caller_name}} {{call.queue}}");
  requests["url"] = UrlRequest(
      "https://example.com/{{call.queue}}/x{{call.caller}}?a="
      "{{call.caller_name}}&b={{call.labels.custom1}}");
  for (const auto& entry :
       std::filesystem::directory_iterator("clients/presets")) {
    if (!entry.is_directory()) continue;
    v1::CreateEventRequest create;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                    ReadPreset(entry.path() / "event.json"), &create)
                    .ok())
        << entry.path();
    requests[entry.path().filename()] = create.event().request();
  }
  return requests;
}

// The bodies of JSON, read by a reader that is not ours.
void ExpectJson(const store::RenderedRequest& request) {
  google::protobuf::Value value;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                  NameSecrets(request).body(), &value)
                  .ok())
      << request.body();
}

TEST(HostileValuesTest, LeaveEveryRequestInShape) {
  const std::map<std::string, v1::Request> requests = Requests();
  EXPECT_GT(requests.size(), 12u);
  for (const auto& [name, request] : requests) {
    FieldProblems problems;
    const auto compiled = RequestTemplate::Compile(request, &problems);
    ASSERT_NE(compiled, nullptr) << name << ": " << Describe(problems);
    for (const std::string& value : HostileValues()) {
      SCOPED_TRACE(name + ": " + value.substr(0, 60));
      SampleContext hostile(SampleKind::kTypical);
      SampleContext harmless(SampleKind::kTypical);
      FillCall(value, &hostile);
      FillCall(Harmless(value), &harmless);
      store::RenderedRequest out, expected;
      const absl::Status status = compiled->Render(hostile.context(), &out);
      if (value.size() > 2'000 && !status.ok()) {
        // Refused as a whole, since it would be too long; never cut.
        EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
        continue;
      }
      ASSERT_TRUE(status.ok()) << status;
      ASSERT_TRUE(compiled->Render(harmless.context(), &expected).ok());
      EXPECT_EQ(testing::ShapeOf(out), testing::ShapeOf(expected));
      if (request.has_json() || request.has_json_template()) ExpectJson(out);
      for (const auto& header : out.headers()) {
        for (const char c : header.value()) {
          EXPECT_TRUE(static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
        }
      }
    }
  }
}

TEST(HostileValuesTest, NothingAtAllIsFineToo) {
  for (const auto& [name, request] : Requests()) {
    SCOPED_TRACE(name);
    const store::RenderedRequest out =
        Render(request, SampleContext(SampleKind::kEmpty));
    EXPECT_NE(out.host(), "") << out.body();
    if (request.has_json() || request.has_json_template()) ExpectJson(out);
  }
}

}  // namespace
}  // namespace gancho::delivery
