// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/open_check.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "store/key.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/status.h"

namespace gancho::store {
namespace {

namespace fs = std::filesystem;

absl::Status PrepareDirectory(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_directory(path, error) && !error) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (!error && access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    error = std::error_code(errno, std::generic_category());
  }
  if (!error) return absl::OkStatus();
  const std::string message =
      absl::StrCat("cannot use data directory '", path, "': ", error.message());
  return error == std::errc::no_space_on_device
             ? absl::ResourceExhaustedError(message)
             : absl::PermissionDeniedError(message);
}

absl::Status WrittenByNewer(const std::string& path, const std::string& what) {
  return absl::FailedPreconditionError(
      absl::StrCat("data directory '", path,
                   "' was written by a newer version of the server: ", what,
                   "; nothing was changed"));
}

absl::Status CheckFamilies(const std::string& path,
                           const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  const rocksdb::Status listed =
      rocksdb::DB::ListColumnFamilies(options, path, &names);
  if (!listed.ok()) return ToStatus(listed);
  for (const std::string& name : names) {
    if (!TableOfFamily(name)) {
      return WrittenByNewer(path, absl::StrCat("unknown table '", name, "'"));
    }
  }
  return absl::OkStatus();
}

struct Meta {
  bool has_format_version = false;
  uint64_t format_version = 0;
  uint64_t applied_batch = 0;
  // Some key, of whatever name, is there.
  bool has_entries = false;
};

// Reads kMeta as `mode` would recover it, without writing anything.
absl::StatusOr<Meta> ReadMeta(const std::string& path,
                              rocksdb::DBOptions options,
                              rocksdb::WALRecoveryMode mode) {
  options.wal_recovery_mode = mode;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status opened =
      rocksdb::DB::OpenForReadOnly(options, path, families, &handles, &raw);
  if (!opened.ok()) return ToStatus(opened);
  const std::unique_ptr<rocksdb::DB> db(raw);
  Meta meta;
  const auto read_number = [&](std::string_view name, bool* found,
                               uint64_t* number) -> absl::Status {
    std::string value;
    const rocksdb::Status read =
        db->Get(rocksdb::ReadOptions(), handles[0],
                rocksdb::Slice(name.data(), name.size()), &value);
    *found = read.ok();
    if (read.IsNotFound()) return absl::OkStatus();
    if (!read.ok()) return ToStatus(read);
    if (ReadMetaNumber(value, number)) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("unreadable ", std::string(name)));
  };
  bool has_applied_batch = false;
  absl::Status read = read_number(kMetaFormatVersion, &meta.has_format_version,
                                  &meta.format_version);
  if (read.ok()) {
    read =
        read_number(kMetaAppliedBatch, &has_applied_batch, &meta.applied_batch);
  }
  {
    const std::unique_ptr<rocksdb::Iterator> any(
        db->NewIterator(rocksdb::ReadOptions(), handles[0]));
    any->SeekToFirst();
    meta.has_entries = any->Valid();
  }
  db->DestroyColumnFamilyHandle(handles[0]);
  if (!read.ok()) return read;
  return meta;
}

absl::Status Damaged(const std::string& path, const std::string& what) {
  return absl::DataLossError(absl::StrCat("data directory '", path,
                                          "' is damaged: ", what,
                                          "; nothing was changed"));
}

// The log has a bad record that is not a mere torn end. Only one group is ever
// unsynced, the last: a bad record at the end of the log is that group, cut by
// a power loss and never acknowledged. If batches with higher numbers can be
// read behind it, acknowledged ones are lost.
absl::StatusOr<Meta> ReadMetaOfBadLog(const std::string& path,
                                      const rocksdb::DBOptions& options,
                                      bool accept_data_loss) {
  absl::StatusOr<Meta> before =
      ReadMeta(path, options, rocksdb::WALRecoveryMode::kPointInTimeRecovery);
  if (!before.ok()) {
    return Damaged(path, std::string(before.status().message()));
  }
  if (accept_data_loss) return before;
  absl::StatusOr<Meta> behind = ReadMeta(
      path, options, rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords);
  if (!behind.ok()) {
    return Damaged(path, std::string(behind.status().message()));
  }
  if (behind->applied_batch == before->applied_batch) return before;
  return Damaged(path,
                 absl::StrCat("its log is unreadable behind batch ",
                              before->applied_batch, ", but batches up to ",
                              behind->applied_batch, " were acknowledged"));
}

absl::Status CheckMeta(const std::string& path,
                       const rocksdb::DBOptions& options,
                       bool accept_data_loss) {
  // This mode forgives a torn end of the log and nothing else.
  absl::StatusOr<Meta> meta = ReadMeta(
      path, options, rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords);
  if (absl::IsDataLoss(meta.status())) {
    meta = ReadMetaOfBadLog(path, options, accept_data_loss);
  }
  if (!meta.ok()) return meta.status();
  if (meta->has_format_version) {
    if (meta->format_version <= kFormatVersion) return absl::OkStatus();
    return WrittenByNewer(
        path, absl::StrCat("its format is ", meta->format_version,
                           ", this server knows up to ", kFormatVersion));
  }
  // A ledger whose making was interrupted has no version and nothing else.
  if (!meta->has_entries) return absl::OkStatus();
  return Damaged(path,
                 "it has data but no format version; it may be another "
                 "program's");
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(
    const std::string& path, rocksdb::Env* env) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status locked = env->LockFile(path + "/LOCK", &lock);
  if (locked.ok()) {
    return std::unique_ptr<DirectoryLock>(new DirectoryLock(env, lock));
  }
  if (locked.IsNoSpace()) return ToStatus(locked);
  return absl::FailedPreconditionError(
      absl::StrCat("data directory '", path, "' is in use by another process (",
                   locked.ToString(), ")"));
}

DirectoryLock::~DirectoryLock() {
  env_->UnlockFile(lock_).PermitUncheckedError();
}

// Without CURRENT RocksDB makes a new database and deletes what it does not
// know. Files of data are then the remains of a ledger.
absl::Status CheckNoRemains(const std::string& path) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".sst" || extension == ".log") {
      return absl::DataLossError(absl::StrCat(
          "data directory '", path, "' has data (",
          entry.path().filename().string(), ") but no file CURRENT: it is ",
          "damaged or not a ledger; nothing was changed"));
    }
  }
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(
      "cannot read data directory '", path, "': ", error.message()));
}

absl::Status CheckLedgerFiles(const std::string& path,
                              const RocksdbOptions& options) {
  rocksdb::DBOptions db_options = MakeDbOptions(options, nullptr);
  db_options.create_if_missing = false;
  absl::Status families = CheckFamilies(path, db_options);
  if (!families.ok()) return families;
  return CheckMeta(path, db_options, options.accept_data_loss);
}

absl::Status CheckBeforeOpen(const std::string& path,
                             const RocksdbOptions& options) {
  absl::Status prepared = PrepareDirectory(path);
  if (!prepared.ok()) return prepared;
  rocksdb::Env* const env =
      options.env != nullptr ? options.env : rocksdb::Env::Default();
  if (env->FileExists(path + "/CURRENT").IsNotFound()) {
    return CheckNoRemains(path);
  }

  // A read-only opening takes no lock by itself, and reading a database while
  // another process writes it would find damage where there is none.
  const auto lock = DirectoryLock::Take(path, env);
  if (!lock.ok()) return lock.status();
  return CheckLedgerFiles(path, options);
}

}  // namespace gancho::store
