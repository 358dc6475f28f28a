// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/open_connections.h"

#include <sys/socket.h>

namespace gancho::service {
namespace {

// 0 if `fd` is no open socket.
uint64_t CookieOf(int fd) {
  uint64_t cookie = 0;
  socklen_t size = sizeof(cookie);
  if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0) return 0;
  return cookie;
}

}  // namespace

void OpenConnections::Add(int fd) { cookies_[fd] = CookieOf(fd); }

void OpenConnections::ForgetClosed() {
  for (auto it = cookies_.begin(); it != cookies_.end();) {
    if (CookieOf(it->first) != it->second) {
      cookies_.erase(it++);
    } else {
      ++it;
    }
  }
}

}  // namespace gancho::service
