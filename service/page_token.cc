// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "service/concat.h"
#include "service/fingerprint.h"
#include "service/status.h"

namespace gancho::service {
namespace {

// A token is base64 of: version, fingerprint of the arguments, checksum of
// fingerprint and key, key.
constexpr char kVersion = 1;
constexpr size_t kFingerprintBytes = 12;
constexpr size_t kChecksumBytes = 4;
constexpr size_t kHeaderBytes = 1 + kFingerprintBytes + kChecksumBytes;
// Far above any key; bounds the work for a token that is not ours.
constexpr size_t kMaxTokenBytes = 4 << 10;

std::string Fingerprint(const google::protobuf::Message& request) {
  return FingerprintOf(request, {"page_token", "page_size"})
      .substr(0, kFingerprintBytes);
}

std::string Checksum(std::string_view fingerprint, std::string_view key) {
  return Sha256(Concat(fingerprint, key)).substr(0, kChecksumBytes);
}

}  // namespace

absl::StatusOr<int> ReadPageSize(int32_t page_size, int default_size,
                                 int max_size) {
  if (page_size < 0) {
    return InvalidField("page_size", "must not be negative");
  }
  if (page_size == 0) return default_size;
  return std::min<int>(page_size, max_size);
}

std::string MakePageToken(std::string_view last_key,
                          const google::protobuf::Message& request) {
  const std::string fingerprint = Fingerprint(request);
  return absl::WebSafeBase64Escape(
      Concat(std::string_view(&kVersion, 1), fingerprint,
             Checksum(fingerprint, last_key), last_key));
}

absl::StatusOr<std::string> ReadPageToken(
    std::string_view token, const google::protobuf::Message& request) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (token.size() > kMaxTokenBytes ||
      !absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) ||
      bytes.size() < kHeaderBytes || bytes[0] != kVersion) {
    return InvalidField("page_token", "is not a token of this server");
  }
  const std::string_view view = bytes;
  const std::string_view fingerprint = view.substr(1, kFingerprintBytes);
  const std::string_view checksum =
      view.substr(1 + kFingerprintBytes, kChecksumBytes);
  const std::string_view key = view.substr(kHeaderBytes);
  if (checksum != Checksum(fingerprint, key)) {
    return InvalidField("page_token", "is not a token of this server");
  }
  if (fingerprint != Fingerprint(request)) {
    return InvalidField("page_token",
                        "was made for other arguments; begin anew without it");
  }
  return std::string(key);
}

}  // namespace gancho::service
