// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/quote.h"

#include "delivery/language/escape.h"

namespace gancho::delivery {

std::string Quote(std::string_view text) {
  constexpr size_t kMaxBytes = 80;
  const bool cut = text.size() > kMaxBytes;
  text = text.substr(0, kMaxBytes);
  // Never half a character: gRPC refuses messages that are not UTF-8.
  while (cut && !text.empty() &&
         (static_cast<unsigned char>(text.back()) & 0x80) != 0) {
    text.remove_suffix(1);
  }
  std::string valid;
  AppendValidUtf8(text, &valid);
  std::string quoted = "\"";
  for (const char c : valid) {
    const unsigned char byte = static_cast<unsigned char>(c);
    quoted += byte < ' ' || byte == 0x7f ? '?' : c;
  }
  quoted += cut ? "...\"" : "\"";
  return quoted;
}

}  // namespace gancho::delivery
