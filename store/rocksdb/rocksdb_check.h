// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_ROCKSDB_CHECK_H_
#define GANCHO_STORE_ROCKSDB_ROCKSDB_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "store/ledger_check.h"
#include "store/rocksdb/rocksdb_ledger.h"

namespace gancho::store {

// Checks the ledger in the directory `path` and changes nothing: the format,
// every block of its tables and its log, and what CheckLedger() checks. OK if
// all of it could be done; `report` tells what was found. Takes as long as
// reading the whole ledger twice. Errors, with a message for the operator:
//   NOT_FOUND            there is no ledger
//   FAILED_PRECONDITION  in use by another process, or of a newer version
//   PERMISSION_DENIED    not readable
//   DATA_LOSS            so damaged that it cannot be opened at all
absl::Status CheckRocksdb(const std::string& path,
                          const RocksdbOptions& options, LedgerReport* report);

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_ROCKSDB_CHECK_H_
