// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_EVENT_QUEUE_H_
#define GANCHO_DELIVERY_EVENT_QUEUE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "delivery/pending_tables.h"
#include "store/batch.h"
#include "store/delivery_id.h"
#include "store/record.pb.h"

namespace gancho::delivery {

struct Lane;

// A pending delivery in memory.
struct Entry {
  enum class State {
    kQueued,     // in its lane; runnable if it is the head
    kTimerWait,  // the head of its lane, waits for its due time
    kInFlight,   // an attempt is under way
    kChanging,   // what became of it is being committed
    kParking,    // on its way from kReady to kParked; not in the lane's queue
  };
  enum class Place { kReady, kTimer };  // the table that holds it

  store::DeliveryId id;
  store::PendingRecord pending;
  State state = State::kQueued;
  Place place = Place::kReady;
  int64_t due_us = 0;  // of its kTimer key
  Lane* lane = nullptr;
  // May be null: then it is read before it is sent.
  std::shared_ptr<const store::DeliveryRecord> record;
  size_t record_bytes = 0;
  bool ended = false;           // kChanging: gone once that is committed
  int64_t promoted_due_us = 0;  // its end put a parked one into kTimer
  bool cancelled = false;       // ended because of `cancels`
  // Calls that wait for the attempt or the change under way to end.
  std::vector<Engine::Done> cancels;
  std::string cancel_reason;

  int64_t expire_us() const { return pending.expire_time_us(); }
};

// The deliveries of one (event, call), in the order of their ids. There may be
// as many lanes as entries, nearly all with very few.
struct Lane {
  using Entries = absl::InlinedVector<Entry*, 2>;

  uint64_t key = 0;
  Entries queue;    // the head first
  Entries parking;  // kParking, behind all that is in kParked
  // kParked holds deliveries of this lane, or will when `parking` is
  // committed: then no other one of kReady may join `queue`.
  bool has_parked = false;
  bool listed = false;  // in EventQueue::runnable_
  // On its way from kParked to kTimer, behind a head that has ended.
  std::optional<store::DeliveryId> promoted;
};

struct EventQueueLimits {
  int max_entries = 16'384;     // in memory, of this event
  size_t max_bytes = 16 << 20;  // of records in memory, of this event
  int page_size = 128;          // entries read at once
  // A lane whose head waits longer than this leaves the memory at once.
  absl::Duration evict_after = absl::Seconds(5);
};

// The lanes of one event: which delivery may go next. Only a window of what is
// pending is in memory, the rest waits in the ledger and is paged in, so
// memory does not grow with the backlog.
//
// Every change goes through a store::Batch: a method that takes one adds the
// change's writes, marks the entries it concerns as kChanging or kParking, and
// lists them in `touched`; after the batch is durable the caller passes each
// to OnCommitted(). Until then the lane does not move, so what is on disk and
// what is in memory never disagree about order.
//
// No thread, no timer, no clock of its own; reads of the ledger are bounded by
// the page size. Times are microseconds since the Unix epoch. Not thread-safe.
class EventQueue {
 public:
  using Touched = std::vector<Entry*>;

  EventQueue(PendingTables tables, EventQueueLimits limits)
      : tables_(std::move(tables)), limits_(limits) {}

  // Beyond lower limits the latest of the queued deliveries leave the memory;
  // what is under way or waits for its time soon stays.
  void SetLimits(const EventQueueLimits& limits);

  // A delivery became durable. In the order of ids.
  void OnAccepted(AcceptedDelivery delivery);

  // Pages in what is due and what is ready while there is room. Deliveries
  // that turn out to stand behind a waiting head are parked.
  absl::Status Refill(int64_t now_us, store::Batch* batch, Touched* touched);
  // Whether Refill() has anything to do.
  bool WantsRefill(int64_t now_us) const;

  // The next delivery that may go, taken off the list; null if there is none.
  // The caller must MarkInFlight(), change or PutBack() it.
  Entry* NextRunnable();
  bool has_runnable() const { return !runnable_.empty(); }
  void PutBack(Entry* entry);
  void MarkInFlight(Entry* entry);

  // The attempt came to nothing and is not recorded; the entry is queued again.
  void ReturnUnsent(Entry* entry);

  // The delivery has ended with `status`; the lane goes on once that is
  // committed.
  absl::Status End(Entry* entry, const store::StatusRecord& status,
                   int64_t now_us, store::Batch* batch, Touched* touched);

  // The next attempt is due at `due_us`; `attempt` is recorded.
  void Reschedule(Entry* entry, int64_t due_us,
                  const store::StatusRecord& status,
                  const store::AttemptRecord& attempt, store::Batch* batch,
                  Touched* touched);

  // The batch that touched `entry` is durable. `entry` may be gone
  // afterwards. Evicts the lane if its head waits long; this may touch others.
  void OnCommitted(Entry* entry, int64_t now_us, store::Batch* batch,
                   Touched* touched);

  // Makes waiting heads runnable whose time has come, and lists queued entries
  // that have expired.
  void OnTime(int64_t now_us, std::vector<Entry*>* expired);
  // When OnTime() or Refill() has something to do next; INT64_MAX for never.
  int64_t next_time_us() const;

  Entry* Find(const store::DeliveryId& id);
  // Makes a waiting entry due now; nothing changes on disk.
  void MakeDue(Entry* entry);
  // Brings `id` into memory, due, if it is the head of `lane` and waits on
  // disk; null otherwise.
  absl::StatusOr<Entry*> LoadHead(uint64_t lane, const store::DeliveryId& id);
  // Ends a delivery that is in kReady or kParked and not in memory; NOT_FOUND
  // if it is in neither, UNAVAILABLE while it is on its way to kTimer.
  absl::Status EndOnDisk(const store::DeliveryId& id, uint64_t lane,
                         const store::StatusRecord& status, store::Batch* batch,
                         Touched* touched);
  // A delivery with `id` was put into kReady again: reads from there on.
  void Rewind(const store::DeliveryId& id);

  // Every waiting entry becomes due; with Refill(INT64_MAX) this brings all
  // that is pending through NextRunnable(), to be ended.
  void MakeAllDue();
  // Whether nothing is pending, in memory or on disk, as far as is known.
  bool drained() const {
    return entries_.empty() && !more_ready_ && !disk_timers_;
  }

  const PendingTables& tables() const { return tables_; }
  // Entries in flight or with an uncommitted change.
  size_t busy_count() const { return busy_; }
  size_t entry_count() const { return entries_.size(); }
  size_t record_bytes() const { return record_bytes_; }
  // Whether more is ready on disk than is in memory, as far as is known.
  bool more_on_disk() const { return more_ready_; }

 private:
  bool HasRoom() const;
  Lane* LaneFor(uint64_t key);
  Entry* Insert(const PendingOnDisk& pending, Entry::Place place,
                std::shared_ptr<const store::DeliveryRecord> record);
  void AppendToLane(Entry* entry, Lane* lane);
  void ListIfRunnable(Lane* lane);
  bool IsOver() const;
  void Remove(Entry* entry);
  void DropIfEmpty(Lane* lane);
  void StartChange(Entry* entry, Touched* touched);

  absl::Status RefillTimers(int64_t now_us);
  absl::Status RefillReady(store::Batch* batch, Touched* touched);
  absl::Status AdoptTimer(const PendingOnDisk& pending);
  void Park(Entry* entry, Lane* lane, store::Batch* batch, Touched* touched);
  void MaybeEvict(Lane* lane, int64_t now_us, store::Batch* batch,
                  Touched* touched);
  void Evict(Lane* lane, store::Batch* batch, Touched* touched);
  absl::Status Promote(Entry* head, int64_t now_us, store::Batch* batch);
  absl::StatusOr<std::optional<PendingOnDisk>> NextParked(
      const Lane& lane) const;

  const PendingTables tables_;
  EventQueueLimits limits_;

  absl::node_hash_map<store::DeliveryId, Entry> entries_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<Lane>> lanes_;
  std::deque<Lane*> runnable_;
  std::set<std::pair<int64_t, Entry*>> waiting_;   // kTimerWait by due time
  std::set<std::pair<int64_t, Entry*>> expiring_;  // kQueued by expiry
  size_t record_bytes_ = 0;
  size_t busy_ = 0;  // kInFlight, kChanging, kParking

  // Everything in kReady up to here is in memory, parked or gone.
  store::DeliveryId cursor_;
  // kReady may hold deliveries beyond cursor_.
  bool more_ready_ = true;
  // kTimer may hold heads that are not in memory; the first of them is due at
  // disk_due_us_ or later.
  bool disk_timers_ = true;
  int64_t disk_due_us_ = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_EVENT_QUEUE_H_
