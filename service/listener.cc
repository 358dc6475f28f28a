// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/listener.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

constexpr int kMaxPort = 65535;

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     std::string_view flag) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) {
    return absl::InvalidArgumentError(
        Concat("--", flag, ": cannot read '", path, "'"));
  }
  return text.str();
}

// gRPC would only say "handshake failed", to each client: so the files are
// checked where the operator sees it.
absl::Status CheckTlsFiles(const ListenerOptions& options) {
  const auto fail = [](std::string_view flag, const std::string& path,
                       std::string_view what) {
    ERR_clear_error();
    return absl::InvalidArgumentError(
        Concat("--", flag, ": '", path, "' ", what));
  };
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  if (context == nullptr) return absl::InternalError("OpenSSL: no context");
  if (SSL_CTX_use_certificate_chain_file(
          context.get(), options.tls_certificate.c_str()) != 1) {
    return fail("tls_certificate", options.tls_certificate,
                "is not a PEM certificate");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), options.tls_key.c_str(),
                                  SSL_FILETYPE_PEM) != 1) {
    return fail("tls_key", options.tls_key,
                "is not the PEM private key of --tls_certificate");
  }
  if (!options.tls_client_ca.empty() &&
      SSL_CTX_load_verify_locations(
          context.get(), options.tls_client_ca.c_str(), nullptr) != 1) {
    return fail("tls_client_ca", options.tls_client_ca,
                "holds no PEM certificate");
  }
  return absl::OkStatus();
}

}  // namespace

std::string HostPort::ToString() const {
  return host.find(':') == std::string::npos ? Concat(host, ":", port)
                                             : Concat("[", host, "]:", port);
}

bool HostPort::IsLoopback() const {
  if (host == "localhost") return true;
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::StatusOr<HostPort> ParseHostPort(std::string_view text,
                                       std::string_view flag) {
  const size_t colon = text.rfind(':');
  HostPort address;
  std::string_view host = text.substr(0, std::min(colon, text.size()));
  const bool in_brackets =
      host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (in_brackets) host = host.substr(1, host.size() - 2);
  const bool host_is_good =
      !host.empty() &&
      (in_brackets || host.find_first_of(":/[] ") == std::string_view::npos);
  if (colon == std::string_view::npos || !host_is_good ||
      !absl::SimpleAtoi(ToAbsl(text.substr(colon + 1)), &address.port) ||
      address.port < 0 || address.port > kMaxPort) {
    return absl::InvalidArgumentError(
        Concat("--", flag, ": '", text,
               "' is not HOST:PORT, such as 127.0.0.1:7233 or [::1]:7233"));
  }
  address.host = host;
  return address;
}

absl::Status CheckListenerOptions(const ListenerOptions& options) {
  const bool tls = !options.tls_certificate.empty();
  if (tls != !options.tls_key.empty()) {
    return absl::InvalidArgumentError(
        "--tls_certificate and --tls_key are given together or not at all");
  }
  if (!options.tls_client_ca.empty() && !tls) {
    return absl::InvalidArgumentError(
        "--tls_client_ca needs --tls_certificate and --tls_key");
  }
  if (!tls && !options.insecure && !options.address.IsLoopback()) {
    return absl::FailedPreconditionError(Concat(
        "--listen_address=", options.address.ToString(),
        " is open to other machines: give --tls_certificate and --tls_key, or"
        " --insecure_listen if the network is trusted"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const ListenerOptions& options) {
  if (options.tls_certificate.empty()) {
    return grpc::InsecureServerCredentials();
  }
  auto certificate = ReadFile(options.tls_certificate, "tls_certificate");
  if (!certificate.ok()) return certificate.status();
  auto key = ReadFile(options.tls_key, "tls_key");
  if (!key.ok()) return key.status();
  std::string client_ca;
  if (!options.tls_client_ca.empty()) {
    auto text = ReadFile(options.tls_client_ca, "tls_client_ca");
    if (!text.ok()) return text.status();
    client_ca = *std::move(text);
  }
  if (absl::Status status = CheckTlsFiles(options); !status.ok()) {
    return status;
  }
  grpc::SslServerCredentialsOptions ssl(
      client_ca.empty()
          ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
          : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ssl.pem_root_certs = client_ca;
  ssl.pem_key_cert_pairs.push_back({*std::move(key), *std::move(certificate)});
  return grpc::SslServerCredentials(ssl);
}

}  // namespace gancho::service
