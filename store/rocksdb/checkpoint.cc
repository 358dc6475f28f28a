// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "rocksdb/utilities/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "store/rocksdb/status.h"

namespace gancho::store {
namespace {

namespace fs = std::filesystem;

// RocksDB syncs what is in the directory; the entry of the directory itself is
// in its parent.
absl::Status SyncDirectory(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (synced) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot sync directory '", path.string(), "'"));
}

}  // namespace

absl::Status RocksdbLedger::Checkpoint(const std::string& directory) const {
  // RocksDB wants an absolute path without a slash at its end.
  std::error_code error;
  fs::path path = fs::absolute(directory, error).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  if (fs::exists(path, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat("'", path.string(), "' exists"));
  }
  if (!fs::is_directory(path.parent_path(), error)) {
    return absl::NotFoundError(
        absl::StrCat("no directory '", path.parent_path().string(), "'"));
  }
  absl::MutexLock lock(&checkpoint_mu_);
  rocksdb::Checkpoint* raw = nullptr;
  rocksdb::Status made = rocksdb::Checkpoint::Create(db_.get(), &raw);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
  if (made.ok()) {
    // No flush: the log is copied as far as it is written, and every batch is
    // in it before it is acknowledged. Flushing everything would hold writes up
    // and leave all memtables empty, see TryResume().
    made = checkpoint->CreateCheckpoint(path.string(),
                                        std::numeric_limits<uint64_t>::max());
  }
  if (!made.ok()) return ToStatus(made);
  return SyncDirectory(path.parent_path());
}

}  // namespace gancho::store
