// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_STATUS_H_
#define GANCHO_STORE_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace gancho::store {

// The ledger's view of a RocksDB status:
//   no space left    RESOURCE_EXHAUSTED   comes right by itself
//   an I/O error     UNAVAILABLE          and so does all that has no line here
//   a fatal error    UNAVAILABLE          of whatever kind: only opening the
//                                         database anew can help
//   NotFound         NOT_FOUND
//   Corruption       DATA_LOSS            a person must look
//   a wrong call     INTERNAL             our mistake
// The message names paths: for logs, never for a caller of the API.
absl::Status ToStatus(const rocksdb::Status& status);

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_STATUS_H_
