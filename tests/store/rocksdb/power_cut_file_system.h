// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_STORE_ROCKSDB_POWER_CUT_FILE_SYSTEM_H_
#define GANCHO_TESTS_STORE_ROCKSDB_POWER_CUT_FILE_SYSTEM_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/file_system.h"

namespace gancho::testing {

// A file system that ends the process as a power cut would, in the middle of
// one of its operations, and leaves behind what a disk may hold then:
//   - of each file what was synced, and of the rest a random part, of which
//     pages may be missing (zeros) or never have been written right (garbage);
//   - files and names that were made since the last sync of their directory,
//     or not; files that were deleted since then, or not.
// The random choices follow from the seed. Thread-safe.
class PowerCutFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  PowerCutFileSystem(std::shared_ptr<rocksdb::FileSystem> target,
                     uint32_t seed);

  const char* Name() const override { return "PowerCutFileSystem"; }

  // Cuts within the `operations`-th operation from now: creating, appending
  // to, syncing, renaming or deleting a file, or syncing a directory.
  void CutAfter(int64_t operations);
  // Cuts now.
  [[noreturn]] void Cut();

  int64_t operations() const;

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  class File;
  class Directory;

  struct Sizes {
    uint64_t synced = 0;
    uint64_t written = 0;
  };
  // A change of names that a cut may undo: `path` becomes again what it was,
  // which is kept as `before` (empty: it was not there), and gets back its
  // former name if it was renamed.
  struct Unsynced {
    std::string path;
    std::string before;
    std::string renamed_from;
  };

  // Counts an operation; cuts if it is the one.
  void Count() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[noreturn]] void CutLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void TearFile(const std::string& path, const Sizes& sizes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void UndoNames() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Keeps what is at `path` for an undo: a second name of the same file.
  std::string Keep(const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ForgetUnsynced(const std::string& directory)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  uint64_t Pick(uint64_t below) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Held during every operation, so that a cut sees none half done but its own.
  mutable absl::Mutex mu_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mu_);
  int64_t cut_at_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t operations_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t kept_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::string, Sizes> files_ ABSL_GUARDED_BY(mu_);
  std::vector<Unsynced> unsynced_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_STORE_ROCKSDB_POWER_CUT_FILE_SYSTEM_H_
