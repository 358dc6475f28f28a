// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_QUOTE_H_
#define GANCHO_DELIVERY_LANGUAGE_QUOTE_H_

#include <string>
#include <string_view>

namespace gancho::delivery {

// `text` in double quotes, for a message to people: control characters become
// `?`, and what is longer than 80 bytes is cut.
std::string Quote(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_QUOTE_H_
