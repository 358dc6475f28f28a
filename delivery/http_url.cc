// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"
#include "delivery/ip_address.h"

namespace gancho::delivery {
namespace {

constexpr size_t kMaxUrl = 8 * 1024;
constexpr size_t kMaxHost = 253;

bool IsHostName(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.size() > kMaxHost) return false;
  size_t label = 0;
  for (unsigned char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (!(absl::ascii_isalnum(c) || c == '-' || c == '_') ||
               ++label > 63) {
      return false;
    }
  }
  return label > 0;
}

absl::Status ParseAuthority(std::string_view authority, HttpUrl* url) {
  if (authority.find('@') != std::string_view::npos) {
    return absl::InvalidArgumentError("must not hold a user name or password");
  }
  std::string_view host = authority;
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const size_t end = authority.find(']');
    if (end == std::string_view::npos) {
      return absl::InvalidArgumentError("has an unclosed '['");
    }
    host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) {
      return absl::InvalidArgumentError("has no proper port");
    }
    has_port = !port.empty();
    if (has_port) port.remove_prefix(1);
    if (!ParseHostLiteral(host).address) {
      return absl::InvalidArgumentError("has no proper IPv6 address");
    }
  } else {
    const size_t colon = authority.find(':');
    host = authority.substr(0, colon);
    has_port = colon != std::string_view::npos;
    if (has_port) port = authority.substr(colon + 1);
    if (!IsHostName(host)) {
      return absl::InvalidArgumentError("has no proper host");
    }
  }
  url->host = absl::AsciiStrToLower(AbslView(host));
  if (has_port &&
      (port.size() > 5 ||
       !std::all_of(port.begin(), port.end(),
                    [](unsigned char c) { return absl::ascii_isdigit(c); }) ||
       !absl::SimpleAtoi(AbslView(port), &url->port) || url->port == 0 ||
       url->port > 65535)) {
    return absl::InvalidArgumentError("has no proper port");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HttpUrl> ParseHttpUrl(std::string_view text) {
  HttpUrl url;
  if (text.size() > kMaxUrl) {
    return absl::InvalidArgumentError("is longer than 8 KiB");
  }
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return c <= ' ' || c == 0x7f || c == '\\';
      })) {
    return absl::InvalidArgumentError(
        "has spaces, control characters or backslashes");
  }
  if (absl::StartsWithIgnoreCase(AbslView(text), "https://")) {
    text.remove_prefix(8);
  } else if (absl::StartsWithIgnoreCase(AbslView(text), "http://")) {
    text.remove_prefix(7);
    url.tls = false;
    url.port = 80;
  } else {
    return absl::InvalidArgumentError("must begin with https:// or http://");
  }
  if (text.find('#') != std::string_view::npos) {
    return absl::InvalidArgumentError("must not have a fragment");
  }
  const size_t end = text.find_first_of("/?");
  if (auto status = ParseAuthority(text.substr(0, end), &url); !status.ok()) {
    return status;
  }
  if (end != std::string_view::npos) {
    url.target =
        absl::StrCat(text[end] == '?' ? "/" : "", AbslView(text.substr(end)));
  }
  return url;
}

std::string FormEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' ||
        c == '*') {
      result.push_back(static_cast<char>(c));
    } else if (c == ' ') {
      result.push_back('+');
    } else {
      result.push_back('%');
      result.push_back(kHex[c >> 4]);
      result.push_back(kHex[c & 15]);
    }
  }
  return result;
}

}  // namespace gancho::delivery
