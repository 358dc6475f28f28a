// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_checker.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/decimal.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/filter_literal.h"
#include "delivery/language/nearest_names.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using Kind = FilterFieldKind;
using Test = FilterTerm::Test;
using Type = FilterTerm::Type;

// Header names are case-insensitive; Answer holds them in lower case.
constexpr std::string_view kHeaderField = "gancho.delivery.Answer.header";

// "a time", for messages.
const char* Describe(Kind kind) {
  switch (kind) {
    case Kind::kBool:
      return "a boolean";
    case Kind::kEnum:
      return "an enumeration";
    case Kind::kWholeNumber:
      return "a whole number";
    case Kind::kNumber:
    case Kind::kDecimal:
      return "a number";
    case Kind::kText:
      return "a text";
    case Kind::kTime:
      return "a time";
    case Kind::kDuration:
      return "a duration";
    case Kind::kTextMap:
      return "a map";
    case Kind::kMessage:
      return "a message";
    case Kind::kOpaque:
    case Kind::kSecret:
      return "a value that filters cannot look into";
  }
  return "";
}

bool IsOrdering(Comparator comparator) {
  switch (comparator) {
    case Comparator::kLess:
    case Comparator::kLessOrEqual:
    case Comparator::kGreater:
    case Comparator::kGreaterOrEqual:
      return true;
    default:
      return false;
  }
}

Test TestOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::kLess:
      return Test::kLess;
    case Comparator::kLessOrEqual:
      return Test::kLessOrEqual;
    case Comparator::kGreater:
      return Test::kGreater;
    case Comparator::kGreaterOrEqual:
      return Test::kGreaterOrEqual;
    default:
      return Test::kEqual;
  }
}

std::vector<std::string> FieldNames(const Descriptor& descriptor) {
  std::vector<std::string> names;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    if (FilterFieldKindOf(*descriptor.field(i)) != Kind::kSecret) {
      names.push_back(descriptor.field(i)->name());
    }
  }
  return names;
}

class RestrictionChecker {
 public:
  RestrictionChecker(const FilterText& text, const Restriction& restriction)
      : text_(text), in_(restriction) {}

  absl::StatusOr<CheckedRestriction> Check(const Descriptor* descriptor);

 private:
  absl::Status CheckNotAlone(const Descriptor* descriptor) const;
  absl::Status ResolvePath(const Descriptor* descriptor);
  absl::StatusOr<const FieldDescriptor*> FindField(
      const Descriptor* descriptor, const PathSegment& segment) const;
  // A segment follows `field`: what may be done with it. Returns the type to
  // go on in, or null after the key of a map.
  absl::StatusOr<const Descriptor*> Enter(const FieldDescriptor* field,
                                          const PathSegment& segment,
                                          size_t next);
  absl::Status SetMapKey(std::string_view key);

  absl::Status CheckValue();
  absl::Status CheckMapItself();
  absl::Status CheckMessage();
  absl::Status CheckComparator(Kind kind) const;
  absl::Status CheckText();
  absl::Status CheckDecimal();
  absl::Status CheckBool();
  absl::Status CheckEnum();
  absl::Status CheckWholeNumber();
  absl::Status CheckReal();
  absl::Status CheckTime(Kind kind);

  const FieldDescriptor* field() const { return out_.term.path.back().field; }
  std::string_view last_name() const { return in_.path.back().name; }
  absl::Status ErrorAtValue(std::string_view expected) const;
  absl::Status ErrorAtComparator(std::string_view reason) const {
    return text_.ErrorAt(in_.comparator_offset, reason);
  }
  void SetIndexValue(std::string value);

  const FilterText& text_;
  const Restriction& in_;
  CheckedRestriction out_;
  bool in_list_ = false;
};

absl::StatusOr<CheckedRestriction> RestrictionChecker::Check(
    const Descriptor* descriptor) {
  if (absl::Status status = CheckNotAlone(descriptor); !status.ok()) {
    return status;
  }
  if (absl::Status status = ResolvePath(descriptor); !status.ok()) {
    return status;
  }
  out_.term.test = TestOf(in_.comparator);
  if (absl::Status status = CheckValue(); !status.ok()) return status;
  return std::move(out_);
}

absl::Status RestrictionChecker::CheckNotAlone(
    const Descriptor* descriptor) const {
  if (in_.comparator != Comparator::kNone) return absl::OkStatus();
  const PathSegment& first = in_.path[0];
  const std::string upper = absl::AsciiStrToUpper(first.name);
  if (in_.path.size() == 1 &&
      (upper == "AND" || upper == "OR" || upper == "NOT")) {
    return text_.ErrorAt(first.offset,
                         absl::StrCat("write ", upper, " in upper case"));
  }
  const FieldDescriptor* field = descriptor->FindFieldByName(first.name);
  if (field != nullptr && in_.path.size() == 1) {
    const bool is_bool = FilterFieldKindOf(*field) == Kind::kBool;
    return text_.ErrorAt(
        first.offset,
        absl::StrCat("a field alone is no condition; write ", first.name,
                     is_bool ? " = true" : ":* if it has to be present"));
  }
  return text_.ErrorAt(
      first.offset,
      absl::StrCat("expected an operator (= != < <= > >= :) after ",
                   Quote(in_.path.back().name),
                   "; words without a field are not searched for"));
}

absl::Status RestrictionChecker::ResolvePath(const Descriptor* descriptor) {
  for (size_t i = 0; i < in_.path.size(); ++i) {
    const PathSegment& segment = in_.path[i];
    absl::StatusOr<const FieldDescriptor*> field =
        FindField(descriptor, segment);
    if (!field.ok()) return field.status();
    out_.term.AddToPath(*field);
    if ((*field)->is_repeated() && !(*field)->is_map()) {
      in_list_ = true;
      if (in_.comparator != Comparator::kHas) {
        return ErrorAtComparator(absl::StrCat(
            Quote(segment.name),
            " is a list; only ':' looks for an element, as in ", segment.name,
            i + 1 < in_.path.size() ? ".FIELD:" : ":", "VALUE"));
      }
    }
    if (i + 1 == in_.path.size()) break;
    absl::StatusOr<const Descriptor*> entered = Enter(*field, segment, i + 1);
    if (!entered.ok()) return entered.status();
    if (*entered == nullptr) break;
    descriptor = *entered;
  }
  if (field()->is_map() && !out_.term.map.has_value() &&
      TextMap::Supports(field())) {
    out_.term.map.emplace(field());
  }
  return absl::OkStatus();
}

absl::StatusOr<const FieldDescriptor*> RestrictionChecker::FindField(
    const Descriptor* descriptor, const PathSegment& segment) const {
  const FieldDescriptor* field = descriptor->FindFieldByName(segment.name);
  // As JSON spells it.
  if (field == nullptr) {
    field = descriptor->FindFieldByCamelcaseName(segment.name);
  }
  if (field == nullptr) {
    return text_.ErrorAt(
        segment.offset,
        absl::StrCat(descriptor->name(), " has no field ", Quote(segment.name),
                     SuggestNames(segment.name, FieldNames(*descriptor))));
  }
  if (FilterFieldKindOf(*field) == Kind::kSecret) {
    return text_.ErrorAt(segment.offset,
                         absl::StrCat(Quote(segment.name),
                                      " is a secret; filters cannot read it"));
  }
  return field;
}

absl::StatusOr<const Descriptor*> RestrictionChecker::Enter(
    const FieldDescriptor* field, const PathSegment& segment, size_t next) {
  const Kind kind = FilterFieldKindOf(*field);
  if (kind == Kind::kMessage) return field->message_type();
  if (kind != Kind::kTextMap) {
    const bool is_list = field->is_repeated() && !field->is_map();
    return text_.ErrorAt(
        in_.path[next].offset,
        is_list ? absl::StrCat(Quote(segment.name),
                               " is a list; its elements have no fields")
                : absl::StrCat(Quote(segment.name), " is ", Describe(kind),
                               " and has no fields"));
  }
  if (next + 1 < in_.path.size()) {
    return text_.ErrorAt(
        in_.path[next + 1].offset,
        absl::StrCat("the values of ", Quote(segment.name),
                     " are texts and have no fields; quote a key that has a "
                     "dot in it, as in ",
                     segment.name, ".\"a.b\""));
  }
  out_.term.map.emplace(field);
  if (absl::Status set = SetMapKey(in_.path[next].name); !set.ok()) return set;
  return nullptr;
}

absl::Status RestrictionChecker::SetMapKey(std::string_view key) {
  out_.term.map_key = std::string(key);
  if (field()->full_name() == kHeaderField) {
    absl::AsciiStrToLower(&*out_.term.map_key);
  }
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckValue() {
  const Kind kind =
      out_.term.map_key.has_value() ? Kind::kText : FilterFieldKindOf(*field());
  if (in_.comparator == Comparator::kHas && in_.literal.is_star()) {
    out_.term.type = Type::kPresence;
    return absl::OkStatus();
  }
  if (absl::Status status = CheckComparator(kind); !status.ok()) return status;
  switch (kind) {
    case Kind::kBool:
      return CheckBool();
    case Kind::kEnum:
      return CheckEnum();
    case Kind::kWholeNumber:
      return CheckWholeNumber();
    case Kind::kNumber:
      return CheckReal();
    case Kind::kText:
      return CheckText();
    case Kind::kDecimal:
      return CheckDecimal();
    case Kind::kTime:
    case Kind::kDuration:
      return CheckTime(kind);
    case Kind::kTextMap:
      return CheckMapItself();
    case Kind::kMessage:
      return CheckMessage();
    case Kind::kOpaque:
    case Kind::kSecret:
      break;
  }
  return ErrorAtComparator(
      absl::StrCat(Quote(last_name()), " is ", Describe(kind),
                   "; only its presence can be tested, as in ",
                   std::string(last_name()), ":*"));
}

absl::Status RestrictionChecker::CheckComparator(Kind kind) const {
  if (kind == Kind::kTextMap && in_.comparator != Comparator::kHas) {
    return ErrorAtComparator(absl::StrCat(
        Quote(last_name()), " is a map; compare one of its values, as in ",
        std::string(last_name()), ".KEY = \"text\", or test for a key with ",
        std::string(last_name()), ":KEY"));
  }
  if (kind == Kind::kMessage && in_.comparator != Comparator::kHas) {
    return ErrorAtComparator(
        absl::StrCat(Quote(last_name()),
                     " is a message; compare one of its fields, or test for "
                     "its presence with ",
                     std::string(last_name()), ":*"));
  }
  if ((kind == Kind::kBool || kind == Kind::kEnum) &&
      IsOrdering(in_.comparator)) {
    return ErrorAtComparator(
        absl::StrCat(Quote(last_name()), " is ", Describe(kind),
                     ", which has no order; use = or != instead of ",
                     ComparatorName(in_.comparator)));
  }
  const bool takes_wildcards =
      (kind == Kind::kText && !IsOrdering(in_.comparator));
  if (in_.literal.has_wildcard() && !takes_wildcards) {
    return text_.ErrorAt(
        in_.literal.offset,
        absl::StrCat("wildcards work with = != and : on texts; here ",
                     Quote(last_name()), " is ", Describe(kind),
                     kind == Kind::kText ? " compared by order; write \\* for "
                                           "the character itself"
                                         : ""));
  }
  return absl::OkStatus();
}

// `labels:KEY`.
absl::Status RestrictionChecker::CheckMapItself() {
  out_.term.type = Type::kPresence;
  return SetMapKey(in_.literal.text());
}

// `authentication:basic`: whether the message has a value in that field.
absl::Status RestrictionChecker::CheckMessage() {
  absl::StatusOr<const FieldDescriptor*> inner =
      FindField(field()->message_type(),
                {.name = in_.literal.text(), .offset = in_.literal.offset});
  if (!inner.ok()) return inner.status();
  out_.term.type = Type::kPresence;
  out_.term.AddToPath(*inner);
  if (TextMap::Supports(*inner)) out_.term.map.emplace(*inner);
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckText() {
  FilterTerm& term = out_.term;
  term.type = Type::kText;
  term.pieces.assign(in_.literal.pieces.begin(), in_.literal.pieces.end());
  if (IsOrdering(in_.comparator)) {
    // An unquoted number is compared as one: "9" < "10" would surprise.
    if (in_.literal.quoted || !ParseRealLiteral(in_.literal.text())) {
      return absl::OkStatus();
    }
    return CheckDecimal();
  }
  if (in_.comparator == Comparator::kHas && !in_list_) {
    if (in_.literal.text().empty()) {
      return text_.ErrorAt(in_.literal.offset,
                           "every text contains the empty text; write = \"\" "
                           "or :*");
    }
    // Contains: anything may be before and behind.
    term.pieces.insert(term.pieces.begin(), "");
    term.pieces.emplace_back();
    return absl::OkStatus();
  }
  if (!in_.literal.has_wildcard()) SetIndexValue(in_.literal.text());
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckDecimal() {
  out_.term.type = Type::kNumeric;
  out_.term.pieces = {in_.literal.text()};
  if (!Decimal::Parse(out_.term.pieces[0])) {
    return ErrorAtValue("a decimal number without exponent, such as 12.50");
  }
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckBool() {
  out_.term.type = Type::kBool;
  const std::string value = in_.literal.text();
  if (value != "true" && value != "false") {
    return ErrorAtValue("true or false");
  }
  out_.term.integer = value == "true" ? 1 : 0;
  SetIndexValue(value);
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckEnum() {
  out_.term.type = Type::kEnum;
  const EnumDescriptor* type = field()->enum_type();
  const std::string name = in_.literal.text();
  const EnumValueDescriptor* value = type->FindValueByName(name);
  if (value == nullptr) {
    std::vector<std::string> names;
    names.reserve(static_cast<size_t>(type->value_count()));
    for (int i = 0; i < type->value_count(); ++i) {
      names.push_back(type->value(i)->name());
    }
    return text_.ErrorAt(
        in_.literal.offset,
        absl::StrCat(Quote(name), " is no value of ", Quote(last_name()),
                     SuggestNames(name, names)));
  }
  out_.term.integer = value->number();
  // The first of several names for one number.
  SetIndexValue(type->FindValueByNumber(value->number())->name());
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckWholeNumber() {
  const std::string value = in_.literal.text();
  if (field()->cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
    out_.term.type = Type::kUnsigned;
    const std::optional<uint64_t> number = ParseUnsignedLiteral(value);
    if (!number) return ErrorAtValue("a whole number from 0 to 2^64-1");
    out_.term.unsigned_integer = *number;
    SetIndexValue(absl::StrCat(*number));
    return absl::OkStatus();
  }
  out_.term.type = Type::kInteger;
  const std::optional<int64_t> number = ParseIntegerLiteral(value);
  if (!number) return ErrorAtValue("a whole number of at most 64 bits");
  out_.term.integer = *number;
  SetIndexValue(absl::StrCat(*number));
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckReal() {
  out_.term.type = Type::kDouble;
  const std::optional<double> number = ParseRealLiteral(in_.literal.text());
  if (!number) return ErrorAtValue("a number such as 0.5 or 2.997e9");
  // So that 0.1 equals the float 0.1.
  const bool is_float = field()->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
  out_.term.real = is_float ? static_cast<float>(*number) : *number;
  return absl::OkStatus();
}

absl::Status RestrictionChecker::CheckTime(Kind kind) {
  out_.term.type = kind == Kind::kTime ? Type::kTime : Type::kDuration;
  const std::string text = in_.literal.text();
  const std::optional<TimeValue> value =
      kind == Kind::kTime ? ParseTimeLiteral(text) : ParseDurationLiteral(text);
  if (!value) {
    if (kind == Kind::kTime) {
      return ErrorAtValue("an RFC 3339 time such as 2026-01-31T12:00:00Z");
    }
    const bool lacks_unit = ParseRealLiteral(text).has_value();
    return ErrorAtValue(lacks_unit ? absl::StrCat("a unit, as in ", text, "s")
                                   : "a duration such as 20s, 1.5s or 2m");
  }
  out_.term.time = *value;
  return absl::OkStatus();
}

absl::Status RestrictionChecker::ErrorAtValue(std::string_view expected) const {
  return text_.ErrorAt(
      in_.literal.offset,
      absl::StrCat(Quote(last_name()), " needs ", std::string(expected),
                   ", not ", Quote(in_.literal.text())));
}

void RestrictionChecker::SetIndexValue(std::string value) {
  const bool exact = in_.comparator == Comparator::kEquals && !in_list_;
  if (!exact) return;
  std::string path;
  for (const FilterTerm::Step& step : out_.term.path) {
    absl::StrAppend(&path, path.empty() ? "" : ".", step.field->name());
  }
  if (out_.term.map_key) absl::StrAppend(&path, ".", *out_.term.map_key);
  out_.index_path = std::move(path);
  out_.index_value = std::move(value);
}

}  // namespace

absl::StatusOr<CheckedRestriction> CheckRestriction(
    const FilterText& text, const Descriptor* descriptor,
    const Restriction& restriction) {
  return RestrictionChecker(text, restriction).Check(descriptor);
}

}  // namespace gancho::delivery
