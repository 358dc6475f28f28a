// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_PENDING_COUNT_H_
#define GANCHO_DELIVERY_PENDING_COUNT_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "store/ledger.h"
#include "store/table.h"

namespace gancho::delivery {

// How many deliveries of each event were pending at one moment: when the object
// was made. The shards count what has changed since, so that nobody has to read
// a whole backlog again to know how long it is. Not thread-safe.
class PendingCount {
 public:
  // Nobody changes what is pending meanwhile. `ledger` outlives Read().
  PendingCount(const store::Ledger* ledger, uint16_t partition);

  // Reads all pending entries, once: millions a second. Ends early, and in
  // vain, when `stop` becomes true.
  void Read(const std::atomic<bool>& stop);

  // DATA_LOSS or UNAVAILABLE if Read() failed.
  absl::Status status() const { return status_; }
  int64_t Of(uint64_t event_uid) const;

 private:
  struct Source {
    store::Table table;
    // Sees the ledger as it was at that moment.
    std::unique_ptr<store::Scan> scan;
  };

  absl::Status Count(const Source& source, const std::atomic<bool>& stop);

  std::array<Source, 3> sources_;
  absl::flat_hash_map<uint64_t, int64_t> counts_;
  absl::Status status_ = absl::UnavailableError("not counted yet");
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_PENDING_COUNT_H_
