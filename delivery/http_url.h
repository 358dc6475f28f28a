// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_HTTP_URL_H_
#define GANCHO_DELIVERY_HTTP_URL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace gancho::delivery {

// An absolute http or https URL, cut as RenderedRequest wants it.
struct HttpUrl {
  bool tls = true;
  std::string host;  // lower case, an IPv6 literal without brackets
  uint32_t port = 443;
  std::string target = "/";  // path and query
};

// INVALID_ARGUMENT with a sentence for people for anything else: another
// scheme, no host, a user name, a fragment, spaces or control characters.
absl::StatusOr<HttpUrl> ParseHttpUrl(std::string_view url);

// `text` as it may stand in an application/x-www-form-urlencoded body.
std::string FormEncode(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_HTTP_URL_H_
