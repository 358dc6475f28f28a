// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What filters refuse: where the message points, what it says, and that
// hostile texts are refused or harmless.

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "delivery/language/answer.pb.h"
#include "delivery/language/filter.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/event.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "tests/delivery/language/everything.pb.h"

namespace gancho::delivery {
namespace {

using ::gancho::delivery::testing::Everything;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// "" if the filter compiles.
std::string ErrorOf(
    std::string_view text,
    const google::protobuf::Descriptor* descriptor = v1::Call::descriptor()) {
  const absl::StatusOr<Filter> filter = Filter::Compile(text, descriptor);
  if (filter.ok()) return "";
  EXPECT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(filter.status().message());
}

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

struct Refusal {
  const char* text;
  const char* message;
};

void ExpectRefusals(
    std::initializer_list<Refusal> refusals,
    const google::protobuf::Descriptor* descriptor = v1::Call::descriptor()) {
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(ErrorOf(refusal.text, descriptor), refusal.message)
        << refusal.text;
  }
}

TEST(FilterErrorTest, SaysWhereTheGrammarIsBroken) {
  ExpectRefusals({
      {"queue = sales AND",
       "line 1, column 18: expected a field, found the end of the filter"},
      {"AND queue = sales",
       R"(line 1, column 1: expected a field, found "AND")"},
      {"queue = a OR OR queue = b",
       R"(line 1, column 14: expected a field, found "OR")"},
      {"queue = a OR AND b",
       R"(line 1, column 14: expected a field, found "AND")"},
      {"queue =",
       "line 1, column 8: expected a value, found the end of the filter"},
      {"queue = AND",
       "line 1, column 9: expected a value (quote it if it is "
       R"(this word), found "AND")"},
      {"queue = ()", "line 1, column 10: expected a value, found \")\""},
      {"= sales", R"(line 1, column 1: expected a field, found "=")"},
      {"()", "line 1, column 2: expected a field, found \")\""},
      {"(queue = a", "line 1, column 1: '(' is never closed"},
      {"missed = true\n AND ((queue = a)",
       "line 2, column 6: '(' is never closed"},
      {"queue = a)", "line 1, column 10: ')' without '(' before it"},
      {"queue = \"abc", "line 1, column 9: the quoted text is never closed"},
      {"queue = 'abc\\'", "line 1, column 9: the quoted text is never closed"},
      {"queue = \"a\\", "line 1, column 9: the quoted text is never closed"},
      {"queue = \"a\\qb\"",
       R"(line 1, column 11: unknown escape; there are \\ \" \' \* \n \r \t)"},
      {"NOT NOT queue = a",
       "line 1, column 5: double negation; leave both "
       "out, or use parentheses"},
      {"-NOT queue = a",
       "line 1, column 2: double negation; leave both out, "
       "or use parentheses"},
      {"labels. = a",
       "line 1, column 8: expected a name after '.' (quote names that have "
       R"(other characters than letters, digits, '_' and '-'), found " ")"},
      {"labels .queue = a", "line 1, column 8: expected a field, found \".\""},
      {"queue, caller = a",
       "line 1, column 6: values are listed as (A OR B), not with ','"},
  });
}

TEST(FilterErrorTest, HelpsThoseWhoKnowOtherLanguages) {
  ExpectRefusals({
      {"queue == a", "line 1, column 7: write = for \"equals\""},
      {"queue <> a", "line 1, column 7: write != for \"differs\""},
      {"queue =~ a", "line 1, column 7: there is no '=~'; write = \"*part*\""},
      {"queue !~ a", "line 1, column 7: there is no '!~'; write != \"*part*\""},
      {"queue = a && missed = true",
       "line 1, column 11: write AND instead of '&'"},
      {"queue=a&&missed=true", "line 1, column 8: write AND instead of '&'"},
      {"queue=a||missed=true", "line 1, column 8: write OR instead of '|'"},
      {"queue = (a, b)",
       "line 1, column 11: values are listed as (A OR B), not with ','"},
      {"!missed = true", "line 1, column 1: write NOT or != instead of '!'"},
      {"queue = a and missed = true",
       "line 1, column 11: write AND in upper case"},
      {"not queue = a", "line 1, column 1: write NOT in upper case"},
      {"missed",
       "line 1, column 1: a field alone is no condition; write "
       "missed = true"},
      {"NOT answered",
       "line 1, column 5: a field alone is no condition; "
       "write answered = true"},
      {"Hugo",
       "line 1, column 1: expected an operator (= != < <= > >= :) "
       "after \"Hugo\"; words without a field are not searched for"},
      {"\"Victor Hugo\"",
       "line 1, column 1: expected an operator (= != < <= > >= :) after "
       "\"Victor Hugo\"; words without a field are not searched for"},
      {"regex(queue, 'x')", "line 1, column 1: there are no functions"},
      {"queue = \u201csales\u201d",
       "line 1, column 9: typographic quote; write \" or '"},
      {"queue\u00a0= sales",
       "line 1, column 6: unusual blank or invisible character; write an "
       "ordinary space, or quote the text"},
      {"queue = abc=",
       "line 1, column 12: expected a blank after the value "
       "(quote values that have other characters than "
       "letters, digits and - _ . : * + / @ %), found \"=\""},
  });
}

TEST(FilterErrorTest, NamesTheFieldsThatMayBeMeant) {
  ExpectRefusals({
      {"dirction = INBOUND",
       "line 1, column 1: Call has no field "
       "\"dirction\"; did you mean \"direction\"?"},
      {"missed = true AND Qeue = x",
       "line 1, column 19: Call has no field "
       "\"Qeue\"; did you mean \"queue\"?"},
      {"caler = x",
       "line 1, column 1: Call has no field \"caler\"; did you "
       "mean \"caller\"?"},
      {"call-id = x",
       "line 1, column 1: Call has no field \"call-id\"; did "
       "you mean \"call_id\"?"},
      {"zzzzzz = x",
       "line 1, column 1: Call has no field \"zzzzzz\"; known are name, "
       "call_id, state, direction, caller, caller_name, called, "
       "called_name, "
       "extension, terminal, queue, agent, ..."},
      {"direction = INBOND",
       "line 1, column 13: \"INBOND\" is no value of "
       "\"direction\"; did you mean \"INBOUND\"?"},
      {"direction = inbound",
       "line 1, column 13: \"inbound\" is no value of "
       "\"direction\"; did you mean \"INBOUND\"?"},
      {"state = (END OR HANGUP)",
       "line 1, column 17: \"HANGUP\" is no value of \"state\"; known are "
       "STATE_UNSPECIFIED, ORIGINATE, START, RINGING, TALK, HOLD, RESUME, "
       "TRANSFER, END, RECORDING"},
      {"direction = 1",
       "line 1, column 13: \"1\" is no value of \"direction\"; known are "
       "DIRECTION_UNSPECIFIED, INBOUND, OUTBOUND, INTERNAL"},
  });
}

TEST(FilterErrorTest, ChecksOperatorsAgainstTypes) {
  ExpectRefusals(
      {
          {"flag > false",
           "line 1, column 6: \"flag\" is a boolean, which has "
           "no order; use = or != instead of >"},
          {"color <= RED",
           "line 1, column 7: \"color\" is an enumeration, "
           "which has no order; use = or != instead of <="},
          {"labels = a",
           "line 1, column 8: \"labels\" is a map; compare one of its "
           "values, "
           "as in labels.KEY = \"text\", or test for a key with "
           "labels:KEY"},
          {"child = a",
           "line 1, column 7: \"child\" is a message; compare one of its "
           "fields, or test for its presence with child:*"},
          {"words = red",
           "line 1, column 7: \"words\" is a list; only ':' "
           "looks for an element, as in words:VALUE"},
          {"children.small > 1",
           "line 1, column 16: \"children\" is a list; only ':' looks for "
           "an "
           "element, as in children.FIELD:VALUE"},
          {"open.fields:x",
           "line 1, column 6: \"open\" is a value that filters cannot look "
           "into and has no fields"},
          {"open = x",
           "line 1, column 6: \"open\" is a value that filters "
           "cannot look into; only its presence can be tested, as "
           "in open:*"},
          {"counts.a = 1",
           "line 1, column 8: \"counts\" is a value that filters cannot "
           "look "
           "into and has no fields"},
          {"text.x = 1",
           "line 1, column 6: \"text\" is a text and has no fields"},
          {"when.seconds = 1",
           "line 1, column 6: \"when\" is a time and has no fields"},
          {"words.0:x",
           "line 1, column 7: \"words\" is a list; its elements have no "
           "fields"},
          {"labels.a.b = 1",
           "line 1, column 10: the values of \"labels\" are texts and have "
           "no "
           "fields; quote a key that has a dot in it, as in "
           "labels.\"a.b\""},
          {"child:nothing",
           "line 1, column 7: Everything has no field "
           "\"nothing\"; known are flag, small, big, usmall, "
           "ubig, ratio, real, text, raw, color, maybe, when, "
           "..."},
      },
      Everything::descriptor());
}

TEST(FilterErrorTest, ChecksValuesAgainstTypes) {
  ExpectRefusals(
      {
          {"flag = yes",
           "line 1, column 8: \"flag\" needs true or false, not "
           "\"yes\""},
          {"small = 1.5",
           "line 1, column 9: \"small\" needs a whole number of "
           "at most 64 bits, not \"1.5\""},
          {"big = 9223372036854775808",
           "line 1, column 7: \"big\" needs a whole number of at most 64 "
           "bits, "
           "not \"9223372036854775808\""},
          {"ubig = -1",
           "line 1, column 8: \"ubig\" needs a whole number from "
           "0 to 2^64-1, not \"-1\""},
          {"real = 1e999",
           "line 1, column 8: \"real\" needs a number such as "
           "0.5 or 2.997e9, not \"1e999\""},
          {"real = nan",
           "line 1, column 8: \"real\" needs a number such as "
           "0.5 or 2.997e9, not \"nan\""},
          {"real = 0x10",
           "line 1, column 8: \"real\" needs a number such as "
           "0.5 or 2.997e9, not \"0x10\""},
          {"when > 2026-01-01",
           "line 1, column 8: \"when\" needs an RFC 3339 time such as "
           "2026-01-31T12:00:00Z, not \"2026-01-01\""},
          {"span > 20",
           "line 1, column 8: \"span\" needs a unit, as in 20s, "
           "not \"20\""},
          {"span > soon",
           "line 1, column 8: \"span\" needs a duration such "
           "as 20s, 1.5s or 2m, not \"soon\""},
          {"text > 1e3",
           "line 1, column 8: \"text\" needs a decimal number "
           "without exponent, such as 12.50, not \"1e3\""},
          {"text > \"a*\"",
           "line 1, column 8: wildcards work with = != and : on texts; "
           "here "
           "\"text\" is a text compared by order; write \\* for the "
           "character "
           "itself"},
          {"small = 1*",
           "line 1, column 9: wildcards work with = != and : on "
           "texts; here \"small\" is a whole number"},
          {"color = *",
           "line 1, column 9: wildcards work with = != and : on "
           "texts; here \"color\" is an enumeration"},
          {"labels:a*",
           "line 1, column 8: wildcards work with = != and : on "
           "texts; here \"labels\" is a map"},
          {"text:\"\"",
           "line 1, column 6: every text contains the empty text; "
           "write = \"\" or :*"},
      },
      Everything::descriptor());
  EXPECT_THAT(ErrorOf("cost > cheap"),
              EndsWith("\"cost\" needs a decimal number without exponent, "
                       "such as 12.50, not \"cheap\""));
}

TEST(FilterErrorTest, RefusesWhatIsNoTimeAndNoDuration) {
  for (std::string_view time :
       {"2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00+24:00",
        "infinite-past", "0000-01-01T00:00:00Z", "12026-01-01T00:00:00Z",
        "2026-1-01T00:00:00Z", "2026-01-01T00:00:00Zx", "-001-01-01T00:00:00Z",
        "now", ""}) {
    EXPECT_THAT(
        ErrorOf(absl::StrCat("start_time > \"", std::string(time), "\"")),
        HasSubstr("needs an RFC 3339 time"))
        << time;
  }
  for (std::string_view span :
       {"", "s", "20", "0", "inf", "-inf", "1d", "20 s", "1,5s", "1s1", "--1s",
        "9999999999999999h", "315576000001s"}) {
    EXPECT_THAT(ErrorOf(absl::StrCat("duration > \"", std::string(span), "\"")),
                HasSubstr("\"duration\" needs "))
        << span;
  }
  EXPECT_EQ(ErrorOf("duration > 315576000000s"), "");
}

TEST(FilterErrorTest, RefusesSecrets) {
  for (std::string_view text :
       {"authentication.basic.password = a*", "signing.secret:*",
        "authentication.bearer.token > a", "authentication.bearer:token",
        "authentication.oauth2_jwt_bearer.privateKey = x", "signing:secret",
        "authentication.client_certificate.private_key:*"}) {
    EXPECT_THAT(ErrorOf(text, v1::Event::descriptor()),
                EndsWith("is a secret; filters cannot read it"))
        << text;
  }
  // Nor are they offered.
  EXPECT_EQ(ErrorOf("signing.secrets = x", v1::Event::descriptor()),
            "line 1, column 9: Signing has no field \"secrets\"; known are "
            "scheme, public_key, previous_secret_expire_time");
}

TEST(FilterErrorTest, CountsColumnsInCharacters) {
  EXPECT_THAT(ErrorOf("queue = \u00f1\u00f1\U0001F514 AND x = 1"),
              StartsWith("line 1, column 17: Call has no field \"x\""));
  EXPECT_THAT(ErrorOf("queue = \"\u00f1\n\u00f1\" AND\r\n\tx = 1"),
              StartsWith("line 3, column 2: Call has no field \"x\""));
}

TEST(FilterErrorTest, RefusesWhatIsNoText) {
  EXPECT_EQ(ErrorOf(std::string_view("queue = \0", 9)),
            "line 1, column 9: control character U+0000 is not allowed");
  EXPECT_EQ(ErrorOf("queue = \"\x1b[2J\""),
            "line 1, column 10: control character U+001b is not allowed");
  EXPECT_EQ(ErrorOf("queue = \x7f"),
            "line 1, column 9: control character U+007f is not allowed");
  for (std::string_view bad :
       {"\xff", "\xc3", "\xc3\x28", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xf0\x9f\x94", "\x80"}) {
    EXPECT_EQ(ErrorOf(absl::StrCat("queue = \"", std::string(bad), "\"")),
              "line 1, column 10: the text is not valid UTF-8");
  }
}

TEST(FilterErrorTest, LimitsTheText) {
  const std::string head = "queue = \"";
  const auto filter_of = [&](size_t bytes) {
    return absl::StrCat(head, std::string(bytes - head.size() - 1, 'x'), "\"");
  };
  EXPECT_EQ(ErrorOf(filter_of(8192)), "");
  EXPECT_EQ(ErrorOf(filter_of(8193)),
            "a filter has at most 8192 bytes, this one has 8193");
  EXPECT_EQ(ErrorOf(std::string(8192, ' ')), "");
}

TEST(FilterErrorTest, LimitsNesting) {
  const auto nested = [](int levels, std::string_view inner) {
    return absl::StrCat(Repeat("(", levels), std::string(inner),
                        Repeat(")", levels));
  };
  EXPECT_EQ(ErrorOf(nested(32, "missed = true")), "");
  EXPECT_EQ(ErrorOf(nested(33, "missed = true")),
            "line 1, column 33: parentheses are nested deeper than 32 levels");
  EXPECT_EQ(ErrorOf(nested(31, "missed = (true)")), "");
  EXPECT_EQ(ErrorOf(nested(32, "missed = (true)")),
            "line 1, column 42: parentheses are nested deeper than 32 levels");
  // Beside each other is not inside each other.
  EXPECT_EQ(ErrorOf(Repeat("(missed = true) ", 100)), "");
  EXPECT_EQ(ErrorOf(Repeat("NOT (", 32) + "missed = true" + Repeat(")", 32)),
            "");
}

TEST(FilterErrorTest, LimitsTerms) {
  EXPECT_EQ(ErrorOf(Repeat("missed=true ", 256)), "");
  EXPECT_EQ(ErrorOf(Repeat("missed=true ", 257)),
            "line 1, column 3080: more than 256 terms");
  EXPECT_EQ(ErrorOf("queue = (" + Repeat("a ", 256) + ")"), "");
  EXPECT_THAT(ErrorOf("queue = (" + Repeat("a ", 257) + ")"),
              EndsWith("more than 256 terms"));
}

TEST(FilterErrorTest, SurvivesHostileTexts) {
  for (std::string_view piece :
       {"(",       ")",       "\"",     "'",       "\\",     "-",
        "NOT ",    "-(",      "NOT(",   "queue=(", "a.",     ".",
        "*",       ":",       "=",      "queue:",  "queue=", "a ",
        "OR ",     "AND ",    "\u00f1", "\"\"",    "\"\\\"", "labels.\"",
        "a=b OR ", "labels:", "<",      "!",       ","}) {
    const std::string text =
        Repeat(piece, static_cast<int>(8192 / piece.size()));
    // Some of them are filters; none of them costs much.
    EXPECT_LT(ErrorOf(text).size(), 400u) << piece;
  }
  EXPECT_EQ(ErrorOf("queue = " + std::string(8000, '*')), "");
}

TEST(FilterErrorTest, KeepsMessagesShortAndPrintable) {
  const std::string error = ErrorOf("queue = a AND " + Repeat("\u00f1", 2000));
  EXPECT_THAT(error, HasSubstr("..."));
  EXPECT_LT(error.size(), 400u);
  EXPECT_THAT(ErrorOf("\"a\nb\" = x"), HasSubstr("\"a?b\""));
}

}  // namespace
}  // namespace gancho::delivery
