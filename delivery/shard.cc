// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/shard.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "delivery/shard_state.h"
#include "store/key.h"

namespace gancho::delivery {

namespace {

// A shard looks at the clock at least this often, so that a jump of the wall
// clock is noticed.
constexpr absl::Duration kLongestSleep = absl::Seconds(1);
constexpr absl::Duration kWindowAdjustment = absl::Milliseconds(250);
constexpr absl::Duration kReadBackoff = absl::Seconds(1);

// With fewer deliveries in memory, and none on disk, an event has no backlog.
// Also what an event may have in memory whatever the others have.
constexpr int kMinWindowEntries = 16;
constexpr size_t kMinWindowBytes = 32 << 10;

// The share of each of `sharers` in `total`, a power of two, so that it does
// not change with each one that comes or goes.
template <typename Amount>
Amount ShareOf(Amount total, int64_t sharers, Amount least, Amount most) {
  const auto share = static_cast<uint64_t>(total) /
                     static_cast<uint64_t>(std::max<int64_t>(1, sharers));
  // A whole window is no share.
  if (share >= static_cast<uint64_t>(most)) return most;
  return std::clamp(static_cast<Amount>(std::bit_floor(share)),
                    std::min(least, most), most);
}

}  // namespace

Shard::Shard(ShardParts parts, ShardOptions options)
    : parts_(std::move(parts)), options_(options), window_(options.window) {
  wall_offset_ =
      (parts_.clock->Now() - absl::UnixEpoch()) - parts_.clock->Steady();
  parts_.sender->SetCapacityCallback([this] {
    for (Event* event : std::exchange(without_capacity_, {})) {
      event->no_capacity = false;
      MarkDirty(event);
    }
    EndTurn();
  });
}

Shard::~Shard() = default;

Shard::Account* Shard::AccountFor(uint64_t account_uid) {
  std::unique_ptr<Account>& account = accounts_[account_uid];
  if (account == nullptr) account = std::make_unique<Account>();
  return account.get();
}

Shard::Event* Shard::FindOrAddEvent(uint64_t event_uid) {
  std::unique_ptr<Event>& event = events_[event_uid];
  if (event == nullptr) {
    event = std::make_unique<Event>(
        event_uid, PendingTables(parts_.ledger, options_.partition, event_uid),
        window_);
    // Fair enough until the account is known.
    event->account = AccountFor(0);
    if (removed_.contains(event_uid)) {
      event->removed = true;
      event->ending = {v1::Delivery::CANCELLED, "the event was deleted"};
    }
  }
  return event.get();
}

void Shard::SetEvent(std::shared_ptr<const EventRuntime> runtime) {
  Event* event = FindOrAddEvent(runtime->uid);
  if (event->removed) return;
  if (event->runtime != nullptr && runtime->version < event->runtime->version) {
    return;
  }
  const bool resumed = event->runtime != nullptr &&
                       event->runtime->state != v1::Event::ACTIVE &&
                       runtime->state == v1::Event::ACTIVE;
  const bool is_new = event->runtime == nullptr;
  if (is_new && !event->listed) {
    event->account = AccountFor(runtime->account_uid);
  }
  event->runtime = std::move(runtime);
  event->disable_asked = false;
  event->governor.SetPolicy(event->runtime->policy, parts_.clock->Steady());
  if (is_new) RestoreHealth(event);
  if (resumed) event->governor.Reset();
  KeepHealth(event);
  SetEnding(event);
  MarkDirty(event);
  EndTurn();
}

void Shard::RestoreHealth(Event* event) {
  auto health = parts_.ledger->Get(store::Table::kMeta,
                                   store::MetaEventHealthKey(event->uid));
  store::EventHealthRecord record;
  if (!health.ok() || !record.ParseFromString(*health)) return;
  event->health = *std::move(health);
  event->governor.Restore(record, parts_.clock->Steady(), parts_.clock->Now());
}

// Writes what has changed of the event's health.
void Shard::KeepHealth(Event* event) {
  // Nearly every attempt ends here: nothing to tell, and nothing told before.
  if (event->governor.healthy() && event->health.empty()) return;
  std::string health =
      event->governor.Health(parts_.clock->Steady(), parts_.clock->Now())
          .SerializeAsString();
  if (health == event->health) return;
  const std::string key = store::MetaEventHealthKey(event->uid);
  if (health.empty()) {
    next_.batch.Delete(store::Table::kMeta, key);
  } else {
    next_.batch.Put(store::Table::kMeta, key, health);
  }
  event->health = std::move(health);
}

void Shard::SetEnding(Event* event) {
  if (event->removed) return;
  if (event->runtime->state == v1::Event::DISABLED) {
    event->ending = {v1::Delivery::FAILED,
                     "the event is disabled: " + event->runtime->state_reason};
  } else {
    event->ending.reset();
  }
}

void Shard::RemoveEvent(uint64_t event_uid, std::string reason,
                        absl::AnyInvocable<void()> done) {
  Event* event = FindOrAddEvent(event_uid);
  removed_.insert(event_uid);
  event->removed = true;
  event->ending = {v1::Delivery::CANCELLED, std::move(reason)};
  event->on_removed.push_back(std::move(done));
  parts_.preparer->Forget(event_uid);
  MarkDirty(event);
  EndTurn();
}

void Shard::AdoptOrphan(uint64_t event_uid) {
  if (events_.contains(event_uid)) return;
  RemoveEvent(event_uid, "the event was deleted", [] {});
}

void Shard::Start() {
  started_ = true;
  for (const auto& [uid, event] : events_) MarkDirty(event.get());
  EndTurn();
}

void Shard::Accept(std::vector<AcceptedDelivery> deliveries) {
  for (AcceptedDelivery& delivery : deliveries) {
    Event* event = FindOrAddEvent(delivery.record->event_uid());
    ++event->pending_change;
    event->queue.OnAccepted(std::move(delivery));
    MarkDirty(event);
  }
  EndTurnSoon();
}

void Shard::MarkDirty(Event* event) {
  if (event->dirty) return;
  event->dirty = true;
  dirty_.push_back(event);
}

// Ends everything that was posted to the loop: sees to the events that
// something happened to, starts what may start, commits what has changed.
void Shard::EndTurn() {
  if (!started_) return;
  while (!dirty_.empty()) {
    for (Event* event : std::exchange(dirty_, {})) {
      event->dirty = false;
      Tend(event);
    }
    Pump();
  }
  Flush();
  Arm();
  counters_.in_flight = in_flight_;
  if (draining_ && on_idle_ && in_flight_ == 0 && single_sends_ == 0 &&
      !committing_.has_value()) {
    std::exchange(on_idle_, nullptr)();
  }
}

// What one look of the loop at its sockets brings is one turn: the answers of
// many attempts cost one round over their events, and one piece.
void Shard::EndTurnSoon() {
  if (turn_posted_) return;
  turn_posted_ = true;
  parts_.loop->Post([this] {
    turn_posted_ = false;
    EndTurn();
  });
}

// Brings one event's queue up to date with the time.
void Shard::Tend(Event* event) {
  if (ForgetIfDrained(event)) return;
  const absl::Duration now = parts_.clock->Steady();
  const int64_t now_us = NowUs();
  if (event->ending.has_value()) event->queue.MakeAllDue();
  std::vector<Entry*> expired;
  event->queue.OnTime(now_us, &expired);
  for (Entry* entry : expired) {
    End(event, entry, v1::Delivery::EXPIRED, "its time ran out", nullptr);
  }
  if (now >= event->backoff_until) Refill(event);
  absl::Duration wake = absl::InfiniteDuration();
  if (const int64_t next_us = event->queue.next_time_us();
      next_us != kNeverUs) {
    wake = now + std::max(absl::Microseconds(next_us - now_us),
                          absl::Milliseconds(1));
    wake = std::max(wake, event->backoff_until);
  }
  SetWake(event, wake);
  List(event);
}

void Shard::Refill(Event* event) {
  if (draining_) return;
  const int64_t now_us = event->ending.has_value() ? kNeverUs : NowUs();
  if (!event->queue.WantsRefill(now_us)) return;
  EventQueue::Touched touched;
  const absl::Status status =
      event->queue.Refill(now_us, &next_.batch, &touched);
  AddChanges(event, touched);
  if (!status.ok()) {
    event->backoff_until = parts_.clock->Steady() + kReadBackoff;
  }
}

// A deleted event of which nothing is left. True if it is gone.
bool Shard::ForgetIfDrained(Event* event) {
  if (!event->removed || !event->queue.drained() ||
      event->governor.in_flight() > 0) {
    return false;
  }
  SetWake(event, absl::InfiniteDuration());
  if (!event->health.empty()) {
    next_.batch.Delete(store::Table::kMeta,
                       store::MetaEventHealthKey(event->uid));
  }
  if (event->listed) std::erase(event->account->ring, event);
  std::erase(without_capacity_, event);
  auto callbacks = std::move(event->on_removed);
  events_.erase(uint64_t{event->uid});
  for (auto& done : callbacks) done();
  return true;
}

void Shard::SetWake(Event* event, absl::Duration at) {
  if (event->wake == at) return;
  if (event->wake != absl::InfiniteDuration()) {
    wakes_.erase({event->wake, event});
  }
  event->wake = at;
  if (at != absl::InfiniteDuration()) wakes_.emplace(at, event);
}

// Puts the event in its account's ring if it has something to send.
void Shard::List(Event* event) {
  if (event->listed || !IsEligible(event)) return;
  event->listed = true;
  event->account->ring.push_back(event);
  if (event->account->listed) return;
  event->account->listed = true;
  turns_.push_back(event->account);
}

bool Shard::IsEligible(Event* event) {
  if (!event->queue.has_runnable()) return false;
  const absl::Duration now = parts_.clock->Steady();
  if (now < event->backoff_until) {
    SetWake(event, std::min(event->wake, event->backoff_until));
    return false;
  }
  if (event->ending.has_value()) return true;
  if (event->runtime == nullptr || event->no_capacity ||
      event->runtime->state != v1::Event::ACTIVE) {
    return false;
  }
  const int most = in_flight_ > options_.max_in_flight / 2
                       ? kCrowdedConcurrency
                       : options_.max_in_flight;
  const absl::Duration wait = event->governor.Wait(now, most);
  if (wait == absl::ZeroDuration()) return true;
  if (wait != absl::InfiniteDuration()) {
    SetWake(event, std::min(event->wake, now + wait));
  }
  return false;
}

bool Shard::MayStart() const {
  return !draining_ && in_flight_ < options_.max_in_flight &&
         uncommitted_ < options_.max_uncommitted && commit_failures_ == 0;
}

// The next event in turn: accounts take turns, and within an account its
// events do.
Shard::Event* Shard::TakeTurn() {
  while (!turns_.empty()) {
    Account* account = turns_.front();
    turns_.pop_front();
    if (account->ring.empty()) {
      account->listed = false;
      continue;
    }
    Event* event = account->ring.front();
    account->ring.pop_front();
    event->listed = false;
    account->listed = !account->ring.empty();
    if (account->listed) turns_.push_back(account);
    return event;
  }
  return nullptr;
}

void Shard::Pump() {
  while (MayStart()) {
    Event* event = TakeTurn();
    if (event == nullptr) return;
    if (IsEligible(event)) {
      StartOne(event);
      List(event);
    }
  }
}

void Shard::Arm() {
  absl::Duration at =
      std::min(parts_.clock->Steady() + kLongestSleep, commit_retry_at_);
  if (!wakes_.empty()) at = std::min(at, wakes_.begin()->first);
  if (!deferred_.empty()) {
    at = std::min(at, parts_.clock->Steady() + absl::Milliseconds(100));
  }
  // An alarm that is set for no later serves.
  if (alarm_at_ <= at) return;
  alarm_at_ = at;
  const absl::Duration delay =
      std::max(at - parts_.clock->Steady(), absl::ZeroDuration());
  parts_.loop->SetAlarm(delay, [this] { OnAlarm(); });
}

void Shard::OnAlarm() {
  alarm_at_ = absl::InfiniteDuration();
  const absl::Duration now = parts_.clock->Steady();
  const absl::Duration offset = (parts_.clock->Now() - absl::UnixEpoch()) - now;
  if (absl::AbsDuration(offset - wall_offset_) > absl::Milliseconds(500)) {
    // The wall clock has jumped: every due time is nearer or farther.
    for (const auto& [uid, event] : events_) MarkDirty(event.get());
  }
  wall_offset_ = offset;
  while (!wakes_.empty() && wakes_.begin()->first <= now) {
    Event* event = wakes_.begin()->second;
    SetWake(event, absl::InfiniteDuration());
    MarkDirty(event);
  }
  for (auto& task : std::exchange(deferred_, {})) task();
  if (now >= commit_retry_at_) {
    commit_retry_at_ = absl::InfiniteDuration();
    CommitPiece();
  }
  if (now - windows_adjusted_at_ >= kWindowAdjustment) AdjustWindows();
  EndTurn();
}

// Shares the memory out among the events that have a backlog.
void Shard::AdjustWindows() {
  windows_adjusted_at_ = parts_.clock->Steady();
  int64_t entries = 0;
  size_t bytes = 0;
  int64_t sharers = 0;
  for (const auto& [uid, event] : events_) {
    entries += event->queue.entry_count();
    bytes += event->queue.record_bytes();
    if (event->queue.more_on_disk() ||
        event->queue.entry_count() >= kMinWindowEntries) {
      ++sharers;
    }
  }
  counters_.window_deliveries = entries;
  counters_.window_bytes = bytes;
  EventQueueLimits window = options_.window;
  window.max_entries = static_cast<int>(
      ShareOf<int64_t>(options_.max_window_entries, sharers, kMinWindowEntries,
                       options_.window.max_entries));
  window.max_bytes = ShareOf(options_.max_window_bytes, sharers,
                             kMinWindowBytes, options_.window.max_bytes);
  if (window.max_entries == window_.max_entries &&
      window.max_bytes == window_.max_bytes) {
    return;
  }
  window_ = window;
  for (const auto& [uid, event] : events_) {
    event->queue.SetLimits(window);
    MarkDirty(event.get());
  }
}

void Shard::Drain(absl::AnyInvocable<void()> idle) {
  draining_ = true;
  on_idle_ = std::move(idle);
  started_ = true;
  EndTurn();
}

void Shard::Abort() { parts_.sender->Abort(); }

v1::EventStats Shard::GetStats(uint64_t event_uid) {
  v1::EventStats stats;
  const auto found = events_.find(event_uid);
  if (found == events_.end()) return stats;
  const Event& event = *found->second;
  event.governor.FillStats(parts_.clock->Steady(), parts_.clock->Now(), &stats);
  stats.set_pending_count(event.pending_change);
  stats.set_delivered_count(event.delivered);
  stats.set_failed_count(event.failed);
  stats.set_expired_count(event.expired);
  stats.set_cancelled_count(event.cancelled);
  return stats;
}

Engine::Stats Shard::stats() const {
  return {.attempts = counters_.attempts,
          .delivered = counters_.delivered,
          .failed = counters_.failed,
          .retried = counters_.retried,
          .postponed = counters_.postponed,
          .requests = counters_.requests,
          .reused_connections = counters_.reused,
          .in_flight = counters_.in_flight,
          .window_deliveries = counters_.window_deliveries,
          .window_bytes = counters_.window_bytes};
}

}  // namespace gancho::delivery
