// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_VARIABLE_REFERENCE_H_
#define GANCHO_DELIVERY_LANGUAGE_VARIABLE_REFERENCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.pb.h"

namespace gancho::delivery {

// The text of docs/variables.md: every variable with its type, meaning and
// example. `protos` are the descriptors with their comments, from which the
// meanings are taken; the rest comes from the code that resolves and renders
// variables. INVALID_ARGUMENT if `protos` lacks a message.
absl::StatusOr<std::string> VariableReference(
    const google::protobuf::FileDescriptorSet& protos);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_VARIABLE_REFERENCE_H_
