// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/json_machine.h"

#include <cstddef>

#include "delivery/language/escape.h"

namespace gancho::delivery {
namespace {

constexpr std::string_view kWords[] = {"true", "false", "null"};
// kWord: the number of the word and how much of it was read.
constexpr uint8_t kWordShift = 4;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHex(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

bool JsonMachine::Feed(char c) {
  switch (phase_) {
    case Phase::kString:
    case Phase::kEscape:
    case Phase::kUnicode:
      return InString(c);
    case Phase::kWord: {
      const std::string_view word = kWords[detail_ >> kWordShift];
      const size_t read = detail_ & ((1 << kWordShift) - 1);
      if (word[read] != c) return false;
      ++detail_;
      if (read + 1 == word.size()) {
        phase_ = Phase::kAfter;
        detail_ = 0;
      }
      return true;
    }
    case Phase::kMinus:
    case Phase::kZero:
    case Phase::kInteger:
    case Phase::kPoint:
    case Phase::kFraction:
    case Phase::kExponent:
    case Phase::kExponentSign:
    case Phase::kExponentDigits:
      return InNumber(c);
    default:
      break;
  }
  if (IsSpace(c)) return true;
  switch (phase_) {
    case Phase::kFirstValue:
      if (c == ']') return Close(false);
      return BeginValue(c);
    case Phase::kValue:
      return BeginValue(c);
    case Phase::kFirstKey:
      if (c == '}') return Close(true);
      [[fallthrough]];
    case Phase::kKey:
      if (c != '"') return false;
      phase_ = Phase::kString;
      in_key_ = true;
      return true;
    case Phase::kColon:
      if (c != ':') return false;
      phase_ = Phase::kValue;
      return true;
    default:
      return After(c);
  }
}

bool JsonMachine::Feed(std::string_view text) {
  for (const char c : text) {
    if (!Feed(c)) return false;
  }
  return true;
}

bool JsonMachine::BeginValue(char c) {
  switch (c) {
    case '{':
      return Open(true);
    case '[':
      return Open(false);
    case '"':
      phase_ = Phase::kString;
      in_key_ = false;
      return true;
    case '-':
      phase_ = Phase::kMinus;
      return true;
    case '0':
      phase_ = Phase::kZero;
      return true;
    default:
      break;
  }
  if (IsDigit(c)) {
    phase_ = Phase::kInteger;
    return true;
  }
  for (uint8_t word = 0; word < 3; ++word) {
    if (kWords[word].front() != c) continue;
    phase_ = Phase::kWord;
    detail_ = static_cast<uint8_t>((word << kWordShift) | 1);
    return true;
  }
  return false;
}

bool JsonMachine::InString(char c) {
  if (phase_ == Phase::kUnicode) {
    if (!IsHex(c)) return false;
    if (--detail_ == 0) phase_ = Phase::kString;
    return true;
  }
  if (phase_ == Phase::kEscape) {
    if (c == 'u') {
      phase_ = Phase::kUnicode;
      detail_ = 4;
      return true;
    }
    phase_ = Phase::kString;
    return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
  }
  if (c == '\\') {
    phase_ = Phase::kEscape;
  } else if (c == '"') {
    phase_ = in_key_ ? Phase::kColon : Phase::kAfter;
    in_key_ = false;
  } else {
    return static_cast<unsigned char>(c) >= ' ';
  }
  return true;
}

bool JsonMachine::InNumber(char c) {
  const auto next = [this](Phase phase) {
    phase_ = phase;
    return true;
  };
  switch (phase_) {
    case Phase::kMinus:
      if (c == '0') return next(Phase::kZero);
      return IsDigit(c) && next(Phase::kInteger);
    case Phase::kPoint:
      return IsDigit(c) && next(Phase::kFraction);
    case Phase::kExponent:
      if (c == '+' || c == '-') return next(Phase::kExponentSign);
      [[fallthrough]];
    case Phase::kExponentSign:
      return IsDigit(c) && next(Phase::kExponentDigits);
    default:
      break;
  }
  const bool in_fraction = phase_ == Phase::kFraction;
  const bool in_exponent = phase_ == Phase::kExponentDigits;
  if (IsDigit(c)) return phase_ != Phase::kZero;
  if (c == '.' && !in_fraction && !in_exponent) return next(Phase::kPoint);
  if ((c == 'e' || c == 'E') && !in_exponent) return next(Phase::kExponent);
  phase_ = Phase::kAfter;
  return IsSpace(c) || After(c);
}

bool JsonMachine::After(char c) {
  if (depth_ == 0) return false;
  if (c == ',') {
    phase_ = in_object() ? Phase::kKey : Phase::kValue;
    return true;
  }
  if (c == '}') return Close(true);
  if (c == ']') return Close(false);
  return false;
}

bool JsonMachine::Open(bool object) {
  if (depth_ == kMaxDepth) return false;
  ++depth_;
  objects_ = (objects_ << 1) | (object ? 1 : 0);
  phase_ = object ? Phase::kFirstKey : Phase::kFirstValue;
  return true;
}

bool JsonMachine::Close(bool object) {
  if (depth_ == 0 || in_object() != object) return false;
  --depth_;
  objects_ >>= 1;
  phase_ = Phase::kAfter;
  return true;
}

bool JsonMachine::number_may_end() const {
  return phase_ == Phase::kZero || phase_ == Phase::kInteger ||
         phase_ == Phase::kFraction || phase_ == Phase::kExponentDigits;
}

JsonMachine::Slot JsonMachine::slot() const {
  switch (phase_) {
    case Phase::kString:
      return Slot::kString;
    case Phase::kValue:
    case Phase::kFirstValue:
      return Slot::kValue;
    default:
      return Slot::kNone;
  }
}

bool JsonMachine::complete() const {
  return depth_ == 0 && (phase_ == Phase::kAfter || number_may_end());
}

std::string_view JsonMachine::expected() const {
  switch (phase_) {
    case Phase::kValue:
      return "a value";
    case Phase::kFirstValue:
      return "a value or ]";
    case Phase::kKey:
      return "a key in quotes";
    case Phase::kFirstKey:
      return "a key in quotes or }";
    case Phase::kColon:
      return "a colon";
    case Phase::kString:
      return "the rest of a string";
    case Phase::kEscape:
    case Phase::kUnicode:
      return "the rest of an escape sequence";
    case Phase::kWord:
      return "the rest of true, false or null";
    case Phase::kAfter:
      break;
    default:
      if (!number_may_end()) return "the rest of a number";
      break;
  }
  if (depth_ == 0) return "the end";
  return in_object() ? "a comma or }" : "a comma or ]";
}

bool IsValidJson(std::string_view text) {
  JsonMachine machine;
  if (!machine.Feed(text) || !machine.complete()) return false;
  while (!text.empty()) {
    const size_t length = Utf8CharacterLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace gancho::delivery
