// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/request_compiler.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/escape.h"
#include "delivery/language/header_rules.h"
#include "delivery/language/template_compiler.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Value;

class Compiler {
 public:
  Compiler(const v1::Request& request, FieldProblems* problems)
      : request_(request), problems_(problems) {}

  CompiledRequest Compile() {
    if (!CheckSize()) return {};
    CompileMethod();
    CompileUrlField();
    CompileHeaders();
    CompileBody();
    if (!request_.content_type().empty()) {
      const std::string reason = CheckContentType(request_.content_type());
      if (!reason.empty()) Report("content_type", reason);
      compiled_.content_type = request_.content_type();
    }
    return std::move(compiled_);
  }

 private:
  void Report(std::string field, std::string description) {
    problems_->push_back({std::move(field), std::move(description)});
  }

  void Report(std::string field, std::string_view text,
              const TemplateProblem& problem) {
    Report(std::move(field),
           absl::StrCat(DescribePosition(text, problem.offset), ": ",
                        problem.reason));
  }

  bool CheckSize() {
    if (request_.ByteSizeLong() <= kMaxTemplateBytes) return true;
    // Names, numbers and the encoding itself do not count.
    size_t bytes = request_.url().size() + request_.text().size() +
                   request_.json_template().size() +
                   request_.json().ByteSizeLong();
    for (const auto& header : request_.headers()) {
      bytes += header.value().size();
    }
    for (const auto& [name, value] : request_.form().fields()) {
      bytes += name.size() + value.size();
    }
    if (bytes <= kMaxTemplateBytes) return true;
    Report("", absl::StrCat("has more than ", kMaxTemplateBytes,
                            " bytes of template text in all"));
    return false;
  }

  // Templates that are no UTF-8 cannot come in over gRPC, but from tests and
  // old files.
  bool CheckUtf8(const std::string& field, std::string_view text) {
    size_t at = 0;
    while (at < text.size()) {
      const size_t length = Utf8CharacterLength(text.substr(at));
      if (length == 0) {
        Report(field, text, {at, "the text is not valid UTF-8"});
        return false;
      }
      at += length;
    }
    return true;
  }

  void CompileMethod() {
    const v1::Request::Method method = request_.method();
    if (!v1::Request::Method_IsValid(method)) {
      Report("method", absl::StrCat("is no known method: ", method));
      return;
    }
    compiled_.method = method == v1::Request::METHOD_UNSPECIFIED
                           ? "POST"
                           : v1::Request::Method_Name(method);
    if (method == v1::Request::GET &&
        request_.body_case() != v1::Request::BODY_NOT_SET) {
      Report(BodyField(request_),
             "a GET request has no body: leave it out, or choose "
             "another method");
    }
  }

  void CompileUrlField() {
    const std::string& url = request_.url();
    if (url.empty()) return Report("url", "is required");
    if (url.size() > kMaxUrlTemplateBytes) {
      return Report("url", absl::StrCat("is longer than ", kMaxUrlTemplateBytes,
                                        " bytes"));
    }
    TemplateProblem problem;
    if (CheckUtf8("url", url) && !CompileUrl(url, &compiled_.url, &problem)) {
      Report("url", url, problem);
    }
  }

  void CompileHeaders() {
    if (request_.headers_size() > kMaxHeaders) {
      return Report("headers",
                    absl::StrCat("has more than ", kMaxHeaders, " entries"));
    }
    for (int i = 0; i < request_.headers_size(); ++i) {
      const v1::Request::Header& header = request_.headers(i);
      const std::string field = absl::StrCat("headers[", i, "]");
      const std::string reason = CheckHeaderName(header.name());
      if (!reason.empty()) Report(field + ".name", reason);
      CompiledRequest::Header compiled;
      compiled.name = header.name();
      CompileHeaderValue(field + ".value", header.value(), &compiled.value);
      compiled_.headers.push_back(std::move(compiled));
    }
  }

  void CompileHeaderValue(const std::string& field, const std::string& value,
                          Program* program) {
    if (value.empty()) return Report(field, "is required");
    if (!CheckUtf8(field, value)) return;
    const size_t control = FindControlCharacter(value);
    if (control != std::string::npos) {
      return Report(field, value,
                    {control, "a header value has no control characters"});
    }
    TemplateProblem problem;
    if (!CompileTemplate(value, Place::kHeader, program, &problem)) {
      Report(field, value, problem);
    }
  }

  void CompileBody() {
    TemplateProblem problem;
    switch (request_.body_case()) {
      case v1::Request::kText:
        compiled_.content_type = "text/plain; charset=utf-8";
        if (CheckUtf8("text", request_.text()) &&
            !CompileTemplate(request_.text(), Place::kText, &compiled_.body,
                             &problem)) {
          Report("text", request_.text(), problem);
        }
        return;
      case v1::Request::kJsonTemplate:
        compiled_.content_type = "application/json";
        if (CheckUtf8("json_template", request_.json_template()) &&
            !CompileJsonTemplate(request_.json_template(), &compiled_.body,
                                 &problem)) {
          Report("json_template", request_.json_template(), problem);
        }
        return;
      case v1::Request::kJson:
        compiled_.content_type = "application/json";
        return CompileJson("json", request_.json(), 0);
      case v1::Request::kForm:
        compiled_.content_type = "application/x-www-form-urlencoded";
        return CompileForm();
      case v1::Request::BODY_NOT_SET:
        return;
    }
  }

  void CompileForm() {
    const auto& fields = request_.form().fields();
    if (fields.empty()) return Report("form.fields", "is required");
    if (fields.size() > static_cast<size_t>(kMaxFormFields)) {
      return Report("form.fields",
                    absl::StrCat("has more than ", kMaxFormFields, " entries"));
    }
    const std::map<std::string, std::string> sorted(fields.begin(),
                                                    fields.end());
    bool first = true;
    for (const auto& [name, value] : sorted) {
      const std::string field = absl::StrCat("form.fields[", Quote(name), "]");
      if (name.empty()) Report(field, "the name of the field is missing");
      if (!CheckUtf8(field, name) || !CheckUtf8(field, value)) continue;
      if (!first) compiled_.body.AddRaw("&");
      first = false;
      compiled_.body.AddLiteral(name, Place::kForm);
      compiled_.body.AddRaw("=");
      TemplateProblem problem;
      if (!CompileTemplate(value, Place::kForm, &compiled_.body, &problem)) {
        Report(field, value, problem);
      }
    }
  }

  void CompileJson(const std::string& field, const Value& value, int depth) {
    if (depth > kMaxJsonDepth) {
      return Report(field, absl::StrCat("is nested deeper than ", kMaxJsonDepth,
                                        " levels"));
    }
    switch (value.kind_case()) {
      case Value::kNullValue:
        return compiled_.body.AddRaw("null");
      case Value::kBoolValue:
        return compiled_.body.AddRaw(value.bool_value() ? "true" : "false");
      case Value::kNumberValue:
        return CompileJsonNumber(field, value.number_value());
      case Value::kStringValue:
        return CompileJsonString(field, value.string_value());
      case Value::kListValue:
        return CompileJsonList(field, value.list_value(), depth);
      case Value::kStructValue:
        return CompileJsonObject(field, value.struct_value(), depth);
      case Value::KIND_NOT_SET:
        return Report(field, "is required");
    }
  }

  // The shortest text that reads back as the same number, integers without an
  // exponent.
  void CompileJsonNumber(const std::string& field, double number) {
    if (!std::isfinite(number)) {
      return Report(field, "JSON has neither infinity nor NaN");
    }
    constexpr double kExactIntegers = 9007199254740992;  // 2^53
    char text[64];
    char* const end = text + sizeof(text);
    const bool integer =
        number == std::trunc(number) && std::abs(number) <= kExactIntegers;
    const auto written =
        integer ? std::to_chars(text, end, static_cast<int64_t>(number))
                : std::to_chars(text, end, number);
    compiled_.body.AddRaw({text, static_cast<size_t>(written.ptr - text)});
  }

  void CompileJsonString(const std::string& field, const std::string& text) {
    TemplateProblem problem;
    if (CheckUtf8(field, text) &&
        !CompileJsonLeaf(text, &compiled_.body, &problem)) {
      Report(field, text, problem);
    }
  }

  void CompileJsonList(const std::string& field,
                       const google::protobuf::ListValue& list, int depth) {
    compiled_.body.AddRaw("[");
    for (int i = 0; i < list.values_size(); ++i) {
      if (i > 0) compiled_.body.AddRaw(",");
      CompileJson(absl::StrCat(field, "[", i, "]"), list.values(i), depth + 1);
    }
    compiled_.body.AddRaw("]");
  }

  void CompileJsonObject(const std::string& field,
                         const google::protobuf::Struct& object, int depth) {
    std::map<std::string_view, const Value*> sorted;
    for (const auto& [key, value] : object.fields()) sorted[key] = &value;
    compiled_.body.AddRaw("{");
    bool first = true;
    for (const auto& [key, value] : sorted) {
      if (!first) compiled_.body.AddRaw(",");
      first = false;
      compiled_.body.AddRaw("\"");
      compiled_.body.AddLiteral(key, Place::kJsonString);
      compiled_.body.AddRaw("\":");
      CompileJson(MemberPath(field, key), *value, depth + 1);
    }
    compiled_.body.AddRaw("}");
  }

  // `json.prospect`, or `json["two words"]`.
  static std::string MemberPath(const std::string& field,
                                std::string_view key) {
    const bool simple =
        !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c >= '0' && c <= '9') || c == '_' || c == '-';
        });
    return simple ? absl::StrCat(field, ".", std::string(key))
                  : absl::StrCat(field, "[", Quote(key), "]");
  }

  const v1::Request& request_;
  FieldProblems* const problems_;
  CompiledRequest compiled_;
};

}  // namespace

std::string BodyField(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kText:
      return "text";
    case v1::Request::kJson:
      return "json";
    case v1::Request::kJsonTemplate:
      return "json_template";
    case v1::Request::kForm:
      return "form";
    case v1::Request::BODY_NOT_SET:
      break;
  }
  return "body";
}

CompiledRequest CompileRequest(const v1::Request& request,
                               FieldProblems* problems) {
  return Compiler(request, problems).Compile();
}

}  // namespace gancho::delivery
