// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/text_map.h"

#include "delivery/language/answer.pb.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/trigger.pb.h"

namespace gancho::delivery {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

struct TextMap::Entry {
  const FieldDescriptor* field;
  Accessor accessor;
};

template <typename M, const TextMap::Map& (M::*kGet)() const>
TextMap::Entry TextMap::MakeEntry(int field_number) {
  return {.field = M::descriptor()->FindFieldByNumber(field_number),
          .accessor = [](const Message& message) -> const Map& {
            return (static_cast<const M&>(message).*kGet)();
          }};
}

const TextMap::Entry* TextMap::FindEntry(const FieldDescriptor* field) {
  // A test holds that no map of gancho.v1 is missing here.
  static const Entry kEntries[] = {
      MakeEntry<Answer, &Answer::header>(Answer::kHeaderFieldNumber),
      MakeEntry<v1::Account, &v1::Account::labels>(
          v1::Account::kLabelsFieldNumber),
      MakeEntry<v1::Call, &v1::Call::labels>(v1::Call::kLabelsFieldNumber),
      MakeEntry<v1::CallState, &v1::CallState::labels>(
          v1::CallState::kLabelsFieldNumber),
      MakeEntry<v1::Event, &v1::Event::labels>(v1::Event::kLabelsFieldNumber),
      MakeEntry<v1::Request::Form, &v1::Request::Form::fields>(
          v1::Request::Form::kFieldsFieldNumber),
      MakeEntry<v1::Trigger, &v1::Trigger::labels>(
          v1::Trigger::kLabelsFieldNumber),
  };
  for (const Entry& entry : kEntries) {
    if (entry.field == field) return &entry;
  }
  return nullptr;
}

bool TextMap::Supports(const FieldDescriptor* field) {
  return field->is_map() &&
         field->message_type()->map_key()->type() ==
             FieldDescriptor::TYPE_STRING &&
         field->message_type()->map_value()->type() ==
             FieldDescriptor::TYPE_STRING;
}

TextMap::Accessor TextMap::DirectAccessor(const FieldDescriptor* field) {
  const Entry* const entry = FindEntry(field);
  return entry == nullptr ? nullptr : entry->accessor;
}

TextMap::TextMap(const FieldDescriptor* field)
    : field_(field), accessor_(DirectAccessor(field)) {}

std::optional<std::string_view> TextMap::Find(const Message& message,
                                              const std::string& key,
                                              bool generated) const {
  if (generated && accessor_ != nullptr) {
    const Map& map = accessor_(message);
    const auto it = map.find(key);
    if (it == map.end()) return std::nullopt;
    return it->second;
  }
  const FieldDescriptor* key_field = field_->message_type()->map_key();
  const FieldDescriptor* value_field = field_->message_type()->map_value();
  const Reflection* reflection = message.GetReflection();
  std::string scratch;
  for (int i = 0; i < reflection->FieldSize(message, field_); ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, field_, i);
    const Reflection* entries = entry.GetReflection();
    if (entries->GetStringReference(entry, key_field, &scratch) == key) {
      return entries->GetStringReference(entry, value_field, &scratch);
    }
  }
  return std::nullopt;
}

bool TextMap::IsEmpty(const Message& message, bool generated) const {
  if (generated && accessor_ != nullptr) return accessor_(message).empty();
  return message.GetReflection()->FieldSize(message, field_) == 0;
}

}  // namespace gancho::delivery
