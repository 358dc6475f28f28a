// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_DELIVERY_LANGUAGE_TEMPLATE_RENDERING_H_
#define GANCHO_TESTS_DELIVERY_LANGUAGE_TEMPLATE_RENDERING_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"
#include "delivery/language/secret_mark.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace gancho::delivery {

inline std::string Describe(const FieldProblems& problems) {
  std::string text;
  for (const FieldProblem& problem : problems) {
    absl::StrAppend(&text, problem.field, ": ", problem.description, "\n");
  }
  return text;
}

inline v1::Request TextRequest(std::string_view text) {
  v1::Request request;
  request.set_url("https://example.com/hook");
  request.set_text(std::string(text));
  return request;
}

inline v1::Request JsonTemplateRequest(std::string_view text) {
  v1::Request request = TextRequest("");
  request.set_json_template(std::string(text));
  return request;
}

// `json` is the JSON of the field `json`.
inline v1::Request JsonRequest(std::string_view json) {
  v1::Request request = TextRequest("");
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                  std::string(json), request.mutable_json())
                  .ok());
  return request;
}

inline v1::Request FormRequest(const std::string& name,
                               const std::string& value) {
  v1::Request request = TextRequest("");
  (*request.mutable_form()->mutable_fields())[name] = value;
  return request;
}

inline v1::Request UrlRequest(std::string_view url) {
  v1::Request request;
  request.set_url(std::string(url));
  return request;
}

inline v1::Request HeaderRequest(std::string_view value) {
  v1::Request request = UrlRequest("https://example.com/");
  auto* const header = request.add_headers();
  header->set_name("X-Test");
  header->set_value(std::string(value));
  return request;
}

// What is rendered, or why not, as text that shows up in a failed test.
inline store::RenderedRequest Render(const v1::Request& request,
                                     const SampleContext& sample) {
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(request, &problems);
  store::RenderedRequest out;
  if (compiled == nullptr) {
    out.set_body("REFUSED " + Describe(problems));
    return out;
  }
  const absl::Status status = compiled->Render(sample.context(), &out);
  if (!status.ok()) {
    out.Clear();
    out.set_body("FAILED " + status.ToString());
  }
  return out;
}

inline std::string RenderText(std::string_view text,
                              const SampleContext& sample) {
  return Render(TextRequest(text), sample).body();
}

// The problems of a request that must have some.
inline std::string ProblemsOf(const v1::Request& request) {
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(request, &problems);
  EXPECT_EQ(compiled == nullptr, !problems.empty());
  return Describe(problems);
}

}  // namespace gancho::delivery

#endif  // GANCHO_TESTS_DELIVERY_LANGUAGE_TEMPLATE_RENDERING_H_
