// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_VARIABLE_H_
#define GANCHO_DELIVERY_LANGUAGE_VARIABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "delivery/language/text_map.h"
#include "google/protobuf/descriptor.h"

namespace gancho::delivery {

// The messages that variables begin with.
enum class Root : uint8_t {
  kCall,
  kState,
  kEvent,
  kTrigger,
  kDelivery,
  kAccount
};
inline constexpr int kRootCount = 6;

// How the value of a field is written: the suffixes, and what only the flat
// names ask for.
enum class Format : uint8_t {
  kPlain,
  kId,  // the last part of a resource name
  kUnix,
  kUnixMs,
  kLocal,
  kDate,
  kTime,
  kSeconds,
  kHms,
  kE164,
  kNational,
  kDigits,
  kInOut,  // IN, OUT or INTERNAL of a direction
  kIsSet,  // whether a text is not empty
};

// Where a value comes from: a field, found by descriptors when the template is
// compiled, below one of the roots or the element of a loop.
struct Source {
  enum class Kind : uint8_t {
    kGroup,        // a message, or a root if `field` is null
    kScalar,       // number, boolean, enum or text, by `field`
    kTimestamp,    // google.protobuf.Timestamp
    kDuration,     // google.protobuf.Duration
    kMap,          // loop over the entries
    kList,         // loop over the elements
    kMapValue,     // the value of `map_key`
    kLoopKey,      // of the map that loop `loop` goes over
    kLoopValue,    // the same
    kLoopElement,  // of the list that loop `loop` goes over
    kCallStatus,   // ANSWER, NOANSWER, BUSY, CANCEL, FAILED
  };
  Kind kind = Kind::kGroup;
  Format format = Format::kPlain;
  int loop = -1;  // the value is below the element of this loop, or -1
  Root root = Root::kCall;
  std::vector<const google::protobuf::FieldDescriptor*>
      path;  // down to `field`
  const google::protobuf::FieldDescriptor* field = nullptr;
  // kMap and kMapValue of map<string, string>: null for a map that is read by
  // reflection, which is slower.
  TextMap::Accessor labels = nullptr;
  std::string map_key;

  bool operator==(const Source&) const = default;
};

// A variable, or the condition of a section.
struct Expression {
  // The first that is not empty counts; more than one only for flat names.
  std::vector<Source> sources;
  bool slack = false;        // & < > become &amp; &lt; &gt;
  bool if_answered = false;  // empty unless the call was answered

  bool operator==(const Expression&) const = default;

  bool is_loop() const {
    return sources[0].kind == Source::Kind::kMap ||
           sources[0].kind == Source::Kind::kList;
  }
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_VARIABLE_H_
