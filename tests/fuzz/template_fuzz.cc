// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Compiles what the fuzzer makes up as each kind of template and renders what
// compiles twice: with a call whose texts are the fuzzer's, and with one whose
// texts are harmless. Aborts if the two requests differ in more than their
// values: in the members of the JSON, the fields of the form, the headers, the
// host or the parts of the URL.

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "delivery/http_request_head.h"
#include "delivery/http_url.h"
#include "delivery/language/json_machine.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"
#include "delivery/language/secret_mark.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/fuzz/require.h"
#include "tests/testing/request_shape.h"

namespace gancho::delivery {
namespace {

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

// The call of `hostile`, with another text of the same length and digits that
// has nothing to break out with.
std::string Harmless(std::string_view hostile) {
  std::string text(hostile);
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = 'a';
  }
  return text;
}

void FillCall(std::string_view key, const std::string& text, v1::Call* call) {
  call->set_caller(text);
  call->set_caller_name(text);
  call->set_queue(text);
  (*call->mutable_labels())[std::string(key)] = text;
  call->clear_answered();
  call->clear_duration();
}

bool IsHex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

// `encoded` has nothing but what a URL or form may have.
void CheckEncoded(std::string_view encoded) {
  for (size_t i = 0; i < encoded.size(); ++i) {
    const char c = encoded[i];
    GANCHO_REQUIRE(c > ' ' && c < '\x7f' && c != '#');
    GANCHO_REQUIRE(c != '%' ||
                   (i + 2 < encoded.size() && IsHex(encoded[i + 1]) &&
                    IsHex(encoded[i + 2])));
  }
}

// `rendered` as it is sent: with secrets, that have what could break out.
store::RenderedRequest Filled(const RequestTemplate& compiled,
                              const store::RenderedRequest& rendered) {
  SecretMap secrets;
  for (const std::string& name : compiled.secrets()) {
    secrets[name] = "s3\"c\\ret&a=b%?#/";
  }
  auto filled = FillSecrets(rendered, secrets);
  GANCHO_REQUIRE(filled.ok());
  return *std::move(filled);
}

void CheckRendered(const v1::Request& request, const RequestTemplate& compiled,
                   const store::RenderedRequest& rendered) {
  const store::RenderedRequest out = Filled(compiled, rendered);
  if (request.has_json() || request.has_json_template()) {
    GANCHO_REQUIRE(IsValidJson(out.body()));
  }
  if (request.has_json()) {
    // A second opinion. It refuses more than the grammar does (names that come
    // twice), so not of what is written in json_template.
    google::protobuf::Value value;
    GANCHO_REQUIRE(
        google::protobuf::util::JsonStringToMessage(out.body(), &value).ok());
    GANCHO_REQUIRE(value.struct_value().fields_size() == 1);
  }
  if (request.has_form()) CheckEncoded(out.body());
  GANCHO_REQUIRE(out.host() == compiled.host());
  GANCHO_REQUIRE(out.target().substr(0, 1) == "/");
  CheckEncoded(out.target());
  const auto url = ParseHttpUrl((out.tls() ? "https://" : "http://") +
                                HostHeader(out.tls(), out.host(), out.port()) +
                                out.target());
  GANCHO_REQUIRE(url.ok() && url->host == compiled.host());
  std::string bytes;
  GANCHO_REQUIRE(SerializeRequest(out, {}, "fuzz", &bytes).ok());
  const size_t head = bytes.find("\r\n\r\n");
  GANCHO_REQUIRE(head + 4 + out.body().size() == bytes.size());
  // Beside its own: Host, User-Agent, Accept and Content-Length.
  GANCHO_REQUIRE(
      testing::Only("\n", std::string_view(bytes).substr(0, head)).size() ==
      4 + static_cast<size_t>(out.headers_size()));
}

// The first byte chooses the kind; a NUL parts the template from the text that
// the call brings in.
void Run(std::string_view data) {
  if (data.empty()) return;
  const uint8_t kind = static_cast<uint8_t>(data[0]);
  data.remove_prefix(1);
  const size_t nul = data.find('\0');
  const std::string text(data.substr(0, nul));
  const v1::Request request = MakeRequest(kind, text);
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(request, &problems);
  GANCHO_REQUIRE((compiled == nullptr) == !problems.empty());
  if (compiled == nullptr) return;
  SampleContext sample(SampleKind::kTypical);
  store::RenderedRequest out;
  if (nul == std::string_view::npos) {
    if (!compiled->Render(sample.context(), &out).ok()) return;
    CheckRendered(request, *compiled, out);
    return;
  }
  const std::string hostile(data.substr(nul + 1));
  FillCall(hostile, hostile, &sample.call);
  if (!compiled->Render(sample.context(), &out).ok()) return;
  CheckRendered(request, *compiled, out);
  // What a text of other digits than ASCII's has for .digits depends on it.
  if (text.find(".digits") != std::string::npos) return;
  SampleContext other(SampleKind::kTypical);
  FillCall(hostile, Harmless(hostile), &other.call);
  store::RenderedRequest harmless;
  if (!compiled->Render(other.context(), &harmless).ok()) return;
  GANCHO_REQUIRE(testing::ShapeOf(out) == testing::ShapeOf(harmless));
}

}  // namespace
}  // namespace gancho::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gancho::delivery::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
