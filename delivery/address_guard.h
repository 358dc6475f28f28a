// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ADDRESS_GUARD_H_
#define GANCHO_DELIVERY_ADDRESS_GUARD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/ip_address.h"

namespace gancho::delivery {

// Judges where requests may go, so that nobody reaches the operator's own
// network through us. Everything that is not globally routable is refused
// unless an allowed block holds it; IPv4 addresses inside IPv6 ones are taken
// out and judged too; our own listeners are refused whatever is allowed.
//
// Names are judged when they are dialled, by all the addresses they have at
// that moment: a name that passes once may turn to a private address later.
// Immutable, thread-safe.
class AddressGuard {
 public:
  struct Options {
    // CIDR blocks, as of --allow_destinations.
    std::vector<std::string> allow;
    // "host:port" of our own listeners, hosts being addresses. "0.0.0.0" and
    // "[::]" stand for every address of this machine.
    std::vector<std::string> own_listeners;
  };

  // INVALID_ARGUMENT for a malformed block or listener.
  static absl::StatusOr<AddressGuard> Create(const Options& options);

  // OK, or PERMISSION_DENIED with a reason for people.
  absl::Status Check(const IpAddress& address, uint32_t port) const;

  // OK if all of `addresses` are: one bad address refuses the whole name, or
  // an attacker would mix one good address with a private one.
  absl::Status CheckAll(const std::vector<IpAddress>& addresses,
                        uint32_t port) const;

  // For registration: judges a host that is an address literal in any
  // spelling, and "localhost". OK for every other name. INVALID_ARGUMENT for
  // something like "1.2.3.4.5", which is neither an address nor a name.
  absl::Status CheckLiteral(std::string_view host, uint32_t port) const;

 private:
  struct Listener {
    IpAddress address;
    uint32_t port = 0;
    bool any_address = false;
  };

  AddressGuard() = default;

  bool Allowed(const IpAddress& address) const;
  absl::Status CheckOne(const IpAddress& address) const;
  bool IsOwnListener(const IpAddress& address, uint32_t port) const;

  std::vector<IpPrefix> allow_;
  std::vector<Listener> listeners_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ADDRESS_GUARD_H_
