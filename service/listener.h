// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_LISTENER_H_
#define GANCHO_SERVICE_LISTENER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"

// Where the server listens and who may talk to it. Errors are one line for the
// operator.
namespace gancho::service {

// A host and a port, as they are given: "127.0.0.1:7233", "[::1]:0",
// "localhost:7233".
struct HostPort {
  std::string host;  // without brackets
  int port = 0;      // 0: any free one

  std::string ToString() const;
  // An address of this machine that others do not reach. Of names only
  // "localhost" is known to be one.
  bool IsLoopback() const;
};

// INVALID_ARGUMENT naming `flag`.
absl::StatusOr<HostPort> ParseHostPort(std::string_view text,
                                       std::string_view flag);

struct ListenerOptions {
  HostPort address;
  // PEM files. Certificate and key come together; all empty: no TLS.
  std::string tls_certificate;
  std::string tls_key;
  // With it every client must show a certificate that this one signed.
  std::string tls_client_ca;
  // Allows an address that others reach without TLS.
  bool insecure = false;
};

// Checks the options against each other: FAILED_PRECONDITION for an address
// that others reach without TLS, INVALID_ARGUMENT for flags that do not go
// together.
absl::Status CheckListenerOptions(const ListenerOptions& options);

// Reads and checks the files: INVALID_ARGUMENT for one that cannot be read, is
// no PEM, or a key of another certificate.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const ListenerOptions& options);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_LISTENER_H_
