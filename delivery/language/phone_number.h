// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_PHONE_NUMBER_H_
#define GANCHO_DELIVERY_LANGUAGE_PHONE_NUMBER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace gancho::delivery {

// How a phone number is written.
enum class PhoneStyle : uint8_t {
  kE164,      // +5491143210000
  kNational,  // 011 15-4321-0000
  kDigits,    // 5491143210000
};

// `number` as a person or a trunk wrote it, read as in `region_code` (ISO 3166,
// may be empty) unless it begins with `+`. What can be no full number there, an
// extension or `anonymous`, stays as it is; of that, kDigits keeps the digits.
// The result is valid until the next call on this thread. Recent answers are
// remembered per thread, as a call is rendered for each of its states.
const std::string& FormatPhoneNumber(std::string_view number,
                                     std::string_view region_code,
                                     PhoneStyle style);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_PHONE_NUMBER_H_
