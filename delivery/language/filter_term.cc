// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_term.h"

#include <tuple>

#include "delivery/language/decimal.h"

namespace gancho::delivery {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool MatchesPieces(std::string_view text,
                   const std::vector<std::string>& pieces) {
  const std::string& first = pieces.front();
  if (pieces.size() == 1) return text == first;
  const std::string& last = pieces.back();
  if (text.size() < first.size() + last.size() ||
      text.substr(0, first.size()) != first ||
      text.substr(text.size() - last.size()) != last) {
    return false;
  }
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  // The leftmost place of each piece leaves the most to those behind it.
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    const size_t place = text.find(pieces[i]);
    if (place == std::string_view::npos) return false;
    text.remove_prefix(place + pieces[i].size());
  }
  return true;
}

template <typename T>
bool FilterTerm::Compare(T value, T literal) const {
  switch (test) {
    case Test::kEqual:
      return value == literal;
    case Test::kLess:
      return value < literal;
    case Test::kLessOrEqual:
      return value <= literal;
    case Test::kGreater:
      return value > literal;
    case Test::kGreaterOrEqual:
      return value >= literal;
  }
  return false;
}

bool FilterTerm::Holds(const Message& message) const {
  return HoldsFrom(message, 0);
}

bool FilterTerm::HoldsFrom(const Message& message, size_t depth) const {
  const FieldDescriptor* field = path[depth];
  const bool is_last = depth + 1 == path.size();
  if (is_last && map.has_value()) return HoldsForMap(message);
  const Reflection* reflection = message.GetReflection();
  if (!field->is_repeated()) {
    if (is_last) return HoldsForField(message, field);
    return reflection->HasField(message, field) &&
           HoldsFrom(reflection->GetMessage(message, field), depth + 1);
  }
  const int size = reflection->FieldSize(message, field);
  if (is_last && type == Type::kPresence) return size > 0;
  for (int i = 0; i < size; ++i) {
    if (is_last ? HoldsForElement(message, field, i)
                : HoldsFrom(reflection->GetRepeatedMessage(message, field, i),
                            depth + 1)) {
      return true;
    }
  }
  return false;
}

bool FilterTerm::HoldsForField(const Message& message,
                               const FieldDescriptor* field) const {
  const Reflection* reflection = message.GetReflection();
  if (type == Type::kPresence) return reflection->HasField(message, field);
  if (field->has_presence() && !reflection->HasField(message, field)) {
    return false;
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return Compare<int64_t>(reflection->GetBool(message, field), integer);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Compare<int64_t>(reflection->GetEnumValue(message, field),
                              integer);
    case FieldDescriptor::CPPTYPE_INT32:
      return Compare<int64_t>(reflection->GetInt32(message, field), integer);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Compare<int64_t>(reflection->GetUInt32(message, field), integer);
    case FieldDescriptor::CPPTYPE_INT64:
      return Compare(reflection->GetInt64(message, field), integer);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Compare(reflection->GetUInt64(message, field), unsigned_integer);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Compare<double>(reflection->GetFloat(message, field), real);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Compare(reflection->GetDouble(message, field), real);
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      return HoldsForText(
          reflection->GetStringReference(message, field, &scratch));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return HoldsForTime(reflection->GetMessage(message, field));
  }
  return false;
}

bool FilterTerm::HoldsForElement(const Message& message,
                                 const FieldDescriptor* field,
                                 int index) const {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetRepeatedBool(message, field, index) == integer;
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->GetRepeatedEnumValue(message, field, index) == integer;
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->GetRepeatedInt32(message, field, index) == integer;
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->GetRepeatedUInt32(message, field, index) == integer;
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->GetRepeatedInt64(message, field, index) == integer;
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->GetRepeatedUInt64(message, field, index) ==
             unsigned_integer;
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->GetRepeatedFloat(message, field, index) == real;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->GetRepeatedDouble(message, field, index) == real;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      return HoldsForText(reflection->GetRepeatedStringReference(
          message, field, index, &scratch));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return HoldsForTime(
          reflection->GetRepeatedMessage(message, field, index));
  }
  return false;
}

bool FilterTerm::HoldsForMap(const Message& message) const {
  if (!map_key.has_value()) return !map->IsEmpty(message);
  const std::optional<std::string_view> value = map->Find(message, *map_key);
  if (!value.has_value()) return false;
  return type == Type::kPresence || HoldsForText(*value);
}

bool FilterTerm::HoldsForText(std::string_view value) const {
  if (type == Type::kNumeric) {
    const std::optional<Decimal> number = Decimal::Parse(value);
    const std::optional<Decimal> literal = Decimal::Parse(pieces[0]);
    return number.has_value() && literal.has_value() &&
           Compare(number->Compare(*literal), 0);
  }
  if (test == Test::kEqual) return MatchesPieces(value, pieces);
  return Compare(value, std::string_view(pieces[0]));
}

bool FilterTerm::HoldsForTime(const Message& value) const {
  // By reflection, not by a cast: also right for dynamic messages.
  const google::protobuf::Descriptor* descriptor = value.GetDescriptor();
  const Reflection* reflection = value.GetReflection();
  // Both types have seconds = 1 and nanos = 2, declared in this order.
  const int64_t seconds = reflection->GetInt64(value, descriptor->field(0));
  const int32_t nanos = reflection->GetInt32(value, descriptor->field(1));
  return Compare(std::tuple(seconds, nanos),
                 std::tuple(time.seconds, time.nanos));
}

}  // namespace gancho::delivery
