// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/rocksdb_check.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/metadata.h"
#include "rocksdb/sst_file_reader.h"
#include "store/rocksdb/health_listener.h"
#include "store/rocksdb/open_check.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/status.h"

namespace gancho::store {
namespace {

constexpr size_t kReadAhead = 2 << 20;

absl::Status CheckThere(const std::string& path, rocksdb::Env* env) {
  std::error_code error;
  const bool is_directory = std::filesystem::is_directory(path, error);
  if (!is_directory) {
    const std::string why = error ? error.message() : "not a directory";
    return absl::NotFoundError(
        absl::StrCat("no data directory '", path, "': ", why));
  }
  if (!env->FileExists(path + "/CURRENT").IsNotFound()) {
    return absl::OkStatus();
  }
  absl::Status remains = CheckNoRemains(path);
  if (!remains.ok()) return remains;
  return absl::NotFoundError(
      absl::StrCat("data directory '", path, "' holds no ledger"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksdbLedger>> RocksdbLedger::OpenReadOnly(
    const std::string& path, const RocksdbOptions& options) {
  auto listener = std::make_shared<HealthListener>();
  rocksdb::DBOptions db_options = MakeDbOptions(options, listener);
  db_options.create_if_missing = false;
  db_options.create_missing_column_families = false;
  // A ledger whose making was interrupted lacks some tables.
  std::vector<std::string> names;
  const rocksdb::Status listed =
      rocksdb::DB::ListColumnFamilies(db_options, path, &names);
  if (!listed.ok()) return ToStatus(listed);
  std::vector<rocksdb::ColumnFamilyDescriptor> families = MakeFamilies(options);
  if (names.size() != families.size()) {
    return absl::DataLossError(absl::StrCat("data directory '", path, "' has ",
                                            names.size(), " tables of ",
                                            families.size()));
  }
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const rocksdb::Status opened =
      rocksdb::DB::OpenForReadOnly(db_options, path, families, &handles, &db);
  if (!opened.ok()) return ToStatus(opened);
  return std::unique_ptr<RocksdbLedger>(new RocksdbLedger(
      std::unique_ptr<rocksdb::DB>(db), handles, std::move(listener), options));
}

void RocksdbLedger::CheckFiles(LedgerReport* report) const {
  std::vector<rocksdb::LiveFileMetaData> files;
  db_->GetLiveFilesMetaData(&files);
  rocksdb::ReadOptions read;
  read.fill_cache = false;
  read.readahead_size = kReadAhead;
  for (const rocksdb::LiveFileMetaData& file : files) {
    rocksdb::SstFileReader reader(db_->GetOptions());
    rocksdb::Status status = reader.Open(file.db_path + file.name);
    if (status.ok()) status = reader.VerifyChecksum(read);
    if (status.ok()) continue;
    report->Add(absl::StrCat("file '", file.name.substr(1), "' (table '",
                             file.column_family_name, "')"),
                status.ToString());
  }
}

absl::Status CheckRocksdb(const std::string& path,
                          const RocksdbOptions& options, LedgerReport* report) {
  rocksdb::Env* const env =
      options.env != nullptr ? options.env : rocksdb::Env::Default();
  absl::Status there = CheckThere(path, env);
  if (!there.ok()) return there;
  const auto lock = DirectoryLock::Take(path, env);
  if (!lock.ok()) return lock.status();
  absl::Status usable = CheckLedgerFiles(path, options);
  if (!usable.ok()) return usable;
  const auto ledger = RocksdbLedger::OpenReadOnly(path, options);
  if (!ledger.ok()) return ledger.status();
  (*ledger)->CheckFiles(report);
  CheckLedger(**ledger, report);
  return absl::OkStatus();
}

}  // namespace gancho::store
