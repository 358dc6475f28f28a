// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/etag.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/fingerprint.h"

namespace gancho::service {

std::string MakeEtag(uint64_t uid, uint64_t version) {
  // A digest, so that nobody is tempted to compute the next one.
  constexpr size_t kBytes = 12;
  return absl::WebSafeBase64Escape(
      Sha256(absl::StrCat("etag/", uid, "/", version)).substr(0, kBytes));
}

}  // namespace gancho::service
