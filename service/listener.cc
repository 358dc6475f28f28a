// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/listener.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/cleanup/cleanup.h"
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

absl::StatusOr<ReservedPort> ReservedPort::Reserve(const HostPort& address) {
  const auto fail = [&address](std::string_view why) {
    return Concat("cannot listen on ", address.ToString(), ": ", why);
  };
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(
      address.host.c_str(), absl::StrCat(address.port).c_str(), &hints, &found);
  if (error != 0) return absl::InvalidArgumentError(fail(gai_strerror(error)));
  const absl::Cleanup free_found = [found] { freeaddrinfo(found); };
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return absl::UnavailableError(fail(std::strerror(errno)));
  ReservedPort reserved(address, fd);
  // Connections of a former server do not hold the port, and the listener may
  // bind it while it is reserved.
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(fd, found->ai_addr, found->ai_addrlen) != 0) {
    const int why = errno;
    if (why == EADDRNOTAVAIL) {
      return absl::InvalidArgumentError(
          fail("the address is none of this machine"));
    }
    return absl::UnavailableError(
        fail(why == EADDRINUSE ? "the port is in use" : std::strerror(why)));
  }
  sockaddr_storage bound = {};
  socklen_t size = sizeof(bound);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return absl::UnavailableError(fail(std::strerror(errno)));
  }
  reserved.address_.port =
      ntohs(bound.ss_family == AF_INET6
                ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                : reinterpret_cast<const sockaddr_in&>(bound).sin_port);
  for (const addrinfo* entry = found; entry != nullptr;
       entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof(text),
                    nullptr, 0, NI_NUMERICHOST) == 0) {
      reserved.numeric_addresses_.push_back(
          HostPort{.host = text, .port = reserved.address_.port}.ToString());
    }
  }
  return reserved;
}

ReservedPort::ReservedPort(HostPort address, int fd)
    : address_(std::move(address)), fd_(fd) {}

ReservedPort::ReservedPort(ReservedPort&& other) noexcept
    : address_(std::move(other.address_)),
      numeric_addresses_(std::move(other.numeric_addresses_)),
      fd_(std::exchange(other.fd_, -1)) {}

ReservedPort::~ReservedPort() {
  if (fd_ >= 0) close(fd_);
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
