// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/header_rules.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"

namespace gancho::delivery {
namespace {

constexpr size_t kMaxNameBytes = 256;
constexpr size_t kMaxContentTypeBytes = 256;

// In lower case. Framing and hop-by-hop fields (RFC 9110, 7.6.1), and what
// makes the exchange something else than one request and one answer.
constexpr std::array kReserved = {"connection",
                                  "content-length",
                                  "expect",
                                  "host",
                                  "http2-settings",
                                  "keep-alive",
                                  "te",
                                  "proxy-authenticate",
                                  "proxy-authorization",
                                  "proxy-connection",
                                  "trailer",
                                  "transfer-encoding",
                                  "upgrade"};

bool IsTokenByte(char c) {
  constexpr std::string_view kSymbols = "!#$%&'*+-.^_`|~";
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kSymbols.find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenByte);
}

}  // namespace

std::string CheckHeaderName(std::string_view name) {
  if (name.empty()) return "is required";
  if (name.size() > kMaxNameBytes) {
    return absl::StrCat("is longer than ", kMaxNameBytes, " bytes");
  }
  if (!IsToken(name)) {
    return absl::StrCat(Quote(name),
                        " is not a header name: letters, digits and "
                        "!#$%&'*+-.^_`|~ only");
  }
  const std::string lower =
      absl::AsciiStrToLower(absl::string_view(name.data(), name.size()));
  if (lower == "content-type") {
    return "Content-Type has a field of its own, content_type";
  }
  if (lower.starts_with("webhook-") ||
      std::find(kReserved.begin(), kReserved.end(), lower) != kReserved.end()) {
    return absl::StrCat(Quote(name), " is set by the server");
  }
  return "";
}

std::string CheckContentType(std::string_view value) {
  if (value.size() > kMaxContentTypeBytes) {
    return absl::StrCat("is longer than ", kMaxContentTypeBytes, " bytes");
  }
  const bool printable = std::all_of(
      value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  std::string_view type = value.substr(0, value.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  const size_t slash = type.find('/');
  if (!printable || slash == std::string_view::npos ||
      !IsToken(type.substr(0, slash)) || !IsToken(type.substr(slash + 1))) {
    return absl::StrCat(Quote(value),
                        " is not a media type such as text/plain; "
                        "charset=utf-8");
  }
  return "";
}

size_t FindControlCharacter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte < ' ' || byte == 0x7f) return i;
  }
  return std::string_view::npos;
}

void TrimSpaces(std::string* value) {
  const size_t last = value->find_last_not_of(' ');
  value->erase(last == std::string::npos ? 0 : last + 1);
  value->erase(0, std::min(value->find_first_not_of(' '), value->size()));
}

}  // namespace gancho::delivery
