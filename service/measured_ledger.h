// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_MEASURED_LEDGER_H_
#define GANCHO_SERVICE_MEASURED_LEDGER_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/clock.h"
#include "store/ledger.h"

namespace gancho::service {

// A ledger that passes everything on and measures how long Apply() takes, the
// part of an acknowledgement that the disk decides. Thread-safe.
class MeasuredLedger final : public store::Ledger {
 public:
  // Upper bounds of the buckets, in seconds; the last bucket has none.
  static constexpr std::array<double, 10> kBounds = {
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5};

  struct Histogram {
    // Not cumulative; one more than there are bounds.
    std::array<uint64_t, kBounds.size() + 1> counts = {};
    double sum_seconds = 0;
  };

  // `clock` outlives the ledger.
  MeasuredLedger(std::unique_ptr<store::Ledger> ledger,
                 const store::Clock* clock);

  absl::StatusOr<std::string> Get(store::Table table,
                                  std::string_view key) const override;
  std::vector<absl::StatusOr<std::string>> MultiGet(
      store::Table table, const std::vector<std::string>& keys) const override;
  std::unique_ptr<store::Scan> NewScan(store::Table table,
                                       store::KeyRange range) const override;
  absl::Status Apply(const store::Batch& batch) override;
  uint64_t applied_batch() const override;
  store::LedgerHealth health() const override;
  absl::Status Checkpoint(const std::string& directory) const override;

  Histogram apply_times() const;

 private:
  const std::unique_ptr<store::Ledger> ledger_;
  const store::Clock* const clock_;
  // Written by the committer's thread alone.
  std::array<std::atomic<uint64_t>, kBounds.size() + 1> counts_ = {};
  std::atomic<int64_t> sum_ns_ = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_MEASURED_LEDGER_H_
