// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_LEXER_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_LEXER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace gancho::delivery {

// The text of a filter, which can say where in it something is wrong.
class FilterText {
 public:
  // `text` outlives this object.
  explicit FilterText(std::string_view text) : text_(text) {}

  // OK if the text is at most `max_bytes` of UTF-8 without control characters
  // other than tab, CR and LF.
  absl::Status Check(size_t max_bytes) const;

  // INVALID_ARGUMENT "line 1, column 5: REASON"; both count from 1, the column
  // in characters.
  absl::Status ErrorAt(size_t offset, std::string_view reason) const;

  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

enum class Comparator {
  kNone,  // a word that stands alone
  kEquals,
  kNotEquals,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kHas,
};

// As it is written: "=", ">=", ":".
const char* ComparatorName(Comparator comparator);

// One name of a dotted path.
struct PathSegment {
  std::string name;
  size_t offset = 0;
};
using FieldPath = std::vector<PathSegment>;

// The right side of a comparison.
struct FilterLiteral {
  // The text, cut at its wildcards: one piece more than there are wildcards.
  std::vector<std::string> pieces;
  bool quoted = false;
  size_t offset = 0;

  bool has_wildcard() const { return pieces.size() > 1; }
  // Nothing but one wildcard.
  bool is_star() const;
  // With the wildcards as `*`.
  std::string text() const;
};

// Takes a filter's text apart from left to right. What a word means depends on
// its place, since AIP-160 lets values be written bare that contain `.`, `:`
// and `-`; so the parser asks for what it expects.
class FilterLexer {
 public:
  // `text` has been checked, and outlives this object.
  explicit FilterLexer(const FilterText* text) : source_(text) {}

  size_t offset() const { return offset_; }
  bool AtEnd() const { return offset_ == text().size(); }
  // The byte here, NUL at the end.
  char Peek() const { return AtEnd() ? '\0' : text()[offset_]; }
  void SkipSpace();
  // Takes `c` if it is here.
  bool Take(char c);
  // Takes AND, OR or NOT if it stands here as a word.
  bool TakeKeyword(std::string_view keyword);
  bool AtKeyword(std::string_view keyword) const;

  absl::StatusOr<FieldPath> TakePath();
  // kNone if there is no comparator here.
  absl::StatusOr<Comparator> TakeComparator();
  absl::StatusOr<FilterLiteral> TakeLiteral();

  // An error about what stands here, which is not what was `expected`.
  absl::Status Unexpected(std::string_view expected) const;
  absl::Status ErrorAt(size_t offset, std::string_view reason) const {
    return source_->ErrorAt(offset, reason);
  }

 private:
  std::string_view text() const { return source_->text(); }
  absl::StatusOr<PathSegment> TakeSegment();
  absl::StatusOr<FilterLiteral> TakeQuoted();
  // Typographic quotes and blanks, which word processors put in.
  absl::Status CheckNotTypographic() const;

  const FilterText* source_;
  size_t offset_ = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_LEXER_H_
