// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/value_writer.h"

#include <array>
#include <charconv>

#include "delivery/language/escape.h"

namespace gancho::delivery {
namespace {

void AppendInteger(int64_t integer, std::string* out) {
  std::array<char, 24> digits;
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(), integer);
  out->append(digits.data(), written.ptr);
}

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  AppendJsonEscaped(text, out);
  out->push_back('"');
}

void AppendText(std::string_view text, Place place, std::string* out) {
  switch (place) {
    case Place::kText:
      out->append(text);
      return;
    case Place::kJsonString:
      AppendJsonEscaped(text, out);
      return;
    case Place::kJsonBare:
      if (IsPlainJsonScalar(text)) {
        out->append(text);
      } else {
        AppendQuoted(text, out);
      }
      return;
    case Place::kJsonTyped:
      AppendQuoted(text, out);
      return;
    case Place::kUrlPath:
      AppendPathEncoded(text, out);
      return;
    case Place::kUrlQuery:
      AppendPercentEncoded(text, out);
      return;
    case Place::kForm:
      AppendFormEncoded(text, out);
      return;
    case Place::kHeader:
      AppendHeaderText(text, out);
      return;
  }
}

// Whether a byte may stand in the path or query of a URL, or is the beginning
// of a percent-encoded one.
bool IsUrlByte(char c) {
  constexpr std::string_view kAllowed = "-._~:/?[]@!$&'()*+,;=%";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || kAllowed.find(c) != std::string_view::npos;
}

}  // namespace

void AppendValue(const Value& value, Place place, std::string* out) {
  switch (value.kind) {
    case Value::Kind::kAbsent:
      if (place == Place::kJsonBare || place == Place::kJsonTyped) {
        out->append("null");
      }
      return;
    case Value::Kind::kBoolean:
      out->append(value.boolean ? "true" : "false");
      return;
    case Value::Kind::kInteger:
      AppendInteger(value.integer, out);
      return;
    case Value::Kind::kNumber:
      // Digits, sign, point and exponent; only the `+` of an exponent has a
      // meaning anywhere.
      if (place == Place::kForm || place == Place::kUrlPath ||
          place == Place::kUrlQuery) {
        AppendText(value.text, place, out);
      } else {
        out->append(value.text);
      }
      return;
    case Value::Kind::kText:
      AppendText(value.text, place, out);
      return;
  }
}

void AppendLiteral(std::string_view text, Place place, std::string* out) {
  switch (place) {
    case Place::kJsonString:
      AppendJsonEscaped(text, out);
      return;
    case Place::kForm:
      AppendFormEncoded(text, out);
      return;
    case Place::kUrlPath:
    case Place::kUrlQuery:
      while (!text.empty()) {
        size_t plain = 0;
        while (plain < text.size() && IsUrlByte(text[plain])) ++plain;
        out->append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) return;
        const size_t length = std::max<size_t>(1, Utf8CharacterLength(text));
        AppendPercentEncoded(text.substr(0, length), out);
        text.remove_prefix(length);
      }
      return;
    default:
      out->append(text);
  }
}

}  // namespace gancho::delivery
