// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_lexer.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/escape.h"

namespace gancho::delivery {
namespace {

// Longer words are cut in messages.

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

bool IsNonAscii(char c) { return (c & 0x80) != 0; }

// May stand in a name that is not quoted. A `-` belongs to the name, as in
// `header.retry-after`: a negation has a blank or a parenthesis before it.
bool IsNameChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         c == '-' || IsNonAscii(c);
}

// May stand in a value that is not quoted.
bool IsValueChar(char c) {
  constexpr std::string_view kReserved = "()\"',=<>!&|\\;`";
  return !IsSpace(c) && kReserved.find(c) == std::string_view::npos;
}

// Decodes the character at the beginning of `text`, which is not empty. Its
// length, or 0 if it is not valid UTF-8.
size_t DecodeUtf8(std::string_view text, uint32_t* character) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const size_t length = Utf8CharacterLength(text);
  *character = length <= 1 ? byte(0) : byte(0) & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    *character = *character << 6 | (byte(i) & 0x3F);
  }
  return length;
}

bool IsTypographicQuote(uint32_t c) { return c >= 0x2018 && c <= 0x201F; }

// Blanks and invisible characters that nobody means to be part of a name.
bool IsTypographicBlank(uint32_t c) {
  return c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F);
}

}  // namespace

absl::Status FilterText::Check(size_t max_bytes) const {
  if (text_.size() > max_bytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a filter has at most ", max_bytes,
                     " bytes, this one has ", text_.size()));
  }
  for (size_t offset = 0; offset < text_.size();) {
    uint32_t character = 0;
    const size_t length = DecodeUtf8(text_.substr(offset), &character);
    if (length == 0) return ErrorAt(offset, "the text is not valid UTF-8");
    if ((character < ' ' && !IsSpace(text_[offset])) || character == 0x7F) {
      return ErrorAt(offset, absl::StrCat("control character U+00",
                                          absl::Hex(character, absl::kZeroPad2),
                                          " is not allowed"));
    }
    offset += length;
  }
  return absl::OkStatus();
}

absl::Status FilterText::ErrorAt(size_t offset, std::string_view reason) const {
  return absl::InvalidArgumentError(
      absl::StrCat(DescribePosition(text_, offset), ": ",
                   absl::string_view(reason.data(), reason.size())));
}

const char* ComparatorName(Comparator comparator) {
  switch (comparator) {
    case Comparator::kNone:
      return "";
    case Comparator::kEquals:
      return "=";
    case Comparator::kNotEquals:
      return "!=";
    case Comparator::kLess:
      return "<";
    case Comparator::kLessOrEqual:
      return "<=";
    case Comparator::kGreater:
      return ">";
    case Comparator::kGreaterOrEqual:
      return ">=";
    case Comparator::kHas:
      return ":";
  }
  return "";
}

bool FilterLiteral::is_star() const {
  return pieces.size() == 2 && pieces[0].empty() && pieces[1].empty();
}

std::string FilterLiteral::text() const { return absl::StrJoin(pieces, "*"); }

void FilterLexer::SkipSpace() {
  while (!AtEnd() && IsSpace(Peek())) ++offset_;
}

bool FilterLexer::Take(char c) {
  if (AtEnd() || Peek() != c) return false;
  ++offset_;
  return true;
}

bool FilterLexer::AtKeyword(std::string_view keyword) const {
  const std::string_view rest = text().substr(offset_);
  if (rest.substr(0, keyword.size()) != keyword) return false;
  if (rest.size() == keyword.size()) return true;
  const char next = rest[keyword.size()];
  return IsSpace(next) || next == '(' || next == ')' || next == '"' ||
         next == '\'';
}

bool FilterLexer::TakeKeyword(std::string_view keyword) {
  if (!AtKeyword(keyword)) return false;
  offset_ += keyword.size();
  return true;
}

absl::StatusOr<FieldPath> FilterLexer::TakePath() {
  FieldPath path;
  do {
    absl::StatusOr<PathSegment> segment = TakeSegment();
    if (!segment.ok()) return segment.status();
    path.push_back(*std::move(segment));
  } while (Take('.'));
  return path;
}

absl::StatusOr<PathSegment> FilterLexer::TakeSegment() {
  PathSegment segment{.offset = offset_};
  if (Peek() == '"' || Peek() == '\'') {
    absl::StatusOr<FilterLiteral> literal = TakeQuoted();
    if (!literal.ok()) return literal.status();
    segment.name = literal->text();
    return segment;
  }
  while (!AtEnd() && IsNameChar(Peek())) {
    if (absl::Status plain = CheckNotTypographic(); !plain.ok()) return plain;
    segment.name += text()[offset_++];
  }
  if (segment.name.empty()) {
    return Unexpected(segment.offset > 0 && text()[segment.offset - 1] == '.'
                          ? "a name after '.' (quote names that have other "
                            "characters than letters, digits, '_' and '-')"
                          : "a field");
  }
  return segment;
}

absl::StatusOr<Comparator> FilterLexer::TakeComparator() {
  const size_t start = offset_;
  Comparator comparator = Comparator::kNone;
  if (Take('=')) {
    comparator = Comparator::kEquals;
  } else if (Take(':')) {
    comparator = Comparator::kHas;
  } else if (Take('<')) {
    comparator = Take('=') ? Comparator::kLessOrEqual : Comparator::kLess;
  } else if (Take('>')) {
    comparator = Take('=') ? Comparator::kGreaterOrEqual : Comparator::kGreater;
  } else if (Take('!')) {
    if (Peek() == '~') {
      return ErrorAt(start, "there is no '!~'; write != \"*part*\"");
    }
    if (!Take('=')) return ErrorAt(start, "write NOT or != instead of '!'");
    comparator = Comparator::kNotEquals;
  }
  if (comparator == Comparator::kNone) return comparator;
  switch (Peek()) {
    case '=':
      return ErrorAt(start, "write = for \"equals\"");
    case '>':
      return ErrorAt(start, "write != for \"differs\"");
    case '~':
      return ErrorAt(start, "there is no '=~'; write = \"*part*\"");
    default:
      return comparator;
  }
}

absl::StatusOr<FilterLiteral> FilterLexer::TakeLiteral() {
  if (Peek() == '"' || Peek() == '\'') return TakeQuoted();
  FilterLiteral literal{.pieces = {""}, .offset = offset_};
  for (std::string_view keyword : {"AND", "OR", "NOT"}) {
    if (AtKeyword(keyword)) {
      return Unexpected("a value (quote it if it is this word)");
    }
  }
  while (!AtEnd() && IsValueChar(Peek())) {
    if (absl::Status plain = CheckNotTypographic(); !plain.ok()) return plain;
    const char c = text()[offset_++];
    if (c == '*') {
      literal.pieces.emplace_back();
    } else {
      literal.pieces.back() += c;
    }
  }
  if (offset_ == literal.offset) return Unexpected("a value");
  return literal;
}

absl::StatusOr<FilterLiteral> FilterLexer::TakeQuoted() {
  FilterLiteral literal{.pieces = {""}, .quoted = true, .offset = offset_};
  const char quote = text()[offset_++];
  while (!AtEnd()) {
    char c = text()[offset_++];
    if (c == quote) return literal;
    if (c == '*') {
      literal.pieces.emplace_back();
      continue;
    }
    if (c == '\\') {
      if (AtEnd()) break;
      c = text()[offset_++];
      constexpr std::string_view kEscapes = "\\\"'*nrt";
      constexpr std::string_view kMeanings = "\\\"'*\n\r\t";
      const size_t escape = kEscapes.find(c);
      if (escape == std::string_view::npos) {
        return ErrorAt(offset_ - 2,
                       "unknown escape; there are \\\\ \\\" \\' \\* \\n "
                       "\\r \\t");
      }
      c = kMeanings[escape];
    }
    literal.pieces.back() += c;
  }
  return ErrorAt(literal.offset, "the quoted text is never closed");
}

absl::Status FilterLexer::CheckNotTypographic() const {
  if (!IsNonAscii(Peek()) || IsContinuation(Peek())) return absl::OkStatus();
  uint32_t character = 0;
  DecodeUtf8(text().substr(offset_), &character);
  if (IsTypographicQuote(character)) {
    return ErrorAt(offset_, "typographic quote; write \" or '");
  }
  if (IsTypographicBlank(character)) {
    return ErrorAt(offset_,
                   "unusual blank or invisible character; write an "
                   "ordinary space, or quote the text");
  }
  return absl::OkStatus();
}

absl::Status FilterLexer::Unexpected(std::string_view expected) const {
  switch (Peek()) {
    case '&':
      return ErrorAt(offset_, "write AND instead of '&'");
    case '|':
      return ErrorAt(offset_, "write OR instead of '|'");
    case '!':
      return ErrorAt(offset_, "write NOT or != instead of '!'");
    case ',':
      return ErrorAt(offset_, "values are listed as (A OR B), not with ','");
    default:
      break;
  }
  std::string found = "the end of the filter";
  if (!AtEnd()) {
    uint32_t character = 0;
    size_t length = DecodeUtf8(text().substr(offset_), &character);
    for (std::string_view keyword : {"AND", "OR", "NOT"}) {
      if (AtKeyword(keyword)) length = keyword.size();
    }
    found = Quote(text().substr(offset_, length));
  }
  return ErrorAt(offset_, absl::StrCat("expected ", std::string(expected),
                                       ", found ", found));
}

}  // namespace gancho::delivery
