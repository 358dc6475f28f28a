// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_OPEN_CONNECTIONS_H_
#define GANCHO_SERVICE_OPEN_CONNECTIONS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"

namespace gancho::service {

// Counts sockets that were given to somebody who does not say when they are
// closed. Each is known by its number and the kernel's cookie, which no other
// socket has: so one that was closed, and one whose number is another's by now,
// are told from those that are still open. Not thread-safe.
class OpenConnections {
 public:
  // `fd` is an open socket.
  void Add(int fd);
  // Asks the kernel about each; some 0.3 us a connection.
  void ForgetClosed();
  // Those that were open at the last ForgetClosed(), and those added since.
  size_t count() const { return cookies_.size(); }

 private:
  absl::flat_hash_map<int, uint64_t> cookies_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_OPEN_CONNECTIONS_H_
