// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/sharded_engine.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/synchronization/notification.h"
#include "delivery/pending_tables.h"
#include "google/protobuf/util/time_util.h"
#include "store/key.h"
#include "store/thread_name.h"

namespace gancho::delivery {

namespace {

// What GetStats() reads to find an event's oldest delivery.
constexpr int kMaxOldestScan = 10'000;
constexpr absl::Duration kExpiryInterval = absl::Seconds(1);
constexpr absl::Duration kExpiryBackoff = absl::Milliseconds(10);
// Expiries that a shard is given in one turn of its loop: about a millisecond
// of reads.
constexpr int kExpiryPage = 64;

constexpr char kDraining[] = "server is shutting down";

// So that one of two functions may call it.
template <typename Callback>
std::shared_ptr<Callback> Share(Callback callback) {
  return std::make_shared<Callback>(std::move(callback));
}

// Uids of the events that have entries in `table`: one seek an event.
absl::Status FindEventUids(const store::Ledger& ledger, store::Table table,
                           uint16_t partition, std::vector<uint64_t>* uids) {
  uint64_t next = 0;
  while (true) {
    store::KeyRange range;
    range.from = store::ReadyRange(partition, next, store::DeliveryId()).from;
    range.to =
        store::ReadyRange(partition, ~uint64_t{0}, store::DeliveryId()).to;
    const auto scan = ledger.NewScan(table, std::move(range));
    if (!scan->Valid()) return scan->status();
    uint64_t event_uid;
    int64_t due_us;
    store::DeliveryId id;
    const bool read =
        table == store::Table::kReady
            ? store::ReadReadyKey(scan->key(), &event_uid, &id)
            : store::ReadTimerKey(scan->key(), &event_uid, &due_us, &id);
    if (!read) return absl::DataLossError("unreadable key");
    uids->push_back(event_uid);
    if (event_uid == ~uint64_t{0}) return absl::OkStatus();
    next = event_uid + 1;
  }
}

}  // namespace

ShardedEngine::ShardedEngine(EngineParts parts, EngineOptions options)
    : parts_(std::move(parts)),
      options_(options),
      pending_at_start_(parts_.ledger, options.shard.partition) {
  const int shards = std::max(1, options_.shards);
  ShardOptions shard_options = options_.shard;
  shard_options.max_window_entries /= shards;
  shard_options.max_window_bytes /= static_cast<size_t>(shards);
  for (int i = 0; i < shards; ++i) {
    auto running = std::make_unique<Running>();
    running->parts = parts_.make_thread();
    auto generator = std::make_shared<std::minstd_rand>(std::random_device()());
    ShardParts shard_parts;
    shard_parts.clock = parts_.clock;
    shard_parts.ledger = parts_.ledger;
    shard_parts.committer = parts_.committer;
    shard_parts.loop = running->parts->loop();
    shard_parts.sender = running->parts->sender();
    shard_parts.preparer = running->parts->preparer();
    shard_parts.observer = parts_.observer;
    shard_parts.revivals = parts_.revivals;
    shard_parts.random = [generator] {
      return std::uniform_real_distribution<double>(0, 1)(*generator);
    };
    running->shard =
        std::make_unique<Shard>(std::move(shard_parts), shard_options);
    shards_.push_back(std::move(running));
  }
}

ShardedEngine::~ShardedEngine() { Drain(absl::ZeroDuration()); }

ShardedEngine::Running& ShardedEngine::Assign(const EventRuntime& event) {
  const size_t hash = absl::HashOf(event.tls, event.host, event.port);
  absl::MutexLock lock(&mu_);
  const auto [entry, added] = shard_of_event_.try_emplace(
      event.uid, static_cast<int>(hash % shards_.size()));
  return *shards_[entry->second];
}

ShardedEngine::Running& ShardedEngine::ShardOf(uint64_t event_uid) {
  absl::MutexLock lock(&mu_);
  const auto [entry, added] = shard_of_event_.try_emplace(
      event_uid, static_cast<int>(event_uid % shards_.size()));
  return *shards_[entry->second];
}

void ShardedEngine::SetEvent(std::shared_ptr<const EventRuntime> event) {
  Running& running = Assign(*event);
  running.parts->loop()->Post(
      [shard = running.shard.get(), event = std::move(event)]() mutable {
        shard->SetEvent(std::move(event));
      });
}

void ShardedEngine::RemoveEvent(uint64_t event_uid, std::string reason,
                                absl::AnyInvocable<void()> done) {
  Running& running = ShardOf(event_uid);
  running.parts->loop()->Post([shard = running.shard.get(), event_uid,
                               reason = std::move(reason),
                               done = std::move(done)]() mutable {
    shard->RemoveEvent(event_uid, std::move(reason), std::move(done));
  });
}

// Deliveries of events that were deleted just before the process ended.
void ShardedEngine::AdoptOrphans() {
  std::vector<uint64_t> uids;
  for (const store::Table table :
       {store::Table::kReady, store::Table::kTimer}) {
    // An unreadable table shows itself to every reader; nothing to add here.
    FindEventUids(*parts_.ledger, table, options_.shard.partition, &uids)
        .IgnoreError();
  }
  for (const uint64_t uid : uids) {
    bool known;
    {
      absl::MutexLock lock(&mu_);
      known = shard_of_event_.contains(uid);
    }
    if (known) continue;
    Running& running = ShardOf(uid);
    running.parts->loop()->Post(
        [shard = running.shard.get(), uid] { shard->AdoptOrphan(uid); });
  }
}

void ShardedEngine::Start() {
  {
    absl::MutexLock lock(&mu_);
    if (started_ || drained_) return;
    started_ = true;
  }
  AdoptOrphans();
  for (const auto& running : shards_) {
    running->parts->loop()->Post(
        [shard = running->shard.get()] { shard->Start(); });
    running->thread = std::thread([thread = running->parts.get()] {
      store::NameThisThread("shard");
      thread->Run();
    });
  }
  summary_thread_ = std::thread([this] { RunSummaries(); });
  expiry_thread_ = std::thread([this] {
    store::NameThisThread("expiry");
    RunExpiry();
  });
}

void ShardedEngine::RunExpiry() {
  while (PauseExpiry(kExpiryInterval)) {
    // What is in memory expires by itself, and gets a moment to do so.
    const int64_t until_us =
        absl::ToUnixMicros(parts_.clock->Now() - kExpiryInterval);
    std::string after;
    do {
      const auto page =
          ReadDueExpiries(*parts_.ledger, options_.shard.partition, after,
                          until_us, kExpiryPage);
      // An error shows itself to every reader of the ledger.
      if (!page.ok()) break;
      while (!ExpireOnShards(page->due)) {
        if (!PauseExpiry(kExpiryBackoff)) return;
      }
      after = page->last_key;
    } while (!after.empty());
  }
}

bool ShardedEngine::ExpireOnShards(const std::vector<DueExpiry>& due) {
  absl::flat_hash_map<Running*, std::vector<DueExpiry>> by_shard;
  for (const DueExpiry& expiry : due) {
    by_shard[&ShardOf(expiry.event_uid)].push_back(expiry);
  }
  // Shared: an answer may come when nobody waits for it any more.
  struct Progress {
    int left = 0;
    bool all = true;
  };
  const auto progress = std::make_shared<Progress>();
  progress->left = static_cast<int>(by_shard.size());
  for (auto& [running, expiries] : by_shard) {
    const bool posted = PostUnlessDrained(
        *running, [this, progress, shard = running->shard.get(),
                   expiries = std::move(expiries)] {
          const bool all = shard->Expire(expiries);
          absl::MutexLock lock(&mu_);
          progress->all &= all;
          --progress->left;
        });
    if (!posted) return false;
  }
  absl::MutexLock lock(&mu_);
  const auto is_over = [this, &progress]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return drained_ || progress->left == 0;
  };
  mu_.Await(absl::Condition(&is_over));
  return progress->all && !drained_;
}

bool ShardedEngine::PauseExpiry(absl::Duration pause) {
  absl::MutexLock lock(&mu_);
  return !mu_.AwaitWithTimeout(absl::Condition(&drained_), pause);
}

void ShardedEngine::Accept(std::vector<AcceptedDelivery> deliveries) {
  if (shards_.size() == 1) {
    shards_[0]->parts->loop()->Post(
        [shard = shards_[0]->shard.get(),
         deliveries = std::move(deliveries)]() mutable {
          shard->Accept(std::move(deliveries));
        });
    return;
  }
  absl::flat_hash_map<Running*, std::vector<AcceptedDelivery>> parts;
  for (AcceptedDelivery& delivery : deliveries) {
    parts[&ShardOf(delivery.record->event_uid())].push_back(
        std::move(delivery));
  }
  for (auto& [running, part] : parts) {
    running->parts->loop()->Post(
        [shard = running->shard.get(), part = std::move(part)]() mutable {
          shard->Accept(std::move(part));
        });
  }
}

bool ShardedEngine::PostUnlessDrained(Running& running,
                                      absl::AnyInvocable<void()> task) {
  // Within the lock, so that Drain() comes behind everything that was posted.
  absl::MutexLock lock(&mu_);
  if (drained_) return false;
  running.parts->loop()->Post(std::move(task));
  return true;
}

void ShardedEngine::SendOnce(
    std::shared_ptr<const EventRuntime> event, store::DeliveryId id,
    std::shared_ptr<const store::RenderedRequest> request,
    absl::AnyInvocable<void(store::AttemptRecord)> done) {
  Running& running = event->uid == 0 ? *shards_[0] : Assign(*event);
  const auto answer = Share(std::move(done));
  const bool posted = PostUnlessDrained(
      running, [shard = running.shard.get(), event = std::move(event), id,
                request = std::move(request), answer]() mutable {
        shard->SendOnce(std::move(event), id, std::move(request),
                        std::move(*answer));
      });
  if (posted) return;
  store::AttemptRecord attempt;
  attempt.set_number(1);
  attempt.set_start_time_us(absl::ToUnixMicros(parts_.clock->Now()));
  attempt.set_outcome(v1::Attempt::RETRY);
  attempt.set_failure(v1::Attempt::INTERNAL);
  attempt.set_reason(kDraining);
  (*answer)(std::move(attempt));
}

void ShardedEngine::Retry(uint64_t account_uid, uint64_t event_uid,
                          store::DeliveryId id, Done done) {
  Running& running = ShardOf(event_uid);
  const auto answer = Share(owed_answers_.Owe(std::move(done)));
  const bool posted = PostUnlessDrained(
      running,
      [shard = running.shard.get(), account_uid, event_uid, id, answer] {
        shard->Retry(account_uid, event_uid, id, std::move(*answer));
      });
  if (!posted) (*answer)(absl::UnavailableError(kDraining));
}

void ShardedEngine::Cancel(uint64_t account_uid, uint64_t event_uid,
                           store::DeliveryId id, std::string reason,
                           Done done) {
  Running& running = ShardOf(event_uid);
  const auto answer = Share(owed_answers_.Owe(std::move(done)));
  const bool posted = PostUnlessDrained(
      running, [shard = running.shard.get(), account_uid, event_uid, id,
                reason = std::move(reason), answer]() mutable {
        shard->Cancel(account_uid, event_uid, id, std::move(reason),
                      std::move(*answer));
      });
  if (!posted) (*answer)(absl::UnavailableError(kDraining));
}

void ShardedEngine::GetStats(
    uint64_t event_uid,
    absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) {
  Running& running = ShardOf(event_uid);
  const auto answer = Share(std::move(done));
  const bool posted = PostUnlessDrained(running, [this,
                                                  shard = running.shard.get(),
                                                  event_uid, answer] {
    SummaryTask task{event_uid, shard->GetStats(event_uid), std::move(*answer)};
    absl::MutexLock lock(&mu_);
    summaries_.push_back(std::move(task));
  });
  if (!posted) (*answer)(absl::UnavailableError(kDraining), {});
}

// Adds what the ledger knows to what a shard has told.
absl::Status ShardedEngine::AddSummary(uint64_t event_uid,
                                       v1::EventStats* stats) const {
  if (!pending_at_start_.status().ok()) return pending_at_start_.status();
  const int64_t pending =
      pending_at_start_.Of(event_uid) + stats->pending_count();
  stats->set_pending_count(pending);
  if (pending == 0) return absl::OkStatus();
  const auto oldest =
      PendingTables(parts_.ledger, options_.shard.partition, event_uid)
          .FindOldest(kMaxOldestScan);
  if (!oldest.ok()) return oldest.status();
  if (oldest->has_value()) {
    const absl::Duration age =
        std::max(parts_.clock->Now() - (*oldest)->time(), absl::ZeroDuration());
    *stats->mutable_oldest_pending_age() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(
            absl::ToInt64Milliseconds(age));
  }
  return absl::OkStatus();
}

void ShardedEngine::RunSummaries() {
  pending_at_start_.Read(stop_counting_);
  while (true) {
    SummaryTask task;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(
          +[](ShardedEngine* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mu_) {
            return self->summaries_end_ || !self->summaries_.empty();
          },
          this));
      if (summaries_.empty()) return;
      task = std::move(summaries_.front());
      summaries_.pop_front();
    }
    absl::Status status = AddSummary(task.event_uid, &task.stats);
    task.done(std::move(status), std::move(task.stats));
  }
}

void ShardedEngine::Drain(absl::Duration timeout) {
  bool started;
  {
    absl::MutexLock lock(&mu_);
    if (std::exchange(drained_, true)) return;
    started = started_;
  }
  if (!started) return owed_answers_.EndAll(absl::UnavailableError(kDraining));
  expiry_thread_.join();
  const absl::Time deadline = absl::Now() + timeout;
  std::vector<std::unique_ptr<absl::Notification>> idle;
  for (const auto& running : shards_) {
    auto* notification =
        idle.emplace_back(std::make_unique<absl::Notification>()).get();
    running->parts->loop()->Post([shard = running->shard.get(), notification] {
      shard->Drain([notification] { notification->Notify(); });
    });
  }
  for (size_t i = 0; i < shards_.size(); ++i) {
    const Running& running = *shards_[i];
    if (!idle[i]->WaitForNotificationWithDeadline(deadline)) {
      running.parts->loop()->Post(
          [shard = running.shard.get()] { shard->Abort(); });
      // Aborted attempts end at once; only a failing ledger can hold it now.
      idle[i]->WaitForNotificationWithTimeout(absl::Seconds(2));
    }
  }
  for (const auto& running : shards_) {
    running->parts->Stop();
    running->thread.join();
  }
  // What a failing ledger has held.
  owed_answers_.EndAll(absl::UnavailableError(kDraining));
  // Only now: what was asked before the drain is still answered.
  {
    absl::MutexLock lock(&mu_);
    summaries_end_ = true;
  }
  stop_counting_ = true;
  summary_thread_.join();
}

Engine::Stats ShardedEngine::stats() const {
  Stats sum;
  for (const auto& running : shards_) {
    const Stats stats = running->shard->stats();
    sum.attempts += stats.attempts;
    sum.delivered += stats.delivered;
    sum.failed += stats.failed;
    sum.retried += stats.retried;
    sum.postponed += stats.postponed;
    sum.requests += stats.requests;
    sum.reused_connections += stats.reused_connections;
    sum.in_flight += stats.in_flight;
    sum.window_deliveries += stats.window_deliveries;
    sum.window_bytes += stats.window_bytes;
  }
  return sum;
}

}  // namespace gancho::delivery
