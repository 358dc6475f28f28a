// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_LIMITS_H_
#define GANCHO_SERVICE_DEFINITION_LIMITS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "delivery/language/field_problem.h"
#include "google/protobuf/map.h"

// Limits that accounts, events and triggers have in common. The numbers are
// those of the comments in protos/gancho/v1.
namespace gancho::service {

inline constexpr size_t kMaxDisplayNameBytes = 256;
inline constexpr size_t kMaxReasonBytes = 256;
inline constexpr size_t kMaxFilterBytes = 8 << 10;
inline constexpr int kMaxLabels = 64;
inline constexpr size_t kMaxLabelKeyBytes = 63;
inline constexpr size_t kMaxLabelValueBytes = 256;
inline constexpr size_t kMaxSecrets = 16;
inline constexpr size_t kMaxSecretBytes = 1 << 10;
// All definitions are in memory, so there is an end to them.
inline constexpr size_t kMaxAccounts = 1'000'000;
inline constexpr size_t kMaxEventsPerAccount = 100'000;
inline constexpr size_t kMaxTriggersPerAccount = 500'000;

// Adds a problem for `field` if `text` is longer than `max_bytes` or has
// control characters (C0, DEL or C1). `text` is UTF-8.
void CheckPlainText(std::string_view text, size_t max_bytes,
                    std::string_view field, delivery::FieldProblems* problems);

// Problems are about `field` or about `field["key"]`.
void CheckLabels(const google::protobuf::Map<std::string, std::string>& labels,
                 std::string_view field, delivery::FieldProblems* problems);

// Appends `from` to `to` with `prefix` and a dot before each field.
void AppendProblems(const delivery::FieldProblems& from,
                    std::string_view prefix, delivery::FieldProblems* to);

// INVALID_ARGUMENT naming `request_id` unless it is empty or a UUID.
absl::Status CheckRequestId(std::string_view request_id);

// ABORTED if `given` is set and is not `current`, the etag of `name`.
absl::Status CheckEtag(std::string_view given, std::string_view current,
                       std::string_view name);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_LIMITS_H_
