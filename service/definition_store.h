// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_STORE_H_
#define GANCHO_SERVICE_DEFINITION_STORE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "google/protobuf/message.h"
#include "service/definition_builder.h"
#include "service/definition_catalog.h"
#include "service/definition_change.h"
#include "service/host_check.h"
#include "service/request_log.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::service {

// What a mutation may use while it is planned. Valid during the call.
struct PlanContext {
  const DefinitionCatalog& catalog;
  DefinitionBuilder& builder;
  const store::Ledger& ledger;
  int partitions;  // of calls
  absl::Time now;
  uint64_t* next_uid;

  uint64_t NewUid() const { return (*next_uid)++; }
};

// A change that waits for its turn.
struct Mutation {
  // A resource that the plan reads or, if exclusive, changes. Mutations that
  // touch the same one, at least one of them exclusively, do not share a
  // round. Whoever touches what is below a resource reads the resource.
  struct Access {
    std::string name;
    bool exclusive = false;
  };

  // For idempotency: the method, the account (empty for accounts themselves),
  // the request and its id. A null request means that there is none.
  std::string method;
  std::string account_id;
  std::string request_id;
  const google::protobuf::Message* request = nullptr;
  // Filled by `plan`, or with the answer that the same request had before.
  google::protobuf::Message* response = nullptr;

  bool validate_only = false;
  std::vector<Access> accesses;

  // Checks everything, and says what is written and what is answered. On the
  // definition thread, which sees all that was answered before.
  absl::AnyInvocable<absl::Status(PlanContext*, DefinitionChange*)> plan;

  // Called once, from any thread: OK after the change is durable and in force.
  absl::AnyInvocable<void(const absl::Status&)> done;
};

struct DefinitionStoreOptions {
  // More waiting mutations are answered RESOURCE_EXHAUSTED.
  size_t max_queued = 4'096;
  // At most so many mutations share one round, that is, one fsync.
  size_t max_round = 512;
  // How long the answer to a deletion waits for the engine to end what was
  // pending; it goes on behind the answer.
  absl::Duration removal_wait = absl::Seconds(10);
  // Partitions of calls in the ledger.
  int partitions = 1;
};

// Owns the definitions: loads them, and changes them on one thread, in rounds
// of mutations that do not touch each other. A round is one group commit; only
// then do catalog and engine learn of it, and the callers get their answers.
// All methods are thread-safe.
class DefinitionStore {
 public:
  // Loads what the ledger holds (blocks), creating accounts/default in a new
  // one, and introduces every event to `engine`. All pointers outlive the
  // store. DATA_LOSS or INVALID_ARGUMENT, naming the resource, for a record
  // that this version cannot read.
  static absl::StatusOr<std::unique_ptr<DefinitionStore>> Open(
      const store::Ledger* ledger, store::Committer* committer,
      const store::Clock* clock, delivery::Engine* engine, HostCheck check_host,
      DefinitionStoreOptions options = {});

  ~DefinitionStore();

  const DefinitionCatalog& catalog() const { return catalog_; }
  const store::Clock& clock() const { return *clock_; }

  // Never blocks. `done` is called here if the queue is full or the store was
  // stopped.
  void Submit(Mutation mutation);

  // For EngineObserver::OnDisable. Sets the event DISABLED unless it is gone
  // or DISABLED already. Never refused; asking again while it waits is free.
  void DisableEvent(const std::string& account_id, const std::string& event_id,
                    const std::string& reason);

  // Finishes what is queued, then ends the thread. Later mutations are
  // answered UNAVAILABLE. Idempotent, not from two threads at once.
  void Stop();

 private:
  struct Staged;

  // An answer that waits until the engine has ended what was pending.
  struct Removal {
    explicit Removal(int count) : left(count) {}
    std::atomic<int> left;
    absl::Time give_up;
    absl::AnyInvocable<void(const absl::Status&)> done;
  };

  // What other threads give to the definition thread. Shared with callbacks of
  // the engine, which may come after the end of the store.
  struct Inbox {
    absl::Mutex mu;
    std::deque<Mutation> queue ABSL_GUARDED_BY(mu);
    absl::flat_hash_set<std::string> disabling ABSL_GUARDED_BY(mu);
    bool removal_ended ABSL_GUARDED_BY(mu) = false;
    bool stopping ABSL_GUARDED_BY(mu) = false;
  };

  DefinitionStore(const store::Ledger* ledger, store::Committer* committer,
                  const store::Clock* clock, delivery::Engine* engine,
                  HostCheck check_host, DefinitionStoreOptions options);

  absl::Status Load();
  absl::Status CreateDefaultAccount();
  void Enqueue(Mutation mutation, bool bounded);

  void Run();
  bool AwaitWork();
  std::vector<Mutation> TakeRound();
  void RunRound(std::vector<Mutation> round);
  // Plans `mutation`; answers it unless something is to be written.
  void Stage(Mutation mutation, std::vector<Staged>* staged);
  void Commit(std::vector<Staged>* staged);
  void Finish(Staged staged);
  void RemoveEvents(Staged staged);
  void AnswerRemovals(bool all);

  // Constant after construction.
  const store::Ledger* const ledger_;
  store::Committer* const committer_;
  const store::Clock* const clock_;
  delivery::Engine* const engine_;
  const HostCheck check_host_;
  const DefinitionStoreOptions options_;

  DefinitionCatalog catalog_;  // thread-safe

  // Of the definition thread (and of Load(), before it).
  DefinitionBuilder builder_;
  RequestLog request_log_;
  uint64_t next_uid_ = 1;
  std::deque<std::shared_ptr<Removal>> removals_;

  const std::shared_ptr<Inbox> inbox_;
  std::thread thread_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_STORE_H_
