// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/health_listener.h"

#include <utility>

#include "store/rocksdb/status.h"

namespace gancho::store {

LedgerHealth HealthListener::health() const {
  absl::MutexLock lock(&mu_);
  return {.status = status_, .stalled = !stalled_families_.empty()};
}

void HealthListener::SetWritable() {
  absl::MutexLock lock(&mu_);
  status_ = absl::OkStatus();
}

void HealthListener::SetFailed(const absl::Status& status) {
  absl::MutexLock lock(&mu_);
  status_ = status;
}

bool HealthListener::TakeLogFailure() {
  absl::MutexLock lock(&mu_);
  return std::exchange(log_failed_, false);
}

void HealthListener::OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                                       rocksdb::Status* error) {
  // After a softer one RocksDB still writes.
  if (error->severity() < rocksdb::Status::kHardError) return;
  absl::MutexLock lock(&mu_);
  status_ = ToStatus(*error);
  // Of the log's failures RocksDB says no more than that they came from a
  // write; those of memtables and of flushes have reasons of their own.
  if (reason == rocksdb::BackgroundErrorReason::kWriteCallback) {
    log_failed_ = true;
  }
}

void HealthListener::OnErrorRecoveryBegin(
    rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status /*error*/,
    bool* auto_recovery) {
  *auto_recovery = false;
}

void HealthListener::OnStallConditionsChanged(
    const rocksdb::WriteStallInfo& info) {
  absl::MutexLock lock(&mu_);
  if (info.condition.cur == rocksdb::WriteStallCondition::kNormal) {
    stalled_families_.erase(info.cf_name);
  } else {
    stalled_families_.insert(info.cf_name);
  }
}

}  // namespace gancho::store
