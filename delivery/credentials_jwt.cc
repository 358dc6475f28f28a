// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "delivery/absl_view.h"
#include "delivery/credentials_oauth2.h"

namespace gancho::delivery {
namespace {

constexpr int kMinKeyBits = 2048;
constexpr int kMaxKeyBits = 8192;
constexpr size_t kMaxKeyPem = 64 * 1024;
constexpr int kAssertionLifeSeconds = 3600;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Never asks the terminal for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<std::unique_ptr<EVP_PKEY, Free>> ReadKey(std::string_view pem) {
  if (pem.empty()) return absl::InvalidArgumentError("Must not be empty.");
  if (pem.size() > kMaxKeyPem) {
    return absl::InvalidArgumentError("Must not exceed 64 KiB.");
  }
  const std::unique_ptr<BIO, Free> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::unique_ptr<EVP_PKEY, Free> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "Is not a private key in PEM, or is encrypted.");
  }
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1) {
    return absl::InvalidArgumentError("Is not an RSA key.");
  }
  const int bits = EVP_PKEY_get_bits(key.get());
  if (bits < kMinKeyBits || bits > kMaxKeyBits) {
    return absl::InvalidArgumentError(
        absl::StrCat("Has ", bits, " bits; 2,048 to 8,192 are allowed."));
  }
  return key;
}

void Set(google::protobuf::Struct* object, const char* key,
         const std::string& value) {
  if (!value.empty()) (*object->mutable_fields())[key].set_string_value(value);
}

std::string Encode(const google::protobuf::Struct& object) {
  std::string json;
  // Cannot fail for a Struct of strings and numbers.
  (void)google::protobuf::util::MessageToJsonString(object, &json);
  return absl::WebSafeBase64Escape(json);
}

}  // namespace

absl::Status CheckJwtKey(std::string_view pem) { return ReadKey(pem).status(); }

absl::StatusOr<std::string> MakeJwtAssertion(
    const v1::Authentication::OAuth2JwtBearer& options, absl::Time now) {
  const auto key = ReadKey(options.private_key());
  if (!key.ok()) return key.status();

  google::protobuf::Struct header;
  Set(&header, "alg", "RS256");
  Set(&header, "typ", "JWT");
  Set(&header, "kid", options.key_id());
  google::protobuf::Struct claims;
  Set(&claims, "iss", options.issuer());
  Set(&claims, "sub", options.subject());
  Set(&claims, "aud",
      options.audience().empty() ? options.token_url() : options.audience());
  Set(&claims, "scope", absl::StrJoin(options.scopes(), " "));
  const auto issued = static_cast<double>(absl::ToUnixSeconds(now));
  (*claims.mutable_fields())["iat"].set_number_value(issued);
  (*claims.mutable_fields())["exp"].set_number_value(issued +
                                                     kAssertionLifeSeconds);

  const std::string text = absl::StrCat(Encode(header), ".", Encode(claims));
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  size_t size = 0;
  std::string signature;
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr,
                         key->get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) {
    ERR_clear_error();
    return absl::InternalError("the token request could not be signed");
  }
  signature.resize(size);
  if (EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes, text.size()) != 1) {
    ERR_clear_error();
    return absl::InternalError("the token request could not be signed");
  }
  signature.resize(size);
  return absl::StrCat(text, ".", absl::WebSafeBase64Escape(signature));
}

}  // namespace gancho::delivery
