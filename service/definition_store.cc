// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_store.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/synchronization/blocking_counter.h"
#include "service/concat.h"
#include "service/definition_loader.h"
#include "service/event_change.h"
#include "service/proto_time.h"
#include "service/resource_name.h"
#include "service/status.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::service {
namespace {

// Each new entry of the request log looks at so many old ones.
constexpr int kSweptPerRequest = 4;

RequestLog::Request LoggedRequest(const Mutation& mutation) {
  return {mutation.account_id, mutation.method, mutation.request_id,
          mutation.request};
}

bool IsLogged(const Mutation& mutation) {
  return mutation.request != nullptr && !mutation.request_id.empty() &&
         !mutation.validate_only;
}

// What the mutations of a round touch, those that were put off included, so
// that nobody overtakes one that waits.
class TouchedResources {
 public:
  // False if `mutation` touches what others do.
  bool Add(const Mutation& mutation) {
    bool is_free = true;
    for (const Mutation::Access& access : mutation.accesses) {
      auto [it, is_new] = exclusive_.emplace(access.name, access.exclusive);
      if (is_new) continue;
      if (it->second || access.exclusive) is_free = false;
      it->second |= access.exclusive;
    }
    return is_free;
  }

 private:
  absl::flat_hash_map<std::string, bool> exclusive_;
};

}  // namespace

// A planned mutation, on its way into the ledger.
struct DefinitionStore::Staged {
  Mutation mutation;
  DefinitionChange change;
  absl::Status status;
};

absl::StatusOr<std::unique_ptr<DefinitionStore>> DefinitionStore::Open(
    const store::Ledger* ledger, store::Committer* committer,
    const store::Clock* clock, delivery::Engine* engine, HostCheck check_host,
    DefinitionStoreOptions options) {
  auto store = absl::WrapUnique(new DefinitionStore(
      ledger, committer, clock, engine, std::move(check_host), options));
  absl::Status status = store->Load();
  if (!status.ok()) return status;
  store->thread_ = std::thread([store = store.get()] { store->Run(); });
  return store;
}

DefinitionStore::DefinitionStore(const store::Ledger* ledger,
                                 store::Committer* committer,
                                 const store::Clock* clock,
                                 delivery::Engine* engine, HostCheck check_host,
                                 DefinitionStoreOptions options)
    : ledger_(ledger),
      committer_(committer),
      clock_(clock),
      engine_(engine),
      options_(options),
      builder_(std::move(check_host)),
      request_log_(ledger),
      inbox_(std::make_shared<Inbox>()) {}

DefinitionStore::~DefinitionStore() { Stop(); }

absl::Status DefinitionStore::Load() {
  absl::StatusOr<uint64_t> next_uid =
      LoadDefinitions(*ledger_, &builder_, &catalog_, engine_);
  if (!next_uid.ok()) return next_uid.status();
  next_uid_ = *next_uid;
  if (catalog_.FindAccount(kDefaultAccount) != nullptr) {
    return absl::OkStatus();
  }
  return CreateDefaultAccount();
}

absl::Status DefinitionStore::CreateDefaultAccount() {
  store::AccountRecord record;
  record.set_uid(next_uid_++);
  record.set_version(1);
  const auto now = ToTimestamp(clock_->Now());
  *record.mutable_account()->mutable_create_time() = now;
  *record.mutable_account()->mutable_update_time() = now;
  delivery::FieldProblems problems;
  DefinitionChange change;
  change.SetAccount(
      builder_.BuildAccount(kDefaultAccount, std::move(record), &problems));
  change.batch().Put(store::Table::kMeta, store::kMetaNextUid,
                     store::MetaNumber(next_uid_));
  absl::Status status = committer_->Commit(change.batch());
  if (status.ok()) change.Publish(&catalog_, engine_);
  return status;
}

void DefinitionStore::Submit(Mutation mutation) {
  if (IsLogged(mutation)) {
    // The second of two equal requests must find the answer of the first.
    mutation.accesses.push_back(
        {Concat("request/", mutation.account_id, "/", mutation.method, "/",
                absl::AsciiStrToLower(mutation.request_id)),
         /*exclusive=*/true});
  }
  Enqueue(std::move(mutation), /*bounded=*/true);
}

void DefinitionStore::Enqueue(Mutation mutation, bool bounded) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&inbox_->mu);
    if (inbox_->stopping) {
      refusal = Unavailable("SHUTTING_DOWN", "the server is shutting down",
                            absl::Seconds(1));
    } else if (bounded && inbox_->queue.size() >= options_.max_queued) {
      refusal = Exhausted("TOO_MANY_MUTATIONS", "server",
                          "too many changes of definitions are waiting",
                          absl::Seconds(1));
    } else {
      inbox_->queue.push_back(std::move(mutation));
      return;
    }
  }
  mutation.done(refusal);
}

void DefinitionStore::DisableEvent(const std::string& account_id,
                                   const std::string& event_id,
                                   const std::string& reason) {
  const std::string name = EventName(account_id, event_id);
  {
    absl::MutexLock lock(&inbox_->mu);
    if (!inbox_->disabling.insert(name).second) return;
  }
  Mutation mutation;
  mutation.accesses = {{AccountName(account_id)}, {name, /*exclusive=*/true}};
  mutation.plan = [account_id, event_id, reason](PlanContext* context,
                                                 DefinitionChange* change) {
    return PlanDisableEvent(account_id, event_id, reason, context, change);
  };
  mutation.done = [inbox = inbox_, name](const absl::Status&) {
    // If it failed, the engine asks again.
    absl::MutexLock lock(&inbox->mu);
    inbox->disabling.erase(name);
  };
  Enqueue(std::move(mutation), /*bounded=*/false);
}

void DefinitionStore::Stop() {
  {
    absl::MutexLock lock(&inbox_->mu);
    inbox_->stopping = true;
  }
  if (thread_.joinable()) thread_.join();
}

void DefinitionStore::Run() {
  while (AwaitWork()) {
    AnswerRemovals(/*all=*/false);
    RunRound(TakeRound());
  }
  AnswerRemovals(/*all=*/true);
}

// False when the store was stopped and nothing is queued any more.
bool DefinitionStore::AwaitWork() {
  Inbox* const inbox = inbox_.get();
  const absl::Time wake =
      removals_.empty() ? absl::InfiniteFuture() : removals_.front()->give_up;
  absl::MutexLock lock(&inbox->mu);
  const auto has_work = [inbox]() ABSL_SHARED_LOCKS_REQUIRED(inbox->mu) {
    return !inbox->queue.empty() || inbox->stopping || inbox->removal_ended;
  };
  inbox->mu.AwaitWithDeadline(absl::Condition(&has_work), wake);
  inbox->removal_ended = false;
  return !inbox->stopping || !inbox->queue.empty();
}

std::vector<Mutation> DefinitionStore::TakeRound() {
  std::vector<Mutation> round;
  std::deque<Mutation> put_off;
  TouchedResources touched;
  absl::MutexLock lock(&inbox_->mu);
  std::deque<Mutation>& queue = inbox_->queue;
  while (!queue.empty() && round.size() + put_off.size() < options_.max_round) {
    const bool is_free = touched.Add(queue.front());
    if (is_free) {
      round.push_back(std::move(queue.front()));
    } else {
      put_off.push_back(std::move(queue.front()));
    }
    queue.pop_front();
  }
  queue.insert(queue.begin(), std::make_move_iterator(put_off.begin()),
               std::make_move_iterator(put_off.end()));
  return round;
}

void DefinitionStore::RunRound(std::vector<Mutation> round) {
  std::vector<Staged> staged;
  for (Mutation& mutation : round) Stage(std::move(mutation), &staged);
  if (staged.empty()) return;
  Commit(&staged);
  for (Staged& one : staged) Finish(std::move(one));
}

void DefinitionStore::Stage(Mutation mutation, std::vector<Staged>* staged) {
  const absl::Time now = clock_->Now();
  if (IsLogged(mutation)) {
    auto answer = request_log_.Find(LoggedRequest(mutation), now);
    if (!answer.ok()) {
      mutation.done(answer.status());
      return;
    }
    if (answer->has_value()) {
      const bool parsed = mutation.response->ParseFromString(**answer);
      mutation.done(parsed ? absl::OkStatus()
                           : FromLedger(absl::DataLossError("response")));
      return;
    }
  }
  const uint64_t uid_before = next_uid_;
  PlanContext context{.catalog = catalog_,
                      .builder = builder_,
                      .ledger = *ledger_,
                      .partitions = options_.partitions,
                      .now = now,
                      .next_uid = &next_uid_};
  DefinitionChange change;
  absl::Status status = mutation.plan(&context, &change);
  if (!status.ok() || mutation.validate_only) {
    mutation.done(status);
    return;
  }
  if (IsLogged(mutation)) {
    request_log_.Add(LoggedRequest(mutation), *mutation.response, now,
                     &change.batch());
  }
  if (change.batch().empty()) {
    mutation.done(absl::OkStatus());
    return;
  }
  if (next_uid_ != uid_before) {
    change.batch().Put(store::Table::kMeta, store::kMetaNextUid,
                       store::MetaNumber(next_uid_));
  }
  staged->push_back({std::move(mutation), std::move(change), {}});
}

void DefinitionStore::Commit(std::vector<Staged>* staged) {
  const int logged = static_cast<int>(
      std::count_if(staged->begin(), staged->end(),
                    [](const Staged& one) { return IsLogged(one.mutation); }));
  if (logged > 0) {
    // Ahead of the round, which may write anew what is swept here.
    store::Batch swept;
    request_log_.Sweep(logged * kSweptPerRequest, clock_->Now(), &swept);
    if (!swept.empty()) {
      committer_->Enqueue(std::move(swept), store::Committer::kAnyEpoch,
                          [](const absl::Status&) {});
    }
  }
  absl::BlockingCounter left(static_cast<int>(staged->size()));
  for (Staged& one : *staged) {
    committer_->Enqueue(std::move(one.change.batch()),
                        store::Committer::kAnyEpoch,
                        [&one, &left](const absl::Status& status) {
                          one.status = status;
                          left.DecrementCount();
                        });
  }
  left.Wait();
}

void DefinitionStore::Finish(Staged staged) {
  if (!staged.status.ok()) {
    staged.mutation.done(FromLedger(staged.status));
    return;
  }
  staged.change.Publish(&catalog_, engine_);
  if (staged.change.removed_events().empty()) {
    staged.mutation.done(absl::OkStatus());
  } else {
    RemoveEvents(std::move(staged));
  }
}

void DefinitionStore::RemoveEvents(Staged staged) {
  const auto& events = staged.change.removed_events();
  auto removal = std::make_shared<Removal>(static_cast<int>(events.size()));
  removal->give_up = absl::Now() + options_.removal_wait;
  removal->done = std::move(staged.mutation.done);
  removals_.push_back(removal);
  for (const DefinitionChange::RemovedEvent& event : events) {
    engine_->RemoveEvent(event.event_uid, event.reason,
                         [removal, inbox = inbox_] {
                           if (--removal->left > 0) return;
                           absl::MutexLock lock(&inbox->mu);
                           inbox->removal_ended = true;
                         });
  }
}

void DefinitionStore::AnswerRemovals(bool all) {
  const absl::Time now = absl::Now();
  std::deque<std::shared_ptr<Removal>> still;
  for (std::shared_ptr<Removal>& removal : removals_) {
    if (all || removal->left <= 0 || removal->give_up <= now) {
      removal->done(absl::OkStatus());
    } else {
      still.push_back(std::move(removal));
    }
  }
  removals_ = std::move(still);
}

}  // namespace gancho::service
