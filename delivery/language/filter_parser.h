// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_PARSER_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_PARSER_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "delivery/language/filter_lexer.h"

namespace gancho::delivery {

// `path comparator literal`, not yet checked against any message type.
struct Restriction {
  FieldPath path;
  // kNone for a path that stands alone.
  Comparator comparator = Comparator::kNone;
  size_t comparator_offset = 0;
  FilterLiteral literal;
};

// A node of a filter's logic. AND and OR have two children or more, NOT one.
struct FilterNode {
  enum class Kind { kRestriction, kAnd, kOr, kNot };

  Kind kind = Kind::kRestriction;
  std::vector<FilterNode> children;
  size_t restriction = 0;  // index into FilterTree::restrictions
};

struct FilterTree {
  std::vector<Restriction> restrictions;
  // None for a blank filter.
  std::optional<FilterNode> root;
};

struct FilterParserLimits {
  int max_nesting;  // of parentheses
  size_t max_restrictions;
};

// Parses AIP-160:
//
//   expression  = sequence {"AND" sequence}
//   sequence    = factor {factor}              a blank means AND
//   factor      = term {"OR" term}             OR binds tighter than AND
//   term        = ["NOT" | "-"] simple
//   simple      = "(" expression ")" | restriction
//   restriction = path comparator (value | "(" expression of values ")")
//
// A group of values is written out: `a = (1 OR 2)` becomes `(a = 1 OR a = 2)`,
// and `a != (1 OR 2)` becomes `NOT (a = 1 OR a = 2)`. `text` has been checked.
absl::StatusOr<FilterTree> ParseFilter(const FilterText& text,
                                       const FilterParserLimits& limits);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_PARSER_H_
