// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/escape.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace gancho::delivery {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD
constexpr char kHexDigits[] = "0123456789ABCDEF";

// Which bytes an encoding copies as they are.
using ByteSet = std::array<bool, 256>;

constexpr ByteSet MakeSet(std::string_view extra) {
  ByteSet set{};
  for (int c = '0'; c <= '9'; ++c) set[static_cast<size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) set[static_cast<size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) set[static_cast<size_t>(c)] = true;
  for (const char c : extra) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr ByteSet MakeJsonSet() {
  ByteSet set{};
  for (size_t c = 0x20; c < 0x7f; ++c) set[c] = c != '"' && c != '\\';
  return set;
}

constexpr ByteSet kUnreserved = MakeSet("-._~");
constexpr ByteSet kFormPlain = MakeSet("-._*");
constexpr ByteSet kJsonPlain = MakeJsonSet();

bool IsContinuation(std::string_view text, size_t i) {
  return i < text.size() &&
         (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
}

// U+0080 to U+009F, the C1 control characters.
bool IsC1(std::string_view character) {
  return character.size() == 2 && character[0] == '\xc2' &&
         static_cast<unsigned char>(character[1]) < 0xa0;
}

// Calls plain(run) for each longest run of bytes of `set`, and special(byte or
// character) for what is between: one ASCII character or one valid UTF-8
// character, U+FFFD in place of an invalid byte.
template <typename Plain, typename Special>
void Scan(std::string_view text, const ByteSet& set, const Plain& plain,
          const Special& special) {
  size_t i = 0;
  while (i < text.size()) {
    const size_t begin = i;
    while (i < text.size() && set[static_cast<unsigned char>(text[i])]) ++i;
    if (i > begin) plain(text.substr(begin, i - begin));
    if (i == text.size()) return;
    const size_t length = Utf8CharacterLength(text.substr(i));
    if (length == 0) {
      special(kReplacement);
      ++i;
    } else {
      special(text.substr(i, length));
      i += length;
    }
  }
}

void AppendPercent(std::string_view bytes, std::string* out) {
  for (const char c : bytes) {
    const unsigned char byte = static_cast<unsigned char>(c);
    const char encoded[3] = {'%', kHexDigits[byte >> 4], kHexDigits[byte & 15]};
    out->append(encoded, 3);
  }
}

// \u00XX; all that is written so is below U+0100.
void AppendUnicodeEscape(unsigned char code, std::string* out) {
  const char escaped[6] = {
      '\\', 'u', '0', '0', kHexDigits[code >> 4], kHexDigits[code & 15]};
  out->append(escaped, 6);
}

void AppendJsonSpecial(std::string_view character, std::string* out) {
  if (character.size() == 1) {
    switch (character[0]) {
      case '"':
        out->append("\\\"");
        return;
      case '\\':
        out->append("\\\\");
        return;
      case '\n':
        out->append("\\n");
        return;
      case '\r':
        out->append("\\r");
        return;
      case '\t':
        out->append("\\t");
        return;
      default:
        AppendUnicodeEscape(static_cast<unsigned char>(character[0]), out);
        return;
    }
  }
  if (IsC1(character)) {
    AppendUnicodeEscape(static_cast<unsigned char>(character[1]), out);
  } else if (character == "\xe2\x80\xa8") {
    out->append("\\u2028");
  } else if (character == "\xe2\x80\xa9") {
    out->append("\\u2029");
  } else {
    out->append(character);
  }
}

}  // namespace

size_t Utf8CharacterLength(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned char first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4 || !IsContinuation(text, 1)) return 0;
  if (first < 0xe0) return 2;
  const unsigned char second = static_cast<unsigned char>(text[1]);
  if (!IsContinuation(text, 2)) return 0;
  if (first < 0xf0) {
    if (first == 0xe0 && second < 0xa0) return 0;   // overlong
    if (first == 0xed && second >= 0xa0) return 0;  // surrogate
    return 3;
  }
  if (!IsContinuation(text, 3)) return 0;
  if (first == 0xf0 && second < 0x90) return 0;   // overlong
  if (first == 0xf4 && second >= 0x90) return 0;  // above U+10FFFF
  return 4;
}

void AppendJsonEscaped(std::string_view text, std::string* out) {
  Scan(
      text, kJsonPlain, [out](std::string_view run) { out->append(run); },
      [out](std::string_view c) { AppendJsonSpecial(c, out); });
}

void AppendPercentEncoded(std::string_view text, std::string* out) {
  Scan(
      text, kUnreserved, [out](std::string_view run) { out->append(run); },
      [out](std::string_view c) { AppendPercent(c, out); });
}

void AppendPathEncoded(std::string_view text, std::string* out) {
  while (true) {
    const size_t slash = text.find_first_of("/\\");
    const std::string_view piece = text.substr(0, slash);
    if (piece.find_first_not_of('.') == std::string_view::npos) {
      for (size_t i = 0; i < piece.size(); ++i) out->append("%252E");
    } else {
      AppendPercentEncoded(piece, out);
    }
    if (slash == std::string_view::npos) return;
    AppendPercent(text.substr(slash, 1), out);
    text.remove_prefix(slash + 1);
  }
}

void AppendFormEncoded(std::string_view text, std::string* out) {
  Scan(
      text, kFormPlain, [out](std::string_view run) { out->append(run); },
      [out](std::string_view c) {
        if (c == " ") {
          out->push_back('+');
        } else {
          AppendPercent(c, out);
        }
      });
}

void AppendHeaderText(std::string_view text, std::string* out) {
  // Space to tilde are copied; the quote and the backslash are no exception
  // here, unlike in JSON.
  Scan(
      text, kJsonPlain, [out](std::string_view run) { out->append(run); },
      [out](std::string_view c) {
        const unsigned char byte = static_cast<unsigned char>(c[0]);
        if (byte < ' ' || byte == 0x7f || IsC1(c)) return;
        out->append(c);
      });
}

void AppendSlackEscaped(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      default:
        out->push_back(c);
    }
  }
}

void AppendValidUtf8(std::string_view text, std::string* out) {
  constexpr ByteSet kNone{};
  Scan(
      text, kNone, [](std::string_view) {},
      [out](std::string_view c) { out->append(c); });
}

}  // namespace gancho::delivery
