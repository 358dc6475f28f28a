// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_CURSOR_H_
#define GANCHO_SERVICE_DELIVERY_CURSOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/delivery_id.h"
#include "store/ledger.h"

namespace gancho::service {

// The least id that a delivery accepted at `time` (to the millisecond) can
// have.
store::DeliveryId FirstDeliveryIdAt(absl::Time time);
// The next possible id; `id` is below EndOfDeliveryIds().
store::DeliveryId DeliveryIdAfter(const store::DeliveryId& id);
// Above every id.
store::DeliveryId EndOfDeliveryIds();

// Walks the deliveries of some accounts in the order of their ids, merged
// across accounts and partitions. Holds only ids, and no scan between calls,
// so a thousand accounts pin no memory of the ledger. Blocks; not thread-safe.
class DeliveryCursor {
 public:
  enum class Order { kNewestFirst, kOldestFirst };
  struct Account {
    uint64_t uid = 0;
    std::string id;
  };
  struct Position {
    const Account* account = nullptr;  // lives as long as the cursor
    store::DeliveryId id;
  };

  // Ids in [from, to). `ledger` outlives the cursor.
  DeliveryCursor(const store::Ledger* ledger, std::vector<Account> accounts,
                 int partitions, store::DeliveryId from, store::DeliveryId to,
                 Order order);

  DeliveryCursor(const DeliveryCursor&) = delete;
  DeliveryCursor& operator=(const DeliveryCursor&) = delete;

  // The next positions, `max` of them unless that is all there is.
  absl::StatusOr<std::vector<Position>> Take(int max);

  // Whether Take() would return nothing more.
  absl::StatusOr<bool> AtEnd();

 private:
  // The deliveries of one account in one partition.
  struct Stream {
    const Account* account;
    uint16_t partition;
    // What has not been read yet.
    store::DeliveryId from;
    store::DeliveryId to;
    // Read and not yet taken; the next one last.
    std::vector<store::DeliveryId> ids;
    // Grows, so that a page that draws on one account reads in few scans and
    // one across many accounts reads little of each.
    int chunk = 1;
    bool exhausted = false;
  };

  absl::Status Open();
  // Reads the next ids of `stream` and, if there are any, queues it.
  absl::Status Refill(Stream* stream);
  bool ComesLater(const Stream* a, const Stream* b) const;

  // Constant after construction.
  const store::Ledger* const ledger_;
  const std::vector<Account> accounts_;
  const bool newest_first_;

  std::vector<Stream> streams_;
  bool opened_ = false;
  // A heap by the next id of each.
  std::vector<Stream*> heap_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_CURSOR_H_
