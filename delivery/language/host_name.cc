// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/host_name.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"

namespace gancho::delivery {
namespace {

constexpr size_t kMaxNameBytes = 253;
constexpr size_t kMaxLabelBytes = 63;

std::string ParseIpv6(std::string_view text, std::string* host) {
  in6_addr address;
  if (inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1) {
    return absl::StrCat(Quote(text), " is not an IPv6 address");
  }
  std::array<char, INET6_ADDRSTRLEN> canonical;
  *host = inet_ntop(AF_INET6, &address, canonical.data(), canonical.size());
  return "";
}

std::vector<std::string_view> SplitLabels(std::string_view name) {
  std::vector<std::string_view> labels;
  while (true) {
    const size_t dot = name.find('.');
    labels.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return labels;
    name.remove_prefix(dot + 1);
  }
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// Whether resolvers may take a name with this last label for an IPv4 address.
bool LooksNumeric(std::string_view label) {
  return IsDigits(label) || label.substr(0, 2) == "0x";
}

// Why a label cannot be part of a DNS name, or empty.
std::string CheckLabel(std::string_view label) {
  if (label.empty()) return "the host has an empty part";
  if (label.size() > kMaxLabelBytes) {
    return absl::StrCat("the part ", Quote(label), " of the host is longer ",
                        "than ", kMaxLabelBytes, " characters");
  }
  for (const char c : label) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      return "the host has characters beyond ASCII: write it in punycode "
             "(xn--...)";
    }
    if (!absl::ascii_isalnum(byte) && c != '-') {
      return absl::StrCat("the host has ", Quote(std::string_view(&c, 1)),
                          ", which no DNS name has");
    }
  }
  if (label.front() == '-' || label.back() == '-') {
    return absl::StrCat("the part ", Quote(label),
                        " of the host begins or ends with a hyphen");
  }
  return "";
}

}  // namespace

std::string ParseHost(std::string_view text, std::string* host) {
  if (text.empty()) return "the host is missing";
  if (text.front() == '[') {
    if (text.back() != ']') return "the IPv6 address has no closing bracket";
    return ParseIpv6(text.substr(1, text.size() - 2), host);
  }
  if (text.size() > kMaxNameBytes) {
    return absl::StrCat("the host is longer than ", kMaxNameBytes,
                        " characters");
  }
  *host = absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
  const std::vector<std::string_view> labels = SplitLabels(*host);
  for (const std::string_view label : labels) {
    std::string reason = CheckLabel(label);
    if (!reason.empty()) return reason;
  }
  if (!LooksNumeric(labels.back())) return "";
  in_addr address;
  // inet_pton() takes four decimal numbers without leading zeros only.
  if (inet_pton(AF_INET, host->c_str(), &address) == 1) return "";
  return absl::StrCat(Quote(text),
                      " is not an IPv4 address of four decimal numbers "
                      "without leading zeros, and no DNS name ends in a "
                      "number");
}

}  // namespace gancho::delivery
