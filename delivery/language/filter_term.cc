// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_term.h"

#include <tuple>

#include "delivery/language/decimal.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace gancho::delivery {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

const Message* GeneratedPrototype(
    const google::protobuf::Descriptor* descriptor) {
  if (descriptor == nullptr ||
      descriptor->file()->pool() !=
          google::protobuf::DescriptorPool::generated_pool()) {
    return nullptr;
  }
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(
      descriptor);
}

}  // namespace

const Reflection* GeneratedReflection(
    const google::protobuf::Descriptor* descriptor) {
  const Message* prototype = GeneratedPrototype(descriptor);
  return prototype == nullptr ? nullptr : prototype->GetReflection();
}

void FilterTerm::AddToPath(const FieldDescriptor* field) {
  // Null for fields that are no messages.
  const google::protobuf::Descriptor* message = field->message_type();
  path.push_back({.field = field,
                  .reflection = GeneratedReflection(field->containing_type()),
                  .cpp_type = field->cpp_type(),
                  .has_presence = field->has_presence(),
                  .unset = GeneratedPrototype(message)});
}

bool MatchesPieces(std::string_view text,
                   absl::Span<const std::string> pieces) {
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

const Message* FilterTerm::Child(const Message& message,
                                 const Reflection* reflection, const Step& step,
                                 bool generated) {
  if (!generated && !reflection->HasField(message, step.field)) return nullptr;
  // One look-up where HasField() before it would be a second.
  const Message& child = reflection->GetMessage(message, step.field);
  return generated && &child == step.unset ? nullptr : &child;
}

bool FilterTerm::HoldsFrom(const Message& message, size_t depth,
                           bool generated) const {
  const Step& step = path[depth];
  const FieldDescriptor* field = step.field;
  const bool is_last = depth + 1 == path.size();
  if (is_last && map.has_value()) return HoldsForMap(message, generated);
  const Reflection* reflection =
      generated ? step.reflection : message.GetReflection();
  if (!field->is_repeated()) {
    if (is_last) return HoldsForField(message, reflection, generated);
    const Message* child = Child(message, reflection, step, generated);
    return child != nullptr && HoldsFrom(*child, depth + 1, generated);
  }
  const int size = reflection->FieldSize(message, field);
  if (is_last && type == Type::kPresence) return size > 0;
  for (int i = 0; i < size; ++i) {
    if (is_last ? HoldsForElement(message, reflection, i, generated)
                : HoldsFrom(reflection->GetRepeatedMessage(message, field, i),
                            depth + 1, generated)) {
      return true;
    }
  }
  return false;
}

bool FilterTerm::HoldsForField(const Message& message,
                               const Reflection* reflection,
                               bool generated) const {
  const Step& step = path.back();
  const FieldDescriptor* field = step.field;
  if (type == Type::kPresence) return reflection->HasField(message, field);
  if (step.cpp_type == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Message* child = Child(message, reflection, step, generated);
    return child != nullptr && HoldsForTime(*child, generated);
  }
  if (step.has_presence && !reflection->HasField(message, field)) return false;
  switch (step.cpp_type) {
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
      break;  // see above
  }
  return false;
}

bool FilterTerm::HoldsForElement(const Message& message,
                                 const Reflection* reflection, int index,
                                 bool generated) const {
  const FieldDescriptor* field = path.back().field;
  switch (path.back().cpp_type) {
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
      return HoldsForTime(reflection->GetRepeatedMessage(message, field, index),
                          generated);
  }
  return false;
}

bool FilterTerm::HoldsForMap(const Message& message, bool generated) const {
  if (!map_key.has_value()) return !map->IsEmpty(message, generated);
  const std::optional<std::string_view> value =
      map->Find(message, *map_key, generated);
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

bool FilterTerm::HoldsForTime(const Message& value, bool generated) const {
  const std::tuple literal(time.seconds, time.nanos);
  if (!generated) {
    const google::protobuf::Descriptor* descriptor = value.GetDescriptor();
    const Reflection* reflection = value.GetReflection();
    // Both types have the fields seconds and nanos, in this order.
    return Compare(
        std::tuple(reflection->GetInt64(value, descriptor->field(0)),
                   reflection->GetInt32(value, descriptor->field(1))),
        literal);
  }
  if (type == Type::kTime) {
    const auto& timestamp =
        static_cast<const google::protobuf::Timestamp&>(value);
    return Compare(std::tuple(timestamp.seconds(), timestamp.nanos()), literal);
  }
  const auto& duration = static_cast<const google::protobuf::Duration&>(value);
  return Compare(std::tuple(duration.seconds(), duration.nanos()), literal);
}

}  // namespace gancho::delivery
