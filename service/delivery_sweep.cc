// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// How the retention judges deliveries.

#include <algorithm>
#include <limits>

#include "service/delivery_cursor.h"
#include "service/retention_sweeper.h"
#include "store/table.h"

namespace gancho::service {

using store::DeliveryId;
using store::Table;

namespace {

// A pending delivery of a deleted account is looked at again after this.
constexpr int64_t kCancelledUs = int64_t{60} * 1'000'000;

// Where the walk over an account's deliveries goes on.
DeliveryId NextToSweep(const store::SweepRecord& record) {
  const std::string& last = record.delivery_id();
  if (last.size() != DeliveryId::kSize) return DeliveryId();
  return DeliveryIdAfter(DeliveryId::FromBytes(last));
}

}  // namespace

// The next deliveries of the account that were accepted a retention ago.
absl::StatusOr<int> RetentionSweeper::SweepDeliveries(const Account& account) {
  absl::StatusOr<Progress*> progress = ProgressOf(account.uid);
  if (!progress.ok()) return progress.status();
  const DeliveryId from = NextToSweep((*progress)->record);
  // Of its millisecond and all before.
  const DeliveryId to = account.deleted
                            ? EndOfDeliveryIds()
                            : FirstDeliveryIdAt(now_ - account.retention);
  if (!(from < to)) return 0;
  std::vector<Candidate> candidates;
  {
    const auto scan = parts_.ledger->NewScan(
        Table::kDelivery,
        store::DeliveryRange(options_.partition, account.uid, from, to));
    for (; scan->Valid() && std::ssize(candidates) < options_.piece_entries;
         scan->Next()) {
      Candidate& candidate = candidates.emplace_back();
      candidate.account_uid = account.uid;
      uint64_t account_uid;
      if (!store::ReadDeliveryKey(scan->key(), &account_uid, &candidate.id)) {
        return absl::DataLossError("a key of kDelivery has another form");
      }
    }
    if (!scan->status().ok()) return scan->status();
  }
  if (candidates.empty()) return 0;
  store::Batch batch;
  int judged = 0;
  absl::Status status = JudgeDeliveries(candidates, &batch, &judged);
  if (status.ok()) {
    const std::string_view last = candidates[judged - 1].id.bytes();
    (*progress)->record.set_delivery_id(last.data(), last.size());
    if (!account.deleted) PutProgress(account.uid, **progress, &batch);
    status = Commit(std::move(batch));
  }
  parts_.revivals->EndSweep();
  if (!status.ok()) return status;
  deliveries_ += std::exchange(removed_deliveries_, 0);
  return judged;
}

// Decides about as many as fit into a batch, at least one. Whatever comes of
// it, EndSweep() is due once the batch is durable.
absl::Status RetentionSweeper::JudgeDeliveries(
    const std::vector<Candidate>& candidates, store::Batch* batch,
    int* judged) {
  std::vector<DeliveryId> ids;
  std::vector<std::string> keys;
  for (const Candidate& candidate : candidates) {
    ids.push_back(candidate.id);
    keys.push_back(store::DeliveryKey(candidate.account_uid, candidate.id));
  }
  const auto revived = parts_.revivals->BeginSweep(ids);
  const auto statuses = parts_.ledger->MultiGet(Table::kStatus, keys);
  removed_deliveries_ = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0 && batch->count() >= options_.piece_changes) break;
    absl::Status status = JudgeDelivery(
        candidates[i], revived.contains(candidates[i].id), statuses[i], batch);
    if (!status.ok()) return status;
    *judged = static_cast<int>(i) + 1;
  }
  return absl::OkStatus();
}

absl::Status RetentionSweeper::JudgeDelivery(
    const Candidate& candidate, bool revived,
    const absl::StatusOr<std::string>& value, store::Batch* batch) {
  if (!candidate.revisit_key.empty()) {
    batch->Delete(Table::kRevisit, candidate.revisit_key);
  }
  const Account account = AccountOf(candidate.account_uid);
  store::StatusRecord status;
  if (value.ok()) {
    if (!status.ParseFromString(*value)) {
      return absl::DataLossError("the status of a delivery is damaged");
    }
  } else if (!absl::IsNotFound(value.status())) {
    return value.status();
  }
  const bool pending = revived || status.end_time_us() == 0;
  if (account.deleted) {
    if (!pending) {
      RemoveDelivery(candidate, status, batch);
    } else if (!candidate.revisit_key.empty()) {
      return HoldDelivery(candidate, now_us_ + kCancelledUs, batch);
    }
    return absl::OkStatus();  // the engine is cancelling it
  }
  const int64_t retention_us = absl::ToInt64Microseconds(account.retention);
  // The id, too: it stays where it was while the clock is set back.
  const int64_t base_us =
      pending ? now_us_
              : std::max(status.end_time_us(),
                         absl::ToUnixMicros(candidate.id.time()));
  if (base_us + retention_us > now_us_) {
    return HoldDelivery(candidate, base_us + retention_us, batch);
  }
  RemoveDelivery(candidate, status, batch);
  return absl::OkStatus();
}

// Leaves it behind until `until_us`, before which it cannot go.
absl::Status RetentionSweeper::HoldDelivery(const Candidate& candidate,
                                            int64_t until_us,
                                            store::Batch* batch) {
  const auto value = parts_.ledger->Get(
      Table::kDelivery,
      store::DeliveryKey(candidate.account_uid, candidate.id));
  if (absl::IsNotFound(value.status())) {
    RemoveDelivery(candidate, {}, batch);  // what is left of it
    return absl::OkStatus();
  }
  if (!value.ok()) return value.status();
  store::DeliveryRecord record;
  if (!record.ParseFromString(*value)) {
    return absl::DataLossError("the record of a delivery is damaged");
  }
  const uint64_t call_hash =
      store::CallHash(candidate.account_uid, record.call_id());
  batch->Put(Table::kHeld,
             store::HeldKey(candidate.account_uid, call_hash, candidate.id),
             "");
  batch->Put(Table::kRevisit,
             store::RevisitDeliveryKey(until_us, candidate.account_uid,
                                       candidate.id, call_hash),
             "");
  return absl::OkStatus();
}

void RetentionSweeper::RemoveDelivery(const Candidate& candidate,
                                      const store::StatusRecord& status,
                                      store::Batch* batch) {
  const uint64_t account_uid = candidate.account_uid;
  const std::string key = store::DeliveryKey(account_uid, candidate.id);
  batch->Delete(Table::kDelivery, key);
  batch->Delete(Table::kStatus, key);
  // The attempt that ended it is in its status.
  const bool last_is_inside =
      status.last_attempt().number() == status.attempt_count();
  const int entries = status.attempt_count() - (last_is_inside ? 1 : 0);
  for (int number = 1; number <= entries; ++number) {
    batch->Delete(Table::kAttempt,
                  store::AttemptKey(account_uid, candidate.id, number));
  }
  if (!candidate.revisit_key.empty()) {
    batch->Delete(Table::kHeld, store::HeldKey(account_uid, candidate.call_hash,
                                               candidate.id));
  }
  ++removed_deliveries_;
}

// The first delivery that the walk has not come to.
absl::Status RetentionSweeper::FindOldest(const Account& account) {
  absl::StatusOr<Progress*> progress = ProgressOf(account.uid);
  if (!progress.ok()) return progress.status();
  const DeliveryId from = NextToSweep((*progress)->record);
  const auto scan = parts_.ledger->NewScan(
      Table::kDelivery, store::DeliveryRange(options_.partition, account.uid,
                                             from, EndOfDeliveryIds()));
  if (!scan->Valid()) return scan->status();
  uint64_t account_uid;
  DeliveryId id;
  if (store::ReadDeliveryKey(scan->key(), &account_uid, &id)) {
    const int64_t time_us = absl::ToUnixMicros(id.time());
    oldest_us_ = oldest_us_ == 0 ? time_us : std::min(oldest_us_, time_us);
  }
  return absl::OkStatus();
}

}  // namespace gancho::service
