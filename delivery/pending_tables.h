// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_PENDING_TABLES_H_
#define GANCHO_DELIVERY_PENDING_TABLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/batch.h"
#include "store/delivery_id.h"
#include "store/ledger.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// A pending delivery as it lies on disk.
struct PendingOnDisk {
  store::DeliveryId id;
  store::PendingRecord record;
  int64_t due_us = 0;  // kTimer only
};

// The pending deliveries of one event in one partition, as tables kReady,
// kTimer, kParked and kLane hold them. Reads go to the ledger at once, changes
// go into a batch of the caller's. docs/storage_format.md tells what each
// table means; the invariant is that a kLane marker exists if and only if
// exactly one delivery of the lane is in kTimer, and that kParked holds
// deliveries only of lanes with a marker. Reads are bounded by `limit`.
class PendingTables {
 public:
  PendingTables(const store::Ledger* ledger, uint16_t partition,
                uint64_t event_uid)
      : ledger_(ledger), partition_(partition), event_uid_(event_uid) {}

  using Page = std::vector<PendingOnDisk>;
  absl::StatusOr<Page> ReadReady(const store::DeliveryId& after,
                                 int limit) const;
  // Timers after (`after_due_us`, `after`), earliest first, however late.
  absl::StatusOr<Page> ReadTimers(int64_t after_due_us,
                                  const store::DeliveryId& after,
                                  int limit) const;
  // The first parked delivery of the lane above `after`.
  absl::StatusOr<std::optional<PendingOnDisk>> FirstParked(
      uint64_t lane, const store::DeliveryId& after) const;
  // Markers, in the order of `lanes`.
  absl::StatusOr<std::vector<bool>> HaveMarkers(
      const std::vector<uint64_t>& lanes) const;
  // The delivery's own entry in kReady, or nullopt.
  absl::StatusOr<std::optional<PendingOnDisk>> FindReady(
      const store::DeliveryId& id) const;
  // The head of the lane if it waits in kTimer.
  absl::StatusOr<std::optional<PendingOnDisk>> FindHead(uint64_t lane) const;
  absl::StatusOr<std::optional<PendingOnDisk>> FindParked(
      uint64_t lane, const store::DeliveryId& id) const;

  // The delivery's immutable record; DATA_LOSS if it is not there.
  absl::StatusOr<std::shared_ptr<const store::DeliveryRecord>> ReadRecord(
      uint64_t account_uid, const store::DeliveryId& id) const;
  // Null for each that cannot be read.
  std::vector<std::shared_ptr<const store::DeliveryRecord>> ReadRecords(
      const Page& page) const;
  // A status without fields if there is none.
  absl::StatusOr<store::StatusRecord> ReadStatus(
      uint64_t account_uid, const store::DeliveryId& id) const;

  void PutReady(const store::DeliveryId& id, const store::PendingRecord& record,
                store::Batch* batch) const;
  void DeleteReady(const store::DeliveryId& id, store::Batch* batch) const;
  void PutTimer(int64_t due_us, const store::DeliveryId& id,
                const store::PendingRecord& record, store::Batch* batch) const;
  void DeleteTimer(int64_t due_us, const store::DeliveryId& id,
                   store::Batch* batch) const;
  void PutParked(const store::DeliveryId& id,
                 const store::PendingRecord& record, store::Batch* batch) const;
  void DeleteParked(uint64_t lane, const store::DeliveryId& id,
                    store::Batch* batch) const;
  void PutMarker(uint64_t lane, int64_t due_us, const store::DeliveryId& id,
                 store::Batch* batch) const;
  void DeleteMarker(uint64_t lane, store::Batch* batch) const;
  void DeleteExpiry(int64_t expire_us, const store::DeliveryId& id,
                    store::Batch* batch) const;
  void PutStatus(uint64_t account_uid, const store::DeliveryId& id,
                 const store::StatusRecord& status, store::Batch* batch) const;
  void PutAttempt(uint64_t account_uid, const store::DeliveryId& id,
                  const store::AttemptRecord& attempt,
                  store::Batch* batch) const;

  // The oldest pending delivery, as far as it is among the first `limit` of
  // kTimer and of kParked, which are in another order; of kReady always.
  absl::StatusOr<std::optional<store::DeliveryId>> FindOldest(int limit) const;

 private:
  const store::Ledger* const ledger_;
  const uint16_t partition_;
  const uint64_t event_uid_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_PENDING_TABLES_H_
