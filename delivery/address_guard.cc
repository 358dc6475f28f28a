// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/address_guard.h"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

struct RefusedBlock {
  const char* cidr;
  const char* what;
};

// The special-purpose registries of IANA (IPv4 and IPv6), everything that is
// not globally reachable, and the tunnels that carry an IPv4 address.
constexpr RefusedBlock kRefused[] = {
    {"0.0.0.0/8", "an address of this network"},
    {"10.0.0.0/8", "a private address"},
    {"100.64.0.0/10", "a carrier-internal address"},
    {"127.0.0.0/8", "a loopback address"},
    {"169.254.0.0/16", "a link-local address"},
    {"172.16.0.0/12", "a private address"},
    {"192.0.0.0/24", "a protocol assignment"},
    {"192.0.2.0/24", "a documentation address"},
    {"192.88.99.0/24", "a 6to4 relay"},
    {"192.168.0.0/16", "a private address"},
    {"198.18.0.0/15", "a benchmarking address"},
    {"198.51.100.0/24", "a documentation address"},
    {"203.0.113.0/24", "a documentation address"},
    {"224.0.0.0/4", "a multicast address"},
    {"240.0.0.0/4", "a reserved address"},
    {"::/128", "the unspecified address"},
    {"::1/128", "a loopback address"},
    {"::/96", "an IPv4-compatible address"},
    {"64:ff9b::/96", "a NAT64 address"},
    {"64:ff9b:1::/48", "a NAT64 address"},
    {"100::/64", "a discard-only address"},
    {"2001::/32", "a Teredo address"},
    {"2001:db8::/32", "a documentation address"},
    {"2002::/16", "a 6to4 address"},
    {"3fff::/20", "a documentation address"},
    {"5f00::/16", "a segment-routing address"},
    {"fc00::/7", "a private address"},
    {"fe80::/10", "a link-local address"},
    {"fec0::/10", "a site-local address"},
    {"ff00::/8", "a multicast address"},
};

struct RefusedPrefix {
  IpPrefix prefix;
  const char* what;
};

const std::vector<RefusedPrefix>& RefusedPrefixes() {
  static const auto* prefixes = [] {
    auto* result = new std::vector<RefusedPrefix>;
    for (const RefusedBlock& block : kRefused) {
      result->push_back({*IpPrefix::Parse(block.cidr), block.what});
    }
    return result;
  }();
  return *prefixes;
}

bool HasPrefix(const IpAddress& address, const char* cidr) {
  return IpPrefix::Parse(cidr)->Contains(address);
}

// The IPv4 address that an IPv6 address carries through a tunnel or
// translator, if any. Mapped addresses are unwrapped before.
std::optional<IpAddress> EmbeddedV4(const IpAddress& address) {
  if (!address.is_v6()) return std::nullopt;
  const auto& b = address.bytes();
  // The first bytes decide cheaply for nearly every address.
  if (b[0] == 0x20 && b[1] == 0x02) {  // 6to4
    return IpAddress::V4({b[2], b[3], b[4], b[5]});
  }
  if (HasPrefix(address, "2001::/32")) {  // Teredo: the client, inverted
    const auto inverted = [&](int i) {
      return static_cast<uint8_t>(b[i] ^ 0xff);
    };
    return IpAddress::V4(
        {inverted(12), inverted(13), inverted(14), inverted(15)});
  }
  if ((HasPrefix(address, "::/96") && !HasPrefix(address, "::/127")) ||
      HasPrefix(address, "64:ff9b::/96") ||
      HasPrefix(address, "64:ff9b:1::/48")) {
    return IpAddress::V4({b[12], b[13], b[14], b[15]});
  }
  return std::nullopt;
}

bool IsLocalAddress(const IpAddress& address) {
  if (address.is_v4() && address.v4() >> 24 == 127) return true;
  ifaddrs* list = nullptr;
  // Not knowing our addresses, we would rather refuse.
  if (getifaddrs(&list) != 0) return true;
  bool found = false;
  for (const ifaddrs* i = list; i != nullptr && !found; i = i->ifa_next) {
    if (i->ifa_addr == nullptr) continue;
    if (i->ifa_addr->sa_family == AF_INET && address.is_v4()) {
      sockaddr_in in;
      std::memcpy(&in, i->ifa_addr, sizeof(in));
      found = ntohl(in.sin_addr.s_addr) == address.v4();
    } else if (i->ifa_addr->sa_family == AF_INET6 && address.is_v6()) {
      sockaddr_in6 in;
      std::memcpy(&in, i->ifa_addr, sizeof(in));
      found = std::memcmp(&in.sin6_addr, address.bytes().data(), 16) == 0;
    }
  }
  freeifaddrs(list);
  return found;
}

}  // namespace

absl::StatusOr<AddressGuard> AddressGuard::Create(const Options& options) {
  AddressGuard guard;
  for (const std::string& text : options.allow) {
    const auto prefix = IpPrefix::Parse(text);
    if (!prefix) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", text,
                       "' is not a CIDR block such as 10.0.0.0/8 (no bits may "
                       "be set beyond its length)"));
    }
    guard.allow_.push_back(*prefix);
  }
  for (const std::string& text : options.own_listeners) {
    const size_t colon = text.rfind(':');
    Listener listener;
    if (colon == std::string::npos ||
        !absl::SimpleAtoi(text.substr(colon + 1), &listener.port)) {
      return absl::InvalidArgumentError(
          absl::StrCat("listener '", text, "' is not host:port"));
    }
    const HostLiteral host = ParseHostLiteral(text.substr(0, colon));
    if (!host.address) {
      return absl::InvalidArgumentError(
          absl::StrCat("listener '", text, "' has no address for a host"));
    }
    listener.address = host.address->Unmapped();
    listener.any_address = listener.address == IpAddress() ||
                           listener.address == IpAddress::V6({});
    guard.listeners_.push_back(listener);
  }
  return guard;
}

absl::Status AddressGuard::Check(const IpAddress& address,
                                 uint32_t port) const {
  const IpAddress plain = address.Unmapped();
  if (absl::Status status = CheckOne(plain); !status.ok()) return status;
  if (IsOwnListener(plain, port)) {
    return absl::PermissionDeniedError(absl::StrCat(
        plain.ToString(port), " is a listener of this server itself"));
  }
  const std::optional<IpAddress> embedded = EmbeddedV4(plain);
  if (!embedded) return absl::OkStatus();
  absl::Status status = CheckOne(*embedded);
  if (status.ok() && IsOwnListener(*embedded, port)) {
    status = absl::PermissionDeniedError("a listener of this server itself");
  }
  if (status.ok()) return status;
  return absl::PermissionDeniedError(
      absl::StrCat(plain.ToString(), " leads to ", embedded->ToString(), ": ",
                   status.message()));
}

absl::Status AddressGuard::CheckAll(const std::vector<IpAddress>& addresses,
                                    uint32_t port) const {
  for (const IpAddress& address : addresses) {
    if (absl::Status status = Check(address, port); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status AddressGuard::CheckLiteral(std::string_view host,
                                        uint32_t port) const {
  const HostLiteral literal = ParseHostLiteral(host);
  if (literal.is_literal) {
    if (!literal.address) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", AbslView(host), "' is neither a name nor an address"));
    }
    return Check(*literal.address, port);
  }
  const absl::string_view name =
      AbslView(host.substr(0, host.size() - (host.ends_with('.') ? 1 : 0)));
  if (absl::EqualsIgnoreCase(name, "localhost") ||
      absl::EndsWithIgnoreCase(name, ".localhost")) {
    return Check(IpAddress::V4(0x7f000001), port);
  }
  return absl::OkStatus();
}

bool AddressGuard::Allowed(const IpAddress& address) const {
  return std::any_of(allow_.begin(), allow_.end(), [&](const IpPrefix& prefix) {
    return prefix.Contains(address);
  });
}

absl::Status AddressGuard::CheckOne(const IpAddress& address) const {
  for (const RefusedPrefix& refused : RefusedPrefixes()) {
    if (!refused.prefix.Contains(address)) continue;
    if (Allowed(address)) return absl::OkStatus();
    return absl::PermissionDeniedError(
        absl::StrCat(address.ToString(), " is ", refused.what,
                     ", which is not among the allowed destinations"));
  }
  return absl::OkStatus();
}

bool AddressGuard::IsOwnListener(const IpAddress& address,
                                 uint32_t port) const {
  return std::any_of(
      listeners_.begin(), listeners_.end(), [&](const Listener& listener) {
        if (listener.port != port) return false;
        if (listener.any_address || address == IpAddress() ||
            address == IpAddress::V6({})) {
          return address == IpAddress() || address == IpAddress::V6({}) ||
                 IsLocalAddress(address);
        }
        return listener.address == address;
      });
}

}  // namespace gancho::delivery
