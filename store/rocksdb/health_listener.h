// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_HEALTH_LISTENER_H_
#define GANCHO_STORE_ROCKSDB_HEALTH_LISTENER_H_

#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/listener.h"
#include "store/ledger.h"

namespace gancho::store {

// Keeps what is known of the database's health: what RocksDB tells, on threads
// of its own, and what the ledger saw itself. Thread-safe.
class HealthListener final : public rocksdb::EventListener {
 public:
  LedgerHealth health() const;

  // No write is to be tried before SetWritable().
  void SetFailed(const absl::Status& status);
  // The database has resumed.
  void SetWritable();
  // Whether writing or syncing the log has failed since the last call. RocksDB
  // tells so within the write that failed.
  bool TakeLogFailure();

  void OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                         rocksdb::Status* error) override;
  // Leaves the recovery to the ledger, which knows when it is safe.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason,
                            rocksdb::Status error,
                            bool* auto_recovery) override;
  void OnStallConditionsChanged(const rocksdb::WriteStallInfo& info) override;

 private:
  mutable absl::Mutex mu_;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  bool log_failed_ ABSL_GUARDED_BY(mu_) = false;
  // Column families that slow writes down or stop them.
  std::set<std::string> stalled_families_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_HEALTH_LISTENER_H_
