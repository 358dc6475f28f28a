// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_FINGERPRINT_H_
#define GANCHO_SERVICE_FINGERPRINT_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace gancho::service {

// SHA-256, 32 bytes. For what outlives the process: hashes of Abseil change
// with every start.
std::string Sha256(std::string_view text);

// SHA-256 of the type and the fields of `request` but for those of `without`;
// names that it does not have are ignored.
std::string FingerprintOf(const google::protobuf::Message& request,
                          std::initializer_list<const char*> without);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_FINGERPRINT_H_
