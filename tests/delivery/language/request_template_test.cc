// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What is sent: every kind of body, escaping by place, and input that tries to
// get out of its place.

#include "delivery/language/request_template.h"

#include <string>
#include <vector>

#include "delivery/language/json_machine.h"
#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A literal with a NUL inside.
template <size_t kSize>
std::string Bytes(const char (&text)[kSize]) {
  return std::string(text, kSize - 1);
}

class RequestTemplateTest : public ::testing::Test {
 protected:
  RequestTemplateTest() : sample_(SampleKind::kTypical) {}

  std::string Body(const v1::Request& request) {
    return Render(request, sample_).body();
  }
  std::string Target(std::string_view url) {
    const store::RenderedRequest out = Render(UrlRequest(url), sample_);
    return out.target() + out.body();
  }

  SampleContext sample_;
};

TEST_F(RequestTemplateTest, FillsInTheWholeRequest) {
  v1::Request request = HeaderRequest(" {{call.call_id}} ");
  request.set_url("HTTPS://Hooks.EXAMPLE.com/in/{{call.call_id}}?a=1");
  request.set_method(v1::Request::PUT);
  request.set_text("Call {{call.call_id}}");
  store::RenderedRequest out = Render(request, sample_);
  EXPECT_EQ(out.method(), "PUT");
  EXPECT_TRUE(out.tls());
  EXPECT_EQ(out.host(), "hooks.example.com");
  EXPECT_EQ(out.port(), 443u);
  EXPECT_EQ(out.target(), "/in/sample-1?a=1");
  EXPECT_EQ(out.body(), "Call sample-1");
  ASSERT_EQ(out.headers_size(), 2);
  EXPECT_EQ(out.headers(0).name(), "Content-Type");
  EXPECT_EQ(out.headers(0).value(), "text/plain; charset=utf-8");
  EXPECT_EQ(out.headers(1).name(), "X-Test");
  EXPECT_EQ(out.headers(1).value(), "sample-1");
}

TEST_F(RequestTemplateTest, OverwritesWhatWasRenderedBefore) {
  FieldProblems problems;
  const auto compiled =
      RequestTemplate::Compile(TextRequest("{{call.call_id}}"), &problems);
  ASSERT_NE(compiled, nullptr);
  store::RenderedRequest out;
  ASSERT_TRUE(compiled->Render(sample_.context(), &out).ok());
  const std::string once = out.SerializeAsString();
  ASSERT_TRUE(compiled->Render(sample_.context(), &out).ok());
  EXPECT_EQ(out.SerializeAsString(), once);
}

TEST_F(RequestTemplateTest, HasADefaultMethodPortTargetAndContentType) {
  store::RenderedRequest out =
      Render(UrlRequest("http://example.com"), sample_);
  EXPECT_EQ(out.method(), "POST");
  EXPECT_FALSE(out.tls());
  EXPECT_EQ(out.port(), 80u);
  EXPECT_EQ(out.target(), "/");
  EXPECT_EQ(out.headers_size(), 0);
  EXPECT_EQ(Target("https://example.com?a={{call.queue}}"), "/?a=sales");

  v1::Request request = JsonRequest("{}");
  EXPECT_EQ(Render(request, sample_).headers(0).value(), "application/json");
  request.set_content_type("application/ld+json");
  EXPECT_EQ(Render(request, sample_).headers(0).value(), "application/ld+json");
  EXPECT_EQ(Render(FormRequest("a", "b"), sample_).headers(0).value(),
            "application/x-www-form-urlencoded");
}

TEST_F(RequestTemplateTest, KnowsHostsInEverySpelling) {
  const auto host = [&](std::string_view url) {
    return Render(UrlRequest(url), sample_).host();
  };
  EXPECT_EQ(host("https://203.0.113.7:8443/"), "203.0.113.7");
  EXPECT_EQ(host("https://[2001:DB8:0:0::1]:8443/"), "2001:db8::1");
  EXPECT_EQ(host("https://xn--mnchen-3ya.example/"), "xn--mnchen-3ya.example");
  EXPECT_EQ(host("http://localhost/"), "localhost");
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(
      UrlRequest("http://[::1]:81/{{call.queue}}"), &problems);
  ASSERT_NE(compiled, nullptr);
  EXPECT_EQ(compiled->host(), "::1");
  EXPECT_EQ(compiled->port(), 81);
  EXPECT_FALSE(compiled->tls());
}

TEST_F(RequestTemplateTest, EncodesVariablesInUrls) {
  sample_.call.set_caller_name("a b/c?d&e=f#g%h+é\n.~-_");
  constexpr char kEncoded[] = "a%20b%2Fc%3Fd%26e%3Df%23g%25h%2B%C3%A9%0A.~-_";
  EXPECT_EQ(Target("https://example.com/{{call.caller_name}}"),
            absl::StrCat("/", kEncoded));
  EXPECT_EQ(Target("https://example.com/x?n={{call.caller_name}}"),
            absl::StrCat("/x?n=", kEncoded));
  // What the author wrote keeps its meaning.
  EXPECT_EQ(Target("https://example.com/Hoja 1!A:K/ñ{x}?a=b&c=%20+"),
            "/Hoja%201!A:K/%C3%B1%7Bx%7D?a=b&c=%20+");
  EXPECT_EQ(Target("https://example.com/a"
                   "{{#call.queue}}?q={{call.queue}}{{/call.queue}}"),
            "/a?q=sales");
}

TEST_F(RequestTemplateTest, LetsNoVariableClimbThePath) {
  for (const char* const name :
       {".", "..", "../..", "a/../../b", "..\\..", "./", "/..", "..."}) {
    sample_.call.set_caller_name(name);
    const std::string target =
        Target("https://example.com/v1/{{call.caller_name}}/send");
    EXPECT_THAT(target, HasSubstr("/v1/")) << name;
    EXPECT_THAT(target, Not(HasSubstr("/../"))) << name;
    EXPECT_THAT(target, Not(HasSubstr("/./"))) << name;
    // Not even after a server has decoded it once.
    std::string decoded;
    for (size_t i = 0; i < target.size(); ++i) {
      if (target[i] == '%') {
        decoded +=
            static_cast<char>(std::stoi(target.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        decoded += target[i];
      }
    }
    EXPECT_THAT(decoded, Not(HasSubstr("/../"))) << name;
    EXPECT_THAT(decoded, Not(HasSubstr("/..\\"))) << name;
  }
  sample_.call.set_caller_name("..");
  EXPECT_EQ(Target("https://example.com/?x={{call.caller_name}}"), "/?x=..");
  // Together with text of the author's.
  sample_.call.set_caller_name(".");
  EXPECT_EQ(Target("https://example.com/a{{call.caller_name}}b"), "/a%252Eb");
}

TEST_F(RequestTemplateTest, EncodesForms) {
  v1::Request request = FormRequest("b c", "Hola {{call.caller_name}} & co");
  (*request.mutable_form()->mutable_fields())["a"] = "{{call.agent}}";
  sample_.call.set_caller_name("x=1&y=2+3 ñ\r\n");
  sample_.call.clear_agent();
  EXPECT_EQ(Body(request), "a=&b+c=Hola+x%3D1%26y%3D2%2B3+%C3%B1%0D%0A+%26+co");
}

TEST_F(RequestTemplateTest, RemovesControlCharactersFromHeaders) {
  sample_.call.set_caller_name(
      Bytes("a\r\nX-Evil: 1\0\x7f\t\xc2\x85 \"b\\\" ñ\xff"));
  EXPECT_EQ(
      Render(HeaderRequest("{{call.caller_name}}"), sample_).headers(0).value(),
      "aX-Evil: 1 \"b\\\" ñ\xef\xbf\xbd");
}

TEST_F(RequestTemplateTest, LeavesTextAsItIs) {
  sample_.call.set_caller_name("<!channel> & \"q\" \\ \x01");
  EXPECT_EQ(Body(TextRequest("{{call.caller_name}}|{{{call.caller_name}}}")),
            "<!channel> & \"q\" \\ \x01|<!channel> & \"q\" \\ \x01");
}

TEST_F(RequestTemplateTest, EscapesForSlackWhereAsked) {
  sample_.call.set_caller_name("<!channel> & \"q\"");
  EXPECT_EQ(Body(TextRequest("{{call.caller_name.slack}}")),
            "&lt;!channel&gt; &amp; \"q\"");
  EXPECT_EQ(Body(JsonRequest(R"({"text":"New: {{callingname.slack}}"})")),
            R"({"text":"New: &lt;!channel&gt; &amp; \"q\""})");
  (*sample_.call.mutable_labels())["n.o"] = "<";
  EXPECT_EQ(Body(TextRequest("{{call.labels.n.o.slack}}")), "&lt;");
  EXPECT_EQ(Body(TextRequest("{{#call.labels}}{{value.slack}}"
                             "{{/call.labels}}")),
            "A-1001&lt;15");
  sample_.call.set_caller("<@U1>");
  EXPECT_EQ(Body(TextRequest("{{call.caller.national.slack}}")), "&lt;@U1&gt;");
}

TEST_F(RequestTemplateTest, EscapesJsonStrings) {
  sample_.call.set_caller_name(
      Bytes("\"\\/\b\n\r\t\0\x1f\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9"
            "é😀\xff\xc3\xed\xa0\x80"));
  const std::string escaped =
      "\\\"\\\\/\\u0008\\n\\r\\t\\u0000\\u001F\\u007F\\u0085\\u2028\\u2029é😀"
      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd";
  EXPECT_EQ(Body(JsonTemplateRequest(R"({"n":"{{call.caller_name}}"})")),
            "{\"n\":\"" + escaped + "\"}");
  EXPECT_EQ(Body(JsonRequest(R"({"n":"{{call.caller_name}}"})")),
            "{\"n\":\"" + escaped + "\"}");
  EXPECT_EQ(Body(JsonRequest(R"({"n":"<{{call.caller_name}}>"})")),
            "{\"n\":\"<" + escaped + ">\"}");
}

TEST_F(RequestTemplateTest, KeepsTheTypeOfALeafThatIsOneVariable) {
  const auto leaf = [&](const char* text) {
    return Body(JsonRequest(absl::StrCat("\"", text, "\"")));
  };
  EXPECT_EQ(leaf("{{call.state_count}}"), "4");
  EXPECT_EQ(leaf("{{call.answered}}"), "true");
  EXPECT_EQ(leaf("{{call.missed}}"), "false");
  EXPECT_EQ(leaf("{{call.duration}}"), "95");
  EXPECT_EQ(leaf("{{ call.ring_duration }}"), "8.25");
  EXPECT_EQ(leaf("{{call.ring_duration.seconds}}"), "8");
  EXPECT_EQ(leaf("{{call.talk_time.unix_ms}}"), "1772377210250");
  EXPECT_EQ(leaf("{{call.talk_time}}"), "\"2026-03-01T15:00:10.25Z\"");
  EXPECT_EQ(leaf("{{call.direction}}"), "\"INBOUND\"");
  // A text stays one, whatever it looks like.
  EXPECT_EQ(leaf("{{call.cost}}"), "\"12.50\"");
  EXPECT_EQ(leaf("{{call.labels.queue_id}}"), "\"15\"");
  EXPECT_EQ(leaf("{{call.labels.nothing}}"), "null");
  sample_.state.clear_direction();
  EXPECT_EQ(leaf("{{state.direction}}"), "null");
  EXPECT_EQ(leaf("{{state.expire_time}}"), "null");
  EXPECT_EQ(leaf("{{call.labels}}"), R"({"custom1":"A-1001","queue_id":"15"})");
  EXPECT_EQ(leaf("{{state.labels}}"), "{}");
  EXPECT_EQ(leaf("{{trigger.call_states}}"), R"(["END"])");
  // More than one variable is a string.
  EXPECT_EQ(leaf(" {{call.state_count}}"), "\" 4\"");
  EXPECT_EQ(leaf("{{call.state_count}}{{! as text }}"), "\"4\"");
  EXPECT_EQ(leaf("{{call.labels.nothing}}{{call.labels.nothing}}"), "\"\"");
  EXPECT_EQ(leaf("{{#call.answered}}{{call.answered}}{{/call.answered}}"),
            "\"true\"");
}

TEST_F(RequestTemplateTest, WritesJsonWithSortedKeysAndShortNumbers) {
  EXPECT_EQ(
      Body(JsonRequest(R"({"b":[1,-0.5,1e3,1e300,123456789012,0.1],"a":null,)"
                       R"("c":{"y":true,"x":"\"{}"},"{{call.queue}}":[]})")),
      R"({"a":null,"b":[1,-0.5,1000,1e+300,123456789012,0.1],)"
      R"("c":{"x":"\"{}","y":true},"{{call.queue}}":[]})");
}

TEST_F(RequestTemplateTest, WritesBareVariablesAsValidJson) {
  const auto bare = [&](const std::string& label) {
    (*sample_.call.mutable_labels())["x"] = label;
    return Body(JsonTemplateRequest(R"({"x":{{call.labels.x}}})"));
  };
  EXPECT_EQ(bare(""), R"({"x":null})");
  for (const char* const number :
       {"0", "12", "-1", "120.0", "0.5", "-0.25", "123456789012345", "true",
        "false", "null"}) {
    EXPECT_EQ(bare(number), absl::StrCat("{\"x\":", number, "}"));
  }
  for (const char* const text :
       {"01", "1.", ".5", "+1", "1e5", "0x1", "NaN", "1,2", "1 ", "True",
        "1234567890123456", "[1]", "{}", "a", "-", "1.2.3", "--1"}) {
    EXPECT_EQ(bare(text), absl::StrCat("{\"x\":\"", text, "\"}"));
  }
  EXPECT_EQ(bare("\"},{\"x\":\""), R"({"x":"\"},{\"x\":\""})");
  EXPECT_EQ(
      Body(JsonTemplateRequest(
          R"([{{call.answered}},{{call.duration}},{{call.labels}}])")),
      R"([true,95,{"custom1":"A-1001","queue_id":"15","x":"\"},{\"x\":\""}])");
}

// Every text of a call, put everywhere at once.
TEST_F(RequestTemplateTest, StaysWhatItIsWhateverTheCallSays) {
  const std::vector<std::string> hostile = {
      "\"},{\"x\":\"",
      "a\r\nX-Evil: 1\r\n\r\nGET / HTTP/1.1",
      std::string("\0\0", 2),
      "<!channel>",
      "=IMPORTXML(\"http://x\")",
      "😀🏳️‍🌈",
      std::string("\xe2\x80") +
          "\xae\xe2\x80\x8f"
          "abc",
      "\xff\xfe\xc0\x80\xed\xa0\x80",
      std::string(10000, 'x'),
      std::string(10000, '"'),
      "\\",
      "\\u0022",
      "{{call.caller}}",
      "&b=2",
      "#",
      "%00",
      "..",
      "1e999",
      "-",
      "@evil.example",
      "//evil.example/",
      "\xe2\x80\xa8",
      "]",
      "null",
      "1"};
  v1::Request json = JsonTemplateRequest(
      R"({"a":"{{call.caller_name}}","b":{{call.caller_name}},)"
      R"("c":{{call.labels}}{{#call.labels}},"{{key}}":"{{value}}")"
      R"({{/call.labels}}})");
  json.set_url("https://example.com/p/{{call.queue}}?q={{call.queue}}&r=1");
  auto* const header = json.add_headers();
  header->set_name("X-Test");
  header->set_value("{{call.queue}}");
  v1::Request form = FormRequest("a", "{{call.caller_name}}");
  (*form.mutable_form()->mutable_fields())["b"] = "1";
  for (const std::string& text : hostile) {
    sample_.call.set_caller_name(text);
    sample_.call.set_queue(text.substr(0, 100));
    sample_.call.clear_labels();
    (*sample_.call.mutable_labels())[text.substr(0, 63)] = text;
    const store::RenderedRequest out = Render(json, sample_);
    EXPECT_TRUE(IsValidJson(out.body())) << out.body();
    EXPECT_EQ(out.host(), "example.com");
    EXPECT_EQ(out.target().substr(0, 3), "/p/");
    EXPECT_EQ(out.target().find('?'), out.target().rfind('?'));
    EXPECT_EQ(out.target().find('&'), out.target().rfind('&'));
    EXPECT_EQ(out.target().find_first_of("# \r\n"), std::string::npos);
    EXPECT_EQ(out.headers(1).value().find_first_of(std::string("\r\n\0", 3)),
              std::string::npos);
    const std::string body = Render(form, sample_).body();
    EXPECT_EQ(body.find('&'), body.size() - 4) << body;
    EXPECT_EQ(body.substr(body.size() - 4), "&b=1");
  }
}

TEST_F(RequestTemplateTest, RendersEverythingEmptyFromTheEmptyCall) {
  const SampleContext empty(SampleKind::kEmpty);
  EXPECT_EQ(
      RenderText("[{{call.caller}}{{call.start_time}}{{call.duration}}"
                 "{{call.direction}}{{state.sequence}}{{call.caller.e164}}"
                 "{{call.cost}}{{status}}{{price}}]",
                 empty),
      "[]");
  EXPECT_EQ(RenderText("{{call.answered}} {{call.state_count}}", empty),
            "false 0");
}

}  // namespace
}  // namespace gancho::delivery
