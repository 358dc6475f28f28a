// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/request_template.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/evaluator.h"
#include "delivery/language/header_rules.h"
#include "delivery/language/json_machine.h"
#include "delivery/language/request_compiler.h"
#include "delivery/language/sample_context.h"
#include "delivery/language/secret_mark.h"

namespace gancho::delivery {
namespace {

absl::Status About(absl::string_view part, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(part, " ", status.message()));
}

class CompiledTemplate final : public RequestTemplate {
 public:
  explicit CompiledTemplate(CompiledRequest request)
      : request_(std::move(request)) {
    AddSecretsOf(request_.url.target);
    for (const CompiledRequest::Header& header : request_.headers) {
      AddSecretsOf(header.value);
    }
    secrets_in_head_ = !secrets_.empty();
    AddSecretsOf(request_.body);
  }

  absl::Status Render(const RenderContext& context,
                      store::RenderedRequest* out) const override {
    out->Clear();
    out->set_method(request_.method);
    out->set_tls(request_.url.tls);
    out->set_host(request_.url.host);
    out->set_port(static_cast<uint32_t>(request_.url.port));
    out->set_secrets_in_head(secrets_in_head_);
    out->set_secrets_in_body(!request_.body.secrets().empty());
    Evaluator evaluator(context);
    int steps = Program::kMaxSteps;
    absl::Status status = RenderTarget(&evaluator, &steps, out);
    if (status.ok()) status = RenderHeaders(&evaluator, &steps, out);
    if (!status.ok()) return status;
    std::string* const body = out->mutable_body();
    body->reserve(request_.body.size_hint());
    return About("the body",
                 request_.body.Run(&evaluator, kMaxBodyBytes, &steps, body));
  }

  const std::set<std::string>& secrets() const override { return secrets_; }
  bool tls() const override { return request_.url.tls; }
  const std::string& host() const override { return request_.url.host; }
  int port() const override { return request_.url.port; }

 private:
  void AddSecretsOf(const Program& program) {
    secrets_.insert(program.secrets().begin(), program.secrets().end());
  }

  absl::Status RenderTarget(Evaluator* evaluator, int* steps,
                            store::RenderedRequest* out) const {
    const Program& program = request_.url.target;
    std::string* const target = out->mutable_target();
    target->reserve(program.size_hint());
    absl::Status status = program.Run(
        evaluator, kMaxUrlBytes - request_.url.origin_bytes, steps, target);
    if (!status.ok()) {
      return absl::Status(
          status.code(),
          absl::StrCat("the URL ", status.message(), " after its host"));
    }
    if (HasDotSegment(*target)) {
      return absl::InvalidArgumentError(
          "the URL has a path segment . or .., with which its path would be "
          "another one");
    }
    return status;
  }

  absl::Status RenderHeaders(Evaluator* evaluator, int* steps,
                             store::RenderedRequest* out) const {
    size_t bytes = 0;
    if (!request_.content_type.empty()) {
      store::RenderedRequest::Header* const header = out->add_headers();
      header->set_name("Content-Type");
      header->set_value(request_.content_type);
      bytes += header->name().size() + request_.content_type.size();
    }
    for (const CompiledRequest::Header& compiled : request_.headers) {
      store::RenderedRequest::Header* const header = out->add_headers();
      header->set_name(compiled.name);
      absl::Status status = compiled.value.Run(evaluator, kMaxHeaderBytes,
                                               steps, header->mutable_value());
      if (!status.ok()) {
        return About(absl::StrCat("the header ", compiled.name), status);
      }
      TrimSpaces(header->mutable_value());
      bytes += compiled.name.size() + header->value().size();
      if (bytes > kMaxHeaderBytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("the headers together are longer than ",
                         kMaxHeaderBytes, " bytes"));
      }
    }
    return absl::OkStatus();
  }

  const CompiledRequest request_;
  std::set<std::string> secrets_;
  bool secrets_in_head_ = false;
};

// The field of `request` that Render() speaks of.
std::string FieldOf(const absl::Status& status, const std::string& body_field) {
  if (absl::StartsWith(status.message(), "the URL")) return "url";
  if (absl::StartsWith(status.message(), "the header")) return "headers";
  return body_field;
}

// Renders the sample calls, as the last check. That the longest call is too
// long is no problem, but the shortest must fit.
void TrySamples(const v1::Request& request, const RequestTemplate& compiled,
                FieldProblems* problems) {
  const bool json = request.body_case() == v1::Request::kJson ||
                    request.body_case() == v1::Request::kJsonTemplate;
  const std::string body_field = BodyField(request);
  store::RenderedRequest rendered;
  for (const SampleKind kind :
       {SampleKind::kEmpty, SampleKind::kTypical, SampleKind::kHostile}) {
    const SampleContext sample(kind);
    const absl::Status status = compiled.Render(sample.context(), &rendered);
    if (absl::IsInvalidArgument(status) ||
        (!status.ok() && kind == SampleKind::kEmpty)) {
      problems->push_back(
          {FieldOf(status, body_field), std::string(status.message())});
      return;
    }
    if (status.ok() && json && !IsValidJson(NameSecrets(rendered).body())) {
      problems->push_back({body_field, "does not always render to valid JSON"});
      return;
    }
  }
}

}  // namespace

std::shared_ptr<const RequestTemplate> RequestTemplate::Compile(
    const v1::Request& request, FieldProblems* problems) {
  FieldProblems found;
  CompiledRequest compiled = CompileRequest(request, &found);
  std::shared_ptr<const RequestTemplate> result;
  if (found.empty()) {
    result = std::make_shared<const CompiledTemplate>(std::move(compiled));
    TrySamples(request, *result, &found);
  }
  if (found.empty()) return result;
  problems->insert(problems->end(), std::make_move_iterator(found.begin()),
                   std::make_move_iterator(found.end()));
  return nullptr;
}

}  // namespace gancho::delivery
