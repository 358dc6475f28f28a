// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ABSL_VIEW_H_
#define GANCHO_DELIVERY_ABSL_VIEW_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace gancho::delivery {

// Debian's Abseil is built with a string_view of its own, to which
// std::string_view does not convert.
inline absl::string_view AbslView(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

inline std::string_view StdView(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ABSL_VIEW_H_
