// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_CHECKER_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_CHECKER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "delivery/language/filter_lexer.h"
#include "delivery/language/filter_parser.h"
#include "delivery/language/filter_term.h"
#include "google/protobuf/descriptor.h"

namespace gancho::delivery {

// What filters can do with a field.
enum class FilterFieldKind {
  kBool,
  kEnum,
  kWholeNumber,
  kNumber,
  kText,
  kDecimal,   // a text that holds a decimal number, such as Call.cost
  kTime,      // google.protobuf.Timestamp
  kDuration,  // google.protobuf.Duration
  kTextMap,   // map<string, string>
  kMessage,
  kOpaque,  // can be tested for presence only
  kSecret,  // refused
};

// The kind of `field`, or of its elements if it is a list.
FilterFieldKind FilterFieldKindOf(
    const google::protobuf::FieldDescriptor& field);

struct CheckedRestriction {
  FilterTerm term;
  // Of an exact `=` outside of lists, for indexes: the dotted path and the
  // canonical text of the value.
  std::optional<std::string> index_path;
  std::string index_value;
};

// Resolves the names of `restriction` against `descriptor` and its value
// against the type of the field. The term of `!=` is that of `=`: the caller
// negates it.
absl::StatusOr<CheckedRestriction> CheckRestriction(
    const FilterText& text, const google::protobuf::Descriptor* descriptor,
    const Restriction& restriction);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_CHECKER_H_
