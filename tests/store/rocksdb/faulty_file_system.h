// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_STORE_ROCKSDB_FAULTY_FILE_SYSTEM_H_
#define GANCHO_TESTS_STORE_ROCKSDB_FAULTY_FILE_SYSTEM_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "rocksdb/file_system.h"

namespace gancho::testing {

// What fails from now on.
enum class Fault {
  kNone,
  kDiskFull,    // an append writes nothing
  kNoNewTable,  // no space even for an empty file
  kNoNewLog,
  kDiskFullHalfway,  // an append writes the first half of its bytes
  kDiskFullAtSync,   // delayed allocation: what was appended finds no room
  kAppendError,      // EIO
  kSyncError,        // EIO, after which nobody knows what is on the disk
  kReadOnly,         // EROFS: remounted, as after an error of the file system
  kNoDescriptor,     // EMFILE: what is open works, nothing else can be opened
};

// The machine's file system with faults, which remembers how much of each file
// was synced. Thread-safe.
class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  FaultyFileSystem();

  const char* Name() const override { return "FaultyFileSystem"; }

  // `log_only`: tables and manifests can still be written.
  void SetFault(Fault fault, bool log_only = false);

  // How long a sync takes from now on, beside what it really takes.
  void SetSyncDelay(absl::Duration delay);

  // A disk with so many bytes left: appending takes from them, the last append
  // is written in part, and deleting a file gives its bytes back. Nullopt for a
  // disk without such a limit.
  void SetBytesLeft(std::optional<uint64_t> bytes);

  // What the disk says of its room; nullopt for the truth.
  void SetFreeBytes(std::optional<uint64_t> bytes);

  // Copies the directory `from` to the new directory `to` as a power loss of
  // this moment would leave it: of each file the synced bytes, and the first
  // `kept_unsynced_bytes` of the others.
  void CopyAfterPowerLoss(const std::string& from, const std::string& to,
                          uint64_t kept_unsynced_bytes = 0) const;

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewSequentialFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSSequentialFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 uint64_t* bytes,
                                 rocksdb::IODebugContext* debug) override;

 private:
  class File;

  Fault FaultOf(const std::string& path) const;
  void SetSynced(const std::string& path, uint64_t size);
  // How many of `bytes` still fit on the disk, which are then taken.
  uint64_t Take(uint64_t bytes);
  absl::Duration sync_delay() const;

  mutable absl::Mutex mu_;
  Fault fault_ ABSL_GUARDED_BY(mu_) = Fault::kNone;
  std::optional<uint64_t> free_bytes_ ABSL_GUARDED_BY(mu_);
  std::optional<uint64_t> bytes_left_ ABSL_GUARDED_BY(mu_);
  absl::Duration sync_delay_ ABSL_GUARDED_BY(mu_);
  bool log_only_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, uint64_t> synced_bytes_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_STORE_ROCKSDB_FAULTY_FILE_SYSTEM_H_
