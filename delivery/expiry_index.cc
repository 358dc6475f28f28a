// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/expiry_index.h"

#include "store/key.h"
#include "store/record.pb.h"
#include "store/table.h"

namespace gancho::delivery {

absl::StatusOr<DueExpiries> ReadDueExpiries(const store::Ledger& ledger,
                                            uint16_t partition,
                                            std::string_view after,
                                            int64_t until_us, int limit) {
  DueExpiries result;
  const auto scan = ledger.NewScan(
      store::Table::kExpiry, store::ExpiryRange(partition, after, until_us));
  for (; scan->Valid() && std::ssize(result.due) < limit; scan->Next()) {
    DueExpiry& due = result.due.emplace_back();
    store::PendingRecord pending;
    if (!store::ReadExpiryKey(scan->key(), &due.expire_us, &due.event_uid,
                              &due.id) ||
        !pending.ParseFromArray(scan->value().data(),
                                static_cast<int>(scan->value().size()))) {
      return absl::DataLossError("a damaged entry of the expiry index");
    }
    due.account_uid = pending.account_uid();
    due.lane = pending.lane();
    if (std::ssize(result.due) == limit) result.last_key = scan->key();
  }
  if (!scan->status().ok()) return scan->status();
  return result;
}

}  // namespace gancho::delivery
