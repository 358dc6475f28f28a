// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/json_machine.h"

#include <string>

#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;

TEST(JsonMachineTest, TakesWhatRfc8259Allows) {
  for (const char* const text :
       {"0", "-0", "12", "-1.5", "0.5e10", "1E+2", "2e-2", "true", "false",
        "null", "\"\"", "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "[]", "{}",
        " [ 1 , [ ] , { } ] ", "{\"a\":{\"b\":[1,\"x\",null]},\"c\":true}\n",
        "\"\x7f\"", "\"é😀\"", "1 "}) {
    EXPECT_TRUE(IsValidJson(text)) << text;
  }
}

TEST(JsonMachineTest, RefusesEverythingElse) {
  for (const char* const text : {"",
                                 " ",
                                 "01",
                                 "-",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "1e",
                                 "1e+",
                                 "0x1",
                                 "NaN",
                                 "Infinity",
                                 "tru",
                                 "truee",
                                 "nul",
                                 "'a'",
                                 "\"",
                                 "\"\\x\"",
                                 "\"\\u12g4\"",
                                 "\"\\u12\"",
                                 "\"a\nb\"",
                                 "[1,]",
                                 "[,1]",
                                 "[1 2]",
                                 "[",
                                 "]",
                                 "{",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{,}",
                                 "{1:2}",
                                 "{a:1}",
                                 "{\"a\":1 \"b\":2}",
                                 "[}",
                                 "{]",
                                 "1 2",
                                 "null null",
                                 "// x\n1",
                                 "\"\x80\"",
                                 "\"\xc3\"",
                                 "\xef\xbb\xbf{}"}) {
    EXPECT_FALSE(IsValidJson(text)) << text;
  }
  EXPECT_FALSE(IsValidJson(std::string("\"a\0\"", 4)));
}

TEST(JsonMachineTest, NestsSixtyFourLevels) {
  const std::string open(64, '[');
  const std::string close(64, ']');
  EXPECT_TRUE(IsValidJson(open + close));
  EXPECT_FALSE(IsValidJson("[" + open + close + "]"));
}

// Templates that must be refused, with a part of the reason.
TEST(JsonFlowTest, RefusesWhatCanBecomeInvalid) {
  const struct {
    const char* text;
    const char* reason;
  } kCases[] = {
      {R"({"a":"{{call.caller}}})", "ends too early"},
      {R"({"a":{{call.caller}})", "ends too early"},
      {R"({"a":1,})", "line 1, column 8: the JSON has \"}\" where a key"},
      {"", "ends too early where a value"},
      {R"({{call.caller}}{{call.called}})", "column 16: the JSON has a variab"},
      {R"({"a":1{{call.caller}}})", "has a variable where a comma or }"},
      {R"({"a":{{call.caller}}5})", "has \"5\" where a comma or }"},
      {R"({ {{call.caller}}: 1})", "has a variable where a key in quotes"},
      {R"({"a":"\{{call.caller}}"})", "where the rest of an escape sequence"},
      {R"({"a":"\u00{{call.caller}}"})", "the rest of an escape sequence"},
      {R"(["{{#call.labels}}{{key}}",{{/call.labels}}"])", ""},
      {R"([{{#call.labels}}"{{key}}",{{/call.labels}}])",
       "has \"]\" where a value must follow, when the section \"call.labels\" "
       "before it is rendered"},
      {R"([{{#call.labels}},"{{key}}"{{/call.labels}}])", "has \",\""},
      {R"({"a":1{{#call.queue}},"q":1,{{/call.queue}}})",
       "\"call.queue\" before it is rendered"},
      {R"({"q":{{#call.queue}}"x"{{/call.queue}}})",
       "has \"}\" where a value must follow, when the section \"call.queue\" "
       "before it is left out"},
      {R"({"q":{{#call.queue}}1{{/call.queue}}{{^call.agent}}2{{/call.agent}}})",
       "\"call.agent\" before it is left out"},
      {R"([{{#call.queue}}"{{/call.queue}}x"])", ""},
      {R"({"a":{{#call.answered}}"{{/call.answered}}{{call.caller}}"})", ""},
  };
  for (const auto& c : kCases) {
    const std::string problems = ProblemsOf(JsonTemplateRequest(c.text));
    EXPECT_THAT(problems, HasSubstr("json_template: line ")) << c.text;
    EXPECT_THAT(problems, HasSubstr(c.reason)) << c.text;
  }
}

TEST(JsonFlowTest, KnowsThatOneConditionIsTheSameThroughout) {
  for (
      const char* const text :
      {R"({"q":{{#call.queue}}"{{.}}"{{/call.queue}}{{^call.queue}}0{{/call.queue}}})",
       R"({{#call.queue}}{"q":1{{/call.queue}}{{^call.queue}}{"n":1{{/call.queue}}})",
       R"([{{#call.queue}}1{{/call.queue}}{{^call.queue}}{{#call.agent}}2)"
       R"({{/call.agent}}{{^call.agent}}3{{/call.agent}}{{/call.queue}}])",
       R"([null{{#call.labels}},{"{{key}}":{{value}}}{{/call.labels}}])",
       R"([{{#call.labels}}{{value}},{{/call.labels}}null])",
       R"({{#duration}}1{{/duration}}{{^call.duration.seconds}}2)"
       R"({{/call.duration.seconds}})"}) {
    EXPECT_EQ(ProblemsOf(JsonTemplateRequest(text)), "") << text;
  }
}

TEST(JsonFlowTest, FollowsManyIndependentSectionsAtOnce) {
  std::string independent = "[0";
  for (int i = 0; i < 60; ++i) {
    const std::string name = absl::StrCat("call.labels.k", i);
    absl::StrAppend(&independent, "{{#", name, "}},", i, "{{/", name, "}}");
  }
  EXPECT_EQ(ProblemsOf(JsonTemplateRequest(independent + "]")), "");
  // All of them come up again, so all combinations count.
  std::string dependent = independent;
  for (int i = 0; i < 60; ++i) {
    const std::string name = absl::StrCat("call.labels.k", i);
    absl::StrAppend(&dependent, "{{#", name, "}},", i, "{{/", name, "}}");
  }
  EXPECT_THAT(ProblemsOf(JsonTemplateRequest(dependent + "]")),
              HasSubstr("too many ways"));
}

}  // namespace
}  // namespace gancho::delivery
