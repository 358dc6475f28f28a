// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_STATE_CHECK_H_
#define GANCHO_SERVICE_CALL_STATE_CHECK_H_

#include "delivery/language/field_problem.h"
#include "gancho/v1/call.pb.h"

namespace gancho::service {

// At most this many problems of one state are reported, so that the answer to
// a message of a thousand bad states stays far below 4 MiB.
inline constexpr int kMaxStateProblems = 5;

// Checks one state as a caller sent it against every limit of call.proto.
// Fields are relative to the state ("call_id", `labels["x"]`). Does not
// allocate when there is no problem. That texts are UTF-8 was checked when the
// message was parsed.
void CheckCallState(const v1::CallState& state,
                    delivery::FieldProblems* problems);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_STATE_CHECK_H_
