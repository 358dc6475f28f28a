// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_INTAKE_MESSAGE_H_
#define GANCHO_SERVICE_INTAKE_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "delivery/language/field_problem.h"
#include "gancho/v1/call.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/catalog.h"
#include "store/delivery_id.h"

namespace gancho::service {

// A state that was refused while the rest of its message was taken.
struct StateRejection {
  int index = 0;  // within the message
  absl::Status status;
  // If not empty, these say what is wrong instead of `status`; relative to the
  // state.
  delivery::FieldProblems problems;
};

// What became of a message.
struct IntakeResult {
  // OK: every state is durable with all its deliveries, refused ones
  // excepted. Otherwise the message must be sent again: any part of it, or
  // nothing, may be durable.
  absl::Status status;
  int accepted = 0;
  int duplicates = 0;
  std::vector<StateRejection> rejections;
  // In the order of the states; only if the message asked for them.
  std::vector<store::DeliveryId> deliveries;
};

// States of one account, in order, that are acknowledged together. Every
// state has passed CheckCallState().
struct IntakeMessage {
  std::shared_ptr<const AccountDefinition> account;
  // Owned by `storage`, which is released as soon as the states are merged.
  // The intake fills in times that are missing.
  google::protobuf::RepeatedPtrField<v1::CallState>* states = nullptr;
  std::shared_ptr<void> storage;
  size_t size_bytes = 0;  // as received
  bool wants_deliveries = false;
  // Called once, not on the submitting thread; must not block.
  absl::AnyInvocable<void(IntakeResult)> done;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_INTAKE_MESSAGE_H_
