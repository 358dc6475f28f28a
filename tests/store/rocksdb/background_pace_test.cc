// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/background_pace.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "tests/testing/temp_directory.h"

namespace gancho::store {
namespace {

using gancho::testing::TempDirectory;
using rocksdb::Env;

constexpr int64_t kMiB = 1 << 20;

TEST(PaceForTest, NothingToDoGoesSlowly) {
  const BackgroundPace pace = PaceFor({});
  EXPECT_EQ(pace.flush, 16 * kMiB);
  EXPECT_EQ(pace.compaction, 8 * kMiB);
}

TEST(PaceForTest, ASecondSealedMemtableIsFlushedAtFullSpeed) {
  EXPECT_EQ(PaceFor({.sealed_memtables = 1}).flush, 16 * kMiB);
  EXPECT_EQ(PaceFor({.sealed_memtables = 2}).flush, BackgroundPace::kUnlimited);
  // Which is no reason to compact faster.
  EXPECT_EQ(PaceFor({.sealed_memtables = 2}).compaction, 8 * kMiB);
}

TEST(PaceForTest, CompactionPaysItsDebtInFourSeconds) {
  EXPECT_EQ(PaceFor({.compaction_bytes = 32 * kMiB}).compaction, 8 * kMiB);
  EXPECT_EQ(PaceFor({.compaction_bytes = 400 * kMiB}).compaction, 100 * kMiB);
}

TEST(PaceForTest, CompactionHastensWithEachFileAndIsNotLimitedInTime) {
  EXPECT_EQ(PaceFor({.overdue_files = 0}).compaction, 8 * kMiB);
  EXPECT_EQ(PaceFor({.overdue_files = 1}).compaction, 16 * kMiB);
  EXPECT_EQ(PaceFor({.overdue_files = 7}).compaction, 64 * kMiB);
  // RocksDB slows writes down at 16.
  EXPECT_EQ(PaceFor({.overdue_files = 8}).compaction,
            BackgroundPace::kUnlimited);
}

// Who waits lets the clock go on.
class BackgroundLimiterTest : public ::testing::Test {
 protected:
  absl::Duration TimeFor(int64_t bytes, Env::IOPriority priority) {
    const absl::Time begin = now_;
    for (int64_t left = bytes; left > 0;) {
      left -= static_cast<int64_t>(limiter_.RequestToken(
          static_cast<size_t>(left), /*alignment=*/0, priority, nullptr,
          rocksdb::RateLimiter::OpType::kWrite));
    }
    return now_ - begin;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  BackgroundLimiter limiter_{[this] { return now_; },
                             [this](absl::Duration time) { now_ += time; }};
};

TEST_F(BackgroundLimiterTest, IsUnlimitedUntilToldOtherwise) {
  EXPECT_EQ(TimeFor(1000 * kMiB, Env::IO_LOW), absl::ZeroDuration());
  EXPECT_EQ(TimeFor(1000 * kMiB, Env::IO_HIGH), absl::ZeroDuration());
  EXPECT_EQ(limiter_.GetBytesPerSecond(), BackgroundPace::kUnlimited);
}

TEST_F(BackgroundLimiterTest, HoldsEachToItsPace) {
  limiter_.SetPace({.flush = 16 * kMiB, .compaction = 8 * kMiB});
  // The last piece of a run is not waited for, and 5 ms may be saved up.
  EXPECT_NEAR(absl::ToDoubleSeconds(TimeFor(16 * kMiB, Env::IO_LOW)), 2, 0.04);
  EXPECT_NEAR(absl::ToDoubleSeconds(TimeFor(16 * kMiB, Env::IO_HIGH)), 1, 0.04);
}

TEST_F(BackgroundLimiterTest, HoldsUpNobodyElse) {
  limiter_.SetBytesPerSecond(1);
  // What RocksDB gives flushes and compactions while it slows writes down.
  EXPECT_EQ(TimeFor(1000 * kMiB, Env::IO_USER), absl::ZeroDuration());
  EXPECT_EQ(TimeFor(1000 * kMiB, Env::IO_MID), absl::ZeroDuration());
}

TEST_F(BackgroundLimiterTest, NoPieceWaitsLongerThanATenthOfASecond) {
  limiter_.SetBytesPerSecond(1);
  EXPECT_LE(TimeFor(kMiB, Env::IO_LOW), 4 * absl::Milliseconds(100));
  // And who comes after the pace was raised pays nothing for the time before.
  limiter_.SetPace({});
  EXPECT_EQ(TimeFor(kMiB, Env::IO_LOW), absl::ZeroDuration());
}

TEST_F(BackgroundLimiterTest, AClockThatIsSetBackHoldsUpNobody) {
  limiter_.SetPace({.flush = 16 * kMiB, .compaction = 16 * kMiB});
  TimeFor(kMiB, Env::IO_LOW);
  now_ -= absl::Hours(1);
  EXPECT_LE(TimeFor(256 << 10, Env::IO_LOW), absl::Milliseconds(100));
}

TEST_F(BackgroundLimiterTest, CountsWhatGoesThrough) {
  TimeFor(kMiB, Env::IO_LOW);
  TimeFor(2 * kMiB, Env::IO_HIGH);
  EXPECT_EQ(limiter_.GetTotalBytesThrough(Env::IO_LOW), kMiB);
  EXPECT_EQ(limiter_.GetTotalBytesThrough(Env::IO_TOTAL), 3 * kMiB);
  EXPECT_EQ(limiter_.GetTotalRequests(Env::IO_HIGH), 8);
  EXPECT_EQ(limiter_.GetTotalRequests(Env::IO_TOTAL), 12);
}

// A database whose compactions wait for the test.
class BackgroundPacerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.disable_auto_compactions = true;
    options.rate_limiter = limiter_;
    options.listeners.push_back(pacer_);
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, directory_.path(), &db).ok());
    db_.reset(db);
  }
  void TearDown() override { pacer_->Unwatch(); }

  // A file more in level 0.
  void WriteFile() {
    ASSERT_TRUE(db_->Put(rocksdb::WriteOptions(), "key", "value").ok());
    ASSERT_TRUE(db_->Flush(rocksdb::FlushOptions()).ok());
  }

  TempDirectory directory_;
  std::shared_ptr<BackgroundLimiter> limiter_ =
      std::make_shared<BackgroundLimiter>();
  std::shared_ptr<BackgroundPacer> pacer_ =
      std::make_shared<BackgroundPacer>(limiter_);
  std::unique_ptr<rocksdb::DB> db_;
};

TEST_F(BackgroundPacerTest, FollowsTheDebt) {
  EXPECT_EQ(limiter_->GetBytesPerSecond(), BackgroundPace::kUnlimited);
  pacer_->Watch(db_.get(), {db_->DefaultColumnFamily()});
  EXPECT_EQ(limiter_->GetBytesPerSecond(), 8 * kMiB);
  for (int i = 0; i < 4; ++i) WriteFile();
  EXPECT_EQ(limiter_->GetBytesPerSecond(), 8 * kMiB);
  for (int i = 4; i < 8; ++i) WriteFile();
  EXPECT_EQ(limiter_->GetBytesPerSecond(), 40 * kMiB);
  for (int i = 8; i < 12; ++i) WriteFile();
  EXPECT_EQ(limiter_->GetBytesPerSecond(), BackgroundPace::kUnlimited);
  ASSERT_TRUE(
      db_->CompactRange(rocksdb::CompactRangeOptions(), nullptr, nullptr).ok());
  EXPECT_EQ(limiter_->GetBytesPerSecond(), 8 * kMiB);
}

TEST_F(BackgroundPacerTest, LeavesADatabaseThatIsClosing) {
  pacer_->Watch(db_.get(), {db_->DefaultColumnFamily()});
  pacer_->Unwatch();
  EXPECT_EQ(limiter_->GetBytesPerSecond(), BackgroundPace::kUnlimited);
  WriteFile();
  EXPECT_EQ(limiter_->GetBytesPerSecond(), BackgroundPace::kUnlimited);
}

}  // namespace
}  // namespace gancho::store
