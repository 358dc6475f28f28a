// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/store/rocksdb/power_cut_file_system.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace gancho::testing {
namespace {

namespace fs = std::filesystem;

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr uint64_t kPageBytes = 4096;

std::string DirectoryOf(const std::string& path) {
  return fs::path(path).parent_path().string();
}

}  // namespace

class PowerCutFileSystem::File final
    : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
       PowerCutFileSystem* owner)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        owner_(owner) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    absl::MutexLock lock(&owner_->mu_);
    IOStatus appended = target()->Append(data, options, debug);
    Sizes* const sizes = SizesOrNull();
    if (appended.ok() && sizes != nullptr) sizes->written += data.size();
    owner_->Count();
    return appended;
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    absl::MutexLock lock(&owner_->mu_);
    if (Sizes* const sizes = SizesOrNull(); sizes != nullptr) {
      sizes->written = size;
      sizes->synced = std::min(sizes->synced, size);
    }
    return target()->Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    absl::MutexLock lock(&owner_->mu_);
    // The power goes before it is done.
    owner_->Count();
    IOStatus synced = target()->Sync(options, debug);
    Sizes* const sizes = SizesOrNull();
    if (synced.ok() && sizes != nullptr) sizes->synced = sizes->written;
    return synced;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  // Null once the file has been deleted.
  Sizes* SizesOrNull() ABSL_EXCLUSIVE_LOCKS_REQUIRED(owner_->mu_) {
    const auto found = owner_->files_.find(path_);
    return found == owner_->files_.end() ? nullptr : &found->second;
  }

  const std::string path_;
  PowerCutFileSystem* const owner_;
};

class PowerCutFileSystem::Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> directory, std::string path,
            PowerCutFileSystem* owner)
      : FSDirectoryWrapper(std::move(directory)),
        path_(std::move(path)),
        owner_(owner) {}

  // Nothing is really synced, as in FaultyFileSystem.
  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    absl::MutexLock lock(&owner_->mu_);
    owner_->Count();
    owner_->ForgetUnsynced(path_);
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(
      const IOOptions& options, IODebugContext* debug,
      const rocksdb::DirFsyncOptions& /*dir_options*/) override {
    return Fsync(options, debug);
  }

 private:
  const std::string path_;
  PowerCutFileSystem* const owner_;
};

PowerCutFileSystem::PowerCutFileSystem(
    std::shared_ptr<rocksdb::FileSystem> target, uint32_t seed)
    : FileSystemWrapper(std::move(target)), random_(seed) {}

void PowerCutFileSystem::CutAfter(int64_t operations) {
  absl::MutexLock lock(&mu_);
  cut_at_ = operations_ + operations;
}

void PowerCutFileSystem::Cut() {
  absl::MutexLock lock(&mu_);
  CutLocked();
}

int64_t PowerCutFileSystem::operations() const {
  absl::MutexLock lock(&mu_);
  return operations_;
}

void PowerCutFileSystem::Count() {
  if (++operations_ == cut_at_) CutLocked();
}

void PowerCutFileSystem::CutLocked() {
  for (const auto& [path, sizes] : files_) TearFile(path, sizes);
  UndoNames();
  kill(getpid(), SIGKILL);
  while (true) pause();
}

void PowerCutFileSystem::TearFile(const std::string& path, const Sizes& sizes) {
  std::error_code error;
  if (sizes.written <= sizes.synced || !fs::exists(path, error)) return;
  const uint64_t end = sizes.synced + Pick(sizes.written - sizes.synced + 1);
  fs::resize_file(path, end, error);
  if (end == sizes.synced || Pick(4) != 0) return;
  // A page that never reached the disk although a later one did.
  const uint64_t page = (sizes.synced + Pick(end - sizes.synced)) / kPageBytes;
  const uint64_t from = std::max(sizes.synced, page * kPageBytes);
  const uint64_t to = std::min(end, (page + 1) * kPageBytes);
  std::string bytes(to - from, '\0');
  if (Pick(4) == 0) {
    for (char& byte : bytes) byte = static_cast<char>(Pick(256));
  }
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(from)) < 0) {
    kill(getpid(), SIGABRT);
  }
  close(fd);
}

// File systems write down changes of names in order: the first of them are on
// the disk, the rest are not.
void PowerCutFileSystem::UndoNames() {
  for (uint64_t undone = Pick(unsynced_.size() + 1); undone > 0; --undone) {
    const Unsynced& change = unsynced_.back();
    std::error_code error;
    if (!change.renamed_from.empty()) {
      fs::rename(change.path, change.renamed_from, error);
    } else if (change.before.empty()) {
      fs::remove(change.path, error);
    }
    if (!change.before.empty()) fs::rename(change.before, change.path, error);
    unsynced_.pop_back();
  }
}

std::string PowerCutFileSystem::Keep(const std::string& path) {
  const std::string directory = DirectoryOf(path) + ".kept";
  std::error_code error;
  fs::create_directories(directory, error);
  std::string name = absl::StrCat(directory, "/", ++kept_);
  fs::remove(name, error);
  fs::create_hard_link(path, name, error);
  return error ? "" : name;
}

void PowerCutFileSystem::ForgetUnsynced(const std::string& directory) {
  std::erase_if(unsynced_, [&](const Unsynced& change) {
    if (DirectoryOf(change.path) != directory) return false;
    std::error_code error;
    if (!change.before.empty()) fs::remove(change.before, error);
    return true;
  });
}

uint64_t PowerCutFileSystem::Pick(uint64_t below) {
  return below == 0 ? 0 : random_() % below;
}

IOStatus PowerCutFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  absl::MutexLock lock(&mu_);
  // Not the same file emptied: what was there may be there again.
  std::string before = Keep(path);
  std::error_code error;
  if (!before.empty()) fs::remove(path, error);
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus made = target()->NewWritableFile(path, options, &file, debug);
  if (!made.ok()) {
    if (!before.empty()) fs::rename(before, path, error);
    return made;
  }
  unsynced_.push_back({.path = path, .before = std::move(before)});
  files_[path] = {};
  *result = std::make_unique<File>(std::move(file), path, this);
  Count();
  return made;
}

IOStatus PowerCutFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  IOStatus opened = target()->NewDirectory(path, options, &directory, debug);
  if (!opened.ok()) return opened;
  *result = std::make_unique<Directory>(
      std::move(directory), fs::path(path).lexically_normal().string(), this);
  return opened;
}

IOStatus PowerCutFileSystem::RenameFile(const std::string& from,
                                        const std::string& to,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  absl::MutexLock lock(&mu_);
  std::string before = Keep(to);
  IOStatus renamed = target()->RenameFile(from, to, options, debug);
  if (!renamed.ok()) return renamed;
  unsynced_.push_back(
      {.path = to, .before = std::move(before), .renamed_from = from});
  if (const auto file = files_.find(from); file != files_.end()) {
    files_[to] = file->second;
    files_.erase(from);
  }
  Count();
  return renamed;
}

IOStatus PowerCutFileSystem::DeleteFile(const std::string& path,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  absl::MutexLock lock(&mu_);
  std::string before = Keep(path);
  IOStatus deleted = target()->DeleteFile(path, options, debug);
  if (!deleted.ok()) return deleted;
  if (!before.empty()) {
    unsynced_.push_back({.path = path, .before = std::move(before)});
  }
  files_.erase(path);
  Count();
  return deleted;
}

}  // namespace gancho::testing
