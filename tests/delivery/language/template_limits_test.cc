// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;

// A request whose template texts have `bytes` bytes in all.
v1::Request RequestOfSize(size_t bytes) {
  v1::Request request = UrlRequest("https://example.com/");
  request.set_text(std::string(bytes - request.url().size(), 'x'));
  return request;
}

TEST(TemplateLimitsTest, Takes64KibOfTemplate) {
  EXPECT_EQ(ProblemsOf(RequestOfSize(65536)), "");
  EXPECT_EQ(ProblemsOf(RequestOfSize(65537)),
            ": has more than 65536 bytes of template text in all\n");
}

TEST(TemplateLimitsTest, TakesA4KibUrlTemplate) {
  const std::string origin = "https://example.com/";
  EXPECT_EQ(
      ProblemsOf(UrlRequest(origin + std::string(4096 - origin.size(), 'x'))),
      "");
  EXPECT_THAT(
      ProblemsOf(UrlRequest(origin + std::string(4097 - origin.size(), 'x'))),
      HasSubstr("url: is longer than 4096 bytes"));
}

TEST(TemplateLimitsTest, RendersUrlsOf8Kib) {
  SampleContext sample(SampleKind::kEmpty);
  const std::string origin = "https://example.com";
  const v1::Request request = UrlRequest(origin + "/{{call.caller}}");
  sample.call.set_caller(std::string(8192 - origin.size() - 1, 'x'));
  EXPECT_EQ(Render(request, sample).target().size(), 8192 - origin.size());
  sample.call.mutable_caller()->push_back('x');
  EXPECT_EQ(Render(request, sample).body(),
            "FAILED RESOURCE_EXHAUSTED: the URL is longer than 8173 bytes "
            "after its host");
}

TEST(TemplateLimitsTest, RendersBodiesOf256Kib) {
  SampleContext sample(SampleKind::kEmpty);
  sample.call.set_caller(std::string(262144, 'x'));
  EXPECT_EQ(RenderText("{{call.caller}}", sample).size(), 262144u);
  sample.call.mutable_caller()->push_back('x');
  EXPECT_EQ(RenderText("{{call.caller}}", sample),
            "FAILED RESOURCE_EXHAUSTED: the body is longer than 262144 bytes");
}

TEST(TemplateLimitsTest, RendersHeadersOf16KibTogether) {
  SampleContext sample(SampleKind::kEmpty);
  const v1::Request request = HeaderRequest("{{call.caller}}");
  sample.call.set_caller(std::string(16384 - 6, 'x'));
  EXPECT_EQ(Render(request, sample).headers(0).value().size(), 16384u - 6);
  sample.call.mutable_caller()->push_back('x');
  EXPECT_THAT(Render(request, sample).body(),
              HasSubstr("the headers together are longer than 16384 bytes"));
}

TEST(TemplateLimitsTest, StopsLoopsThatMultiply) {
  SampleContext sample(SampleKind::kEmpty);
  for (int i = 0; i < 64; ++i) {
    (*sample.call.mutable_labels())[absl::StrCat("k", i)] = "";
  }
  std::string text;
  for (int i = 0; i < 8; ++i) {
    text = "{{#call.labels}}" + text + "{{/call.labels}}";
  }
  EXPECT_EQ(RenderText(text, sample),
            "FAILED RESOURCE_EXHAUSTED: the body repeats its sections too "
            "often");
}

TEST(TemplateLimitsTest, RefusesWhatNeverFits) {
  v1::Request request = HeaderRequest(std::string(17000, 'x'));
  EXPECT_THAT(ProblemsOf(request), HasSubstr("headers: the header"));
  EXPECT_THAT(ProblemsOf(FormRequest(
                  "x", std::string(60000, '\n') + std::string(5000, '\n'))),
              "");
  EXPECT_THAT(ProblemsOf(JsonRequest("\"" + std::string(60000, '\x7f') + "\"")),
              HasSubstr("json: the body is longer than 262144 bytes"));
}

TEST(TemplateLimitsTest, CountsHeadersAndFormFields) {
  v1::Request request = UrlRequest("https://example.com/");
  for (int i = 0; i < 64; ++i) {
    auto* const header = request.add_headers();
    header->set_name("X-Test");
    header->set_value("x");
  }
  EXPECT_EQ(ProblemsOf(request), "");
  *request.add_headers() = request.headers(0);
  EXPECT_EQ(ProblemsOf(request), "headers: has more than 64 entries\n");

  v1::Request form = TextRequest("");
  form.mutable_form();
  EXPECT_EQ(ProblemsOf(form), "form.fields: is required\n");
  for (int i = 0; i < 257; ++i) {
    (*form.mutable_form()->mutable_fields())[absl::StrCat("f", i)] = "x";
  }
  EXPECT_EQ(ProblemsOf(form), "form.fields: has more than 256 entries\n");
  form.mutable_form()->mutable_fields()->erase("f0");
  EXPECT_EQ(ProblemsOf(form), "");
}

TEST(TemplateLimitsTest, TakesJsonOf64Levels) {
  v1::Request request = TextRequest("");
  google::protobuf::Value* value = request.mutable_json();
  for (int i = 0; i < 64; ++i) {
    value = value->mutable_list_value()->add_values();
  }
  value->set_bool_value(true);
  EXPECT_EQ(ProblemsOf(request), "");
  value->mutable_list_value()->add_values()->set_bool_value(true);
  EXPECT_THAT(ProblemsOf(request), HasSubstr("is nested deeper than 64"));
}

}  // namespace
}  // namespace gancho::delivery
