// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_READER_H_
#define GANCHO_SERVICE_DELIVERY_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/language/filter.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/delivery_service.pb.h"
#include "service/catalog.h"
#include "service/delivery_cursor.h"
#include "service/resource_name.h"
#include "store/ledger.h"
#include "store/record.pb.h"

namespace gancho::service {

// A GetDelivery answers with the latest attempts within this; ListAttempts has
// them all. With the largest request beside them the answer stays far below
// the 4 MiB that clients accept.
inline constexpr size_t kMaxAttemptBytesPerDelivery = 1 << 20;

// One delivery as the ledger has it.
struct StoredDelivery {
  DeliveryCursor::Account account;
  store::DeliveryId id;
  store::DeliveryRecord record;
  // Absent until the first attempt has ended.
  std::optional<store::StatusRecord> status;

  v1::Delivery::State state() const;
};

// Reads deliveries from the ledger as the API shows them. Errors are those of
// the API (service/status.h). Thread-safe; blocks, so it is called on the
// Executor only.
class DeliveryReader {
 public:
  // Both outlive the reader.
  DeliveryReader(const store::Ledger* ledger, const Catalog* catalog,
                 int partitions);

  absl::StatusOr<StoredDelivery> Find(const DeliveryRef& ref) const;

  // With request and attempts.
  absl::StatusOr<v1::Delivery> Get(const DeliveryRef& ref) const;

  absl::StatusOr<v1::ListDeliveriesResponse> List(
      const v1::ListDeliveriesRequest& request) const;

  absl::StatusOr<v1::ListAttemptsResponse> ListAttempts(
      const v1::ListAttemptsRequest& request) const;

  // The accounts that `parent` names: one, or with "accounts/-" all.
  absl::StatusOr<std::vector<DeliveryCursor::Account>> FindAccounts(
      const std::string& parent) const;

  // The stored deliveries at `positions`, in that order; those that have been
  // removed meanwhile are left out.
  absl::StatusOr<std::vector<StoredDelivery>> Read(
      const std::vector<DeliveryCursor::Position>& positions) const;

  // A filter over Delivery, and what it needs of one.
  struct DeliveryFilter {
    delivery::Filter filter;
    // Whether it looks at `request` or `attempts`, which cost reads.
    bool needs_all = false;
  };
  // INVALID_ARGUMENT naming `filter`.
  static absl::StatusOr<DeliveryFilter> CompileFilter(const std::string& text);
  absl::StatusOr<bool> Matches(const DeliveryFilter& filter,
                               const StoredDelivery& stored) const;

  // Without `request` and `attempts` unless `full`.
  absl::StatusOr<v1::Delivery> Show(const StoredDelivery& stored,
                                    bool full) const;

  // Deliveries of `accounts` with ids in [from, to).
  DeliveryCursor NewCursor(std::vector<DeliveryCursor::Account> accounts,
                           store::DeliveryId from, store::DeliveryId to,
                           DeliveryCursor::Order order) const;

 private:
  // Adds the latest attempts, oldest first.
  absl::Status AddAttempts(const StoredDelivery& stored,
                           v1::Delivery* delivery) const;

  const store::Ledger* const ledger_;
  const Catalog* const catalog_;
  const int partitions_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_READER_H_
