// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Compiles what the fuzzer makes up as each kind of template and renders what
// compiles with a call that is made up too. Aborts if what comes out has left
// its place.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "delivery/language/json_machine.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"

namespace gancho::delivery {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

v1::Request MakeRequest(uint8_t kind, const std::string& text) {
  v1::Request request;
  request.set_url("https://example.com/");
  switch (kind % 6) {
    case 0:
      request.set_text(text);
      break;
    case 1:
      request.set_json_template(text);
      break;
    case 2:
      (*request.mutable_json()->mutable_struct_value()->mutable_fields())["a"]
          .set_string_value(text);
      break;
    case 3:
      (*request.mutable_form()->mutable_fields())["a"] = text;
      (*request.mutable_form()->mutable_fields())["b"] = "1";
      break;
    case 4:
      request.set_url(text);
      break;
    default:
      auto* const header = request.add_headers();
      header->set_name("X-Test");
      header->set_value(text);
  }
  return request;
}

void CheckRendered(const v1::Request& request, const RequestTemplate& compiled,
                   const store::RenderedRequest& out) {
  if (request.has_json() || request.has_json_template()) {
    Require(IsValidJson(out.body()));
  }
  if (request.has_form()) {
    Require(out.body().find('&') == out.body().size() - 4);
  }
  for (const auto& header : out.headers()) {
    for (const char c : header.value()) {
      Require(static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
    }
  }
  Require(out.host() == compiled.host());
  Require(out.target().substr(0, 1) == "/");
  for (const char c : out.target()) Require(c > ' ' && c < '\x7f' && c != '#');
}

// The first byte chooses the kind; a NUL parts the template from the text that
// the call brings in.
void Run(std::string_view data) {
  if (data.empty()) return;
  const uint8_t kind = static_cast<uint8_t>(data[0]);
  data.remove_prefix(1);
  const size_t nul = data.find('\0');
  const v1::Request request =
      MakeRequest(kind, std::string(data.substr(0, nul)));
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(request, &problems);
  Require((compiled == nullptr) == !problems.empty());
  if (compiled == nullptr) return;
  SampleContext sample(SampleKind::kTypical);
  if (nul != std::string_view::npos) {
    const std::string hostile(data.substr(nul + 1));
    sample.call.set_caller(hostile);
    sample.call.set_caller_name(hostile);
    sample.call.set_queue(hostile);
    (*sample.call.mutable_labels())[hostile] = hostile;
    sample.call.clear_answered();
    sample.call.clear_duration();
  }
  store::RenderedRequest out;
  if (!compiled->Render(sample.context(), &out).ok()) return;
  CheckRendered(request, *compiled, out);
}

}  // namespace
}  // namespace gancho::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gancho::delivery::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
