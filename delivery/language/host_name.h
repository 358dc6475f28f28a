// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_HOST_NAME_H_
#define GANCHO_DELIVERY_LANGUAGE_HOST_NAME_H_

#include <string>
#include <string_view>

namespace gancho::delivery {

// Checks the host of a URL and brings it into the form of
// RenderedRequest.host: a DNS name in lower case, an IPv4 address, or an IPv6
// address (in the URL in brackets) in its canonical spelling. Returns why it
// is refused, or empty. Addresses in other spellings (octal, hexadecimal, fewer
// than four numbers) are refused, because programs do not agree on what they
// mean.
std::string ParseHost(std::string_view text, std::string* host);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_HOST_NAME_H_
