// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CONCAT_H_
#define GANCHO_SERVICE_CONCAT_H_

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

// Abseil can be built, as Debian does, with a string_view of its own that
// converts neither from nor to the standard one. These bridge the two; where
// Abseil uses the standard one they are no-ops.
namespace gancho::service {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

namespace internal {
inline absl::string_view ConcatPart(std::string_view text) {
  return ToAbsl(text);
}
template <typename T>
requires(!std::is_convertible_v<const T&, std::string_view>)
    const T& ConcatPart(const T& part) {
  return part;
}
}  // namespace internal

// absl::StrCat() that also takes std::string_view.
template <typename... Parts>
std::string Concat(const Parts&... parts) {
  return absl::StrCat(internal::ConcatPart(parts)...);
}

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CONCAT_H_
