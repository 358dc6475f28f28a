// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_PROXY_H_
#define GANCHO_DELIVERY_PROXY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace gancho::delivery {

// The HTTP proxy through which all requests leave, each by a CONNECT tunnel.
// It looks up names and dials; its own address is the operator's business and
// not judged by the address guard.
struct EgressProxy {
  std::string host;
  uint32_t port = 3128;
  // Value of Proxy-Authorization; empty for none.
  std::string authorization;
};

// Reads "http://user:password@proxy.example:3128", user and password being
// optional and percent-encoded; the port's default is 3128. INVALID_ARGUMENT
// for anything else, https included: TLS to the proxy is not spoken. The
// message never shows the credentials.
absl::StatusOr<EgressProxy> ParseEgressProxy(std::string_view url);

// The CONNECT request for a tunnel to `host` and `port`.
std::string ProxyConnectHead(const EgressProxy& proxy, std::string_view host,
                             uint32_t port);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_PROXY_H_
