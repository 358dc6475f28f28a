// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"
#include "delivery/credentials.h"
#include "delivery/credentials_oauth2.h"
#include "delivery/http_request_head.h"
#include "delivery/http_url.h"
#include "delivery/tls_context.h"

namespace gancho::delivery {
namespace {

// Limits as event.proto states them.
constexpr size_t kMaxUsername = 256;
constexpr size_t kMaxPassword = 1024;
constexpr size_t kMaxSecret = 8 * 1024;
constexpr size_t kMaxClientId = 512;
constexpr int kMaxScopes = 64;
constexpr size_t kMaxScope = 512;
constexpr size_t kMaxCertificate = 64 * 1024;
constexpr size_t kMaxClaim = 1024;

class Check {
 public:
  explicit Check(FieldProblems* problems) : problems_(problems) {}

  void Problem(std::string_view field, std::string description) {
    problems_->push_back({std::string(field), std::move(description)});
  }

  void Size(std::string_view field, std::string_view value, size_t min,
            size_t max) {
    if (value.size() < min) {
      Problem(field, "Must not be empty.");
    } else if (value.size() > max) {
      Problem(field, absl::StrCat("Must not exceed ", max, " bytes."));
    }
  }

  void NoControls(std::string_view field, std::string_view value) {
    if (!std::all_of(value.begin(), value.end(),
                     [](unsigned char c) { return c >= ' ' && c != 0x7f; })) {
      Problem(field, "Must not contain control characters.");
    }
  }

  void VisibleAscii(std::string_view field, std::string_view value) {
    if (!std::all_of(value.begin(), value.end(),
                     [](unsigned char c) { return c > ' ' && c < 0x7f; })) {
      Problem(field, "Must be visible ASCII, without spaces.");
    }
  }

  template <typename Scopes>
  void ScopeList(std::string_view field, const Scopes& scopes) {
    if (scopes.size() > kMaxScopes) {
      Problem(field, absl::StrCat("Must not have more than ", kMaxScopes,
                                  " entries."));
    }
    for (int i = 0; i < scopes.size() && i < kMaxScopes; ++i) {
      const std::string path = absl::StrCat(AbslView(field), "[", i, "]");
      Size(path, scopes[i], 1, kMaxScope);
      VisibleAscii(path, scopes[i]);
    }
  }

  void TokenUrl(std::string_view field, std::string_view url) {
    const absl::StatusOr<HttpUrl> parsed = ParseHttpUrl(url);
    if (!parsed.ok()) {
      Problem(field, absl::StrCat("The URL ", parsed.status().message(), "."));
    } else if (!parsed->tls) {
      Problem(field, "The URL must begin with https://.");
    }
  }

 private:
  FieldProblems* const problems_;
};

void CheckJwtBearer(const v1::Authentication::OAuth2JwtBearer& jwt,
                    Check* check) {
  check->TokenUrl("oauth2_jwt_bearer.token_url", jwt.token_url());
  check->Size("oauth2_jwt_bearer.issuer", jwt.issuer(), 1, kMaxClaim);
  check->NoControls("oauth2_jwt_bearer.issuer", jwt.issuer());
  check->Size("oauth2_jwt_bearer.subject", jwt.subject(), 0, kMaxClaim);
  check->NoControls("oauth2_jwt_bearer.subject", jwt.subject());
  check->Size("oauth2_jwt_bearer.audience", jwt.audience(), 0, kMaxClaim);
  check->NoControls("oauth2_jwt_bearer.audience", jwt.audience());
  check->ScopeList("oauth2_jwt_bearer.scopes", jwt.scopes());
  check->Size("oauth2_jwt_bearer.key_id", jwt.key_id(), 0, kMaxClaim);
  check->NoControls("oauth2_jwt_bearer.key_id", jwt.key_id());
  if (auto status = CheckJwtKey(jwt.private_key()); !status.ok()) {
    check->Problem("oauth2_jwt_bearer.private_key",
                   std::string(StdView(status.message())));
  }
}

void CheckClientCertificate(const v1::Authentication::ClientCertificate& client,
                            Check* check) {
  constexpr std::string_view kCertificate = "client_certificate.certificate";
  constexpr std::string_view kKey = "client_certificate.private_key";
  check->Size(kCertificate, client.certificate(), 1, kMaxCertificate);
  check->Size(kKey, client.private_key(), 1, kMaxCertificate);
  if (client.certificate().empty() || client.private_key().empty() ||
      client.certificate().size() > kMaxCertificate ||
      client.private_key().size() > kMaxCertificate) {
    return;
  }
  const absl::Status status =
      CheckClientIdentity({.certificate_pem = client.certificate(),
                           .private_key_pem = client.private_key()});
  if (status.ok()) return;
  const std::string message(StdView(status.message()));
  check->Problem(message.find("certificate is") != std::string::npos ||
                         message.find("certificate c") != std::string::npos
                     ? kCertificate
                     : kKey,
                 message);
}

}  // namespace

void ValidateAuthentication(const v1::Authentication& authentication,
                            FieldProblems* problems) {
  Check check(problems);
  switch (authentication.kind_case()) {
    case v1::Authentication::kBasic: {
      const auto& basic = authentication.basic();
      check.Size("basic.username", basic.username(), 1, kMaxUsername);
      check.NoControls("basic.username", basic.username());
      if (basic.username().find(':') != std::string::npos) {
        check.Problem("basic.username", "Must not contain a colon.");
      }
      check.Size("basic.password", basic.password(), 0, kMaxPassword);
      check.NoControls("basic.password", basic.password());
      return;
    }
    case v1::Authentication::kBearer:
      check.Size("bearer.token", authentication.bearer().token(), 1,
                 kMaxSecret);
      check.VisibleAscii("bearer.token", authentication.bearer().token());
      return;
    case v1::Authentication::kHeader: {
      const auto& header = authentication.header();
      if (!IsHeaderName(header.name())) {
        check.Problem("header.name",
                      "Must be a header name of at most 256 bytes.");
      } else if (IsServerHeader(header.name())) {
        check.Problem("header.name", "Is set by the server.");
      }
      check.Size("header.value", header.value(), 1, kMaxSecret);
      check.NoControls("header.value", header.value());
      return;
    }
    case v1::Authentication::kOauth2ClientCredentials: {
      const auto& oauth2 = authentication.oauth2_client_credentials();
      const std::string path = "oauth2_client_credentials.";
      check.TokenUrl(path + "token_url", oauth2.token_url());
      check.Size(path + "client_id", oauth2.client_id(), 1, kMaxClientId);
      check.NoControls(path + "client_id", oauth2.client_id());
      check.Size(path + "client_secret", oauth2.client_secret(), 1, kMaxSecret);
      check.NoControls(path + "client_secret", oauth2.client_secret());
      check.ScopeList(path + "scopes", oauth2.scopes());
      check.Size(path + "audience", oauth2.audience(), 0, kMaxClaim);
      check.NoControls(path + "audience", oauth2.audience());
      return;
    }
    case v1::Authentication::kOauth2JwtBearer:
      CheckJwtBearer(authentication.oauth2_jwt_bearer(), &check);
      return;
    case v1::Authentication::kClientCertificate:
      CheckClientCertificate(authentication.client_certificate(), &check);
      return;
    case v1::Authentication::KIND_NOT_SET:
      return;
  }
}

}  // namespace gancho::delivery
