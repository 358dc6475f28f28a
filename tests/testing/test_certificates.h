// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_TEST_CERTIFICATES_H_
#define GANCHO_TESTS_TESTING_TEST_CERTIFICATES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

struct evp_pkey_st;
struct x509_st;

namespace gancho::testing {

// A certificate and its key, both PEM.
struct TestCertificate {
  std::string certificate_pem;
  std::string private_key_pem;
};

struct TestCertificateOptions {
  // Of subjectAltName; addresses are told from names.
  std::vector<std::string> names = {"localhost", "127.0.0.1"};
  std::string common_name = "test";
  // Relative to the real time.
  absl::Duration valid_from = -absl::Hours(24);
  absl::Duration valid_until = absl::Hours(24);
};

// A certificate authority that lives as long as a test. Certificates have keys
// on P-256, which are made in no time.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  const std::string& root_pem() const { return root_pem_; }
  TestCertificate Issue(const TestCertificateOptions& options = {}) const;

 private:
  evp_pkey_st* key_;
  x509_st* root_;
  std::string root_pem_;
};

// Signed by itself.
TestCertificate SelfSignedCertificate(
    const TestCertificateOptions& options = {});

// A private key in PEM (PKCS #8).
std::string RsaKeyPem(int bits);
std::string EllipticKeyPem();
// Encrypted with a passphrase.
std::string EncryptedKeyPem();

// Whether `signature` (RS256) of `text` was made with the private key.
bool VerifyRs256(const std::string& private_key_pem, const std::string& text,
                 const std::string& signature);

// Writes `text` into a file of its own that lives as long as the object.
class TestFile {
 public:
  explicit TestFile(const std::string& text);
  ~TestFile();
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_TEST_CERTIFICATES_H_
