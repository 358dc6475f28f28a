// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/background_pace.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace gancho::store {
namespace {

constexpr int64_t kMiB = 1 << 20;

// 40,000 states a second make about 6 MiB of new files a second, and
// compactions of them read and write about as much.
constexpr int64_t kLeastFlush = 16 * kMiB;
constexpr int64_t kLeastCompaction = 8 * kMiB;
constexpr int64_t kSecondsToPay = 4;
// With three memtables a family, a second sealed one leaves the last to fill.
constexpr int kUrgentMemtables = 2;
// RocksDB slows writes down at 16 (options.cc).
constexpr int kUrgentFiles = 8;

// What may go through at once: some milliseconds of a core.
constexpr int64_t kBurstBytes = 256 << 10;
// What was not used of the pace may be used later up to so much.
constexpr absl::Duration kSlack = absl::Milliseconds(5);
constexpr absl::Duration kLongestWait = absl::Milliseconds(100);

int64_t GetInt(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
               const std::string& property) {
  uint64_t value = 0;
  db->GetIntProperty(family, property, &value);
  return static_cast<int64_t>(value);
}

}  // namespace

BackgroundPace PaceFor(const BackgroundDebt& debt) {
  BackgroundPace pace;
  if (debt.sealed_memtables < kUrgentMemtables) pace.flush = kLeastFlush;
  if (debt.overdue_files < kUrgentFiles) {
    pace.compaction =
        std::max(kLeastCompaction * (1 + debt.overdue_files),
                 static_cast<int64_t>(debt.compaction_bytes / kSecondsToPay));
  }
  return pace;
}

BackgroundLimiter::BackgroundLimiter()
    : BackgroundLimiter(absl::Now,
                        [](absl::Duration time) { absl::SleepFor(time); }) {}

BackgroundLimiter::BackgroundLimiter(std::function<absl::Time()> now,
                                     std::function<void(absl::Duration)> sleep)
    : RateLimiter(Mode::kAllIo),
      now_(std::move(now)),
      sleep_(std::move(sleep)) {}

void BackgroundLimiter::SetPace(const BackgroundPace& pace) {
  lanes_[rocksdb::Env::IO_HIGH].bytes_per_second = pace.flush;
  lanes_[rocksdb::Env::IO_LOW].bytes_per_second = pace.compaction;
}

void BackgroundLimiter::SetBytesPerSecond(int64_t bytes_per_second) {
  SetPace({.flush = bytes_per_second, .compaction = bytes_per_second});
}

void BackgroundLimiter::Request(int64_t bytes,
                                rocksdb::Env::IOPriority priority,
                                rocksdb::Statistics* /*statistics*/,
                                OpType /*type*/) {
  Lane& lane = lanes_[priority];
  lane.total_bytes += bytes;
  ++lane.total_requests;
  const absl::Duration wait = Reserve(lane, bytes);
  if (wait > absl::ZeroDuration()) sleep_(wait);
}

absl::Duration BackgroundLimiter::Reserve(Lane& lane, int64_t bytes) {
  const int64_t rate = lane.bytes_per_second;
  if (rate == BackgroundPace::kUnlimited) return absl::ZeroDuration();
  const absl::Time now = now_();
  absl::MutexLock lock(&lane.mu);
  // Neither an earlier, lower pace nor a clock that was set back binds for
  // long.
  lane.free = std::clamp(lane.free, now - kSlack, now + kLongestWait);
  const absl::Duration wait = lane.free - now;
  lane.free +=
      absl::Seconds(static_cast<double>(bytes) / static_cast<double>(rate));
  return wait;
}

int64_t BackgroundLimiter::GetSingleBurstBytes() const { return kBurstBytes; }

int64_t BackgroundLimiter::GetTotalBytesThrough(
    rocksdb::Env::IOPriority priority) const {
  if (priority != rocksdb::Env::IO_TOTAL) return lanes_[priority].total_bytes;
  int64_t sum = 0;
  for (const Lane& lane : lanes_) sum += lane.total_bytes;
  return sum;
}

int64_t BackgroundLimiter::GetTotalRequests(
    rocksdb::Env::IOPriority priority) const {
  if (priority != rocksdb::Env::IO_TOTAL) {
    return lanes_[priority].total_requests;
  }
  int64_t sum = 0;
  for (const Lane& lane : lanes_) sum += lane.total_requests;
  return sum;
}

int64_t BackgroundLimiter::GetBytesPerSecond() const {
  return lanes_[rocksdb::Env::IO_LOW].bytes_per_second;
}

BackgroundPacer::BackgroundPacer(std::shared_ptr<BackgroundLimiter> limiter)
    : limiter_(std::move(limiter)) {}

void BackgroundPacer::Watch(
    rocksdb::DB* db,
    const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
  {
    absl::MutexLock lock(&mu_);
    db_ = db;
    families_.clear();
    for (rocksdb::ColumnFamilyHandle* handle : families) {
      families_.push_back(
          {.handle = handle,
           .due_files =
               db->GetOptions(handle).level0_file_num_compaction_trigger});
    }
  }
  SetPace(nullptr);
}

void BackgroundPacer::Unwatch() {
  absl::MutexLock lock(&mu_);
  db_ = nullptr;
  limiter_->SetPace({});
}

void BackgroundPacer::OnMemTableSealed(const rocksdb::MemTableInfo& info) {
  SetPace(&info.cf_name);
}

void BackgroundPacer::OnFlushCompleted(rocksdb::DB* /*db*/,
                                       const rocksdb::FlushJobInfo& /*info*/) {
  SetPace(nullptr);
}

void BackgroundPacer::OnCompactionCompleted(
    rocksdb::DB* /*db*/, const rocksdb::CompactionJobInfo& /*info*/) {
  SetPace(nullptr);
}

void BackgroundPacer::SetPace(const std::string* sealed) {
  using Properties = rocksdb::DB::Properties;
  static const std::string level0_files =
      Properties::kNumFilesAtLevelPrefix + "0";
  absl::MutexLock lock(&mu_);
  if (db_ == nullptr) return;
  BackgroundDebt debt;
  for (const Family& family : families_) {
    const int64_t memtables =
        GetInt(db_, family.handle, Properties::kNumImmutableMemTable) +
        (sealed != nullptr && family.handle->GetName() == *sealed ? 1 : 0);
    debt.sealed_memtables =
        std::max(debt.sealed_memtables, static_cast<int>(memtables));
    std::string files;
    // Not known as a number.
    if (db_->GetProperty(family.handle, level0_files, &files)) {
      debt.overdue_files =
          std::max(debt.overdue_files, std::stoi(files) - family.due_files);
    }
    debt.compaction_bytes += static_cast<uint64_t>(GetInt(
        db_, family.handle, Properties::kEstimatePendingCompactionBytes));
  }
  limiter_->SetPace(PaceFor(debt));
}

}  // namespace gancho::store
