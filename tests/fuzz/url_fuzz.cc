// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Reads any bytes as a URL by both of our readers: that of events, whose path
// may have variables, and that of token endpoints, which is also a second
// opinion on the first. Whatever either takes must be what a request can be
// sent to.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "delivery/http_request_head.h"
#include "delivery/http_url.h"
#include "delivery/language/mustache.h"
#include "delivery/language/request_compiler.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"
#include "delivery/language/secret_mark.h"
#include "tests/fuzz/require.h"

namespace gancho::delivery {
namespace {

// The request line and the Host header are those of `request` and no more.
void CheckSerialized(const store::RenderedRequest& request) {
  std::string bytes;
  GANCHO_REQUIRE(SerializeRequest(request, {}, "fuzz", &bytes).ok());
  const std::string head =
      "POST " + request.target() + " HTTP/1.1\r\nHost: " +
      HostHeader(request.tls(), request.host(), request.port()) + "\r\n";
  GANCHO_REQUIRE(bytes.substr(0, head.size()) == head);
  size_t lines = 0;
  for (const char c : bytes) lines += c == '\n' ? 1 : 0;
  // Request line, Host, User-Agent, Accept, Content-Length, the empty one.
  GANCHO_REQUIRE(lines == 6);
}

void Run(std::string_view text) {
  const absl::StatusOr<HttpUrl> parsed = ParseHttpUrl(text);
  store::RenderedRequest request;
  if (parsed.ok()) {
    request.set_method("POST");
    request.set_tls(parsed->tls);
    request.set_host(parsed->host);
    request.set_port(parsed->port);
    request.set_target(parsed->target);
    CheckSerialized(request);
  }

  v1::Request event_request;
  event_request.set_url(std::string(text));
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(event_request, &problems);
  if (compiled == nullptr) {
    GANCHO_REQUIRE(!problems.empty());
    return;
  }
  const SampleContext sample(SampleKind::kHostile);
  if (!compiled->Render(sample.context(), &request).ok()) return;
  // As it is sent: with secrets, that have what could break out.
  SecretMap secrets;
  for (const std::string& name : compiled->secrets()) {
    secrets[name] = "s3\"c\\ret&a=b%?#/";
  }
  auto filled = FillSecrets(request, secrets);
  GANCHO_REQUIRE(filled.ok());
  request = *std::move(filled);
  GANCHO_REQUIRE(request.host() == compiled->host());
  CheckSerialized(request);
  const std::string shown =
      (request.tls() ? "https://" : "http://") +
      HostHeader(request.tls(), request.host(), request.port()) +
      request.target();
  // The limit of a URL is held before secrets take their places, which makes it
  // longer by no more than they are.
  if (shown.size() > kMaxUrlBytes) return;
  const absl::StatusOr<HttpUrl> again = ParseHttpUrl(shown);
  GANCHO_REQUIRE(again.ok());
  GANCHO_REQUIRE(again->host == request.host());
  GANCHO_REQUIRE(again->port == request.port());
  GANCHO_REQUIRE(again->target == request.target());
  // Two readers of one URL that see two hosts are how guards are passed. An
  // IPv6 address has many spellings, of which the template keeps the shortest.
  if (parsed.ok() && text.find('[') == std::string_view::npos) {
    GANCHO_REQUIRE(parsed->host == request.host());
    GANCHO_REQUIRE(parsed->port == request.port());
    GANCHO_REQUIRE(parsed->tls == request.tls());
  }
}

}  // namespace
}  // namespace gancho::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gancho::delivery::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
