// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_STORE_ROCKSDB_STATUS_READER_H_
#define GANCHO_TESTS_STORE_ROCKSDB_STATUS_READER_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "store/record.pb.h"

namespace gancho::testing {

// Where the deliveries of the ledger in `data_dir`, which nobody has open,
// stand, by delivery id: what a server would find. Nothing is changed. Empty
// if the ledger has not been made yet.
absl::StatusOr<std::map<std::string, store::StatusRecord>> ReadStatuses(
    const std::string& data_dir);

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_STORE_ROCKSDB_STATUS_READER_H_
