// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/store/rocksdb/faulty_file_system.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/synchronization/notification.h"

namespace gancho::testing {
namespace {

void Pause(absl::Duration duration) {
  if (duration > absl::ZeroDuration()) {
    absl::Notification().WaitForNotificationWithTimeout(duration);
  }
}

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus ReadOnly() { return IOStatus::IOError("Read-only file system"); }
IOStatus NoDescriptor() { return IOStatus::IOError("Too many open files"); }

}  // namespace

class FaultyFileSystem::File final
    : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
       FaultyFileSystem* owner)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        owner_(owner) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    const Fault fault = owner_->FaultOf(path_);
    if (fault == Fault::kDiskFull) return IOStatus::NoSpace("injected");
    if (fault == Fault::kAppendError) return IOStatus::IOError("injected");
    if (fault == Fault::kReadOnly) return ReadOnly();
    const uint64_t fits = fault == Fault::kDiskFullHalfway
                              ? data.size() / 2
                              : owner_->Take(data.size());
    IOStatus written =
        target()->Append(Slice(data.data(), fits), options, debug);
    size_ += fits;
    return written.ok() && fits < data.size() ? IOStatus::NoSpace("injected")
                                              : written;
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    size_ = size;
    return target()->Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const Fault fault = owner_->FaultOf(path_);
    if (fault == Fault::kSyncError) return IOStatus::IOError("injected");
    if (fault == Fault::kDiskFullAtSync) return IOStatus::NoSpace("injected");
    if (fault == Fault::kReadOnly) return ReadOnly();
    Pause(owner_->sync_delay());
    // Nothing is really synced: only the machine's power loss would tell, and
    // the tests are faster.
    IOStatus flushed = target()->Flush(options, debug);
    if (flushed.ok()) owner_->SetSynced(path_, size_);
    return flushed;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  const std::string path_;
  FaultyFileSystem* const owner_;
  uint64_t size_ = 0;
};

FaultyFileSystem::FaultyFileSystem()
    : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

void FaultyFileSystem::SetFault(Fault fault, bool log_only) {
  absl::MutexLock lock(&mu_);
  fault_ = fault;
  log_only_ = log_only;
}

void FaultyFileSystem::SetSyncDelay(absl::Duration delay) {
  absl::MutexLock lock(&mu_);
  sync_delay_ = delay;
}

absl::Duration FaultyFileSystem::sync_delay() const {
  absl::MutexLock lock(&mu_);
  return sync_delay_;
}

void FaultyFileSystem::SetBytesLeft(std::optional<uint64_t> bytes) {
  absl::MutexLock lock(&mu_);
  bytes_left_ = bytes;
}

uint64_t FaultyFileSystem::Take(uint64_t bytes) {
  absl::MutexLock lock(&mu_);
  if (!bytes_left_.has_value()) return bytes;
  const uint64_t taken = std::min(bytes, *bytes_left_);
  *bytes_left_ -= taken;
  return taken;
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& path,
                                      const IOOptions& options,
                                      IODebugContext* debug) {
  if (FaultOf(path) == Fault::kReadOnly) return ReadOnly();
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(path, error);
  IOStatus deleted = target()->DeleteFile(path, options, debug);
  absl::MutexLock lock(&mu_);
  if (deleted.ok() && !error && bytes_left_.has_value()) *bytes_left_ += size;
  return deleted;
}

void FaultyFileSystem::SetFreeBytes(std::optional<uint64_t> bytes) {
  absl::MutexLock lock(&mu_);
  free_bytes_ = bytes;
}

IOStatus FaultyFileSystem::GetFreeSpace(const std::string& path,
                                        const IOOptions& options,
                                        uint64_t* bytes,
                                        IODebugContext* debug) {
  {
    absl::MutexLock lock(&mu_);
    const std::optional<uint64_t> told =
        free_bytes_.has_value() ? free_bytes_ : bytes_left_;
    if (told.has_value()) {
      *bytes = *told;
      return IOStatus::OK();
    }
  }
  return target()->GetFreeSpace(path, options, bytes, debug);
}

Fault FaultyFileSystem::FaultOf(const std::string& path) const {
  const bool is_log = std::filesystem::path(path).extension() == ".log";
  absl::MutexLock lock(&mu_);
  return is_log || !log_only_ ? fault_ : Fault::kNone;
}

void FaultyFileSystem::SetSynced(const std::string& path, uint64_t size) {
  absl::MutexLock lock(&mu_);
  synced_bytes_[path] = size;
}

void FaultyFileSystem::CopyAfterPowerLoss(const std::string& from,
                                          const std::string& to,
                                          uint64_t kept_unsynced_bytes) const {
  namespace fs = std::filesystem;
  absl::MutexLock lock(&mu_);
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path copy = fs::path(to) / entry.path().filename();
    std::error_code error;
    fs::copy_file(entry.path(), copy, error);
    // A background thread has just removed it.
    if (error) continue;
    const auto synced = synced_bytes_.find(entry.path().string());
    // Files of before this file system: whole.
    if (synced == synced_bytes_.end()) continue;
    fs::resize_file(copy,
                    std::min<uint64_t>(fs::file_size(copy),
                                       synced->second + kept_unsynced_bytes));
  }
}

IOStatus FaultyFileSystem::NewRandomAccessFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
    IODebugContext* debug) {
  if (FaultOf(path) == Fault::kNoDescriptor) return NoDescriptor();
  return target()->NewRandomAccessFile(path, options, result, debug);
}

IOStatus FaultyFileSystem::NewSequentialFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSSequentialFile>* result, IODebugContext* debug) {
  if (FaultOf(path) == Fault::kNoDescriptor) return NoDescriptor();
  return target()->NewSequentialFile(path, options, result, debug);
}

IOStatus FaultyFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  const std::string extension = std::filesystem::path(path).extension();
  const Fault fault = FaultOf(path);
  if ((fault == Fault::kNoNewTable && extension == ".sst") ||
      (fault == Fault::kNoNewLog && extension == ".log")) {
    return IOStatus::NoSpace("injected");
  }
  if (fault == Fault::kReadOnly) return ReadOnly();
  if (fault == Fault::kNoDescriptor) return NoDescriptor();
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus made = target()->NewWritableFile(path, options, &file, debug);
  if (!made.ok()) return made;
  SetSynced(path, 0);
  *result = std::make_unique<File>(std::move(file), path, this);
  return made;
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from,
                                      const std::string& to,
                                      const IOOptions& options,
                                      IODebugContext* debug) {
  if (FaultOf(to) == Fault::kReadOnly) return ReadOnly();
  IOStatus renamed = target()->RenameFile(from, to, options, debug);
  absl::MutexLock lock(&mu_);
  const auto synced = synced_bytes_.find(from);
  if (renamed.ok() && synced != synced_bytes_.end()) {
    synced_bytes_[to] = synced->second;
    synced_bytes_.erase(synced);
  }
  return renamed;
}

}  // namespace gancho::testing
