// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "delivery/ip_address.h"

namespace gancho::testing {
namespace {

// What fails here is the test's own fault.
void Require(bool good) {
  if (!good) std::abort();
}

std::string TakeText(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

std::string CertificatePem(X509* certificate) {
  BIO* bio = BIO_new(BIO_s_mem());
  Require(PEM_write_bio_X509(bio, certificate) == 1);
  return TakeText(bio);
}

std::string KeyPem(EVP_PKEY* key) {
  BIO* bio = BIO_new(BIO_s_mem());
  Require(PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1);
  return TakeText(bio);
}

void AddExtension(X509* certificate, X509* issuer, int id,
                  const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  Require(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// `issuer` null: signed by itself.
X509* MakeCertificate(const TestCertificateOptions& options, EVP_PKEY* key,
                      X509* issuer, EVP_PKEY* issuer_key, bool authority) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial));
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate),
                  absl::ToInt64Seconds(options.valid_from));
  X509_gmtime_adj(X509_getm_notAfter(certificate),
                  absl::ToInt64Seconds(options.valid_until));
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(options.common_name.c_str()), -1,
      -1, 0);
  X509* parent = issuer == nullptr ? certificate : issuer;
  X509_set_issuer_name(certificate, X509_get_subject_name(parent));
  AddExtension(certificate, parent, NID_basic_constraints,
               authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  AddExtension(certificate, parent, NID_subject_key_identifier, "hash");
  if (!options.names.empty()) {
    AddExtension(
        certificate, parent, NID_subject_alt_name,
        absl::StrJoin(
            options.names, ",", [](std::string* out, const std::string& text) {
              const bool address = delivery::IpAddress::Parse(text).has_value();
              absl::StrAppend(out, address ? "IP:" : "DNS:", text);
            }));
  }
  Require(X509_sign(certificate, issuer_key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

TestAuthority::TestAuthority() : key_(EVP_EC_gen("P-256")) {
  // A name of its own, or another one's certificates would seem forged.
  static std::atomic<int> count = 0;
  root_ = MakeCertificate(
      {.names = {}, .common_name = absl::StrCat("Test authority ", ++count)},
      key_, nullptr, key_, true);
  root_pem_ = CertificatePem(root_);
}

TestAuthority::~TestAuthority() {
  X509_free(root_);
  EVP_PKEY_free(key_);
}

TestCertificate TestAuthority::Issue(
    const TestCertificateOptions& options) const {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = MakeCertificate(options, key, root_, key_, false);
  TestCertificate result = {.certificate_pem = CertificatePem(certificate),
                            .private_key_pem = KeyPem(key)};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return result;
}

TestCertificate SelfSignedCertificate(const TestCertificateOptions& options) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = MakeCertificate(options, key, nullptr, key, false);
  TestCertificate result = {.certificate_pem = CertificatePem(certificate),
                            .private_key_pem = KeyPem(key)};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return result;
}

std::string RsaKeyPem(int bits) {
  EVP_PKEY* key = EVP_RSA_gen(static_cast<unsigned int>(bits));
  std::string pem = KeyPem(key);
  EVP_PKEY_free(key);
  return pem;
}

std::string EllipticKeyPem() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  std::string pem = KeyPem(key);
  EVP_PKEY_free(key);
  return pem;
}

std::string EncryptedKeyPem() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  BIO* bio = BIO_new(BIO_s_mem());
  Require(PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_128_cbc(), "secret",
                                        6, nullptr, nullptr) == 1);
  EVP_PKEY_free(key);
  return TakeText(bio);
}

bool VerifyRs256(const std::string& private_key_pem, const std::string& text,
                 const std::string& signature) {
  BIO* bio = BIO_new_mem_buf(private_key_pem.data(),
                             static_cast<int>(private_key_pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  Require(key != nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const auto bytes = [](const std::string& s) {
    return reinterpret_cast<const unsigned char*>(s.data());
  };
  const bool good =
      EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(context, bytes(signature), signature.size(), bytes(text),
                       text.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return good;
}

TestFile::TestFile(const std::string& text) {
  char path[] = "/tmp/gancho_test_XXXXXX";
  const int fd = mkstemp(path);
  Require(fd >= 0);
  path_ = path;
  Require(write(fd, text.data(), text.size()) ==
          static_cast<ssize_t>(text.size()));
  close(fd);
}

TestFile::~TestFile() { unlink(path_.c_str()); }

}  // namespace gancho::testing
