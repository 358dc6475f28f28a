// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/phone_number.h"

#include <array>
#include <functional>

#include "phonenumbers/phonenumberutil.h"

namespace gancho::delivery {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// libphonenumber refuses what is longer; so is no number.
constexpr size_t kLongestNumber = 64;

std::string KeepDigits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

std::string Format(std::string_view number, std::string_view region_code,
                   PhoneStyle style) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  const bool is_number =
      number.size() <= kLongestNumber &&
      util.Parse(std::string(number), std::string(region_code), &parsed) ==
          PhoneNumberUtil::NO_PARSING_ERROR &&
      util.IsPossibleNumberWithReason(parsed) == PhoneNumberUtil::IS_POSSIBLE;
  if (!is_number) {
    return style == PhoneStyle::kDigits ? KeepDigits(number)
                                        : std::string(number);
  }
  std::string text;
  util.Format(parsed,
              style == PhoneStyle::kNational ? PhoneNumberUtil::NATIONAL
                                             : PhoneNumberUtil::E164,
              &text);
  return style == PhoneStyle::kDigits ? KeepDigits(text) : text;
}

// One slot of the memory of recent answers.
struct Slot {
  std::string number;
  std::string region_code;
  PhoneStyle style = PhoneStyle::kE164;
  std::string text;
};

}  // namespace

const std::string& FormatPhoneNumber(std::string_view number,
                                     std::string_view region_code,
                                     PhoneStyle style) {
  constexpr size_t kSlots = 256;  // 256 numbers of 64 bytes: bounded, small
  thread_local std::array<Slot, kSlots> slots;
  thread_local std::string unremembered;
  if (number.size() > kLongestNumber) {
    unremembered = Format(number, region_code, style);
    return unremembered;
  }
  const size_t hash =
      std::hash<std::string_view>()(number) * 4 + static_cast<size_t>(style);
  Slot& slot = slots[hash % kSlots];
  if (slot.number != number || slot.region_code != region_code ||
      slot.style != style) {
    slot.text = Format(number, region_code, style);
    slot.number = number;
    slot.region_code = region_code;
    slot.style = style;
  }
  return slot.text;
}

}  // namespace gancho::delivery
