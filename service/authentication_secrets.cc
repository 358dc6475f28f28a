// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/authentication_secrets.h"

#include <string>

namespace gancho::service {
namespace {

// Each kind has one secret. Null without a kind.
std::string* MutableSecret(v1::Authentication* authentication) {
  switch (authentication->kind_case()) {
    case v1::Authentication::kBasic:
      return authentication->mutable_basic()->mutable_password();
    case v1::Authentication::kBearer:
      return authentication->mutable_bearer()->mutable_token();
    case v1::Authentication::kHeader:
      return authentication->mutable_header()->mutable_value();
    case v1::Authentication::kOauth2ClientCredentials:
      return authentication->mutable_oauth2_client_credentials()
          ->mutable_client_secret();
    case v1::Authentication::kOauth2JwtBearer:
      return authentication->mutable_oauth2_jwt_bearer()->mutable_private_key();
    case v1::Authentication::kClientCertificate:
      return authentication->mutable_client_certificate()
          ->mutable_private_key();
    case v1::Authentication::KIND_NOT_SET:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

void RemoveSecrets(v1::Authentication* authentication) {
  if (std::string* secret = MutableSecret(authentication)) secret->clear();
}

void KeepSecrets(const v1::Authentication& stored,
                 v1::Authentication* authentication) {
  if (stored.kind_case() != authentication->kind_case()) return;
  std::string* secret = MutableSecret(authentication);
  if (secret == nullptr || !secret->empty()) return;
  v1::Authentication copy = stored;
  *secret = *MutableSecret(&copy);
}

void RemoveSecrets(SecretValues* secrets) {
  for (auto& [name, value] : *secrets) value.clear();
}

void KeepSecrets(const SecretValues& stored, SecretValues* secrets) {
  for (auto& [name, value] : *secrets) {
    if (!value.empty()) continue;
    const auto it = stored.find(name);
    if (it != stored.end()) value = it->second;
  }
}

}  // namespace gancho::service
