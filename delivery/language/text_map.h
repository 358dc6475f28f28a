// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_TEXT_MAP_H_
#define GANCHO_DELIVERY_LANGUAGE_TEXT_MAP_H_

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/map.h"
#include "google/protobuf/message.h"

namespace gancho::delivery {

// Reads one `map<string, string>` field of any message.
//
// Protobuf's reflection shows a map only as a list of entries, which it first
// has to build, on the heap. So the maps of our own messages are read through
// their accessors (the table in text_map.cc); every other map is read through
// reflection, which works but allocates once after each change of the map.
class TextMap {
 public:
  using Map = google::protobuf::Map<std::string, std::string>;
  using Accessor = const Map& (*)(const google::protobuf::Message&);

  // Reads the map of a message of its generated class; null for a map that only
  // reflection can read.
  static Accessor DirectAccessor(
      const google::protobuf::FieldDescriptor* field);

  // Whether `field` is a map of the one type that is supported.
  static bool Supports(const google::protobuf::FieldDescriptor* field);

  // Requires Supports(field).
  explicit TextMap(const google::protobuf::FieldDescriptor* field);

  // The value of `key`, valid until the message changes. `generated` says that
  // the message is of its generated class: a dynamic one must not be cast.
  std::optional<std::string_view> Find(const google::protobuf::Message& message,
                                       const std::string& key,
                                       bool generated) const;

  bool IsEmpty(const google::protobuf::Message& message, bool generated) const;

  // Whether generated messages are read without reflection.
  bool is_direct() const { return accessor_ != nullptr; }

 private:
  struct Entry;
  template <typename M, const Map& (M::*kGet)() const>
  static Entry MakeEntry(int field_number);
  static const Entry* FindEntry(const google::protobuf::FieldDescriptor* field);

  const google::protobuf::FieldDescriptor* field_;
  Accessor accessor_ = nullptr;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_TEXT_MAP_H_
