// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_HOST_CHECK_H_
#define GANCHO_SERVICE_HOST_CHECK_H_

#include <functional>
#include <string_view>

#include "absl/status/status.h"

namespace gancho::service {

// Whether the engine may ever dial a host, asked when an event is registered:
// OK, or a reason for people. Only address literals can be judged so early;
// AddressGuard::CheckLiteral() does. Thread-safe, does not block.
using HostCheck = std::function<absl::Status(std::string_view host, int port)>;

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_HOST_CHECK_H_
