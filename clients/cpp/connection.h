// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_CONNECTION_H_
#define GANCHO_CLIENTS_CPP_CONNECTION_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"

namespace gancho::client {

// How a server is reached.
struct ConnectionOptions {
  std::string address = "127.0.0.1:7233";
  // Sent with every call as `authorization: Bearer <api_key>`; empty: none. Who
  // can read the connection can read the key: use TLS beyond this machine.
  std::string api_key;
  // Without TLS nothing below counts.
  bool tls = false;
  // PEM texts, not file names. Empty: the roots of the machine.
  std::string ca_certificates;
  // For mutual TLS; both or neither.
  std::string client_certificate;
  std::string client_key;
  // The name in the server's certificate, if it is not that of `address`.
  std::string server_name;
};

// A channel with keep-alive, so that a stream notices a server that is gone.
// Connects when it is used.
std::shared_ptr<grpc::Channel> Connect(const ConnectionOptions& options);

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_CONNECTION_H_
