// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Mustache as its specification has it: cases of our own after each of its
// chapters, over the fields of a call.

#include <string>

#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;

class MustacheTest : public ::testing::Test {
 protected:
  MustacheTest() : sample_(SampleKind::kTypical) {
    sample_.call.clear_labels();
    (*sample_.call.mutable_labels())["b"] = "2";
    (*sample_.call.mutable_labels())["a"] = "1";
    sample_.call.set_caller_name("Ana");
    sample_.call.clear_agent();
    sample_.trigger.clear_call_states();
    sample_.trigger.add_call_states(v1::CallState::START);
    sample_.trigger.add_call_states(v1::CallState::END);
  }

  std::string R(std::string_view text) { return RenderText(text, sample_); }
  static std::string Problem(std::string_view text) {
    return ProblemsOf(TextRequest(text));
  }

  SampleContext sample_;
};

TEST_F(MustacheTest, InterpolatesWithoutTouchingWhatIsAround) {
  EXPECT_EQ(R("Hello {world}\n"), "Hello {world}\n");
  EXPECT_EQ(R("Hi {{call.caller_name}}!"), "Hi Ana!");
  EXPECT_EQ(R("| {{call.caller_name}} |"), "| Ana |");
  EXPECT_EQ(R("  {{call.caller_name}}\n"), "  Ana\n");
  EXPECT_EQ(R("|{{ call.caller_name }}|"), "|Ana|");
  EXPECT_EQ(R("|{{\n call.caller_name\t}}|"), "|Ana|");
  EXPECT_EQ(R("[{{call.agent}}]"), "[]");
  EXPECT_EQ(R("{{{call.caller_name}}}{{& call.caller_name }}"), "AnaAna");
  EXPECT_EQ(R("{ {{call.caller_name}}}"), "{ Ana}");
  EXPECT_EQ(R("{{call.caller_name}"),
            "REFUSED text: line 1, column 1: the tag "
            "that is opened here is never closed "
            "with \"}}\"\n");
}

TEST_F(MustacheTest, RendersSectionsByTruth) {
  EXPECT_EQ(R("{{#call.answered}}yes{{/call.answered}}"), "yes");
  EXPECT_EQ(R("{{^call.answered}}no{{/call.answered}}"), "");
  EXPECT_EQ(R("{{#call.missed}}yes{{/call.missed}}"), "");
  EXPECT_EQ(R("{{^call.missed}}no{{/call.missed}}"), "no");
  EXPECT_EQ(R("{{#call.agent}}x{{/call.agent}}{{^call.agent}}nobody"
              "{{/call.agent}}"),
            "nobody");
  EXPECT_EQ(R("{{#call.caller_name}}<{{.}}>{{/call.caller_name}}"), "<Ana>");
  EXPECT_EQ(R("{{#call.end_time}}ended{{/call.end_time}}"), "ended");
  EXPECT_EQ(R("{{#call.state_count}}{{.}}{{/call.state_count}}"), "4");
  EXPECT_EQ(R("{{#call.labels.a}}a={{.}}{{/call.labels.a}}"), "a=1");
  EXPECT_EQ(R("{{#call.labels.z}}z{{/call.labels.z}}"), "");
}

TEST_F(MustacheTest, TakesZeroForFalse) {
  sample_.call.clear_state_count();
  sample_.call.mutable_talk_duration()->Clear();
  EXPECT_EQ(R("{{#call.state_count}}x{{/call.state_count}}"), "");
  EXPECT_EQ(R("{{#call.talk_duration}}x{{/call.talk_duration}}"), "");
  EXPECT_EQ(R("{{#billseconds}}x{{/billseconds}}"), "");
  sample_.call.mutable_talk_duration()->set_nanos(1);
  EXPECT_EQ(R("{{#call.talk_duration}}x{{/call.talk_duration}}"), "x");
}

TEST_F(MustacheTest, LooksNamesUpFromTheInnermostSectionOutward) {
  EXPECT_EQ(R("{{#call}}{{caller_name}} {{event.id}}{{/call}}"), "Ana sample");
  EXPECT_EQ(R("{{#call}}{{direction}}{{/call}} {{direction}}"), "INBOUND IN");
  EXPECT_EQ(R("{{#call}}{{#state}}{{#labels}}{{key}}{{/labels}}{{/state}}"
              "{{/call}}"),
            "ab");
  // A part that is found decides, even if the rest is not below it.
  EXPECT_THAT(Problem("{{#call}}{{state.state}}{{/call}}"),
              HasSubstr("has nothing below it"));
}

TEST_F(MustacheTest, GoesOverMapsInTheOrderOfTheirKeys) {
  EXPECT_EQ(R("{{#call.labels}}{{key}}={{value}};{{/call.labels}}"),
            "a=1;b=2;");
  EXPECT_EQ(R("{{#call.labels}}{{.}}{{/call.labels}}"), "12");
  EXPECT_EQ(R("{{#call.labels}}{{call.caller_name}}{{/call.labels}}"),
            "AnaAna");
  EXPECT_EQ(R("{{#state.labels}}x{{/state.labels}}{{^state.labels}}none"
              "{{/state.labels}}"),
            "none");
}

TEST_F(MustacheTest, GoesOverListsAndNestsLoops) {
  EXPECT_EQ(R("{{#trigger.call_states}}{{.}} {{/trigger.call_states}}"),
            "START END ");
  EXPECT_EQ(R("{{#call.labels}}{{#trigger.call_states}}{{key}}:{{.}} "
              "{{/trigger.call_states}}{{/call.labels}}"),
            "a:START a:END b:START b:END ");
  EXPECT_EQ(R("{{#call.labels}}{{#call.labels}}{{value}}{{/call.labels}} "
              "{{/call.labels}}"),
            "12 12 ");
}

TEST_F(MustacheTest, RemovesLinesOfTagsThatStandAlone) {
  EXPECT_EQ(R("a\n{{#call.answered}}\nb\n{{/call.answered}}\nc\n"),
            "a\nb\nc\n");
  EXPECT_EQ(R("a\r\n  {{#call.answered}}  \r\nb\r\n\t{{/call.answered}}\r\nc"),
            "a\r\nb\r\nc");
  EXPECT_EQ(R("  {{#call.answered}}\nx\n  {{/call.answered}}"), "x\n");
  EXPECT_EQ(R("a\n{{! note }}\nb"), "a\nb");
  EXPECT_EQ(R("a\n  {{! two\n lines }}  \nb"), "a\nb");
  EXPECT_EQ(R("a\n{{=<% %>=}}\nb<%call.caller_name%>"), "a\nbAna");
  // Not alone: something else is on the line, or it is a variable.
  EXPECT_EQ(R(" {{#call.answered}} x {{/call.answered}}\n"), "  x \n");
  EXPECT_EQ(R("{{! a }} {{! b }}\n"), " \n");
  EXPECT_EQ(R("a\n  {{call.agent}}\nb"), "a\n  \nb");
  EXPECT_EQ(R("12 {{! note }}\n"), "12 \n");
}

TEST_F(MustacheTest, DropsCommentsAndChangesDelimiters) {
  EXPECT_EQ(R("12{{! {{not}} 34"), "12 34");
  EXPECT_EQ(R("{{=| |=}}|call.caller_name| {{x}}"), "Ana {{x}}");
  EXPECT_EQ(R("{{= <% %> =}}<%#call.answered%>y<%/call.answered%>"
              "<%={{ }}=%>{{call.caller_name}}"),
            "yAna");
}

TEST_F(MustacheTest, SaysWhereATemplateIsBroken) {
  EXPECT_EQ(Problem("a\nbé{{#call.answered}}x"),
            "text: line 2, column 3: section \"call.answered\" is opened here "
            "and never closed\n");
  EXPECT_EQ(Problem("{{/call}}"),
            "text: line 1, column 1: section \"call\" is closed here but not "
            "open\n");
  EXPECT_EQ(Problem("{{#call}}{{#state}}{{/call}}{{/state}}"),
            "text: line 1, column 20: section \"state\" must be closed before "
            "\"call\"\n");
  EXPECT_THAT(Problem("{{> header}}"), HasSubstr("partials"));
  EXPECT_THAT(Problem("{{<layout}}"), HasSubstr("inheritance"));
  EXPECT_THAT(Problem("{{$block}}"), HasSubstr("inheritance"));
  EXPECT_THAT(Problem("{{}}"), HasSubstr("has no name"));
  EXPECT_THAT(Problem("{{#}}"), HasSubstr("has no name"));
  EXPECT_THAT(Problem("{{call caller}}"), HasSubstr("without spaces"));
  EXPECT_THAT(Problem("{{call..caller}}"), HasSubstr("is not a name"));
  EXPECT_THAT(Problem("{{=<%=}}"), HasSubstr("set-delimiter"));
  EXPECT_THAT(Problem("{{=<% %> }}"), HasSubstr("set-delimiter"));
  EXPECT_THAT(Problem("{{.}}"), HasSubstr("there is none here"));
  EXPECT_THAT(Problem("{{#call}}{{.}}{{/call}}"),
              HasSubstr("there is none here"));
}

TEST_F(MustacheTest, NestsSections32LevelsDeep) {
  std::string text = "x";
  for (int i = 0; i < 32; ++i) {
    text = "{{#call.answered}}" + text + "{{/call.answered}}";
  }
  EXPECT_EQ(R(text), "x");
  EXPECT_THAT(Problem("{{#call.answered}}" + text + "{{/call.answered}}"),
              HasSubstr("deeper than 32 levels"));
}

}  // namespace
}  // namespace gancho::delivery
