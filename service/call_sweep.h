// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_SWEEP_H_
#define GANCHO_SERVICE_CALL_SWEEP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

namespace gancho::service {

// What is to become of a call that the retention has looked at. Only the
// intake changes calls; it does this if the call is still as it was seen.
struct CallSweep {
  enum class Action { kClose, kRemove };

  Action action = Action::kRemove;
  uint64_t account_uid = 0;
  std::string call_id;
  int64_t create_us = 0;    // in its kCallTime key
  int64_t state_count = 0;  // as it was seen
};

struct CallSweepResult {
  // OK once everything is durable; otherwise nothing was changed.
  absl::Status status;
  // In the order of the sweeps. False: the call has changed meanwhile, or
  // could not be read.
  std::vector<bool> applied;
};

struct CallSweepRequest {
  std::vector<CallSweep> sweeps;
  // Called once, on a thread that must not be blocked.
  absl::AnyInvocable<void(CallSweepResult)> done;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_SWEEP_H_
