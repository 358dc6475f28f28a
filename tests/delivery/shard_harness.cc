// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/delivery/shard_harness.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "store/ledger_check.h"

namespace gancho::delivery {

using store::DeliveryId;
using store::Table;

ShardHarness::ShardHarness(Destination destination, ShardOptions options)
    : destination_(std::move(destination)),
      options_(options),
      ids_(0, DeliveryId(), [this] {
        return random_ = random_ * 6364136223846793005u + 1442695040888963407u;
      }) {
  StartShard();
}

ShardHarness::~ShardHarness() {
  committer.Stop();
  loop.Clear();
}

void ShardHarness::StartShard() {
  pending_at_start = std::make_unique<PendingCount>(&ledger, 0);
  pending_at_start->Read(/*stop=*/false);
  sender = std::make_unique<testing::FakeSender>(&loop, destination_);
  ShardParts parts;
  parts.clock = &clock;
  parts.ledger = &ledger;
  parts.committer = &committer;
  parts.loop = &loop;
  parts.sender = sender.get();
  parts.preparer = &preparer;
  parts.observer = this;
  parts.random = [] { return 0.0; };
  parts.revivals = &revivals;
  shard = std::make_unique<Shard>(std::move(parts), options_);
  for (const auto& [uid, event] : events_) shard->SetEvent(event);
  shard->Start();
  loop.Settle();
}

void ShardHarness::Restart() {
  loop.Clear();
  shard.reset();
  StartShard();
}

std::shared_ptr<EventRuntime> ShardHarness::MakeEvent(uint64_t uid,
                                                      uint64_t account_uid) {
  auto event = std::make_shared<EventRuntime>();
  event->uid = uid;
  event->account_uid = account_uid;
  event->account_id = absl::StrCat("a", account_uid);
  event->event_id = absl::StrCat("e", uid);
  event->version = events_.contains(uid) ? events_[uid]->version + 1 : 1;
  event->policy.breaker.enabled = false;
  event->policy.disable_after = absl::ZeroDuration();
  return event;
}

void ShardHarness::SetEvent(std::shared_ptr<const EventRuntime> event) {
  events_[event->uid] = event;
  shard->SetEvent(std::move(event));
  loop.Settle();
}

std::vector<DeliveryId> ShardHarness::Accept(
    uint64_t event_uid, const std::vector<std::string>& call_ids,
    absl::Duration expire_after, bool tell, uint64_t account_uid) {
  std::vector<DeliveryId> ids;
  untold_.clear();
  store::Batch batch;
  for (const std::string& call_id : call_ids) {
    const DeliveryId id = ids_.Next(clock.Now());
    auto record = std::make_shared<store::DeliveryRecord>();
    record->set_event_uid(event_uid);
    record->set_event_id(absl::StrCat("e", event_uid));
    record->set_call_id(call_id);
    record->set_lane(store::LaneOf(event_uid, call_id));
    record->mutable_request()->set_target(absl::StrCat("/", event_uid));
    record->mutable_request()->set_body(call_id);
    store::PendingRecord pending;
    pending.set_account_uid(account_uid);
    pending.set_lane(record->lane());
    if (expire_after > absl::ZeroDuration()) {
      record->set_expire_time_us(
          absl::ToUnixMicros(clock.Now() + expire_after));
      pending.set_expire_time_us(record->expire_time_us());
    }
    batch.Put(Table::kDelivery, store::DeliveryKey(account_uid, id),
              record->SerializeAsString());
    batch.Put(Table::kReady, store::ReadyKey(event_uid, id),
              pending.SerializeAsString());
    if (pending.expire_time_us() != 0) {
      batch.Put(Table::kExpiry,
                store::ExpiryKey(pending.expire_time_us(), event_uid, id),
                pending.SerializeAsString());
    }
    untold_.push_back({id, account_uid, std::move(record)});
    ids.push_back(id);
  }
  if (!ids.empty()) {
    batch.Put(Table::kMeta, store::MetaLastDeliveryIdKey(0),
              ids.back().bytes());
  }
  if (!committer.Commit(std::move(batch)).ok()) return {};
  if (tell) Tell();
  return ids;
}

void ShardHarness::Tell() {
  shard->Accept(std::exchange(untold_, {}));
  loop.Settle();
}

store::StatusRecord ShardHarness::Status(const DeliveryId& id,
                                         uint64_t account_uid) const {
  store::StatusRecord status;
  const auto value =
      ledger.Get(Table::kStatus, store::DeliveryKey(account_uid, id));
  if (value.ok()) status.ParseFromString(*value);
  return status;
}

int ShardHarness::CountTable(Table table) const {
  int count = 0;
  for (auto scan = ledger.NewScan(table, {}); scan->Valid(); scan->Next()) {
    ++count;
  }
  return count;
}

int64_t ShardHarness::CountPending() {
  int64_t count = 0;
  for (const auto& [uid, event] : events_) {
    count += pending_at_start->Of(uid) + shard->GetStats(uid).pending_count();
  }
  return count;
}

void ShardHarness::ExpireDue() {
  std::string after;
  do {
    const auto page =
        ReadDueExpiries(ledger, 0, after, absl::ToUnixMicros(clock.Now()), 3);
    if (!page.ok()) return;
    shard->Expire(page->due);
    after = page->last_key;
  } while (!after.empty());
  loop.Settle();
}

std::string ShardHarness::CheckExpiries() const {
  int expiring = 0;
  for (const Table table : {Table::kReady, Table::kTimer, Table::kParked}) {
    for (auto scan = ledger.NewScan(table, {}); scan->Valid(); scan->Next()) {
      store::PendingRecord pending;
      if (!pending.ParseFromString(std::string(scan->value()))) {
        return "unreadable pending record";
      }
      if (pending.expire_time_us() == 0) continue;
      ++expiring;
      uint64_t event_uid;
      uint64_t lane;
      int64_t due_us;
      DeliveryId id;
      const bool read =
          table == Table::kReady
              ? store::ReadReadyKey(scan->key(), &event_uid, &id)
          : table == Table::kTimer
              ? store::ReadTimerKey(scan->key(), &event_uid, &due_us, &id)
              : store::ReadParkedKey(scan->key(), &event_uid, &lane, &id);
      if (!read) return "unreadable pending key";
      if (!ledger
               .Get(Table::kExpiry,
                    store::ExpiryKey(pending.expire_time_us(), event_uid, id))
               .ok()) {
        return "a pending delivery that expires is not in the index";
      }
    }
  }
  return CountTable(Table::kExpiry) == expiring
             ? ""
             : "an entry of the expiry index of nothing that is pending";
}

std::string ShardHarness::CheckTables() const {
  if (std::string problem = CheckExpiries(); !problem.empty()) return problem;
  store::LedgerReport report;
  store::CheckLedger(ledger, &report);
  std::string problems;
  for (const auto& problem : report.problems) {
    absl::StrAppend(&problems, problem.where, ": ", problem.what, "\n");
  }
  return problems;
}

}  // namespace gancho::delivery
