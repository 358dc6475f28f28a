// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/credentials.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "delivery/credentials_oauth2.h"

namespace gancho::delivery {
namespace {

// Credentials that do not change.
class FixedCredentials final : public CredentialSource {
 public:
  explicit FixedCredentials(Headers headers) : headers_(std::move(headers)) {}

  void Get(Done done) override { done(headers_); }
  bool Invalidate() override { return false; }

 private:
  const Headers headers_;
};

}  // namespace

std::unique_ptr<CredentialSource> MakeCredentialSource(
    const v1::Authentication& authentication, HttpSender* sender,
    const store::Clock* clock) {
  CredentialSource::Headers headers;
  switch (authentication.kind_case()) {
    case v1::Authentication::kBasic: {
      const auto& basic = authentication.basic();
      headers.emplace_back(
          "Authorization",
          absl::StrCat("Basic ",
                       absl::Base64Escape(absl::StrCat(basic.username(), ":",
                                                       basic.password()))));
      break;
    }
    case v1::Authentication::kBearer:
      headers.emplace_back(
          "Authorization",
          absl::StrCat("Bearer ", authentication.bearer().token()));
      break;
    case v1::Authentication::kHeader:
      headers.emplace_back(authentication.header().name(),
                           authentication.header().value());
      break;
    case v1::Authentication::kOauth2ClientCredentials:
      return MakeClientCredentialsSource(
          authentication.oauth2_client_credentials(), sender, clock);
    case v1::Authentication::kOauth2JwtBearer:
      return MakeJwtBearerSource(authentication.oauth2_jwt_bearer(), sender,
                                 clock);
    case v1::Authentication::kClientCertificate:  // part of the handshake
    case v1::Authentication::KIND_NOT_SET:
      break;
  }
  return std::make_unique<FixedCredentials>(std::move(headers));
}

std::shared_ptr<const ClientIdentity> MakeClientIdentity(
    const v1::Authentication& authentication) {
  if (!authentication.has_client_certificate()) return nullptr;
  return std::make_shared<const ClientIdentity>(ClientIdentity{
      .certificate_pem = authentication.client_certificate().certificate(),
      .private_key_pem = authentication.client_certificate().private_key()});
}

}  // namespace gancho::delivery
