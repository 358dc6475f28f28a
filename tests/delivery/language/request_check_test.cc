// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What is refused when an event is created, and how it is said.

#include <string>

#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(RequestCheckTest, NamesFieldLineColumnAndTheNearestVariables) {
  EXPECT_EQ(ProblemsOf(TextRequest("Hola,\n  ¿{{call.caler}}?")),
            "text: line 2, column 4: unknown variable \"call.caler\"; did you "
            "mean \"call.caller\"?\n");
  EXPECT_THAT(ProblemsOf(TextRequest("{{caller}}")),
              HasSubstr("did you mean \"call.caller\", \"state.caller\""));
  EXPECT_THAT(ProblemsOf(TextRequest("{{callng}}")), HasSubstr("\"calling\""));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.duratoin.hms}}")),
              HasSubstr("\"call.duration\""));
  EXPECT_EQ(ProblemsOf(TextRequest("{{zzzzzzzzzz}}")),
            "text: line 1, column 1: unknown variable \"zzzzzzzzzz\"\n");
}

TEST(RequestCheckTest, NamesTheSuffixesThatThereAre) {
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.duration.minutes}}")),
              HasSubstr("\"call.duration\" is a duration; it offers .seconds "
                        "and .hms"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.start_time.hms}}")),
              HasSubstr("is a time; it offers .unix, .unix_ms, .local, .date "
                        "and .time"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.caller.unix}}")),
              HasSubstr("is a phone number; it offers .e164"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.queue.e164}}")),
              HasSubstr("is a text; it offers .slack"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{calling.unix}}")),
              HasSubstr("\"calling\" stands for call.caller"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.answered.x}}")),
              HasSubstr("has nothing below it"));
}

TEST(RequestCheckTest, HidesSecretsAndWhatIsNotKnownYet) {
  for (const char* const name :
       {"event.request", "event.request.url", "event.authentication",
        "event.authentication.bearer.token", "event.signing.secret",
        "event.etag", "event.policy", "delivery.state", "delivery.attempts",
        "delivery.request", "account.etag", "trigger.etag"}) {
    EXPECT_THAT(ProblemsOf(TextRequest(absl::StrCat("{{", name, "}}"))),
                HasSubstr("unknown variable"))
        << name;
  }
}

TEST(RequestCheckTest, RefusesGroupsMapsAndListsAsVariables) {
  EXPECT_THAT(ProblemsOf(TextRequest("{{call}}")),
              HasSubstr("is a group of variables"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{call.labels}}")),
              HasSubstr("is a map, not one value: open a section over it, as "
                        "in {{#call.labels}}{{key}}={{value}} "
                        "{{/call.labels}}"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{trigger.call_states}}")),
              HasSubstr("is a list, not one value"));
  EXPECT_THAT(ProblemsOf(TextRequest("{{trigger.call_states.x}}")),
              HasSubstr("is a list"));
}

TEST(RequestCheckTest, RefusesRawVariablesOutsideText) {
  for (const v1::Request& request :
       {JsonTemplateRequest(R"({"a":"{{{call.caller}}}"})"),
        JsonRequest(R"("{{{call.caller}}}")"),
        FormRequest("x", "{{&call.caller}}"), HeaderRequest("{{{call.queue}}}"),
        UrlRequest("https://example.com/{{&call.caller}}")}) {
    EXPECT_THAT(ProblemsOf(request), HasSubstr("only a text body allows"));
  }
}

TEST(RequestCheckTest, GivesThePathOfTheField) {
  EXPECT_THAT(ProblemsOf(FormRequest("pilot phone", "{{x}}")),
              HasSubstr("form.fields[\"pilot phone\"]: line 1, column 1: "));
  EXPECT_THAT(
      ProblemsOf(JsonRequest(R"({"prospect":{"customer":["a","{{x}}"]}})")),
      HasSubstr("json.prospect.customer[1]: line 1, column 1: "));
  EXPECT_THAT(ProblemsOf(JsonRequest(R"({"two words":"{{x}}"})")),
              HasSubstr("json[\"two words\"]: line 1"));
  EXPECT_THAT(ProblemsOf(HeaderRequest("a {{x}}")),
              HasSubstr("headers[0].value: line 1, column 3: "));
}

TEST(RequestCheckTest, ReportsAllFieldsAtOnce) {
  v1::Request request = HeaderRequest("{{x}}");
  request.set_url("ftp://example.com");
  request.set_text("{{y}}");
  request.set_content_type("text");
  EXPECT_THAT(ProblemsOf(request),
              AllOf(HasSubstr("url: "), HasSubstr("headers[0].value: "),
                    HasSubstr("text: "), HasSubstr("content_type: ")));
}

TEST(RequestCheckTest, HoldsTheRulesOfHeaderNames) {
  for (const char* const name :
       {"", "a b", "a:b", "é", "a\r\nb", "Host", "CONTENT-LENGTH",
        "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer",
        "Upgrade", "Proxy-Connection", "Content-Type", "webhook-id",
        "Webhook-Anything", "Expect"}) {
    v1::Request request = HeaderRequest("x");
    request.mutable_headers(0)->set_name(name);
    EXPECT_THAT(ProblemsOf(request), HasSubstr("headers[0].name: ")) << name;
  }
  v1::Request request = HeaderRequest("x");
  request.mutable_headers(0)->set_name(std::string(256, 'x'));
  EXPECT_EQ(ProblemsOf(request), "");
  request.mutable_headers(0)->set_name(std::string(257, 'x'));
  EXPECT_NE(ProblemsOf(request), "");
  for (const char* const value : {"", "a\nb", "a\tb", "a\x7f"}) {
    EXPECT_THAT(ProblemsOf(HeaderRequest(value)),
                HasSubstr("headers[0].value: "));
  }
  EXPECT_THAT(ProblemsOf(HeaderRequest(std::string("a\0", 2))),
              HasSubstr("column 2: a header value has no control"));
}

TEST(RequestCheckTest, HoldsTheRulesOfMethodsAndContentTypes) {
  v1::Request request = TextRequest("x");
  request.set_method(v1::Request::GET);
  EXPECT_THAT(ProblemsOf(request),
              HasSubstr("text: a GET request has no body"));
  request.clear_text();
  EXPECT_EQ(ProblemsOf(request), "");
  request.set_method(static_cast<v1::Request::Method>(77));
  EXPECT_THAT(ProblemsOf(request), HasSubstr("method: is no known method"));
  request.set_method(v1::Request::DELETE);
  for (const char* const type :
       {"text", "text/", "/plain", "text/plain\r\nX: y", "a b/c", "é/x"}) {
    request.set_content_type(type);
    EXPECT_THAT(ProblemsOf(request), HasSubstr("content_type: ")) << type;
  }
  request.set_content_type("application/ld+json; charset=\"utf-8\"");
  EXPECT_EQ(ProblemsOf(request), "");
}

TEST(RequestCheckTest, HoldsTheRulesOfUrls) {
  const struct {
    const char* url;
    const char* reason;
  } kCases[] = {
      {"", "url: is required"},
      {"example.com/x", "must begin with http:// or https://"},
      {"ftp://example.com", "must begin with http:// or https://"},
      {" https://example.com", "must begin with"},
      {"https://example.com/ ", "column 21: the URL ends with a space"},
      {"https://", "the host is missing"},
      {"https:///x", "the host is missing"},
      {"https://u@example.com/", "a user name or password"},
      {"https://u:p@example.com/", "a user name or password"},
      {"https://example.com@evil.example/", "a user name or password"},
      {"https://example.com/#x", "column 21: a fragment is never sent"},
      {"https://example.com#x", "a fragment is never sent"},
      {"https://example.com:0/", "the port is not a number"},
      {"https://example.com:/", "the port is not a number"},
      {"https://example.com:65536/", "the port is not a number"},
      {"https://example.com:8x/", "the port is not a number"},
      {"{{call.queue}}://example.com/", "are fixed"},
      {"https://{{call.queue}}/", "column 9: scheme, host and port"},
      {"https://example.com{{call.queue}}", "are fixed"},
      {"https://example.com:{{call.queue}}/", "are fixed"},
      {"https://example.com{{#call.queue}}/{{/call.queue}}", "are fixed"},
      {"https://example{{! x }}.com/", "are fixed"},
      {"https://exa mple.com/", "has \" \", which no DNS name has"},
      {"https://exa_mple.com/", "has \"_\", which no DNS name has"},
      {"https://ex%61mple.com/", "has \"%\", which no DNS name has"},
      {"https://münchen.example/", "write it in punycode"},
      {"https://-a.example/", "begins or ends with a hyphen"},
      {"https://a..example/", "has an empty part"},
      {"https://example.com./", "has an empty part"},
      {"https://127.1/", "is not an IPv4 address of four decimal numbers"},
      {"https://0177.0.0.1/", "is not an IPv4 address"},
      {"https://0x7f.0.0.1/", "is not an IPv4 address"},
      {"https://0x7f000001/", "is not an IPv4 address"},
      {"https://2130706433/", "is not an IPv4 address"},
      {"https://1.2.3.4.5/", "is not an IPv4 address"},
      {"https://256.1.1.1/", "is not an IPv4 address"},
      {"https://[::1/", "no closing bracket"},
      {"https://[fe80::1%eth0]/", "is not an IPv6 address"},
      {"https://[1.2.3.4]/", "is not an IPv6 address"},
      {"https://example.com/100%", "write %25"},
      {"https://example.com/%zz", "write %25"},
      {"https://example.com/a\nb", "column 22: the URL has a control"},
      {"https://example.com/a/../b", "has a path segment . or .."},
      {"https://example.com/..{{call.queue}}/b", "has a path segment . or .."},
      {"https://example.com/%2e%2E/b", "has a path segment . or .."},
      {"https://example.com/{{x}}", "unknown variable"},
  };
  for (const auto& c : kCases) {
    const std::string problems = ProblemsOf(UrlRequest(c.url));
    EXPECT_THAT(problems, HasSubstr("url: ")) << c.url;
    EXPECT_THAT(problems, HasSubstr(c.reason)) << c.url;
  }
  const std::string label(63, 'a');
  EXPECT_EQ(ProblemsOf(UrlRequest("https://" + label + ".example/")), "");
  EXPECT_NE(ProblemsOf(UrlRequest("https://a" + label + ".example/")), "");
}

TEST(RequestCheckTest, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(ProblemsOf(TextRequest("a\xff")),
            "text: line 1, column 2: the text is not valid UTF-8\n");
  EXPECT_NE(ProblemsOf(JsonTemplateRequest("\"\xc3\"")), "");
  EXPECT_NE(ProblemsOf(HeaderRequest("\xff")), "");
  EXPECT_NE(ProblemsOf(FormRequest("x", "\xff")), "");
  EXPECT_NE(ProblemsOf(UrlRequest("https://example.com/\xff")), "");
}

}  // namespace
}  // namespace gancho::delivery
