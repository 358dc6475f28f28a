// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/event_queue.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace gancho::delivery {

using store::Batch;
using store::DeliveryId;

namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// What a record takes beside its body: strings, headers, the allocator.
constexpr size_t kRecordOverhead = 768;

void EraseFrom(Lane::Entries& entries, const Entry* entry) {
  entries.erase(std::remove(entries.begin(), entries.end(), entry),
                entries.end());
}

}  // namespace

bool EventQueue::HasRoom() const {
  return std::ssize(entries_) < limits_.max_entries;
}

Lane* EventQueue::LaneFor(uint64_t key) {
  std::unique_ptr<Lane>& lane = lanes_[key];
  if (lane == nullptr) {
    lane = std::make_unique<Lane>();
    lane->key = key;
  }
  return lane.get();
}

Entry* EventQueue::Insert(const PendingOnDisk& pending, Entry::Place place,
                          std::shared_ptr<const store::DeliveryRecord> record) {
  Entry* entry = &entries_[pending.id];
  entry->id = pending.id;
  entry->pending = pending.record;
  entry->place = place;
  entry->due_us = pending.due_us;
  if (record != nullptr && record_bytes_ < limits_.max_bytes) {
    entry->record_bytes = record->request().body().size() + kRecordOverhead;
    record_bytes_ += entry->record_bytes;
    entry->record = std::move(record);
  }
  return entry;
}

void EventQueue::AppendToLane(Entry* entry, Lane* lane) {
  entry->lane = lane;
  entry->state = Entry::State::kQueued;
  if (entry->expire_us() != 0) expiring_.emplace(entry->expire_us(), entry);
  lane->queue.push_back(entry);
  ListIfRunnable(lane);
}

void EventQueue::ListIfRunnable(Lane* lane) {
  if (lane->listed || lane->queue.empty()) return;
  if (lane->queue.front()->state != Entry::State::kQueued) return;
  lane->listed = true;
  runnable_.push_back(lane);
}

void EventQueue::Remove(Entry* entry) {
  Lane* lane = entry->lane;
  waiting_.erase({entry->due_us, entry});
  expiring_.erase({entry->expire_us(), entry});
  EraseFrom(lane->queue, entry);
  EraseFrom(lane->parking, entry);
  record_bytes_ -= entry->record_bytes;
  entries_.erase(DeliveryId(entry->id));
}

void EventQueue::DropIfEmpty(Lane* lane) {
  if (!lane->queue.empty() || !lane->parking.empty()) return;
  if (lane->listed) std::erase(runnable_, lane);
  lanes_.erase(uint64_t{lane->key});
}

void EventQueue::StartChange(Entry* entry, Touched* touched) {
  if (entry->state != Entry::State::kInFlight) ++busy_;
  waiting_.erase({entry->due_us, entry});
  expiring_.erase({entry->expire_us(), entry});
  entry->state = Entry::State::kChanging;
  touched->push_back(entry);
}

void EventQueue::OnAccepted(AcceptedDelivery delivery) {
  // A page that was read since the commit has brought it in already.
  if (!(cursor_ < delivery.id) || entries_.contains(delivery.id)) return;
  if (more_ready_ || !HasRoom() || record_bytes_ >= limits_.max_bytes) {
    more_ready_ = true;
    return;
  }
  const auto lane = lanes_.find(delivery.record->lane());
  const bool lane_known = lane != lanes_.end();
  if ((lane_known && lane->second->has_parked) ||
      (!lane_known && disk_timers_)) {
    // It may have to stand behind a head that waits on disk.
    more_ready_ = true;
    return;
  }
  cursor_ = delivery.id;
  PendingOnDisk pending;
  pending.id = delivery.id;
  pending.record.set_account_uid(delivery.account_uid);
  pending.record.set_lane(delivery.record->lane());
  pending.record.set_expire_time_us(delivery.record->expire_time_us());
  const uint64_t key = delivery.record->lane();
  Entry* entry =
      Insert(pending, Entry::Place::kReady, std::move(delivery.record));
  AppendToLane(entry, LaneFor(key));
}

bool EventQueue::WantsRefill(int64_t now_us) const {
  if (!HasRoom()) return false;
  if (disk_timers_ && disk_due_us_ <= now_us) return true;
  // Hysteresis: a page is read when the window is half empty, not for every
  // delivery that ends.
  return more_ready_ && std::ssize(entries_) <= limits_.max_entries / 2 &&
         record_bytes_ <= limits_.max_bytes / 2;
}

absl::Status EventQueue::Refill(int64_t now_us, Batch* batch,
                                Touched* touched) {
  if (disk_timers_ && disk_due_us_ <= now_us && HasRoom()) {
    if (absl::Status status = RefillTimers(now_us); !status.ok()) {
      return status;
    }
  }
  if (more_ready_ && HasRoom()) return RefillReady(batch, touched);
  return absl::OkStatus();
}

absl::Status EventQueue::RefillTimers(int64_t now_us) {
  int64_t after_due_us = 0;
  DeliveryId after;
  while (true) {
    const auto page =
        tables_.ReadTimers(after_due_us, after, limits_.page_size);
    if (!page.ok()) return page.status();
    for (const PendingOnDisk& pending : *page) {
      after_due_us = pending.due_us;
      after = pending.id;
      if (entries_.contains(pending.id)) continue;
      if (pending.due_us > now_us || !HasRoom()) {
        disk_due_us_ = pending.due_us;
        return absl::OkStatus();
      }
      if (absl::Status status = AdoptTimer(pending); !status.ok()) {
        return status;
      }
    }
    if (std::ssize(*page) < limits_.page_size) {
      disk_timers_ = false;
      return absl::OkStatus();
    }
  }
}

// The head of a lane comes back from disk, due.
absl::Status EventQueue::AdoptTimer(const PendingOnDisk& pending) {
  Lane* lane = LaneFor(pending.record.lane());
  if (!lane->has_parked) {
    const auto parked = tables_.FirstParked(lane->key, DeliveryId());
    if (!parked.ok()) {
      DropIfEmpty(lane);
      return parked.status();
    }
    lane->has_parked = parked->has_value();
  }
  Entry* entry = Insert(pending, Entry::Place::kTimer, nullptr);
  entry->lane = lane;
  if (entry->expire_us() != 0) expiring_.emplace(entry->expire_us(), entry);
  lane->queue.insert(lane->queue.begin(), entry);
  ListIfRunnable(lane);
  return absl::OkStatus();
}

absl::Status EventQueue::RefillReady(Batch* batch, Touched* touched) {
  const int limit = std::min<int64_t>(
      limits_.page_size, limits_.max_entries - std::ssize(entries_));
  const auto page = tables_.ReadReady(cursor_, limit);
  if (!page.ok()) return page.status();
  std::vector<uint64_t> lanes;
  for (const PendingOnDisk& pending : *page) {
    lanes.push_back(pending.record.lane());
  }
  std::vector<bool> marked(lanes.size(), false);
  if (disk_timers_) {
    auto found = tables_.HaveMarkers(lanes);
    if (!found.ok()) return found.status();
    marked = *std::move(found);
  }
  auto records = tables_.ReadRecords(*page);
  for (size_t i = 0; i < page->size(); ++i) {
    const PendingOnDisk& pending = (*page)[i];
    cursor_ = pending.id;
    if (entries_.contains(pending.id)) continue;  // after Rewind()
    const auto known = lanes_.find(pending.record.lane());
    const bool behind =
        known != lanes_.end() ? known->second->has_parked : bool{marked[i]};
    Lane* lane = LaneFor(pending.record.lane());
    if (behind) {
      Park(Insert(pending, Entry::Place::kReady, nullptr), lane, batch,
           touched);
    } else {
      AppendToLane(Insert(pending, Entry::Place::kReady, std::move(records[i])),
                   lane);
    }
  }
  if (std::ssize(*page) < limit) more_ready_ = false;
  return absl::OkStatus();
}

void EventQueue::Park(Entry* entry, Lane* lane, Batch* batch,
                      Touched* touched) {
  tables_.DeleteReady(entry->id, batch);
  tables_.PutParked(entry->id, entry->pending, batch);
  expiring_.erase({entry->expire_us(), entry});
  entry->lane = lane;
  entry->state = Entry::State::kParking;
  ++busy_;
  lane->has_parked = true;
  lane->parking.push_back(entry);
  touched->push_back(entry);
}

// The lane's head waits long: only the ledger keeps the lane from here on.
void EventQueue::Evict(Lane* lane, Batch* batch, Touched* touched) {
  Entry* head = lane->queue.front();
  disk_due_us_ =
      disk_timers_ ? std::min(disk_due_us_, head->due_us) : head->due_us;
  disk_timers_ = true;
  const Lane::Entries followers(lane->queue.begin() + 1, lane->queue.end());
  lane->queue.clear();
  Remove(head);
  for (Entry* follower : followers) Park(follower, lane, batch, touched);
  DropIfEmpty(lane);
}

Entry* EventQueue::NextRunnable() {
  while (!runnable_.empty()) {
    Lane* lane = runnable_.front();
    runnable_.pop_front();
    lane->listed = false;
    // Since it was listed its head may have gone, and what came after it may be
    // on its way into kParked.
    if (lane->queue.empty()) continue;
    Entry* head = lane->queue.front();
    // Since it was listed the head may have expired or been cancelled.
    if (head->state == Entry::State::kQueued) return head;
  }
  return nullptr;
}

void EventQueue::PutBack(Entry* entry) {
  entry->lane->listed = true;
  runnable_.push_front(entry->lane);
}

void EventQueue::MarkInFlight(Entry* entry) {
  expiring_.erase({entry->expire_us(), entry});
  entry->state = Entry::State::kInFlight;
  ++busy_;
}

void EventQueue::ReturnUnsent(Entry* entry) {
  --busy_;
  entry->state = Entry::State::kQueued;
  if (entry->expire_us() != 0) expiring_.emplace(entry->expire_us(), entry);
  ListIfRunnable(entry->lane);
}

absl::Status EventQueue::End(Entry* entry, const store::StatusRecord& status,
                             int64_t now_us, Batch* batch, Touched* touched) {
  if (entry->place == Entry::Place::kTimer) {
    // Promote() may have to read; nothing has changed yet if that fails.
    if (absl::Status promoted = Promote(entry, now_us, batch); !promoted.ok()) {
      return promoted;
    }
    tables_.DeleteTimer(entry->due_us, entry->id, batch);
  } else {
    tables_.DeleteReady(entry->id, batch);
  }
  tables_.PutStatus(entry->pending.account_uid(), entry->id, status, batch);
  if (entry->expire_us() != 0) {
    tables_.DeleteExpiry(entry->expire_us(), entry->id, batch);
  }
  entry->ended = true;
  StartChange(entry, touched);
  return absl::OkStatus();
}

// The first delivery that stands behind the lane's head on disk.
absl::StatusOr<std::optional<PendingOnDisk>> EventQueue::NextParked(
    const Lane& lane) const {
  if (!lane.has_parked) return std::optional<PendingOnDisk>();
  DeliveryId after;
  while (true) {
    auto parked = tables_.FirstParked(lane.key, after);
    if (!parked.ok()) return parked.status();
    if (!parked->has_value()) break;
    // One that is in memory is being ended there.
    if (!entries_.contains((*parked)->id)) return parked;
    after = (*parked)->id;
  }
  if (lane.parking.empty()) return std::optional<PendingOnDisk>();
  // Its way into kParked is queued ahead of the caller's batch.
  const Entry* first = lane.parking.front();
  return std::optional<PendingOnDisk>(
      PendingOnDisk{first->id, first->pending, 0});
}

// `head`, in kTimer, has ended: the first parked delivery takes its place
// there, or the lane's marker goes.
absl::Status EventQueue::Promote(Entry* head, int64_t now_us, Batch* batch) {
  Lane* lane = head->lane;
  const auto next = NextParked(*lane);
  if (!next.ok()) return next.status();
  if (!next->has_value()) {
    lane->has_parked = false;
    tables_.DeleteMarker(lane->key, batch);
    return absl::OkStatus();
  }
  const PendingOnDisk& parked = **next;
  tables_.DeleteParked(lane->key, parked.id, batch);
  tables_.PutTimer(now_us, parked.id, parked.record, batch);
  tables_.PutMarker(lane->key, now_us, parked.id, batch);
  // Once that is committed it comes back as any due timer does.
  head->promoted_due_us = now_us;
  lane->promoted = parked.id;
  return absl::OkStatus();
}

void EventQueue::Reschedule(Entry* entry, int64_t due_us,
                            const store::StatusRecord& status,
                            const store::AttemptRecord& attempt, Batch* batch,
                            Touched* touched) {
  StartChange(entry, touched);
  if (entry->place == Entry::Place::kReady) {
    tables_.DeleteReady(entry->id, batch);
  } else {
    tables_.DeleteTimer(entry->due_us, entry->id, batch);
  }
  entry->place = Entry::Place::kTimer;
  entry->due_us = due_us;
  entry->pending.set_attempt_count(status.attempt_count());
  tables_.PutTimer(due_us, entry->id, entry->pending, batch);
  tables_.PutMarker(entry->pending.lane(), due_us, entry->id, batch);
  tables_.PutAttempt(entry->pending.account_uid(), entry->id, attempt, batch);
  tables_.PutStatus(entry->pending.account_uid(), entry->id, status, batch);
}

void EventQueue::OnCommitted(Entry* entry, int64_t now_us, Batch* batch,
                             Touched* touched) {
  --busy_;
  Lane* lane = entry->lane;
  if (lane == nullptr) {  // EndOnDisk()
    entries_.erase(DeliveryId(entry->id));
    return;
  }
  if (entry->state == Entry::State::kParking) {
    Remove(entry);
    DropIfEmpty(lane);
    return;
  }
  assert(entry->state == Entry::State::kChanging);
  if (entry->ended) {
    if (entry->promoted_due_us != 0) {
      disk_due_us_ = disk_timers_
                         ? std::min(disk_due_us_, entry->promoted_due_us)
                         : entry->promoted_due_us;
      disk_timers_ = true;
      lane->promoted.reset();
    }
    Remove(entry);
    ListIfRunnable(lane);
  } else {
    entry->state = Entry::State::kTimerWait;
    waiting_.emplace(entry->due_us, entry);
  }
  MaybeEvict(lane, now_us, batch, touched);
}

// Evicts a lane that would hold memory for long, and drops an empty one.
void EventQueue::MaybeEvict(Lane* lane, int64_t now_us, Batch* batch,
                            Touched* touched) {
  if (lane->queue.empty()) return DropIfEmpty(lane);
  const Entry* head = lane->queue.front();
  if (head->state != Entry::State::kTimerWait || !head->cancels.empty()) {
    return;
  }
  const bool waits_long =
      head->due_us - now_us > absl::ToInt64Microseconds(limits_.evict_after);
  const bool crowded = std::ssize(entries_) > limits_.max_entries / 2;
  if (!waits_long && !crowded) return;
  const bool settled = std::all_of(
      lane->queue.begin() + 1, lane->queue.end(),
      [](const Entry* entry) { return entry->state == Entry::State::kQueued; });
  if (settled) Evict(lane, batch, touched);
}

void EventQueue::OnTime(int64_t now_us, std::vector<Entry*>* expired) {
  while (!waiting_.empty() && waiting_.begin()->first <= now_us) {
    MakeDue(waiting_.begin()->second);
  }
  for (const auto& [expire_us, entry] : expiring_) {
    if (expire_us > now_us) break;
    expired->push_back(entry);
  }
}

int64_t EventQueue::next_time_us() const {
  int64_t next = kNever;
  if (!waiting_.empty()) next = waiting_.begin()->first;
  if (!expiring_.empty()) next = std::min(next, expiring_.begin()->first);
  if (disk_timers_ && HasRoom()) next = std::min(next, disk_due_us_);
  return next;
}

Entry* EventQueue::Find(const DeliveryId& id) {
  const auto entry = entries_.find(id);
  return entry == entries_.end() ? nullptr : &entry->second;
}

void EventQueue::MakeDue(Entry* entry) {
  if (entry->state != Entry::State::kTimerWait) return;
  waiting_.erase({entry->due_us, entry});
  entry->state = Entry::State::kQueued;
  if (entry->expire_us() != 0) expiring_.emplace(entry->expire_us(), entry);
  ListIfRunnable(entry->lane);
}

void EventQueue::MakeAllDue() {
  while (!waiting_.empty()) MakeDue(waiting_.begin()->second);
  disk_due_us_ = 0;
}

absl::StatusOr<Entry*> EventQueue::LoadHead(uint64_t lane,
                                            const DeliveryId& id) {
  const auto pending = tables_.FindHead(lane);
  if (!pending.ok()) return pending.status();
  if (!pending->has_value() || (*pending)->id != id) return nullptr;
  if (absl::Status status = AdoptTimer(**pending); !status.ok()) return status;
  return Find(id);
}

absl::Status EventQueue::EndOnDisk(const DeliveryId& id, uint64_t lane,
                                   const store::StatusRecord& status,
                                   Batch* batch, Touched* touched) {
  if (const auto known = lanes_.find(lane);
      known != lanes_.end() && known->second->promoted == id) {
    return absl::UnavailableError("the delivery is changing at this moment");
  }
  auto pending = tables_.FindReady(id);
  if (!pending.ok()) return pending.status();
  if (pending->has_value()) {
    tables_.DeleteReady(id, batch);
  } else {
    pending = tables_.FindParked(lane, id);
    if (!pending.ok()) return pending.status();
    if (!pending->has_value()) return absl::NotFoundError("not pending");
    tables_.DeleteParked(lane, id, batch);
  }
  tables_.PutStatus((*pending)->record.account_uid(), id, status, batch);
  if (const int64_t expire_us = (*pending)->record.expire_time_us();
      expire_us != 0) {
    tables_.DeleteExpiry(expire_us, id, batch);
  }
  // Until that is committed the entry keeps Refill() and NextParked() from
  // taking up what the tables still hold.
  Entry* entry = &entries_[id];
  entry->id = id;
  entry->pending = (*pending)->record;
  entry->ended = true;
  StartChange(entry, touched);
  return absl::OkStatus();
}

void EventQueue::Rewind(const DeliveryId& id) {
  more_ready_ = true;
  if (cursor_ < id) return;
  std::string bytes(id.bytes());
  for (size_t i = bytes.size(); i-- > 0;) {
    if (bytes[i]-- != 0) break;  // borrow from the byte before
  }
  cursor_ = DeliveryId::FromBytes(bytes);
}

}  // namespace gancho::delivery
