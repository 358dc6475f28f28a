// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/decimal.h"

#include <cstddef>

namespace gancho::delivery {
namespace {

size_t CountDigits(std::string_view text) {
  size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
    ++count;
  }
  return count;
}

int Sign(int value) { return (value > 0) - (value < 0); }

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  Decimal decimal;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    decimal.negative_ = text[0] == '-';
    text.remove_prefix(1);
  }
  decimal.whole_ = text.substr(0, CountDigits(text));
  text.remove_prefix(decimal.whole_.size());
  if (text.empty() && decimal.whole_.empty()) return std::nullopt;
  if (!text.empty()) {
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty() || CountDigits(text) != text.size()) return std::nullopt;
    decimal.fraction_ = text;
  }
  while (!decimal.whole_.empty() && decimal.whole_.front() == '0') {
    decimal.whole_.remove_prefix(1);
  }
  while (!decimal.fraction_.empty() && decimal.fraction_.back() == '0') {
    decimal.fraction_.remove_suffix(1);
  }
  // There is one zero.
  if (decimal.whole_.empty() && decimal.fraction_.empty()) {
    decimal.negative_ = false;
  }
  return decimal;
}

int Decimal::Compare(const Decimal& other) const {
  if (negative_ != other.negative_) return negative_ ? -1 : 1;
  int magnitude = 0;
  if (whole_.size() != other.whole_.size()) {
    magnitude = whole_.size() < other.whole_.size() ? -1 : 1;
  } else {
    magnitude = Sign(whole_.compare(other.whole_));
    // Without trailing zeros, fractions are ordered as texts are.
    if (magnitude == 0) magnitude = Sign(fraction_.compare(other.fraction_));
  }
  return negative_ ? -magnitude : magnitude;
}

}  // namespace gancho::delivery
