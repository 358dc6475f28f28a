// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_BACKGROUND_PACE_H_
#define GANCHO_STORE_ROCKSDB_BACKGROUND_PACE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "rocksdb/rate_limiter.h"

namespace gancho::store {

// What a database has to do in the background.
struct BackgroundDebt {
  // Of the column family that has most: what is full and not yet flushed.
  int sealed_memtables = 0;
  // Of the column family that has most: files in level 0 beyond those that
  // begin a compaction.
  int overdue_files = 0;
  // What compactions must read and write for all to be in shape, as RocksDB
  // estimates it.
  uint64_t compaction_bytes = 0;
};

// Bytes a second, written and read.
struct BackgroundPace {
  static constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

  int64_t flush = kUnlimited;
  int64_t compaction = kUnlimited;
};

// As little as pays the debt in time. Flushes and compactions at full speed
// take a whole core for a good part of a second each, and what is delivered
// meanwhile waits for it. Unlimited long before RocksDB would slow writes down.
BackgroundPace PaceFor(const BackgroundDebt& debt);

// Spreads the background work of a database over time. Thread-safe.
class BackgroundLimiter final : public rocksdb::RateLimiter {
 public:
  // Unlimited until a pace is set.
  BackgroundLimiter();
  // With a clock of its own, for tests.
  BackgroundLimiter(std::function<absl::Time()> now,
                    std::function<void(absl::Duration)> sleep);

  void SetPace(const BackgroundPace& pace);

  // Of both.
  void SetBytesPerSecond(int64_t bytes_per_second) override;
  // Returns when the bytes may be written or read, after 100 ms at the most.
  // Flushes have priority IO_HIGH and compactions IO_LOW; who has another one
  // does not wait, nor does either once RocksDB slows writes down.
  void Request(int64_t bytes, rocksdb::Env::IOPriority priority,
               rocksdb::Statistics* statistics, OpType type) override;
  int64_t GetSingleBurstBytes() const override;
  int64_t GetTotalBytesThrough(
      rocksdb::Env::IOPriority priority) const override;
  int64_t GetTotalRequests(rocksdb::Env::IOPriority priority) const override;
  // Of compactions.
  int64_t GetBytesPerSecond() const override;

 private:
  // What has one priority.
  struct Lane {
    std::atomic<int64_t> bytes_per_second{BackgroundPace::kUnlimited};
    std::atomic<int64_t> total_bytes{0};
    std::atomic<int64_t> total_requests{0};
    absl::Mutex mu;
    // When all that was asked for will have gone through.
    absl::Time free ABSL_GUARDED_BY(mu) = absl::InfinitePast();
  };

  // Adds the bytes to the lane; how long they wait.
  absl::Duration Reserve(Lane& lane, int64_t bytes);

  const std::function<absl::Time()> now_;
  const std::function<void(absl::Duration)> sleep_;
  std::array<Lane, rocksdb::Env::IO_TOTAL> lanes_;
};

// Sets the limiter's pace by the debt of a database, whenever that changes.
class BackgroundPacer final : public rocksdb::EventListener {
 public:
  explicit BackgroundPacer(std::shared_ptr<BackgroundLimiter> limiter);

  // From now on. Both must live until Unwatch().
  void Watch(rocksdb::DB* db,
             const std::vector<rocksdb::ColumnFamilyHandle*>& families);
  // When it returns, the database is no longer used, and nothing is limited.
  void Unwatch();

  void OnMemTableSealed(const rocksdb::MemTableInfo& info) override;
  void OnFlushCompleted(rocksdb::DB* db,
                        const rocksdb::FlushJobInfo& info) override;
  void OnCompactionCompleted(rocksdb::DB* db,
                             const rocksdb::CompactionJobInfo& info) override;

 private:
  struct Family {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    // Files in level 0 that begin a compaction.
    int due_files = 0;
  };

  // `sealed` is about to be sealed; null for none.
  void SetPace(const std::string* sealed) ABSL_LOCKS_EXCLUDED(mu_);

  const std::shared_ptr<BackgroundLimiter> limiter_;
  absl::Mutex mu_;
  rocksdb::DB* db_ ABSL_GUARDED_BY(mu_) = nullptr;
  std::vector<Family> families_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_BACKGROUND_PACE_H_
