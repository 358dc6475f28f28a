// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/region.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

// Each code and one space.
constexpr std::string_view kRegionCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH "
    "BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL "
    "CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET "
    "FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU "
    "GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE "
    "KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC "
    "MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC "
    "NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT "
    "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR "
    "SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA "
    "UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

constexpr size_t kMaxZoneNameBytes = 64;

}  // namespace

bool IsRegionCode(std::string_view code) {
  if (code.size() != 2) return false;
  for (size_t i = 0; i < kRegionCodes.size(); i += 3) {
    if (kRegionCodes.substr(i, 2) == code) return true;
  }
  return false;
}

bool LoadIanaTimeZone(std::string_view name, absl::TimeZone* zone) {
  if (name == "UTC") {
    *zone = absl::UTCTimeZone();
    return true;
  }
  const auto is_allowed = [](char c) {
    return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '-' ||
           c == '+';
  };
  // Zone names begin with an upper-case letter, which keeps out "localtime",
  // "posixrules" and "right/...".
  if (name.empty() || name.size() > kMaxZoneNameBytes ||
      !absl::ascii_isupper(name.front()) || name.substr(0, 6) == "Fixed/" ||
      !std::all_of(name.begin(), name.end(), is_allowed)) {
    return false;
  }
  return absl::LoadTimeZone(ToAbsl(name), zone);
}

}  // namespace gancho::service
