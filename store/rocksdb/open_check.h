// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_
#define GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/rocksdb/rocksdb_ledger.h"

namespace rocksdb {
class FileLock;
}  // namespace rocksdb

namespace gancho::store {

// Keeps every other process from opening a ledger, as an open ledger does.
class DirectoryLock {
 public:
  // FAILED_PRECONDITION if it is in use, by this process too.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(
      const std::string& path, rocksdb::Env* env);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  DirectoryLock(rocksdb::Env* env, rocksdb::FileLock* lock)
      : env_(env), lock_(lock) {}

  rocksdb::Env* const env_;
  rocksdb::FileLock* const lock_;
};

// Makes the directory `path` if it is missing and checks that a ledger can be
// opened or made there, changing nothing of a ledger that is there. RocksDB by
// itself would silently make an empty database where CURRENT was lost, take a
// newer format for its own, and drop the rest of a log behind a bad record.
// Errors: as RocksdbLedger::Open() says.
absl::Status CheckBeforeOpen(const std::string& path,
                             const RocksdbOptions& options);

// The part of it that reads a ledger which is there and locked: the format, the
// tables that there are, and the whole log.
absl::Status CheckLedgerFiles(const std::string& path,
                              const RocksdbOptions& options);

// DATA_LOSS if there is data without a file CURRENT.
absl::Status CheckNoRemains(const std::string& path);

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_
