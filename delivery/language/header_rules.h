// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_HEADER_RULES_H_
#define GANCHO_DELIVERY_LANGUAGE_HEADER_RULES_H_

#include <string>
#include <string_view>

namespace gancho::delivery {

// Why an event may not set a header of this name, or empty: it is no RFC 9110
// token, or belongs to the server or the connection. Also for the name of a
// secret header.
std::string CheckHeaderName(std::string_view name);

// Why this is no Content-Type, or empty.
std::string CheckContentType(std::string_view value);

// The position of the first control character, or npos. A header value has
// none.
size_t FindControlCharacter(std::string_view text);

// Removes spaces at both ends, which HTTP does not transmit.
void TrimSpaces(std::string* value);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_HEADER_RULES_H_
