// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SHARD_STATE_H_
#define GANCHO_DELIVERY_SHARD_STATE_H_

#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "delivery/shard.h"

// What a shard knows of accounts and events. For shard*.cc only.
namespace gancho::delivery {

inline constexpr int64_t kNeverUs = std::numeric_limits<int64_t>::max();

// Events of one account that have something to send, in turn.
struct Shard::Account {
  std::deque<Event*> ring;
  bool listed = false;  // in Shard::turns_
};

struct Shard::Event {
  Event(uint64_t event_uid, PendingTables tables, EventQueueLimits limits)
      : uid(event_uid), queue(std::move(tables), limits) {}

  const uint64_t uid;
  Account* account = nullptr;
  // Null until SetEvent(); then nothing is sent.
  std::shared_ptr<const EventRuntime> runtime;
  EventQueue queue;
  Governor governor;

  // What is pending ends so instead of being sent.
  std::optional<Ending> ending;
  std::vector<absl::AnyInvocable<void()>> on_removed;
  bool removed = false;
  bool disable_asked = false;
  std::string health;  // the EventHealthRecord on disk; empty for none

  bool listed = false;  // in account->ring
  bool dirty = false;   // in Shard::dirty_
  bool no_capacity = false;
  // After a failed read of the ledger, or a lack of descriptors.
  absl::Duration backoff_until;
  absl::Duration wake = absl::InfiniteDuration();  // in Shard::wakes_

  // More deliveries that are pending, or fewer, than when the process began.
  int64_t pending_change = 0;
  int64_t delivered = 0;
  int64_t failed = 0;
  int64_t expired = 0;
  int64_t cancelled = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SHARD_STATE_H_
