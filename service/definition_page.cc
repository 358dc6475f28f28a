// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_page.h"

#include "service/concat.h"

namespace gancho::service {

absl::StatusOr<delivery::Filter> CompileListFilter(
    const std::string& text, const google::protobuf::Descriptor* descriptor) {
  if (text.size() > kMaxFilterBytes) {
    return InvalidField("filter",
                        Concat("is longer than ", kMaxFilterBytes, " bytes"));
  }
  absl::StatusOr<delivery::Filter> filter =
      delivery::Filter::Compile(text, descriptor);
  if (!filter.ok()) {
    return InvalidField("filter", ToStd(filter.status().message()));
  }
  return filter;
}

}  // namespace gancho::service
