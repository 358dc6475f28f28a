// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_REGION_H_
#define GANCHO_SERVICE_REGION_H_

#include <string_view>

#include "absl/time/time.h"

// Where an account is: its region and its time zone.
namespace gancho::service {

// An officially assigned ISO 3166-1 alpha-2 code, upper case.
bool IsRegionCode(std::string_view code);

// Loads a zone of the IANA data base of this machine; false if there is none
// of that name. Unlike absl::LoadTimeZone() it takes no path and none of the
// names that only Abseil knows.
bool LoadIanaTimeZone(std::string_view name, absl::TimeZone* zone);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_REGION_H_
