// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// How the window of an event becomes smaller.

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "delivery/event_queue.h"

namespace gancho::delivery {

bool EventQueue::IsOver() const {
  return std::ssize(entries_) > limits_.max_entries ||
         record_bytes_ > limits_.max_bytes;
}

void EventQueue::SetLimits(const EventQueueLimits& limits) {
  limits_ = limits;
  if (!IsOver()) return;
  // Only what lies in kReady just as it did before it was read.
  std::vector<Entry*> queued;
  for (auto& [id, entry] : entries_) {
    if (entry.state == Entry::State::kQueued &&
        entry.place == Entry::Place::kReady && entry.cancels.empty()) {
      queued.push_back(&entry);
    }
  }
  std::sort(queued.begin(), queued.end(),
            [](const Entry* a, const Entry* b) { return a->id < b->id; });
  absl::flat_hash_set<Lane*> lanes;
  store::DeliveryId first_dropped;
  for (; !queued.empty() && IsOver(); queued.pop_back()) {
    Entry* entry = queued.back();
    first_dropped = entry->id;
    lanes.insert(entry->lane);
    Remove(entry);
  }
  if (lanes.empty()) return;
  Rewind(first_dropped);
  // All at once: DropIfEmpty() would look through the list for each.
  const auto is_empty = [](const Lane* lane) {
    return lane->queue.empty() && lane->parking.empty();
  };
  std::erase_if(runnable_, is_empty);
  for (Lane* lane : lanes) {
    if (is_empty(lane)) {
      lanes_.erase(uint64_t{lane->key});
    } else {
      ListIfRunnable(lane);
    }
  }
}

}  // namespace gancho::delivery
