// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/signing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

constexpr absl::string_view kHmacPrefix = "whsec_";
constexpr absl::string_view kSeedPrefix = "whsk_";
constexpr absl::string_view kPublicPrefix = "whpk_";
constexpr size_t kMinHmacKey = 24;
constexpr size_t kMaxHmacKey = 64;
constexpr size_t kSeedSize = 32;
constexpr size_t kGeneratedSize = 32;

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::unique_ptr<EVP_PKEY, Free> KeyFromSeed(std::string_view seed) {
  return std::unique_ptr<EVP_PKEY, Free>(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
}

std::string PublicKey(std::string_view seed) {
  std::string result(kSeedSize, '\0');
  size_t size = result.size();
  const auto key = KeyFromSeed(seed);
  if (key == nullptr ||
      EVP_PKEY_get_raw_public_key(
          key.get(), reinterpret_cast<unsigned char*>(result.data()), &size) !=
          1) {
    return "";
  }
  return result;
}

}  // namespace

absl::StatusOr<std::string> ParseSigningSecret(v1::Signing::Scheme scheme,
                                               std::string_view text) {
  const bool hmac = scheme == v1::Signing::HMAC_SHA256;
  if (!hmac && scheme != v1::Signing::ED25519) {
    return absl::InvalidArgumentError("a secret needs a scheme");
  }
  absl::string_view encoded = AbslView(text);
  std::string secret;
  if (!absl::ConsumePrefix(&encoded, hmac ? kHmacPrefix : kSeedPrefix) ||
      !absl::Base64Unescape(encoded, &secret)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "must be '", hmac ? kHmacPrefix : kSeedPrefix, "' followed by base64"));
  }
  if (hmac) {
    if (secret.size() >= kMinHmacKey && secret.size() <= kMaxHmacKey) {
      return secret;
    }
    return absl::InvalidArgumentError("must hold 24 to 64 bytes");
  }
  if (secret.size() == kSeedSize) return secret;
  if (secret.size() != 2 * kSeedSize) {
    return absl::InvalidArgumentError(
        "must hold the 32-byte seed, or seed and public key (64 bytes)");
  }
  std::string seed = secret.substr(0, kSeedSize);
  if (PublicKey(seed) != secret.substr(kSeedSize)) {
    return absl::InvalidArgumentError(
        "holds a public key that does not belong to its seed");
  }
  return seed;
}

std::string FormatSigningSecret(v1::Signing::Scheme scheme,
                                std::string_view secret) {
  if (scheme == v1::Signing::ED25519) {
    return absl::StrCat(kSeedPrefix, absl::Base64Escape(std::string(secret) +
                                                        PublicKey(secret)));
  }
  return absl::StrCat(kHmacPrefix, absl::Base64Escape(AbslView(secret)));
}

std::string FormatSigningPublicKey(std::string_view seed) {
  return absl::StrCat(kPublicPrefix, absl::Base64Escape(PublicKey(seed)));
}

std::string GenerateSigningSecret() {
  std::string secret(kGeneratedSize, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()),
                 static_cast<int>(secret.size())) != 1) {
    std::abort();  // no secret is better than a guessable one
  }
  return secret;
}

// A key with the context that has taken it in.
class Signer::Key {
 public:
  Key(v1::Signing::Scheme scheme, const store::SigningKey& key)
      : expire_time_(key.expire_time_us() == 0
                         ? absl::InfiniteFuture()
                         : absl::FromUnixMicros(key.expire_time_us())) {
    if (scheme == v1::Signing::ED25519) {
      private_key_ = KeyFromSeed(key.secret());
      return;
    }
    const std::unique_ptr<EVP_MAC, Free> hmac(
        EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    std::unique_ptr<EVP_MAC_CTX, Free> context(EVP_MAC_CTX_new(hmac.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    if (context != nullptr &&
        EVP_MAC_init(context.get(), Bytes(key.secret()), key.secret().size(),
                     parameters) == 1) {
      hmac_ = std::move(context);
    }
  }

  bool valid_at(absl::Time now) const { return now < expire_time_; }

  // "v1,..." or "v1a,..."; empty if the key cannot be used.
  std::string Sign(std::string_view head, std::string_view body) {
    return private_key_ != nullptr ? SignEd25519(head, body)
                                   : SignHmac(head, body);
  }

 private:
  std::string SignHmac(std::string_view head, std::string_view body) {
    std::array<unsigned char, 32> digest;
    size_t size = 0;
    // Without a key: starts anew with the one that was taken in.
    if (hmac_ == nullptr ||
        EVP_MAC_init(hmac_.get(), nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(hmac_.get(), Bytes(head), head.size()) != 1 ||
        EVP_MAC_update(hmac_.get(), Bytes(body), body.size()) != 1 ||
        EVP_MAC_final(hmac_.get(), digest.data(), &size, digest.size()) != 1) {
      return "";
    }
    return absl::StrCat(
        "v1,", absl::Base64Escape(absl::string_view(
                   reinterpret_cast<const char*>(digest.data()), size)));
  }

  std::string SignEd25519(std::string_view head, std::string_view body) {
    // Ed25519 reads its text twice, so it must be in one piece.
    std::string text;
    text.reserve(head.size() + body.size());
    text.append(head).append(body);
    std::array<unsigned char, 64> signature;
    size_t size = signature.size();
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    if (context == nullptr ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                           private_key_.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, Bytes(text),
                       text.size()) != 1) {
      return "";
    }
    return absl::StrCat(
        "v1a,", absl::Base64Escape(absl::string_view(
                    reinterpret_cast<const char*>(signature.data()), size)));
  }

  absl::Time expire_time_;
  std::unique_ptr<EVP_MAC_CTX, Free> hmac_;
  std::unique_ptr<EVP_PKEY, Free> private_key_;
};

Signer::Signer(v1::Signing::Scheme scheme,
               const std::vector<store::SigningKey>& keys) {
  if (scheme != v1::Signing::HMAC_SHA256 && scheme != v1::Signing::ED25519) {
    return;
  }
  for (const store::SigningKey& key : keys) keys_.emplace_back(scheme, key);
}

Signer::~Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;

std::string Signer::Sign(std::string_view id, int64_t timestamp,
                         std::string_view body, absl::Time now) {
  std::string result;
  std::string head;
  for (Key& key : keys_) {
    if (!key.valid_at(now)) continue;
    if (head.empty()) head = absl::StrCat(AbslView(id), ".", timestamp, ".");
    if (!result.empty()) result.push_back(' ');
    result += key.Sign(head, body);
  }
  return result;
}

}  // namespace gancho::delivery
