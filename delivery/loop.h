// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LOOP_H_
#define GANCHO_DELIVERY_LOOP_H_

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace gancho::delivery {

// The thread of one engine shard, as the shard sees it.
class Loop {
 public:
  virtual ~Loop() = default;

  // Runs `task` on the loop's thread, in the order of these calls.
  // Thread-safe; never runs it inside the call.
  virtual void Post(absl::AnyInvocable<void()> task) = 0;

  // Runs `task` on the loop's thread after `delay`. There is one alarm:
  // setting it again replaces the one before. On the loop's thread.
  virtual void SetAlarm(absl::Duration delay,
                        absl::AnyInvocable<void()> task) = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LOOP_H_
