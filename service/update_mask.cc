// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/update_mask.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "service/concat.h"
#include "service/status.h"

namespace gancho::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status UnknownPath(std::string_view path) {
  return InvalidField("update_mask", Concat("'", path, "' is not a field"));
}

// A deep copy of one field, through a message that holds nothing else.
void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  const Reflection* reflection = to->GetReflection();
  reflection->ClearField(to, field);
  if (!field->is_repeated() && !from.GetReflection()->HasField(from, field)) {
    return;
  }
  if (!field->is_repeated() &&
      field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    reflection->MutableMessage(to, field)->CopyFrom(
        from.GetReflection()->GetMessage(from, field));
    return;
  }
  std::unique_ptr<Message> only(from.New());
  only->CopyFrom(from);
  std::vector<const FieldDescriptor*> set;
  only->GetReflection()->ListFields(*only, &set);
  for (const FieldDescriptor* other : set) {
    if (other != field) only->GetReflection()->ClearField(only.get(), other);
  }
  to->MergeFrom(*only);
}

// Values of google.protobuf, such as a Duration, change as a whole: half of an
// old and half of a new one is neither.
bool IsWhole(const FieldDescriptor* field) {
  return field->is_repeated() ||
         field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
         field->message_type()->file()->package() == "google.protobuf";
}

void MergePopulated(const Message& from, Message* to) {
  std::vector<const FieldDescriptor*> set;
  from.GetReflection()->ListFields(from, &set);
  for (const FieldDescriptor* field : set) {
    if (IsWhole(field)) {
      CopyField(from, field, to);
    } else {
      MergePopulated(from.GetReflection()->GetMessage(from, field),
                     to->GetReflection()->MutableMessage(to, field));
    }
  }
}

// Reads and writes the entries of a map field by reflection.
class MapEntry {
 public:
  explicit MapEntry(const FieldDescriptor* field)
      : key_(field->message_type()->map_key()),
        value_(field->message_type()->map_value()) {}

  bool OfText() const {
    return key_->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
           value_->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  }
  std::string Key(const Message& entry) const {
    return entry.GetReflection()->GetString(entry, key_);
  }
  std::string Value(const Message& entry) const {
    return entry.GetReflection()->GetString(entry, value_);
  }
  void Set(std::string key, std::string value, Message* entry) const {
    entry->GetReflection()->SetString(entry, key_, std::move(key));
    entry->GetReflection()->SetString(entry, value_, std::move(value));
  }

 private:
  const FieldDescriptor* const key_;
  const FieldDescriptor* const value_;
};

void CopyEntry(const Message& from, const FieldDescriptor* field,
               const std::string& key, Message* to) {
  const MapEntry entry(field);
  const Reflection* reflection = to->GetReflection();
  for (int i = reflection->FieldSize(*to, field); i-- > 0;) {
    if (entry.Key(reflection->GetRepeatedMessage(*to, field, i)) != key) {
      continue;
    }
    const int last = reflection->FieldSize(*to, field) - 1;
    reflection->SwapElements(to, field, i, last);
    reflection->RemoveLast(to, field);
  }
  for (int i = 0; i < reflection->FieldSize(from, field); ++i) {
    const Message& source = reflection->GetRepeatedMessage(from, field, i);
    if (entry.Key(source) == key) {
      entry.Set(key, entry.Value(source), reflection->AddMessage(to, field));
    }
  }
}

// Copies what `path`, the rest of `whole`, names.
absl::Status CopyPath(std::string_view whole, std::string_view path,
                      const Message& from, Message* to) {
  const size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  const FieldDescriptor* field = to->GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return UnknownPath(whole);
  if (dot == std::string_view::npos) {
    CopyField(from, field, to);
    return absl::OkStatus();
  }
  const std::string_view rest = path.substr(dot + 1);
  if (rest.empty()) return UnknownPath(whole);
  if (field->is_map() && MapEntry(field).OfText()) {
    CopyEntry(from, field, std::string(rest), to);
    return absl::OkStatus();
  }
  if (field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return UnknownPath(whole);
  }
  const bool both_unset = !from.GetReflection()->HasField(from, field) &&
                          !to->GetReflection()->HasField(*to, field);
  if (both_unset) {
    // Only checks the rest of the path: clearing a field of a message that is
    // not there must not create the message.
    std::unique_ptr<Message> scratch(
        to->GetReflection()->GetMessage(*to, field).New());
    return CopyPath(whole, rest, *scratch, scratch.get());
  }
  return CopyPath(whole, rest, from.GetReflection()->GetMessage(from, field),
                  to->GetReflection()->MutableMessage(to, field));
}

}  // namespace

absl::Status ApplyUpdateMask(const google::protobuf::FieldMask& mask,
                             const Message& update, Message* target) {
  if (mask.paths().empty()) {
    MergePopulated(update, target);
    return absl::OkStatus();
  }
  if (mask.paths_size() == 1 && mask.paths(0) == "*") {
    target->CopyFrom(update);
    return absl::OkStatus();
  }
  for (const std::string& path : mask.paths()) {
    if (path == "*") {
      return InvalidField("update_mask", "'*' must be the only path");
    }
    absl::Status status = CopyPath(path, path, update, target);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace gancho::service
