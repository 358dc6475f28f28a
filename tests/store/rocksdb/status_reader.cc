// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/store/rocksdb/status_reader.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "store/delivery_id.h"
#include "store/key.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/status.h"

namespace gancho::testing {

absl::StatusOr<std::map<std::string, store::StatusRecord>> ReadStatuses(
    const std::string& data_dir) {
  std::map<std::string, store::StatusRecord> statuses;
  if (!std::filesystem::exists(data_dir + "/CURRENT")) return statuses;
  const std::string family(store::TableName(store::Table::kStatus));
  std::vector<std::string> families;
  rocksdb::Status read =
      rocksdb::DB::ListColumnFamilies({}, data_dir, &families);
  if (!read.ok()) return store::ToStatus(read);
  if (std::find(families.begin(), families.end(), family) == families.end()) {
    return statuses;
  }
  rocksdb::DBOptions options = store::MakeDbOptions({}, nullptr);
  options.create_if_missing = false;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  read = rocksdb::DB::OpenForReadOnly(
      options, data_dir,
      {{rocksdb::kDefaultColumnFamilyName, {}}, {family, {}}}, &handles, &raw);
  if (!read.ok()) return store::ToStatus(read);
  const std::unique_ptr<rocksdb::DB> db(raw);
  std::unique_ptr<rocksdb::Iterator> entry(db->NewIterator({}, handles[1]));
  for (entry->SeekToFirst(); entry->Valid(); entry->Next()) {
    uint64_t account_uid = 0;
    store::DeliveryId id;
    store::StatusRecord status;
    if (!store::ReadDeliveryKey(entry->key().ToStringView(), &account_uid,
                                &id) ||
        !status.ParseFromString(entry->value().ToString())) {
      return absl::DataLossError("an unreadable status");
    }
    statuses[id.ToString()] = std::move(status);
  }
  read = entry->status();
  entry.reset();
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  if (!read.ok()) return store::ToStatus(read);
  return statuses;
}

}  // namespace gancho::testing
