// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/diagnostics.h"

#include "absl/strings/str_cat.h"
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

std::string DescribePosition(std::string_view text, size_t offset) {
  int line = 1;
  int column = 1;
  for (size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++column;  // every byte but the continuation of a character
    }
  }
  return absl::StrCat("line ", line, ", column ", column);
}

std::string DidYouMean(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  std::string text = "; did you mean ";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    absl::StrAppend(&text, "\"", names[i], "\"");
  }
  return text += "?";
}

}  // namespace gancho::delivery
