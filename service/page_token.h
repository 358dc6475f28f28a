// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_PAGE_TOKEN_H_
#define GANCHO_SERVICE_PAGE_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace gancho::service {

// A page ends when its answer has this many bytes, so that no answer comes
// near the 4 MiB that clients accept by default.
inline constexpr size_t kMaxPageBytes = 2 << 20;
// A page also ends after this many examined entries, matching or not, so that
// a rare filter costs no caller's deadline.
inline constexpr int kMaxExaminedPerPage = 20'000;

// Checks `page_size` (negative: INVALID_ARGUMENT) and applies default and
// maximum.
absl::StatusOr<int> ReadPageSize(int32_t page_size, int default_size,
                                 int max_size);

// Where the next page begins: opaque to callers, bound to the request's other
// arguments by a fingerprint of `request` without page_token and page_size.
std::string MakePageToken(std::string_view last_key,
                          const google::protobuf::Message& request);

// The last key, empty for an empty token. INVALID_ARGUMENT naming
// `page_token` if it is damaged or was made for other arguments.
absl::StatusOr<std::string> ReadPageToken(
    std::string_view token, const google::protobuf::Message& request);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_PAGE_TOKEN_H_
