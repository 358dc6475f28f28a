// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_EXPIRY_INDEX_H_
#define GANCHO_DELIVERY_EXPIRY_INDEX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/delivery_id.h"
#include "store/ledger.h"

namespace gancho::delivery {

// A pending delivery whose time has run out, as table kExpiry tells.
struct DueExpiry {
  uint64_t account_uid = 0;
  uint64_t event_uid = 0;
  uint64_t lane = 0;
  int64_t expire_us = 0;
  store::DeliveryId id;
};

struct DueExpiries {
  std::vector<DueExpiry> due;
  // The key of the last one; empty if nothing more is due.
  std::string last_key;
};

// Deliveries that expire at or before `until_us`, the earliest first, at most
// `limit`, behind the key `after` (from the first one if it is empty).
absl::StatusOr<DueExpiries> ReadDueExpiries(const store::Ledger& ledger,
                                            uint16_t partition,
                                            std::string_view after,
                                            int64_t until_us, int limit);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_EXPIRY_INDEX_H_
