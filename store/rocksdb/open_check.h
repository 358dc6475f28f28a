// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_
#define GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "store/rocksdb/rocksdb_ledger.h"

namespace gancho::store {

// Makes the directory `path` if it is missing and checks that a ledger can be
// opened or made there, changing nothing of a ledger that is there. RocksDB by
// itself would silently make an empty database where CURRENT was lost, take a
// newer format for its own, and drop the rest of a log behind a bad record.
// Errors: as RocksdbLedger::Open() says.
absl::Status CheckBeforeOpen(const std::string& path,
                             const RocksdbOptions& options);

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_OPEN_CHECK_H_
