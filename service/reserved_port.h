// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RESERVED_PORT_H_
#define GANCHO_SERVICE_RESERVED_PORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/descriptor.h"
#include "service/listener.h"

namespace gancho::service {

// A port of this machine that is ours before anything listens on it: taken
// before anything else is touched, so that a second server by mistake changes
// nothing, and so that port 0 has become a number before those ask who must
// know it. Then it is listened on, or given up for another to bind.
class ReservedPort {
 public:
  // On every address that the host stands for: both of "localhost". "0.0.0.0"
  // and "::" are each all addresses of both families. UNAVAILABLE if the port
  // is in use on any of them, INVALID_ARGUMENT if none is of this machine.
  static absl::StatusOr<ReservedPort> Reserve(const HostPort& address);

  // With the port that was chosen.
  const HostPort& address() const { return address_; }
  // All that the host stands for, with the port: "127.0.0.1:7233" and
  // "[::1]:7233" for "localhost".
  const std::vector<std::string>& numeric_addresses() const {
    return numeric_addresses_;
  }

  // The sockets, listening and non-blocking; the port is no longer ours to
  // give up. UNAVAILABLE if another process has come to listen on it since.
  absl::StatusOr<std::vector<Descriptor>> Listen() &&;

 private:
  explicit ReservedPort(HostPort address) : address_(std::move(address)) {}

  HostPort address_;
  std::vector<std::string> numeric_addresses_;
  std::vector<Descriptor> sockets_;  // bound, not listening
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RESERVED_PORT_H_
