// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_OPTIONS_H_
#define GANCHO_STORE_ROCKSDB_OPTIONS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "store/table.h"

namespace gancho::store {

// The table of a column family; nullopt for one that is not ours.
std::optional<Table> TableOfFamily(std::string_view name);

// All settings of the database, each with its reason. `listener` may be null.
rocksdb::DBOptions MakeDbOptions(
    const RocksdbOptions& options,
    std::shared_ptr<rocksdb::EventListener> listener);

// All column families, in the order of their tables, with a block cache of
// their own to share.
std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(
    const RocksdbOptions& options);

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_OPTIONS_H_
