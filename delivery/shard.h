// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SHARD_H_
#define GANCHO_DELIVERY_SHARD_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "delivery/event_queue.h"
#include "delivery/event_runtime.h"
#include "delivery/expiry_index.h"
#include "delivery/governor.h"
#include "delivery/http_sender.h"
#include "delivery/loop.h"
#include "delivery/request_preparer.h"
#include "delivery/revival_guard.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::delivery {

struct ShardOptions {
  uint16_t partition = 0;
  // Attempts under way at once. Above half of it an event may have at most
  // kCrowdedConcurrency, so that hanging destinations cannot take all.
  int max_in_flight = 4096;
  // Outcomes that may wait for their commit before new attempts are held back.
  // It bounds a piece of the committer's and what one turn of the loop
  // finishes, behind which a new state waits; a commit takes a few
  // milliseconds, so this allows hundreds of thousands a second.
  int max_uncommitted = 1024;
  EventQueueLimits window;
  // Of all windows together: when there are so many events with a backlog that
  // `window` would allow more, each gets an equal share.
  int64_t max_window_entries = 100'000;
  size_t max_window_bytes = 64 << 20;
};

// What a shard works with; all outlive it.
struct ShardParts {
  const store::Clock* clock = nullptr;
  const store::Ledger* ledger = nullptr;
  store::Committer* committer = nullptr;
  Loop* loop = nullptr;
  HttpSender* sender = nullptr;
  RequestPreparer* preparer = nullptr;
  EngineObserver* observer = nullptr;
  std::function<double()> random;  // in [0, 1)
  // Null where nothing is ever swept.
  RevivalGuard* revivals = nullptr;
};

// One thread's share of the engine: the events whose destinations it owns,
// their lanes, their limits, and the attempts under way. It shares nothing
// with other shards; changes go to the committer, one piece at a time, and
// what waits meanwhile goes with the next piece.
//
// All methods on the loop's thread unless said otherwise.
class Shard {
 public:
  static constexpr int kCrowdedConcurrency = 2;

  Shard(ShardParts parts, ShardOptions options);
  ~Shard();

  void SetEvent(std::shared_ptr<const EventRuntime> runtime);
  void RemoveEvent(uint64_t event_uid, std::string reason,
                   absl::AnyInvocable<void()> done);
  // An event of which only the ledger knows: what is pending is CANCELLED.
  void AdoptOrphan(uint64_t event_uid);
  void Start();
  void Accept(std::vector<AcceptedDelivery> deliveries);
  void SendOnce(std::shared_ptr<const EventRuntime> event, store::DeliveryId id,
                std::shared_ptr<const store::RenderedRequest> request,
                absl::AnyInvocable<void(store::AttemptRecord)> done);
  void Retry(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
             Engine::Done done);
  void Cancel(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
              std::string reason, Engine::Done done);
  // Ends what has expired and waits on disk; what is in memory sees to itself.
  // What cannot be ended just now stays in the index. False if so much is on
  // its way to the ledger that the rest was left out.
  bool Expire(const std::vector<DueExpiry>& due);
  // All but what only the ledger knows; `pending_count` is what has changed
  // since the process began.
  v1::EventStats GetStats(uint64_t event_uid);

  // Starts no new attempts; `idle` once nothing is under way and every outcome
  // is durable.
  void Drain(absl::AnyInvocable<void()> idle);
  // Ends the attempts under way; their deliveries stay pending.
  void Abort();

  // Thread-safe.
  Engine::Stats stats() const;

 private:
  struct Account;
  struct Event;
  struct Ending {
    v1::Delivery::State state;
    std::string reason;
  };
  struct Change {
    Event* event;
    Entry* entry;
  };
  struct Answer {
    Engine::Done done;
    absl::Status status;
  };
  // What one piece of the committer's carries.
  struct Piece {
    store::Batch batch;
    std::vector<Change> changes;
    std::vector<DeliveryChange> notices;
    std::vector<Answer> answers;
  };

  Event* FindOrAddEvent(uint64_t event_uid);
  Account* AccountFor(uint64_t account_uid);
  void SetEnding(Event* event);
  void RestoreHealth(Event* event);
  void KeepHealth(Event* event);

  // Scheduling.
  void EndTurn();
  void EndTurnSoon();
  void Pump();
  bool MayStart() const;
  Event* TakeTurn();
  void List(Event* event);
  bool IsEligible(Event* event);
  void SetWake(Event* event, absl::Duration at);
  void OnAlarm();
  void Arm();
  void MarkDirty(Event* event);
  void Tend(Event* event);
  void Refill(Event* event);
  void AdjustWindows();
  bool ForgetIfDrained(Event* event);

  // Attempts.
  void StartOne(Event* event);
  bool LoadRecord(Event* event, Entry* entry);
  void StartAttempt(Event* event, Entry* entry);
  void Send(Event* event, Entry* entry, int64_t start_us, bool renewed);
  void OnResult(Event* event, Entry* entry, int64_t start_us, bool renewed,
                HttpResult result);
  void Postpone(Event* event, Entry* entry);
  void Settle(Event* event, Entry* entry, const Verdict& verdict,
              const store::AttemptRecord& attempt);
  void RetryLater(Event* event, Entry* entry, absl::Duration delay,
                  const Verdict& verdict, const store::AttemptRecord& attempt);
  void MaybeDisable(Event* event, const Verdict& verdict);

  // Changes.
  void End(Event* event, Entry* entry, v1::Delivery::State state,
           std::string reason, const store::AttemptRecord* attempt);
  void Revive(Event* event, uint64_t account_uid, store::DeliveryId id,
              const store::StatusRecord& status, Engine::Done done);
  void CancelOnDisk(Event* event, uint64_t account_uid, store::DeliveryId id,
                    std::string reason, Engine::Done done);
  void ExpireOnDisk(Event* event, const DueExpiry& due);
  void Notice(const Entry& entry, store::StatusRecord status,
              const store::AttemptRecord* attempt);
  void AddChanges(Event* event, const EventQueue::Touched& touched);
  void Flush();
  void CommitPiece();
  void OnCommitted(const absl::Status& status);
  void FinishPiece(Piece piece);
  void FinishChange(const Change& change, int64_t now_us);

  int64_t NowUs() const { return absl::ToUnixMicros(parts_.clock->Now()); }

  // Constant after construction.
  const ShardParts parts_;
  const ShardOptions options_;

  absl::flat_hash_map<uint64_t, std::unique_ptr<Event>> events_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<Account>> accounts_;
  std::deque<Account*> turns_;  // accounts with something to send, in turn
  std::set<std::pair<absl::Duration, Event*>> wakes_;
  std::vector<Event*> without_capacity_;
  std::vector<Event*> dirty_;  // to be tended at the end of the turn
  absl::flat_hash_set<uint64_t> removed_;             // uids of deleted events
  std::vector<absl::AnyInvocable<void()>> deferred_;  // until the next alarm

  Piece next_;
  std::optional<Piece> committing_;
  int commit_failures_ = 0;  // in a row
  absl::Duration commit_retry_at_ = absl::InfiniteDuration();

  bool started_ = false;
  bool turn_posted_ = false;
  bool draining_ = false;
  EventQueueLimits window_;  // of each event at this moment
  absl::AnyInvocable<void()> on_idle_;
  int in_flight_ = 0;
  int single_sends_ = 0;  // of SendOnce(), beside those
  int uncommitted_ = 0;
  absl::Duration alarm_at_ = absl::InfiniteDuration();
  absl::Duration windows_adjusted_at_;
  absl::Duration wall_offset_;  // wall minus steady, to notice jumps

  struct Counters {
    std::atomic<uint64_t> attempts = 0;
    std::atomic<uint64_t> delivered = 0;
    std::atomic<uint64_t> failed = 0;
    std::atomic<uint64_t> retried = 0;
    std::atomic<uint64_t> postponed = 0;
    std::atomic<uint64_t> requests = 0;
    std::atomic<uint64_t> reused = 0;
    std::atomic<uint64_t> in_flight = 0;
    std::atomic<uint64_t> window_deliveries = 0;
    std::atomic<uint64_t> window_bytes = 0;
  };
  Counters counters_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SHARD_H_
