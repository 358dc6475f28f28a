// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

// One part of a dotted address: decimal, octal with a leading 0, or hex.
std::optional<uint64_t> ParsePart(std::string_view part) {
  if (part.empty() || part.size() > 24) return std::nullopt;
  int base = 10;
  if (part.size() >= 2 && part[0] == '0') {
    if (part[1] == 'x' || part[1] == 'X') {
      base = 16;
      part.remove_prefix(2);
    } else {
      base = 8;
      part.remove_prefix(1);
    }
  }
  uint64_t value = 0;  // "0x" alone is 0, as in browsers
  for (char c : part) {
    int digit = -1;
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digit = c - '0';
    } else if (absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      digit = absl::ascii_tolower(static_cast<unsigned char>(c)) - 'a' + 10;
    }
    if (digit < 0 || digit >= base) return std::nullopt;
    value = value * base + digit;
    if (value > 0xffffffffULL) return std::nullopt;
  }
  return value;
}

// Whether a label alone makes a host an IPv4 address (the "ends in a number"
// rule of the URL standard).
bool IsNumber(std::string_view label) {
  if (label.empty()) return false;
  if (std::all_of(label.begin(), label.end(),
                  [](unsigned char c) { return absl::ascii_isdigit(c); })) {
    return true;
  }
  return label.size() >= 2 && label[0] == '0' &&
         (label[1] == 'x' || label[1] == 'X') && ParsePart(label).has_value();
}

std::optional<IpAddress> ParseLenientV4(std::string_view host) {
  const std::vector<std::string> parts = absl::StrSplit(AbslView(host), '.');
  if (parts.size() > 4) return std::nullopt;
  uint32_t address = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::optional<uint64_t> value = ParsePart(parts[i]);
    if (!value) return std::nullopt;
    if (i + 1 < parts.size()) {
      if (*value > 255) return std::nullopt;
      address |= static_cast<uint32_t>(*value) << (24 - 8 * i);
    } else {
      // The last part fills all the bytes that are left.
      if (i > 0 && *value >= (1ULL << (32 - 8 * i))) return std::nullopt;
      address |= static_cast<uint32_t>(*value);
    }
  }
  return IpAddress::V4(address);
}

}  // namespace

IpAddress IpAddress::V4(uint32_t host_order) {
  IpAddress result;
  for (int i = 0; i < 4; ++i) {
    result.bytes_[i] = static_cast<uint8_t>(host_order >> (24 - 8 * i));
  }
  return result;
}

IpAddress IpAddress::V4(const uint8_t (&bytes)[4]) {
  IpAddress result;
  std::copy(bytes, bytes + 4, result.bytes_.begin());
  return result;
}

IpAddress IpAddress::V6(const std::array<uint8_t, 16>& bytes) {
  IpAddress result;
  result.v6_ = true;
  result.bytes_ = bytes;
  return result;
}

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  const std::string copy(text);
  IpAddress result;
  if (inet_pton(AF_INET, copy.c_str(), result.bytes_.data()) == 1) {
    return result;
  }
  if (inet_pton(AF_INET6, copy.c_str(), result.bytes_.data()) == 1) {
    result.v6_ = true;
    return result;
  }
  return std::nullopt;
}

uint32_t IpAddress::v4() const {
  return static_cast<uint32_t>(bytes_[0]) << 24 |
         static_cast<uint32_t>(bytes_[1]) << 16 |
         static_cast<uint32_t>(bytes_[2]) << 8 | bytes_[3];
}

IpAddress IpAddress::Unmapped() const {
  static constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0,    0,
                                          0, 0, 0, 0, 0xff, 0xff};
  if (!v6_ || !std::equal(kMapped, kMapped + 12, bytes_.begin())) return *this;
  return V4({bytes_[12], bytes_[13], bytes_[14], bytes_[15]});
}

std::string IpAddress::ToString() const {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(v6_ ? AF_INET6 : AF_INET, bytes_.data(), text, sizeof(text));
  return text;
}

std::string IpAddress::ToString(uint32_t port) const {
  return v6_ ? absl::StrCat("[", ToString(), "]:", port)
             : absl::StrCat(ToString(), ":", port);
}

std::optional<IpPrefix> IpPrefix::Parse(std::string_view text) {
  const size_t slash = text.find('/');
  const auto address = IpAddress::Parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int bits = address->is_v4() ? 32 : 128;
  IpPrefix prefix;
  prefix.base_ = *address;
  prefix.length_ = bits;
  if (slash != std::string_view::npos) {
    const std::string length(text.substr(slash + 1));
    if (length.empty() || length.size() > 3 ||
        !std::all_of(length.begin(), length.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); }) ||
        !absl::SimpleAtoi(length, &prefix.length_) || prefix.length_ > bits) {
      return std::nullopt;
    }
  }
  for (int i = prefix.length_; i < bits; ++i) {
    if (address->bytes()[i / 8] & (0x80 >> (i % 8))) return std::nullopt;
  }
  return prefix;
}

bool IpPrefix::Contains(const IpAddress& address) const {
  if (address.is_v4() != base_.is_v4()) return false;
  const int whole = length_ / 8;
  if (std::memcmp(address.bytes().data(), base_.bytes().data(), whole) != 0) {
    return false;
  }
  const int rest = length_ % 8;
  if (rest == 0) return true;
  const uint8_t mask = static_cast<uint8_t>(0xff00 >> rest);
  return (address.bytes()[whole] & mask) == (base_.bytes()[whole] & mask);
}

std::string IpPrefix::ToString() const {
  return absl::StrCat(base_.ToString(), "/", length_);
}

HostLiteral ParseHostLiteral(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host.find(':') != std::string_view::npos) {
    return {.is_literal = true, .address = IpAddress::Parse(host)};
  }
  // "127.0.0.1." is 127.0.0.1 to most resolvers.
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const size_t dot = host.rfind('.');
  const std::string_view last =
      dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (!IsNumber(last)) return {};
  return {.is_literal = true, .address = ParseLenientV4(host)};
}

}  // namespace gancho::delivery
