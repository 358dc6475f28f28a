// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/measured_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"

namespace gancho::service {

MeasuredLedger::MeasuredLedger(std::unique_ptr<store::Ledger> ledger,
                               const store::Clock* clock)
    : ledger_(std::move(ledger)), clock_(clock) {}

absl::StatusOr<std::string> MeasuredLedger::Get(store::Table table,
                                                std::string_view key) const {
  return ledger_->Get(table, key);
}

std::vector<absl::StatusOr<std::string>> MeasuredLedger::MultiGet(
    store::Table table, const std::vector<std::string>& keys) const {
  return ledger_->MultiGet(table, keys);
}

std::unique_ptr<store::Scan> MeasuredLedger::NewScan(
    store::Table table, store::KeyRange range) const {
  return ledger_->NewScan(table, std::move(range));
}

absl::Status MeasuredLedger::Apply(const store::Batch& batch) {
  const absl::Duration start = clock_->Steady();
  absl::Status status = ledger_->Apply(batch);
  const absl::Duration took = clock_->Steady() - start;
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(),
                                       absl::ToDoubleSeconds(took)) -
                      kBounds.begin();
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(absl::ToInt64Nanoseconds(took), std::memory_order_relaxed);
  return status;
}

uint64_t MeasuredLedger::applied_batch() const {
  return ledger_->applied_batch();
}

store::LedgerHealth MeasuredLedger::health() const { return ledger_->health(); }

absl::Status MeasuredLedger::Checkpoint(const std::string& directory) const {
  return ledger_->Checkpoint(directory);
}

MeasuredLedger::Histogram MeasuredLedger::apply_times() const {
  Histogram histogram;
  for (size_t i = 0; i < counts_.size(); ++i) {
    histogram.counts[i] = counts_[i].load(std::memory_order_relaxed);
  }
  histogram.sum_seconds = sum_ns_.load(std::memory_order_relaxed) / 1e9;
  return histogram;
}

}  // namespace gancho::service
