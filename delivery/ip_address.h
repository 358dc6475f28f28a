// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_IP_ADDRESS_H_
#define GANCHO_DELIVERY_IP_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gancho::delivery {

// An IPv4 or IPv6 address. A small value; plain bytes, so that the guard, the
// resolver and the attempt need no networking library.
class IpAddress {
 public:
  IpAddress() = default;  // 0.0.0.0

  static IpAddress V4(uint32_t host_order);
  static IpAddress V4(const uint8_t (&bytes)[4]);
  static IpAddress V6(const std::array<uint8_t, 16>& bytes);

  // Reads the canonical spellings only: dotted decimal with four parts, or an
  // IPv6 address without brackets and zone.
  static std::optional<IpAddress> Parse(std::string_view text);

  bool is_v4() const { return !v6_; }
  bool is_v6() const { return v6_; }
  uint32_t v4() const;  // host order; only for is_v4()
  // Network order; an IPv4 address is in the first four.
  const std::array<uint8_t, 16>& bytes() const { return bytes_; }

  // ::ffff:a.b.c.d becomes a.b.c.d, everything else stays.
  IpAddress Unmapped() const;

  std::string ToString() const;
  // "203.0.113.7:443" or "[2001:db8::7]:443".
  std::string ToString(uint32_t port) const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const IpAddress& address) {
    return H::combine(std::move(h), address.v6_, address.bytes_);
  }

 private:
  bool v6_ = false;
  std::array<uint8_t, 16> bytes_ = {};
};

// A block of addresses, "10.0.0.0/8" or "fd00::/8"; a single address is a block
// of its full length.
class IpPrefix {
 public:
  // nullopt if malformed or if bits beyond the length are set.
  static std::optional<IpPrefix> Parse(std::string_view text);

  bool Contains(const IpAddress& address) const;
  std::string ToString() const;

 private:
  IpAddress base_;
  int length_ = 0;
};

// What a URL's host is, if it is an address and not a name.
struct HostLiteral {
  // Whether the host can only be meant as an address: it is IPv6, or its last
  // label is a number.
  bool is_literal = false;
  // The address; nullopt for a literal that no spelling allows ("256.1.1.1").
  std::optional<IpAddress> address;
};

// Reads `host` (without brackets) as browsers and inet_aton() do: 127.0.0.1 is
// also 127.1, 2130706433, 0x7f000001, 017700000001 and so on. Whoever dials or
// judges a host must use this, or a spelling slips through.
HostLiteral ParseHostLiteral(std::string_view host);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_IP_ADDRESS_H_
