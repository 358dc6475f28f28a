// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/webhook_verifier.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"

namespace gancho::client {
namespace {

constexpr absl::string_view kSecretPrefix = "whsec_";
constexpr absl::string_view kPublicKeyPrefix = "whpk_";
constexpr size_t kPublicKeyBytes = 32;

absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool HmacMatches(const std::string& secret, std::string_view signature,
                 std::string_view signed_text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           Bytes(signed_text), signed_text.size(), digest, &size) == nullptr) {
    return false;
  }
  // Takes the same time wherever they differ.
  return signature.size() == size &&
         CRYPTO_memcmp(digest, signature.data(), size) == 0;
}

bool Ed25519Matches(const std::string& public_key, std::string_view signature,
                    std::string_view signed_text) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key),
                                  public_key.size()),
      EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                          Bytes(signed_text), signed_text.size()) == 1;
}

}  // namespace

absl::StatusOr<WebhookVerifier> WebhookVerifier::Create(
    const std::vector<std::string>& keys, absl::Duration tolerance) {
  if (keys.empty()) return absl::InvalidArgumentError("no key");
  WebhookVerifier verifier(tolerance);
  for (const std::string& key : keys) {
    absl::string_view rest = key;
    std::string bytes;
    if (absl::ConsumePrefix(&rest, kSecretPrefix)) {
      if (!absl::Base64Unescape(rest, &bytes) || bytes.empty()) {
        return absl::InvalidArgumentError("no base64 behind whsec_");
      }
      verifier.secrets_.push_back(std::move(bytes));
    } else if (absl::ConsumePrefix(&rest, kPublicKeyPrefix)) {
      if (!absl::Base64Unescape(rest, &bytes) ||
          bytes.size() != kPublicKeyBytes) {
        return absl::InvalidArgumentError("no base64 of 32 bytes behind whpk_");
      }
      verifier.public_keys_.push_back(std::move(bytes));
    } else {
      return absl::InvalidArgumentError("a key begins with whsec_ or whpk_");
    }
  }
  return verifier;
}

absl::Status WebhookVerifier::Verify(std::string_view body,
                                     const Headers& headers,
                                     absl::Time now) const {
  int64_t seconds = 0;
  if (headers.webhook_id.empty() || headers.webhook_signature.empty() ||
      !absl::SimpleAtoi(ToAbsl(headers.webhook_timestamp), &seconds)) {
    return absl::InvalidArgumentError(
        "webhook headers are missing or malformed");
  }
  const absl::Duration age =
      absl::Seconds(absl::ToUnixSeconds(now)) - absl::Seconds(seconds);
  if (absl::AbsDuration(age) > tolerance_) {
    return absl::DeadlineExceededError(
        "webhook-timestamp is outside of the tolerance");
  }
  const std::string signed_text =
      absl::StrCat(ToAbsl(headers.webhook_id), ".",
                   ToAbsl(headers.webhook_timestamp), ".", ToAbsl(body));
  for (const absl::string_view signature : absl::StrSplit(
           ToAbsl(headers.webhook_signature), ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(signature, absl::MaxSplits(',', 1));
    std::string bytes;
    if (absl::Base64Unescape(parts.second, &bytes) &&
        Matches(parts.first, bytes, signed_text)) {
      return absl::OkStatus();
    }
  }
  return absl::UnauthenticatedError("no webhook signature matches");
}

bool WebhookVerifier::Matches(std::string_view scheme,
                              std::string_view signature,
                              std::string_view signed_text) const {
  if (scheme == "v1") {
    for (const std::string& secret : secrets_) {
      if (HmacMatches(secret, signature, signed_text)) return true;
    }
  } else if (scheme == "v1a") {
    for (const std::string& public_key : public_keys_) {
      if (Ed25519Matches(public_key, signature, signed_text)) return true;
    }
  }
  return false;
}

}  // namespace gancho::client
