// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/proxy.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"
#include "delivery/http_request_head.h"

namespace gancho::delivery {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr std::string_view kExpected =
    "the proxy must be http://[user:password@]host[:port]";

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      return std::nullopt;
    }
    result += absl::HexStringToBytes(AbslView(text.substr(i + 1, 2)));
    i += 2;
  }
  return result;
}

}  // namespace

absl::StatusOr<EgressProxy> ParseEgressProxy(std::string_view url) {
  const auto malformed = [] {
    return absl::InvalidArgumentError(AbslView(kExpected));
  };
  if (!url.starts_with(kScheme)) return malformed();
  url.remove_prefix(kScheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);

  EgressProxy proxy;
  if (const size_t at = url.rfind('@'); at != std::string_view::npos) {
    const std::optional<std::string> credentials =
        PercentDecode(url.substr(0, at));
    if (!credentials || credentials->find(':') == std::string::npos) {
      return malformed();
    }
    proxy.authorization =
        absl::StrCat("Basic ", absl::Base64Escape(*credentials));
    url.remove_prefix(at + 1);
  }
  const size_t colon = url.rfind(':');
  std::string_view host = url.substr(0, colon);
  if (url.ends_with(']')) {
    host = url;  // the last colon is within the brackets
  } else if (colon != std::string_view::npos &&
             (!absl::SimpleAtoi(AbslView(url.substr(colon + 1)), &proxy.port) ||
              proxy.port == 0 || proxy.port > 65535)) {
    return malformed();
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  proxy.host = absl::AsciiStrToLower(AbslView(host));
  if (host.empty() || host.find_first_of("/?#[]@ ") != std::string_view::npos) {
    return malformed();
  }
  return proxy;
}

std::string ProxyConnectHead(const EgressProxy& proxy, std::string_view host,
                             uint32_t port) {
  const bool literal_v6 = host.find(':') != std::string_view::npos;
  const std::string authority = absl::StrCat(
      literal_v6 ? "[" : "", AbslView(host), literal_v6 ? "]:" : ":", port);
  std::string head = absl::StrCat("CONNECT ", authority,
                                  " HTTP/1.1\r\nHost: ", authority, "\r\n");
  if (!proxy.authorization.empty()) {
    absl::StrAppend(&head, "Proxy-Authorization: ", proxy.authorization,
                    "\r\n");
  }
  head += "\r\n";
  return head;
}

}  // namespace gancho::delivery
