// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/retention_sweeper.h"

#include <algorithm>

#include "absl/memory/memory.h"
#include "absl/synchronization/notification.h"
#include "delivery/proto_duration.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using store::Table;

constexpr absl::Duration kMinInterval = absl::Seconds(1);
// Not oftener than this where it makes no difference: a table that a flush
// makes while the retention is at work spans everything from the oldest entry
// to the newest, and is compacted with all of it. Most should not.
constexpr absl::Duration kMaxInterval = absl::Minutes(10);
// All answers to repeated requests are looked at so often: they are known for
// 24 hours, and so kept for 25 at most.
constexpr absl::Duration kRequestsInterval = absl::Hours(1);
// Well below RetentionClock::kBelievedAfter.
constexpr absl::Duration kNoteInterval = absl::Minutes(30);
// A message that was under way when its account was deleted may still write.
constexpr absl::Duration kDeletedAccountGrace = absl::Minutes(1);

}  // namespace

absl::StatusOr<std::unique_ptr<RetentionSweeper>> RetentionSweeper::Create(
    RetentionOptions options, RetentionParts parts) {
  absl::Time last_known = absl::InfinitePast();
  const auto last_id = parts.ledger->Get(
      Table::kMeta, store::MetaLastDeliveryIdKey(options.partition));
  if (last_id.ok()) {
    if (last_id->size() != store::DeliveryId::kSize) {
      return absl::DataLossError("the last delivery id is damaged");
    }
    last_known = store::DeliveryId::FromBytes(*last_id).time();
  } else if (!absl::IsNotFound(last_id.status())) {
    return last_id.status();
  }
  const auto noted = parts.ledger->Get(Table::kMeta, store::kMetaRetentionTime);
  if (noted.ok()) {
    uint64_t noted_us = 0;
    if (!store::ReadMetaNumber(*noted, &noted_us)) {
      return absl::DataLossError("the time of the retention is damaged");
    }
    last_known = std::max(last_known,
                          absl::FromUnixMicros(static_cast<int64_t>(noted_us)));
  } else if (!absl::IsNotFound(noted.status())) {
    return noted.status();
  }
  return absl::WrapUnique(
      new RetentionSweeper(options, std::move(parts), last_known));
}

RetentionSweeper::RetentionSweeper(RetentionOptions options,
                                   RetentionParts parts, absl::Time last_known)
    : options_(options),
      parts_(std::move(parts)),
      clock_(parts_.clock, last_known),
      request_log_(parts_.ledger),
      next_requests_(parts_.clock->Steady()) {}

RetentionSweeper::Stats RetentionSweeper::stats() const {
  return {.deliveries = deliveries_,
          .calls = calls_,
          .closed_calls = closed_calls_,
          .last_pass = last_pass_,
          .oldest_kept = oldest_kept_};
}

absl::Status RetentionSweeper::RunPass(Pause pause) {
  if (absl::Status status = BeginPass(); !status.ok()) return status;
  auto go_on = Repeat(pause, [this] { return SweepRevisits(); });
  for (size_t i = 0; go_on.ok() && *go_on && i < accounts_.size(); ++i) {
    go_on = SweepAccount(accounts_[i], pause);
  }
  if (go_on.ok() && *go_on && parts_.clock->Steady() >= next_requests_) {
    go_on = Repeat(pause, [this] { return SweepRequests(); });
    next_requests_ = parts_.clock->Steady() + kRequestsInterval;
  }
  if (!go_on.ok()) return go_on.status();
  if (!*go_on) return absl::OkStatus();
  last_pass_ = absl::ToDoubleSeconds(parts_.clock->Now() - absl::UnixEpoch());
  oldest_kept_ = static_cast<double>(oldest_us_) / 1e6;
  return absl::OkStatus();
}

absl::Status RetentionSweeper::BeginPass() {
  now_ = clock_.Now();
  now_us_ = absl::ToUnixMicros(now_);
  oldest_us_ = 0;
  if (absl::Status status = NoteTime(); !status.ok()) return status;
  accounts_.clear();
  account_of_.clear();
  absl::Duration shortest =
      std::min(options_.retention, options_.call_close_timeout);
  for (const auto& definition : parts_.list_accounts()) {
    Account account = {.uid = definition->uid, .retention = options_.retention};
    if (definition->account.has_retention()) {
      const auto& own = definition->account.retention();
      account.retention =
          absl::Seconds(own.seconds()) + absl::Nanoseconds(own.nanos());
    }
    shortest = std::min(shortest, account.retention);
    accounts_.push_back(account);
  }
  interval_ = std::clamp(shortest / 60, kMinInterval, kMaxInterval);
  if (absl::Status status = ReadDeletedAccounts(); !status.ok()) return status;
  for (const Account& account : accounts_) account_of_[account.uid] = account;
  return absl::OkStatus();
}

// So that a restart need not wait until it believes the clock.
absl::Status RetentionSweeper::NoteTime() {
  if (absl::AbsDuration(now_ - noted_time_) < kNoteInterval) {
    return absl::OkStatus();
  }
  store::Batch batch;
  batch.Put(Table::kMeta, store::kMetaRetentionTime,
            store::MetaNumber(static_cast<uint64_t>(now_us_)));
  absl::Status status = Commit(std::move(batch));
  if (status.ok()) noted_time_ = now_;
  return status;
}

absl::Status RetentionSweeper::ReadDeletedAccounts() {
  delete_time_us_.clear();
  const auto scan =
      parts_.ledger->NewScan(Table::kMeta, store::MetaDeletedAccountsRange());
  for (; scan->Valid(); scan->Next()) {
    uint64_t uid = 0;
    uint64_t time_us = 0;
    if (!store::ReadMetaDeletedAccountKey(scan->key(), &uid) ||
        !store::ReadMetaNumber(scan->value(), &time_us)) {
      return absl::DataLossError("the record of a deleted account is damaged");
    }
    accounts_.push_back({.uid = uid, .deleted = true});
    delete_time_us_[uid] = static_cast<int64_t>(time_us);
  }
  return scan->status();
}

RetentionSweeper::Account RetentionSweeper::AccountOf(
    uint64_t account_uid) const {
  const auto found = account_of_.find(account_uid);
  if (found != account_of_.end()) return found->second;
  return {.uid = account_uid, .deleted = true};
}

absl::StatusOr<RetentionSweeper::Progress*> RetentionSweeper::ProgressOf(
    uint64_t account_uid) {
  Progress& progress = progress_[account_uid];
  if (progress.loaded) return &progress;
  const auto value = parts_.ledger->Get(
      Table::kMeta, store::MetaSweepKey(options_.partition, account_uid));
  if (!value.ok() && !absl::IsNotFound(value.status())) return value.status();
  if (value.ok() && !progress.record.ParseFromString(*value)) {
    return absl::DataLossError("the progress of the retention is damaged");
  }
  progress.loaded = true;
  return &progress;
}

void RetentionSweeper::PutProgress(uint64_t account_uid,
                                   const Progress& progress,
                                   store::Batch* batch) const {
  batch->Put(Table::kMeta, store::MetaSweepKey(options_.partition, account_uid),
             progress.record.SerializeAsString());
}

absl::StatusOr<bool> RetentionSweeper::Repeat(
    Pause pause, absl::FunctionRef<absl::StatusOr<int>()> piece) {
  while (true) {
    const absl::Duration begin = parts_.clock->Steady();
    const absl::StatusOr<int> examined = piece();
    if (!examined.ok()) {
      // What is in memory may be ahead of what is durable.
      progress_.clear();
      return examined.status();
    }
    if (*examined == 0) return true;
    if (!pause(parts_.clock->Steady() - begin)) return false;
  }
}

absl::Status RetentionSweeper::Commit(store::Batch batch) {
  if (batch.empty()) return absl::OkStatus();
  absl::Notification committed;
  absl::Status status;
  parts_.committer->EnqueueBackground(std::move(batch),
                                      [&](const absl::Status& outcome) {
                                        status = outcome;
                                        committed.Notify();
                                      });
  committed.WaitForNotification();
  return status;
}

absl::StatusOr<bool> RetentionSweeper::SweepAccount(const Account& account,
                                                    Pause pause) {
  const uint64_t before = deliveries_ + calls_;
  if (account.deleted) {
    // From the beginning, in each pass: nothing is left behind to be looked at
    // later, but what the engine is still cancelling.
    const absl::StatusOr<Progress*> progress = ProgressOf(account.uid);
    if (!progress.ok()) return progress.status();
    (*progress)->record.Clear();
  }
  auto go_on = Repeat(pause, [&] { return SweepDeliveries(account); });
  if (!go_on.ok() || !*go_on) return go_on;
  if (!account.deleted) {
    if (absl::Status oldest = FindOldest(account); !oldest.ok()) return oldest;
    go_on =
        Repeat(pause, [&] { return SweepCalls(account, Walk::kCloseCalls); });
    if (!go_on.ok() || !*go_on) return go_on;
  }
  go_on =
      Repeat(pause, [&] { return SweepCalls(account, Walk::kRemoveCalls); });
  if (!go_on.ok() || !*go_on || !account.deleted) return go_on;
  if (deliveries_ + calls_ == before) {
    if (absl::Status status = ForgetAccount(account); !status.ok()) {
      return status;
    }
  }
  return true;
}

// A deleted account of which nothing was left to remove.
absl::Status RetentionSweeper::ForgetAccount(const Account& account) {
  const absl::Time deleted = absl::FromUnixMicros(delete_time_us_[account.uid]);
  if (absl::AbsDuration(now_ - deleted) < kDeletedAccountGrace) {
    return absl::OkStatus();
  }
  // Pending deliveries are being cancelled by the engine.
  for (const Table table : {Table::kDelivery, Table::kCallTime}) {
    const auto scan = parts_.ledger->NewScan(
        table, store::AccountCallsRange(options_.partition, account.uid));
    if (scan->Valid() || !scan->status().ok()) return scan->status();
  }
  progress_.erase(account.uid);
  store::Batch batch;
  batch.Delete(Table::kMeta, store::MetaDeletedAccountKey(account.uid));
  batch.Delete(Table::kMeta,
               store::MetaSweepKey(options_.partition, account.uid));
  return Commit(std::move(batch));
}

absl::StatusOr<int> RetentionSweeper::SweepRevisits() {
  std::vector<Candidate> deliveries;
  std::vector<CallCandidate> calls;
  int examined = 0;
  {
    const auto scan = parts_.ledger->NewScan(
        Table::kRevisit, store::RevisitRange(options_.partition, now_us_));
    for (; scan->Valid() && examined < options_.piece_entries; scan->Next()) {
      ++examined;
      store::Revisit revisit;
      if (!store::ReadRevisitKey(scan->key(), &revisit)) {
        return absl::DataLossError("a key of kRevisit has another form");
      }
      if (revisit.is_call) {
        calls.push_back({.account_uid = revisit.account_uid,
                         .create_us = revisit.create_us,
                         .call_id = std::move(revisit.call_id),
                         .revisit_key = std::string(scan->key())});
      } else {
        deliveries.push_back({.id = revisit.id,
                              .account_uid = revisit.account_uid,
                              .revisit_key = std::string(scan->key()),
                              .call_hash = revisit.call_hash});
      }
    }
    if (!scan->status().ok()) return scan->status();
  }
  if (examined == 0) return 0;
  CallPlan plan;
  if (absl::Status status = JudgeCalls(calls, &plan); !status.ok()) {
    return status;
  }
  if (absl::Status status = ApplyCalls(&plan); !status.ok()) return status;
  int judged = 0;
  absl::Status status = JudgeDeliveries(deliveries, &plan.batch, &judged);
  if (status.ok()) status = Commit(std::move(plan.batch));
  parts_.revivals->EndSweep();
  if (!status.ok()) return status;
  deliveries_ += std::exchange(removed_deliveries_, 0);
  return examined;
}

absl::StatusOr<int> RetentionSweeper::SweepRequests() {
  store::Batch batch;
  const bool more = request_log_.Sweep(options_.piece_entries, now_, &batch);
  if (absl::Status status = Commit(std::move(batch)); !status.ok()) {
    return status;
  }
  return more ? options_.piece_entries : 0;
}

}  // namespace gancho::service
