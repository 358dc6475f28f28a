// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// {{secret.NAME}}: stored by name, sent by value.

#include <string>

#include "delivery/language/secret_mark.h"
#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;

std::string Filled(const v1::Request& request, const SecretMap& secrets) {
  const SampleContext sample(SampleKind::kTypical);
  const auto filled = FillSecrets(Render(request, sample), secrets);
  if (!filled.ok()) return filled.status().ToString();
  EXPECT_FALSE(filled->secrets_in_head() || filled->secrets_in_body());
  std::string text = filled->target();
  for (const auto& header : filled->headers()) {
    if (header.name() == "X-Test") text += " " + header.value();
  }
  return text + " " + filled->body();
}

std::string Named(const v1::Request& request) {
  const store::RenderedRequest named =
      NameSecrets(Render(request, SampleContext(SampleKind::kTypical)));
  return named.target() + " " + named.body();
}

TEST(SecretTest, StandInPathAndQuery) {
  const v1::Request request = UrlRequest(
      "https://hooks.example/services/{{secret.path}}?k={{secret.k}}"
      "&c={{call.queue}}");
  EXPECT_EQ(Filled(request, {{"path", "T0/B0/x y"}, {"k", "a+b&c=%/#?"}}),
            "/services/T0/B0/x%20y?k=a%2Bb%26c%3D%25/%23%3F&c=sales ");
  EXPECT_EQ(Named(request),
            "/services/{{secret.path}}?k={{secret.k}}&c=sales ");
}

TEST(SecretTest, StandInHeadersJsonAndForms) {
  const SecretMap secrets = {{"k", "\"a&b\" é"}};
  EXPECT_EQ(Filled(HeaderRequest("Key {{secret.k}}!"), secrets),
            "/ Key \"a&b\" é! ");
  EXPECT_EQ(
      Filled(JsonRequest(R"({"a": "{{secret.k}}", "b": "x{{secret.k}}"})"),
             secrets),
      R"(/hook {"a":"\"a&b\" é","b":"x\"a&b\" é"})");
  EXPECT_EQ(
      Filled(JsonTemplateRequest(R"([{{secret.k}}, "{{secret.k}}"])"), secrets),
      R"(/hook ["\"a&b\" é", "\"a&b\" é"])");
  EXPECT_EQ(Filled(FormRequest("a", "{{secret.k}}"), secrets),
            "/hook a=%22a%26b%22+%C3%A9");
  EXPECT_EQ(Named(FormRequest("a", "{{secret.k}}")), "/hook a={{secret.k}}");
}

TEST(SecretTest, AreNowhereInWhatIsStored) {
  const store::RenderedRequest stored =
      Render(UrlRequest("https://hooks.example/{{secret.k}}"),
             SampleContext(SampleKind::kTypical));
  EXPECT_TRUE(stored.secrets_in_head());
  EXPECT_FALSE(stored.secrets_in_body());
}

TEST(SecretTest, OneThatIsMissingIsNamed) {
  EXPECT_THAT(
      Filled(UrlRequest("https://h.example/{{secret.k}}"), {{"x", "1"}}),
      HasSubstr("the event has no secret \"k\" any more"));
}

// A call cannot ask for a secret: what looks like a mark is a text.
TEST(SecretTest, CallsCannotNameThem) {
  SampleContext sample(SampleKind::kTypical);
  sample.call.set_queue("\x01ukey\x02{{secret.key}}\x01");
  const SecretMap secrets = {{"key", "SECRET"}};
  v1::Request request = FormRequest("a", "{{call.queue}}{{secret.key}}");
  request.set_url("https://h.example/{{call.queue}}{{secret.key}}");
  for (v1::Request::Header* header :
       {request.add_headers(), request.add_headers()}) {
    header->set_name("X-Test");
    header->set_value("{{call.queue}}");
  }
  auto filled = FillSecrets(Render(request, sample), secrets);
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_EQ(filled->target(), "/%01ukey%02%7B%7Bsecret.key%7D%7D%01SECRET");
  EXPECT_EQ(filled->headers(1).value(), "ukey{{secret.key}}");
  EXPECT_EQ(filled->body(), "a=%01ukey%02%7B%7Bsecret.key%7D%7D%01SECRET");
  // Text is not escaped, and so has no secrets that could be asked for.
  request.set_text("{{call.queue}}");
  filled = FillSecrets(Render(request, sample), secrets);
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_EQ(filled->body(), sample.call.queue());
}

TEST(SecretTest, RefusesWhereNoneCanStand) {
  EXPECT_THAT(ProblemsOf(TextRequest("{{secret.k}}")),
              HasSubstr("a secret cannot stand in a text body"));
  EXPECT_THAT(ProblemsOf(HeaderRequest("{{#secret.k}}x{{/secret.k}}")),
              HasSubstr("it opens no section"));
  EXPECT_THAT(ProblemsOf(HeaderRequest("{{{secret.k}}}")),
              HasSubstr("is not escaped"));
  EXPECT_THAT(ProblemsOf(HeaderRequest("{{secret.Key}}")),
              HasSubstr("\"secret.Key\" names no secret"));
  EXPECT_THAT(ProblemsOf(UrlRequest("https://{{secret.k}}/")),
              HasSubstr("scheme, host and port"));
}

}  // namespace
}  // namespace gancho::delivery
