// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/store/rocksdb/faulty_file_system.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace gancho::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

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
    if (fault == Fault::kDiskFullHalfway) {
      const Slice half(data.data(), data.size() / 2);
      IOStatus written = target()->Append(half, options, debug);
      size_ += half.size();
      return written.ok() ? IOStatus::NoSpace("injected") : written;
    }
    size_ += data.size();
    return target()->Append(data, options, debug);
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
    if (free_bytes_.has_value()) {
      *bytes = *free_bytes_;
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

IOStatus FaultyFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  const std::string extension = std::filesystem::path(path).extension();
  const Fault fault = FaultOf(path);
  if ((fault == Fault::kNoNewTable && extension == ".sst") ||
      (fault == Fault::kNoNewLog && extension == ".log")) {
    return IOStatus::NoSpace("injected");
  }
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
