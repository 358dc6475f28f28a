// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_JSON_MACHINE_H_
#define GANCHO_DELIVERY_LANGUAGE_JSON_MACHINE_H_

#include <cstdint>
#include <string_view>
#include <tuple>

namespace gancho::delivery {

// Reads JSON (RFC 8259) byte by byte and knows at every point what may follow.
// Small, so that a template can be followed along all its ways at once. Arrays
// and objects are nested at most 64 deep.
class JsonMachine {
 public:
  static constexpr int kMaxDepth = 64;

  // Where a variable would stand now.
  enum class Slot : uint8_t {
    kString,  // inside quotes
    kValue,   // where a whole value is expected
    kNone,    // nowhere a variable can be
  };

  // False if `c` cannot stand here; then the machine has no meaning.
  bool Feed(char c);

  // The same for a whole text.
  bool Feed(std::string_view text);

  Slot slot() const;

  // A whole value took the place; `slot()` is kValue.
  void SkipValue() { phase_ = Phase::kAfter; }

  // Whether what was read is a complete JSON text.
  bool complete() const;

  // What may follow, for people: "a value", "a key in quotes".
  std::string_view expected() const;

  // Some order, for sets.
  bool operator<(const JsonMachine& other) const {
    return std::tie(objects_, depth_, phase_, in_key_, detail_) <
           std::tie(other.objects_, other.depth_, other.phase_, other.in_key_,
                    other.detail_);
  }

 private:
  enum class Phase : uint8_t {
    kValue,       // a value must follow
    kFirstValue,  // a value or the end of the array
    kKey,         // a key must follow
    kFirstKey,    // a key or the end of the object
    kColon,
    kAfter,  // after a value
    kString,
    kEscape,   // after a backslash
    kUnicode,  // `detail_` more hexadecimal digits
    kMinus,
    kZero,
    kInteger,
    kPoint,
    kFraction,
    kExponent,
    kExponentSign,
    kExponentDigits,
    kWord,  // inside true, false or null
  };

  bool BeginValue(char c);
  bool InString(char c);
  bool InNumber(char c);
  bool After(char c);
  bool Open(bool object);
  bool Close(bool object);
  bool in_object() const { return depth_ > 0 && (objects_ & 1) != 0; }
  bool number_may_end() const;

  uint64_t objects_ = 0;  // bit 0: the innermost level is an object
  uint8_t depth_ = 0;
  Phase phase_ = Phase::kValue;
  bool in_key_ = false;  // the string is a key
  uint8_t detail_ = 0;   // kUnicode, kWord
};

// Whether `text` is one valid JSON value in valid UTF-8.
bool IsValidJson(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_JSON_MACHINE_H_
