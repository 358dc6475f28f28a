// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_DECIMAL_H_
#define GANCHO_DELIVERY_LANGUAGE_DECIMAL_H_

#include <optional>
#include <string_view>

namespace gancho::delivery {

// A decimal number as people write it, such as `-12.50`, taken apart without
// copying: exact at any length, so money is never rounded. Valid as long as the
// text it was parsed from.
class Decimal {
 public:
  // [+-] digits [. digits]; the digits on one side of the point may be missing
  // only before it. Nothing else: no exponent, no blanks.
  static std::optional<Decimal> Parse(std::string_view text);

  // Less than, equal to or greater than zero, as this is to `other`.
  int Compare(const Decimal& other) const;

 private:
  bool negative_ = false;
  std::string_view whole_;     // without leading zeros
  std::string_view fraction_;  // without trailing zeros
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_DECIMAL_H_
