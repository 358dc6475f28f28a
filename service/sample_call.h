// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_SAMPLE_CALL_H_
#define GANCHO_SERVICE_SAMPLE_CALL_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gancho/v1/call.pb.h"
#include "google/protobuf/repeated_field.h"

// Calls to render events against.
namespace gancho::service {

inline constexpr int kMaxSampleStates = 100;

// A call and the state of it that fired.
struct FiredCall {
  v1::Call call;  // with its name
  v1::CallState state;
};

// Merges `states` in their order, as the intake does; the last one fires.
// Without any, a built-in answered inbound call that ended at `now`. States
// without a call_id get one. INVALID_ARGUMENT naming `call_states[...]`.
absl::StatusOr<FiredCall> MakeSampleCall(
    std::string_view account_id,
    const google::protobuf::RepeatedPtrField<v1::CallState>& states,
    absl::Time now);

// A stored call as it stands, with its last state made of what it knows.
// `call` has no name yet.
FiredCall FireStoredCall(std::string_view account_id, v1::Call call);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_SAMPLE_CALL_H_
