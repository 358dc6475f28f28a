// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_TERM_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_TERM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "delivery/language/text_map.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace gancho::delivery {

// A moment or a span of time, as Timestamp and Duration hold it: for both, the
// order of the pair is the order of what it means.
struct TimeValue {
  int64_t seconds = 0;
  int32_t nanos = 0;
};

// The reflection of the generated class of `descriptor`; null if there is none,
// that is for types that were loaded at run time.
const google::protobuf::Reflection* GeneratedReflection(
    const google::protobuf::Descriptor* descriptor);

// One comparison of a filter, checked and ready to be evaluated.
//
// `generated` says that the message, and so all messages in it, is of its
// generated class. Then what to ask of each message is known beforehand: in
// protobuf 3.21 Message::GetReflection() costs more than the field that is then
// read.
struct FilterTerm {
  // How the field is read and what it is compared with.
  enum class Type {
    kPresence,  // with nothing: is there a value?
    kBool,      // `integer`
    kEnum,      // `integer`
    kInteger,   // signed or 32 bits: `integer`
    kUnsigned,  // uint64: `unsigned_integer`
    kDouble,    // `real`
    kText,      // text or bytes: `pieces`
    kNumeric,   // a text that holds a decimal number: `pieces[0]`
    kTime,      // Timestamp: `time`
    kDuration,  // Duration: `time`
  };
  enum class Test {
    kEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
  };

  // One field on the way from the root to the value.
  struct Step {
    const google::protobuf::FieldDescriptor* field;
    // Of the message that has the field; null if it is not generated.
    const google::protobuf::Reflection* reflection;
    google::protobuf::FieldDescriptor::CppType cpp_type;
    bool has_presence;
    // What an unset field of a generated message type refers to; else null.
    const google::protobuf::Message* unset;
  };

  // Whether the term is true of `message`. A field that is absent makes every
  // test false. Does not allocate (but see TextMap).
  bool Holds(const google::protobuf::Message& message, bool generated) const {
    return HoldsFrom(message, 0, generated);
  }

  void AddToPath(const google::protobuf::FieldDescriptor* field);

  Type type = Type::kPresence;
  Test test = Test::kEqual;
  // All but the last are messages or lists of messages. Never empty. One step
  // and one piece are the rule, and lie here: among many filters each piece of
  // memory beside this is one that no cache holds.
  absl::InlinedVector<Step, 1> path;
  // If the last field is a map: the access to it, and the key that is looked
  // up. Without a key the map itself is tested for presence.
  std::optional<TextMap> map;
  std::optional<std::string> map_key;

  int64_t integer = 0;
  uint64_t unsigned_integer = 0;
  double real = 0;
  TimeValue time;
  // The text between its wildcards: one piece is the whole text, the first of
  // several is how it begins, the last how it ends.
  absl::InlinedVector<std::string, 1> pieces = {""};

 private:
  // The message in a singular field, null if it is not set.
  static const google::protobuf::Message* Child(
      const google::protobuf::Message& message,
      const google::protobuf::Reflection* reflection, const Step& step,
      bool generated);
  bool HoldsFrom(const google::protobuf::Message& message, size_t depth,
                 bool generated) const;
  bool HoldsForField(const google::protobuf::Message& message,
                     const google::protobuf::Reflection* reflection,
                     bool generated) const;
  bool HoldsForElement(const google::protobuf::Message& message,
                       const google::protobuf::Reflection* reflection,
                       int index, bool generated) const;
  bool HoldsForMap(const google::protobuf::Message& message,
                   bool generated) const;
  bool HoldsForText(std::string_view value) const;
  bool HoldsForTime(const google::protobuf::Message& value,
                    bool generated) const;
  template <typename T>
  bool Compare(T value, T literal) const;
};

// Whether `text` is the pieces in their order with anything between them.
bool MatchesPieces(std::string_view text, absl::Span<const std::string> pieces);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_TERM_H_
