// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/pending_tables.h"

#include <string>
#include <utility>

#include "store/key.h"

namespace gancho::delivery {

using store::Batch;
using store::DeliveryId;
using store::KeyRange;
using store::PendingRecord;
using store::Table;

namespace {

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(std::string("unreadable ") + std::string(what));
}

std::string Successor(std::string key) {
  key.push_back('\0');
  return key;
}

template <typename Record>
absl::StatusOr<std::optional<Record>> Find(const store::Ledger& ledger,
                                           Table table, std::string_view key) {
  const absl::StatusOr<std::string> value = ledger.Get(table, key);
  if (absl::IsNotFound(value.status())) return std::optional<Record>();
  if (!value.ok()) return value.status();
  Record record;
  if (!record.ParseFromString(*value)) return Damaged("record");
  return std::optional<Record>(std::move(record));
}

absl::StatusOr<std::optional<PendingOnDisk>> FindPending(
    const store::Ledger& ledger, Table table, std::string_view key,
    const DeliveryId& id, int64_t due_us) {
  auto record = Find<PendingRecord>(ledger, table, key);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::optional<PendingOnDisk>();
  return std::optional<PendingOnDisk>(
      PendingOnDisk{id, **std::move(record), due_us});
}

// Reads up to `limit` entries; `read_key` fills in what the key says.
template <typename ReadKey>
absl::StatusOr<PendingTables::Page> ReadPage(const store::Ledger& ledger,
                                             Table table, KeyRange range,
                                             int limit, ReadKey read_key) {
  PendingTables::Page page;
  const auto scan = ledger.NewScan(table, std::move(range));
  for (; scan->Valid() && std::ssize(page) < limit; scan->Next()) {
    PendingOnDisk& pending = page.emplace_back();
    if (!read_key(scan->key(), &pending)) return Damaged("key");
    if (!pending.record.ParseFromArray(scan->value().data(),
                                       scan->value().size())) {
      return Damaged("pending record");
    }
  }
  if (!scan->status().ok()) return scan->status();
  return page;
}

bool ReadParkedEntry(std::string_view key, PendingOnDisk* pending) {
  uint64_t event_uid;
  uint64_t lane;
  return store::ReadParkedKey(key, &event_uid, &lane, &pending->id);
}

// The least id among the first `limit` entries of a range, whose keys end with
// it, and `oldest`.
absl::Status FindOldestIn(const store::Ledger& ledger, Table table,
                          KeyRange range, int limit,
                          std::optional<DeliveryId>* oldest) {
  const auto scan = ledger.NewScan(table, std::move(range));
  for (; scan->Valid() && limit > 0; scan->Next(), --limit) {
    std::string_view key = scan->key();
    if (key.size() < DeliveryId::kSize) return Damaged("key");
    key.remove_prefix(key.size() - DeliveryId::kSize);
    const DeliveryId id = DeliveryId::FromBytes(key);
    if (!oldest->has_value() || id < **oldest) *oldest = id;
  }
  return scan->status();
}

}  // namespace

absl::StatusOr<PendingTables::Page> PendingTables::ReadReady(
    const DeliveryId& after, int limit) const {
  return ReadPage(*ledger_, Table::kReady,
                  store::ReadyRange(partition_, event_uid_, after), limit,
                  [](std::string_view key, PendingOnDisk* pending) {
                    uint64_t event_uid;
                    return store::ReadReadyKey(key, &event_uid, &pending->id);
                  });
}

absl::StatusOr<PendingTables::Page> PendingTables::ReadTimers(
    int64_t after_due_us, const DeliveryId& after, int limit) const {
  KeyRange range = store::TimerRange(partition_, event_uid_, INT64_MAX);
  if (after_due_us > 0) {
    range.from = Successor(store::TimerKey(event_uid_, after_due_us, after));
  }
  return ReadPage(*ledger_, Table::kTimer, std::move(range), limit,
                  [](std::string_view key, PendingOnDisk* pending) {
                    uint64_t event_uid;
                    return store::ReadTimerKey(key, &event_uid,
                                               &pending->due_us, &pending->id);
                  });
}

absl::StatusOr<std::optional<PendingOnDisk>> PendingTables::FirstParked(
    uint64_t lane, const DeliveryId& after) const {
  KeyRange range = store::ParkedRange(partition_, event_uid_, lane);
  if (after != DeliveryId()) {
    range.from = Successor(store::ParkedKey(event_uid_, lane, after));
  }
  absl::StatusOr<Page> page =
      ReadPage(*ledger_, Table::kParked, std::move(range), 1, ReadParkedEntry);
  if (!page.ok()) return page.status();
  if (page->empty()) return std::optional<PendingOnDisk>();
  return std::optional<PendingOnDisk>(std::move(page->front()));
}

absl::StatusOr<std::vector<bool>> PendingTables::HaveMarkers(
    const std::vector<uint64_t>& lanes) const {
  std::vector<std::string> keys;
  keys.reserve(lanes.size());
  for (const uint64_t lane : lanes) {
    keys.push_back(store::LaneKey(partition_, event_uid_, lane));
  }
  std::vector<bool> found;
  found.reserve(lanes.size());
  for (const auto& value : ledger_->MultiGet(Table::kLane, keys)) {
    if (!value.ok() && !absl::IsNotFound(value.status())) {
      return value.status();
    }
    found.push_back(value.ok());
  }
  return found;
}

absl::StatusOr<std::optional<PendingOnDisk>> PendingTables::FindReady(
    const DeliveryId& id) const {
  return FindPending(*ledger_, Table::kReady, store::ReadyKey(event_uid_, id),
                     id, 0);
}

absl::StatusOr<std::optional<PendingOnDisk>> PendingTables::FindHead(
    uint64_t lane) const {
  const auto marker = Find<store::LaneRecord>(
      *ledger_, Table::kLane, store::LaneKey(partition_, event_uid_, lane));
  if (!marker.ok()) return marker.status();
  if (!marker->has_value()) return std::optional<PendingOnDisk>();
  const std::string& id_bytes = (*marker)->delivery_id();
  if (id_bytes.size() != DeliveryId::kSize) return Damaged("lane marker");
  const DeliveryId id = DeliveryId::FromBytes(id_bytes);
  const int64_t due_us = (*marker)->due_time_us();
  return FindPending(*ledger_, Table::kTimer,
                     store::TimerKey(event_uid_, due_us, id), id, due_us);
}

absl::StatusOr<std::optional<PendingOnDisk>> PendingTables::FindParked(
    uint64_t lane, const DeliveryId& id) const {
  return FindPending(*ledger_, Table::kParked,
                     store::ParkedKey(event_uid_, lane, id), id, 0);
}

absl::StatusOr<std::shared_ptr<const store::DeliveryRecord>>
PendingTables::ReadRecord(uint64_t account_uid, const DeliveryId& id) const {
  auto record = Find<store::DeliveryRecord>(
      *ledger_, Table::kDelivery, store::DeliveryKey(account_uid, id));
  if (!record.ok()) return record.status();
  if (!record->has_value()) return Damaged("delivery: it has no record");
  return std::make_shared<const store::DeliveryRecord>(**std::move(record));
}

std::vector<std::shared_ptr<const store::DeliveryRecord>>
PendingTables::ReadRecords(const Page& page) const {
  std::vector<std::string> keys;
  keys.reserve(page.size());
  for (const PendingOnDisk& pending : page) {
    keys.push_back(
        store::DeliveryKey(pending.record.account_uid(), pending.id));
  }
  std::vector<std::shared_ptr<const store::DeliveryRecord>> records;
  records.reserve(page.size());
  for (const auto& value : ledger_->MultiGet(Table::kDelivery, keys)) {
    auto record = std::make_shared<store::DeliveryRecord>();
    const bool ok = value.ok() && record->ParseFromString(*value);
    records.push_back(ok ? std::move(record) : nullptr);
  }
  return records;
}

absl::StatusOr<store::StatusRecord> PendingTables::ReadStatus(
    uint64_t account_uid, const DeliveryId& id) const {
  auto status = Find<store::StatusRecord>(*ledger_, Table::kStatus,
                                          store::DeliveryKey(account_uid, id));
  if (!status.ok()) return status.status();
  return (*std::move(status)).value_or(store::StatusRecord());
}

void PendingTables::PutReady(const DeliveryId& id, const PendingRecord& record,
                             Batch* batch) const {
  batch->Put(Table::kReady, store::ReadyKey(event_uid_, id),
             record.SerializeAsString());
}

void PendingTables::DeleteReady(const DeliveryId& id, Batch* batch) const {
  batch->Delete(Table::kReady, store::ReadyKey(event_uid_, id));
}

void PendingTables::PutTimer(int64_t due_us, const DeliveryId& id,
                             const PendingRecord& record, Batch* batch) const {
  batch->Put(Table::kTimer, store::TimerKey(event_uid_, due_us, id),
             record.SerializeAsString());
}

void PendingTables::DeleteTimer(int64_t due_us, const DeliveryId& id,
                                Batch* batch) const {
  batch->Delete(Table::kTimer, store::TimerKey(event_uid_, due_us, id));
}

void PendingTables::PutParked(const DeliveryId& id, const PendingRecord& record,
                              Batch* batch) const {
  batch->Put(Table::kParked, store::ParkedKey(event_uid_, record.lane(), id),
             record.SerializeAsString());
}

void PendingTables::DeleteParked(uint64_t lane, const DeliveryId& id,
                                 Batch* batch) const {
  batch->Delete(Table::kParked, store::ParkedKey(event_uid_, lane, id));
}

void PendingTables::PutMarker(uint64_t lane, int64_t due_us,
                              const DeliveryId& id, Batch* batch) const {
  store::LaneRecord record;
  record.set_due_time_us(due_us);
  record.set_delivery_id(std::string(id.bytes()));
  batch->Put(Table::kLane, store::LaneKey(partition_, event_uid_, lane),
             record.SerializeAsString());
}

void PendingTables::DeleteMarker(uint64_t lane, Batch* batch) const {
  batch->Delete(Table::kLane, store::LaneKey(partition_, event_uid_, lane));
}

void PendingTables::DeleteExpiry(int64_t expire_us, const DeliveryId& id,
                                 Batch* batch) const {
  batch->Delete(Table::kExpiry, store::ExpiryKey(expire_us, event_uid_, id));
}

void PendingTables::PutStatus(uint64_t account_uid, const DeliveryId& id,
                              const store::StatusRecord& status,
                              Batch* batch) const {
  batch->Put(Table::kStatus, store::DeliveryKey(account_uid, id),
             status.SerializeAsString());
}

void PendingTables::PutAttempt(uint64_t account_uid, const DeliveryId& id,
                               const store::AttemptRecord& attempt,
                               Batch* batch) const {
  batch->Put(Table::kAttempt,
             store::AttemptKey(account_uid, id, attempt.number()),
             attempt.SerializeAsString());
}

absl::StatusOr<std::optional<DeliveryId>> PendingTables::FindOldest(
    int limit) const {
  std::optional<DeliveryId> oldest;
  absl::Status status = FindOldestIn(
      *ledger_, Table::kReady,
      store::ReadyRange(partition_, event_uid_, DeliveryId()), 1, &oldest);
  if (status.ok()) {
    status = FindOldestIn(*ledger_, Table::kTimer,
                          store::TimerRange(partition_, event_uid_, INT64_MAX),
                          limit, &oldest);
  }
  if (status.ok()) {
    KeyRange range;
    range.from = store::ParkedRange(partition_, event_uid_, 0).from;
    range.to = store::ParkedRange(partition_, event_uid_, ~uint64_t{0}).to;
    status = FindOldestIn(*ledger_, Table::kParked, std::move(range), limit,
                          &oldest);
  }
  if (!status.ok()) return status;
  return oldest;
}

}  // namespace gancho::delivery
