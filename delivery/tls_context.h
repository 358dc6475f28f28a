// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TLS_CONTEXT_H_
#define GANCHO_DELIVERY_TLS_CONTEXT_H_

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "delivery/http_sender.h"

// OpenSSL's own names, so that its headers stay in the .cc files.
struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;
struct x509_store_ctx_st;
struct x509_store_st;

namespace gancho::delivery {

// How we speak TLS as one identity, or anonymously: trust roots, versions,
// client certificate, and the sessions that can be resumed. Thread-safe.
class TlsProfile {
 public:
  TlsProfile(ssl_ctx_st* context,  // owned from here on
             std::shared_ptr<const ClientIdentity> identity);
  ~TlsProfile();
  TlsProfile(const TlsProfile&) = delete;
  TlsProfile& operator=(const TlsProfile&) = delete;

  // A stream for one connection to `host` (a name or an address literal): its
  // name goes out as SNI, its certificate must be valid for it, and a kept
  // session is offered. To be freed with SSL_free(). Null if OpenSSL has no
  // memory.
  ssl_st* NewStream(const std::string& host, uint32_t port);

  // Why the peer's certificate was refused on a stream of NewStream(); empty
  // if it was not.
  static const std::string& VerifyFailure(ssl_st* ssl);

  x509_store_st* trust_roots() const;

  // How many keep the identity, this profile included.
  long identity_use_count() const { return identity_.use_count(); }

 private:
  struct Sessions {
    std::vector<ssl_session_st*> sessions;  // the newest last
    std::list<std::string>::iterator position;
  };

  static int OnVerify(int good, x509_store_ctx_st* context);
  static int OnNewSession(ssl_st* ssl, ssl_session_st* session);
  void KeepSession(const std::string& key, ssl_session_st* session)
      ABSL_LOCKS_EXCLUDED(mu_);
  // The caller owns the reference; null if there is none.
  ssl_session_st* TakeSession(const std::string& key) ABSL_LOCKS_EXCLUDED(mu_);

  ssl_ctx_st* const context_;
  const std::shared_ptr<const ClientIdentity> identity_;
  absl::Mutex mu_;
  // By "host:port".
  absl::flat_hash_map<std::string, Sessions> sessions_ ABSL_GUARDED_BY(mu_);
  std::list<std::string> keys_ ABSL_GUARDED_BY(mu_);  // least recent first
};

// Makes the profiles; one for the process. Thread-safe.
class TlsContexts {
 public:
  struct Options {
    // PEM file with trust roots beside the system's, as of --ca_file; empty
    // for none.
    std::string ca_file;
    // Off only in tests that bring their own roots.
    bool use_system_roots = true;
  };

  // INVALID_ARGUMENT if `ca_file` cannot be read or holds no certificate.
  static absl::StatusOr<std::unique_ptr<TlsContexts>> Create(
      const Options& options);

  // The anonymous profile; lives as long as this object.
  const std::shared_ptr<TlsProfile>& anonymous() const { return anonymous_; }

  // The profile of `identity`, kept while anybody else keeps the identity.
  // INVALID_ARGUMENT if certificate and key cannot be used.
  absl::StatusOr<std::shared_ptr<TlsProfile>> ForIdentity(
      const std::shared_ptr<const ClientIdentity>& identity)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  explicit TlsContexts(const Options& options) : options_(options) {}

  absl::StatusOr<ssl_ctx_st*> NewContext() const;

  const Options options_;
  std::shared_ptr<TlsProfile> anonymous_;
  absl::Mutex mu_;
  absl::flat_hash_map<const ClientIdentity*, std::shared_ptr<TlsProfile>>
      by_identity_ ABSL_GUARDED_BY(mu_);
};

// OK if `identity` has a certificate, a key that is not encrypted, and both
// belong together; else INVALID_ARGUMENT with a sentence that says which.
absl::Status CheckClientIdentity(const ClientIdentity& identity);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TLS_CONTEXT_H_
