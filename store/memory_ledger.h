// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_MEMORY_LEDGER_H_
#define GANCHO_STORE_MEMORY_LEDGER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "store/batch.h"
#include "store/ledger.h"
#include "store/table.h"

namespace gancho::store {

// A ledger that keeps everything in ordered maps, and nothing on disk: for
// tests, and the plainest statement of what a ledger does. Thread-safe. Must
// outlive its scans.
class MemoryLedger final : public Ledger {
 public:
  MemoryLedger();

  absl::StatusOr<std::string> Get(Table table,
                                  std::string_view key) const override;
  std::vector<absl::StatusOr<std::string>> MultiGet(
      Table table, const std::vector<std::string>& keys) const override;
  std::unique_ptr<Scan> NewScan(Table table, KeyRange range) const override;
  absl::Status Apply(const Batch& batch) override;
  uint64_t applied_batch() const override;
  LedgerHealth health() const override;

 private:
  class MapScan;
  using Map = std::map<std::string, std::string, std::less<>>;

  // The map of `table`, safe to change: a copy of its own if a scan still
  // reads the present one.
  Map& Writable(Table table) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  std::array<std::shared_ptr<Map>, kTableCount> tables_ ABSL_GUARDED_BY(mu_);
  uint64_t applied_batch_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_MEMORY_LEDGER_H_
