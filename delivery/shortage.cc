// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/shortage.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

namespace gancho::delivery {

bool IsShortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS ||
         error == ENOMEM;
}

bool OutOfDescriptors() {
  const int fd = eventfd(0, EFD_CLOEXEC);
  if (fd < 0) return IsShortage(errno);
  close(fd);
  return false;
}

}  // namespace gancho::delivery
