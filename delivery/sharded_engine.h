// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SHARDED_ENGINE_H_
#define GANCHO_DELIVERY_SHARDED_ENGINE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"
#include "delivery/http_sender.h"
#include "delivery/loop.h"
#include "delivery/owed_answers.h"
#include "delivery/pending_count.h"
#include "delivery/request_preparer.h"
#include "delivery/shard.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::delivery {

// The thread of a shard and what it works with. Run() returns after Stop().
class ShardThread {
 public:
  virtual ~ShardThread() = default;
  virtual Loop* loop() = 0;
  virtual HttpSender* sender() = 0;
  virtual RequestPreparer* preparer() = 0;
  virtual void Run() = 0;
  virtual void Stop() = 0;
};

struct EngineOptions {
  // Threads; an event's first origin decides which one serves it until the
  // process ends.
  int shards = 1;
  // Of each thread, but for its max_window_*, which are for all together.
  ShardOptions shard;
};

struct EngineParts {
  const store::Clock* clock = nullptr;
  const store::Ledger* ledger = nullptr;
  store::Committer* committer = nullptr;
  EngineObserver* observer = nullptr;
  // Null where nothing is ever swept.
  RevivalGuard* revivals = nullptr;
  std::function<std::unique_ptr<ShardThread>()> make_thread;
};

// The engine of a node: shards, each on its thread.
class ShardedEngine final : public Engine {
 public:
  ShardedEngine(EngineParts parts, EngineOptions options);
  ~ShardedEngine() override;

  void SetEvent(std::shared_ptr<const EventRuntime> event) override;
  void RemoveEvent(uint64_t event_uid, std::string reason,
                   absl::AnyInvocable<void()> done) override;
  void Start() override;
  void Accept(std::vector<AcceptedDelivery> deliveries) override;
  void SendOnce(std::shared_ptr<const EventRuntime> event, store::DeliveryId id,
                std::shared_ptr<const store::RenderedRequest> request,
                absl::AnyInvocable<void(store::AttemptRecord)> done) override;
  void Retry(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
             Done done) override;
  void Cancel(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
              std::string reason, Done done) override;
  void GetStats(
      uint64_t event_uid,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) override;
  void Drain(absl::Duration timeout) override;
  Stats stats() const override;

 private:
  struct Running {
    std::unique_ptr<Shard> shard;
    // Goes first: what is still under way then is answered to the shard.
    std::unique_ptr<ShardThread> parts;
    std::thread thread;
  };

  Running& ShardOf(uint64_t event_uid) ABSL_LOCKS_EXCLUDED(mu_);
  Running& Assign(const EventRuntime& event) ABSL_LOCKS_EXCLUDED(mu_);
  // False once Drain() was called: whoever asks from then on is told so at
  // once, because nobody would answer later.
  [[nodiscard]] bool PostUnlessDrained(Running& running,
                                       absl::AnyInvocable<void()> task)
      ABSL_LOCKS_EXCLUDED(mu_);
  void AdoptOrphans();
  void RunSummaries();
  absl::Status AddSummary(uint64_t event_uid, v1::EventStats* stats) const;

  // Constant after construction.
  const EngineParts parts_;
  const EngineOptions options_;
  std::vector<std::unique_ptr<Running>> shards_;

  OwedAnswers owed_answers_;  // thread-safe

  // Of the thread for statistics, once that runs.
  PendingCount pending_at_start_;
  std::atomic<bool> stop_counting_ = false;

  mutable absl::Mutex mu_;
  absl::flat_hash_map<uint64_t, int> shard_of_event_ ABSL_GUARDED_BY(mu_);
  bool started_ ABSL_GUARDED_BY(mu_) = false;
  bool drained_ ABSL_GUARDED_BY(mu_) = false;

  // What expires on disk is looked for every second on a thread of its own.
  void RunExpiry();
  // Hands the deliveries to their shards and waits. False if a shard has too
  // much to do, or a drain has begun.
  bool ExpireOnShards(const std::vector<DueExpiry>& due)
      ABSL_LOCKS_EXCLUDED(mu_);
  // False if a drain has begun.
  bool PauseExpiry(absl::Duration pause) ABSL_LOCKS_EXCLUDED(mu_);
  std::thread expiry_thread_;

  // Statistics read the ledger on a thread of their own.
  struct SummaryTask {
    uint64_t event_uid;
    v1::EventStats stats;
    absl::AnyInvocable<void(absl::Status, v1::EventStats)> done;
  };
  std::deque<SummaryTask> summaries_ ABSL_GUARDED_BY(mu_);
  bool summaries_end_ ABSL_GUARDED_BY(mu_) = false;
  std::thread summary_thread_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SHARDED_ENGINE_H_
