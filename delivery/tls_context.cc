// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "delivery/ip_address.h"
#include "delivery/tls_failure.h"

namespace gancho::delivery {
namespace {

// Bounds on what is kept to be resumed. Servers give two tickets at a time; a
// ticket of TLS 1.3 is used once.
constexpr size_t kMaxSessionsPerKey = 4;
constexpr size_t kMaxSessionKeys = 2048;
// A session skips verification, so it must not outlive a certificate for long.
constexpr long kSessionLifetimeSeconds = 3600;

// AES-128 before AES-256: as good here, and cheaper.
constexpr char kCipherSuites[] =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
    "TLS_CHACHA20_POLY1305_SHA256";
constexpr char kCiphers[] =
    "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:"
    "ECDHE+AES:RSA+AESGCM:RSA+AES:!aNULL:!eNULL:!PSK:!SRP:!MD5";
constexpr unsigned char kAlpn[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// Slots of OpenSSL objects for our own pointers.
int ProfileSlot() {
  static const int slot =
      SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return slot;
}

// What belongs to one stream; freed with it.
struct StreamData {
  std::string host;
  std::string session_key;
  std::string verify_failure;
};

void FreeStreamData(void*, void* pointer, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<StreamData*>(pointer);
}

int StreamSlot() {
  static const int slot =
      SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, FreeStreamData);
  return slot;
}

StreamData* DataOf(SSL* ssl) {
  return static_cast<StreamData*>(SSL_get_ex_data(ssl, StreamSlot()));
}

std::string OpenSslReason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason != nullptr ? reason : "unknown error";
}

// Never asks the terminal for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status UseIdentity(SSL_CTX* context, const ClientIdentity& identity) {
  BIO* certificates =
      BIO_new_mem_buf(identity.certificate_pem.data(),
                      static_cast<int>(identity.certificate_pem.size()));
  BIO* keys =
      BIO_new_mem_buf(identity.private_key_pem.data(),
                      static_cast<int>(identity.private_key_pem.size()));
  EVP_PKEY* key = nullptr;
  X509* leaf = nullptr;
  const absl::Cleanup free = [&] {
    BIO_free(certificates);
    BIO_free(keys);
    EVP_PKEY_free(key);
    X509_free(leaf);
    ERR_clear_error();
  };
  leaf = PEM_read_bio_X509(certificates, nullptr, NoPassphrase, nullptr);
  if (leaf == nullptr) {
    return absl::InvalidArgumentError("the certificate is not PEM");
  }
  if (SSL_CTX_use_certificate(context, leaf) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the certificate cannot be used: ", OpenSslReason()));
  }
  while (X509* issuer =
             PEM_read_bio_X509(certificates, nullptr, NoPassphrase, nullptr)) {
    // Takes ownership when it succeeds.
    if (SSL_CTX_add0_chain_cert(context, issuer) != 1) {
      X509_free(issuer);
      return absl::InvalidArgumentError(absl::StrCat(
          "the certificate's chain cannot be used: ", OpenSslReason()));
    }
  }
  key = PEM_read_bio_PrivateKey(keys, nullptr, NoPassphrase, nullptr);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "the private key is not PEM, or is encrypted");
  }
  if (X509_check_private_key(leaf, key) != 1) {
    return absl::InvalidArgumentError(
        "the private key does not belong to the certificate");
  }
  if (SSL_CTX_use_PrivateKey(context, key) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the private key cannot be used: ", OpenSslReason()));
  }
  return absl::OkStatus();
}

}  // namespace

TlsProfile::TlsProfile(ssl_ctx_st* context,
                       std::shared_ptr<const ClientIdentity> identity)
    : context_(context), identity_(std::move(identity)) {
  SSL_CTX_set_ex_data(context_, ProfileSlot(), this);
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, OnVerify);
  SSL_CTX_set_session_cache_mode(
      context_, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context_, OnNewSession);
}

TlsProfile::~TlsProfile() {
  for (auto& [key, entry] : sessions_) {
    for (SSL_SESSION* session : entry.sessions) SSL_SESSION_free(session);
  }
  SSL_CTX_free(context_);
}

ssl_st* TlsProfile::NewStream(const std::string& host, uint32_t port) {
  SSL* ssl = SSL_new(context_);
  if (ssl == nullptr) return nullptr;
  SSL_set_connect_state(ssl);
  const HostLiteral literal = ParseHostLiteral(host);
  X509_VERIFY_PARAM* verify = SSL_get0_param(ssl);
  bool good = true;
  if (literal.is_literal) {
    // RFC 6066 allows no address as SNI. The canonical spelling is compared,
    // whichever the URL has.
    good = literal.address &&
           X509_VERIFY_PARAM_set1_ip_asc(
               verify, literal.address->ToString().c_str()) == 1;
  } else {
    std::string name = host;
    if (name.ends_with('.')) name.pop_back();
    // Only subjectAltName counts, as in browsers (RFC 9525).
    X509_VERIFY_PARAM_set_hostflags(verify,
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    good = SSL_set_tlsext_host_name(ssl, name.c_str()) == 1 &&
           X509_VERIFY_PARAM_set1_host(verify, name.c_str(), name.size()) == 1;
  }
  auto* data = new StreamData{.host = host,
                              .session_key = absl::StrCat(host, ":", port)};
  if (SSL_set_ex_data(ssl, StreamSlot(), data) != 1) {
    delete data;
    good = false;
  } else if (SSL_SESSION* session = TakeSession(data->session_key)) {
    SSL_set_session(ssl, session);
    SSL_SESSION_free(session);
  }
  if (good) return ssl;
  SSL_free(ssl);
  return nullptr;
}

x509_store_st* TlsProfile::trust_roots() const {
  return SSL_CTX_get_cert_store(context_);
}

const std::string& TlsProfile::VerifyFailure(SSL* ssl) {
  return DataOf(ssl)->verify_failure;
}

int TlsProfile::OnVerify(int good, X509_STORE_CTX* context) {
  if (good == 1) return 1;
  auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(
      context, SSL_get_ex_data_X509_STORE_CTX_idx()));
  StreamData* data = DataOf(ssl);
  data->verify_failure = DescribeVerifyFailure(context, data->host);
  return 0;
}

int TlsProfile::OnNewSession(SSL* ssl, SSL_SESSION* session) {
  auto* profile = static_cast<TlsProfile*>(
      SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), ProfileSlot()));
  const StreamData* data = DataOf(ssl);
  if (profile == nullptr || data == nullptr) return 0;
  profile->KeepSession(data->session_key, session);
  return 1;  // the reference is ours
}

void TlsProfile::KeepSession(const std::string& key, SSL_SESSION* session) {
  absl::MutexLock lock(&mu_);
  auto [it, added] = sessions_.try_emplace(key);
  Sessions& entry = it->second;
  if (added) {
    entry.position = keys_.insert(keys_.end(), key);
  } else {
    keys_.splice(keys_.end(), keys_, entry.position);
  }
  entry.sessions.push_back(session);
  if (entry.sessions.size() > kMaxSessionsPerKey) {
    SSL_SESSION_free(entry.sessions.front());
    entry.sessions.erase(entry.sessions.begin());
  }
  if (sessions_.size() > kMaxSessionKeys) {
    const auto oldest = sessions_.find(keys_.front());
    for (SSL_SESSION* old : oldest->second.sessions) SSL_SESSION_free(old);
    sessions_.erase(oldest);
    keys_.pop_front();
  }
}

SSL_SESSION* TlsProfile::TakeSession(const std::string& key) {
  absl::MutexLock lock(&mu_);
  const auto it = sessions_.find(key);
  if (it == sessions_.end()) return nullptr;
  std::vector<SSL_SESSION*>& sessions = it->second.sessions;
  while (!sessions.empty()) {
    SSL_SESSION* session = sessions.back();
    const long age = static_cast<long>(time(nullptr)) -
                     static_cast<long>(SSL_SESSION_get_time(session));
    if (SSL_SESSION_is_resumable(session) == 1 && age >= 0 &&
        age < kSessionLifetimeSeconds) {
      // A ticket of TLS 1.3 used twice would let an observer link the two
      // connections; sessions of TLS 1.2 are made to be used again.
      if (SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION) {
        sessions.pop_back();
      } else {
        SSL_SESSION_up_ref(session);
      }
      return session;
    }
    SSL_SESSION_free(session);
    sessions.pop_back();
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<TlsContexts>> TlsContexts::Create(
    const Options& options) {
  std::unique_ptr<TlsContexts> contexts(new TlsContexts(options));
  absl::StatusOr<SSL_CTX*> context = contexts->NewContext();
  if (!context.ok()) return context.status();
  contexts->anonymous_ = std::make_shared<TlsProfile>(*context, nullptr);
  return contexts;
}

absl::StatusOr<ssl_ctx_st*> TlsContexts::NewContext() const {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) return absl::InternalError(OpenSslReason());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_ciphersuites(context, kCipherSuites);
  SSL_CTX_set_cipher_list(context, kCiphers);
  SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384:P-521");
  SSL_CTX_set_alpn_protos(context, kAlpn, sizeof(kAlpn));
  // Partial writes and moving buffers: the request may leave in pieces.
  // Released buffers: an idle connection keeps no 34 KiB.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // Whole records in one recv().
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_timeout(context, kSessionLifetimeSeconds);
  if (anonymous_ != nullptr) {
    // One store of trust roots for all.
    SSL_CTX_set1_cert_store(context, anonymous_->trust_roots());
    return context;
  }
  if (options_.use_system_roots) SSL_CTX_set_default_verify_paths(context);
  if (!options_.ca_file.empty() &&
      SSL_CTX_load_verify_file(context, options_.ca_file.c_str()) != 1) {
    const std::string reason = OpenSslReason();
    SSL_CTX_free(context);
    return absl::InvalidArgumentError(
        absl::StrCat("no trust roots in '", options_.ca_file, "': ", reason));
  }
  ERR_clear_error();
  return context;
}

absl::StatusOr<std::shared_ptr<TlsProfile>> TlsContexts::ForIdentity(
    const std::shared_ptr<const ClientIdentity>& identity) {
  if (identity == nullptr) return anonymous_;
  absl::MutexLock lock(&mu_);
  const auto it = by_identity_.find(identity.get());
  if (it != by_identity_.end()) return it->second;

  absl::StatusOr<SSL_CTX*> context = NewContext();
  if (!context.ok()) return context.status();
  if (auto status = UseIdentity(*context, *identity); !status.ok()) {
    SSL_CTX_free(*context);
    return status;
  }
  // What only we keep is of events that were changed or deleted. A connection
  // keeps its profile, so none is in use.
  for (auto old = by_identity_.begin(); old != by_identity_.end();) {
    if (old->second.use_count() == 1 &&
        old->second->identity_use_count() == 1) {
      by_identity_.erase(old++);
    } else {
      ++old;
    }
  }
  auto profile = std::make_shared<TlsProfile>(*context, identity);
  by_identity_.emplace(identity.get(), profile);
  return profile;
}

absl::Status CheckClientIdentity(const ClientIdentity& identity) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  const absl::Cleanup free = [&] { SSL_CTX_free(context); };
  return UseIdentity(context, identity);
}

}  // namespace gancho::delivery
