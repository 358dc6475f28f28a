// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What is on the disk after a restart, a power loss and a failing disk.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "store/key.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "tests/store/rocksdb/faulty_file_system.h"
#include "tests/testing/temp_directory.h"

namespace gancho::store {
namespace {

using gancho::testing::Fault;
using gancho::testing::FaultyFileSystem;
using gancho::testing::TempDirectory;

std::unique_ptr<RocksdbLedger> Open(const std::string& path,
                                    const RocksdbOptions& options = {}) {
  auto ledger = RocksdbLedger::Open(path, options);
  EXPECT_TRUE(ledger.ok()) << ledger.status();
  return ledger.ok() ? *std::move(ledger) : nullptr;
}

// Puts `key` into two tables, so that a torn batch shows.
absl::Status ApplyNext(Ledger& ledger, const std::string& key,
                       size_t value_bytes = 100) {
  Batch batch;
  batch.Put(Table::kDelivery, key, std::string(value_bytes, 'v'));
  batch.Put(Table::kReady, key, "");
  batch.set_number(ledger.applied_batch() + 1);
  return ledger.Apply(batch);
}

bool Has(const Ledger& ledger, const std::string& key) {
  const bool delivery = ledger.Get(Table::kDelivery, key).ok();
  const bool ready = ledger.Get(Table::kReady, key).ok();
  EXPECT_EQ(delivery, ready) << "a torn batch: " << key;
  return delivery;
}

// The recovery runs by itself, every millisecond here.
absl::Status ApplyWhenResumed(Ledger& ledger, const std::string& key) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  absl::Status status;
  do {
    status = ApplyNext(ledger, key);
  } while (absl::IsResourceExhausted(status) && absl::Now() < deadline);
  return status;
}

// Applies large batches "1", "2" and so on, counted by `applied`.
absl::Status ApplyUntilItFails(Ledger& ledger, int* applied) {
  for (int i = 0; i < 1000; ++i) {
    absl::Status status =
        ApplyNext(ledger, std::to_string(*applied + 1), 50'000);
    if (!status.ok()) return status;
    ++*applied;
  }
  return absl::OkStatus();
}

void ExpectHasAll(const Ledger* ledger, int applied) {
  ASSERT_NE(ledger, nullptr);
  EXPECT_EQ(ledger->applied_batch(), static_cast<uint64_t>(applied));
  for (int i = 1; i <= applied; ++i) {
    EXPECT_TRUE(Has(*ledger, std::to_string(i))) << i;
  }
}

class DurabilityTest : public ::testing::Test {
 protected:
  // A copy of the ledger after a power loss now, opened.
  std::unique_ptr<RocksdbLedger> AfterPowerLoss(uint64_t kept_bytes = 0) {
    const std::string copy =
        directory_.path() + "/copy" + std::to_string(++copies_);
    files_->CopyAfterPowerLoss(path_, copy, kept_bytes);
    return Open(copy);
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/ledger";
  std::shared_ptr<FaultyFileSystem> files_ =
      std::make_shared<FaultyFileSystem>();
  std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
  RocksdbOptions options_ = {.resume_interval = absl::Milliseconds(1),
                             .env = env_.get()};
  int copies_ = 0;
};

TEST_F(DurabilityTest, EverythingIsThereAfterReopening) {
  const std::string binary("\0\xff", 2);
  for (int round = 0; round < 3; ++round) {
    const auto ledger = Open(path_);
    ASSERT_NE(ledger, nullptr);
    EXPECT_EQ(ledger->applied_batch(), static_cast<uint64_t>(round));
    Batch batch;
    batch.set_number(ledger->applied_batch() + 1);
    for (int table = 0; table < kTableCount; ++table) {
      batch.Put(static_cast<Table>(table), binary + std::to_string(round),
                std::to_string(table));
    }
    ASSERT_TRUE(ledger->Apply(batch).ok());
  }
  const auto ledger = Open(path_);
  EXPECT_EQ(ledger->applied_batch(), 3u);
  for (int round = 0; round < 3; ++round) {
    for (int table = 0; table < kTableCount; ++table) {
      const auto value = ledger->Get(static_cast<Table>(table),
                                     binary + std::to_string(round));
      ASSERT_TRUE(value.ok()) << value.status();
      EXPECT_EQ(*value, std::to_string(table));
    }
  }
}

TEST_F(DurabilityTest, AppliedBatchSurvivesPowerLossAtOnce) {
  const auto ledger = Open(path_, options_);
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(ApplyNext(*ledger, std::to_string(i)).ok());
    const auto copy = AfterPowerLoss();
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(copy->applied_batch(), static_cast<uint64_t>(i));
    EXPECT_TRUE(Has(*copy, std::to_string(i)));
  }
}

// Small memtables: flushes, compactions and changes of the log on the way.
TEST_F(DurabilityTest, AppliedBatchesSurvivePowerLossAcrossFlushes) {
  options_.memtable_bytes = 1 << 20;
  options_.max_wal_bytes = 1 << 20;
  const auto ledger = Open(path_, options_);
  for (int i = 1; i <= 200; ++i) {
    ASSERT_TRUE(ApplyNext(*ledger, std::to_string(i), 50'000).ok());
    if (i % 40 != 0) continue;
    const auto copy = AfterPowerLoss();
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(copy->applied_batch(), static_cast<uint64_t>(i));
    for (int j = 1; j <= i; ++j) EXPECT_TRUE(Has(*copy, std::to_string(j)));
  }
}

// A batch that was being written when the power went is there whole or not at
// all, however much of it had reached the disk, and service goes on.
TEST_F(DurabilityTest, TornBatchVanishesWhole) {
  const auto ledger = Open(path_, options_);
  ASSERT_TRUE(ApplyNext(*ledger, "first").ok());
  files_->SetFault(Fault::kSyncError);
  ASSERT_FALSE(ApplyNext(*ledger, "torn").ok());
  for (uint64_t kept = 0; kept < 320; kept += 29) {
    const auto copy = AfterPowerLoss(kept);
    ASSERT_NE(copy, nullptr) << kept;
    EXPECT_TRUE(Has(*copy, "first"));
    EXPECT_EQ(Has(*copy, "torn"), copy->applied_batch() == 2) << kept;
    EXPECT_TRUE(ApplyNext(*copy, "next").ok());
  }
}

class DiskFullTest : public DurabilityTest,
                     public ::testing::WithParamInterface<Fault> {};

TEST_P(DiskFullTest, FailsWholeAndComesBackByItself) {
  auto ledger = Open(path_, options_);
  ASSERT_TRUE(ApplyNext(*ledger, "before").ok());
  for (int round = 0; round < 3; ++round) {
    const std::string suffix = std::to_string(round);
    files_->SetFault(GetParam());
    for (int i = 0; i < 3; ++i) {
      const absl::Status full = ApplyNext(*ledger, "lost" + suffix);
      EXPECT_TRUE(absl::IsResourceExhausted(full)) << full;
      EXPECT_FALSE(ledger->health().status.ok());
    }
    EXPECT_FALSE(Has(*ledger, "lost" + suffix));
    EXPECT_TRUE(Has(*ledger, "before"));
    files_->SetFault(Fault::kNone);
    const absl::Status resumed = ApplyWhenResumed(*ledger, "after" + suffix);
    ASSERT_TRUE(resumed.ok()) << resumed;
    EXPECT_TRUE(ledger->health().status.ok());
    EXPECT_TRUE(ApplyNext(*ledger, "again" + suffix).ok());

    const auto copy = AfterPowerLoss();
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(copy->applied_batch(), ledger->applied_batch());
    EXPECT_TRUE(Has(*copy, "before"));
    EXPECT_FALSE(Has(*copy, "lost" + suffix));
    EXPECT_TRUE(Has(*copy, "after" + suffix));
    EXPECT_TRUE(Has(*copy, "again" + suffix));
  }
  ledger.reset();
  const auto reopened = Open(path_);
  EXPECT_EQ(reopened->applied_batch(), 7u);
  EXPECT_FALSE(Has(*reopened, "lost0"));
  EXPECT_TRUE(Has(*reopened, "again2"));
}

// The log alone fails, before anything else was written: nothing to flush, and
// so no reason to begin a new log behind the failed records.
TEST_P(DiskFullTest, NothingOfAFailedBatchIsReadLater) {
  ASSERT_TRUE(ApplyNext(*Open(path_, options_), "before").ok());
  auto ledger = Open(path_, options_);
  for (int round = 0; round < 3; ++round) {
    const std::string suffix = std::to_string(round);
    files_->SetFault(GetParam(), /*log_only=*/true);
    for (int i = 0; i < 3; ++i) {
      EXPECT_FALSE(ApplyNext(*ledger, "lost" + suffix).ok());
    }
    files_->SetFault(Fault::kNone);
    const absl::Status resumed = ApplyWhenResumed(*ledger, "after" + suffix);
    ASSERT_TRUE(resumed.ok()) << resumed;
    const auto copy = AfterPowerLoss();
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(copy->applied_batch(), ledger->applied_batch());
    EXPECT_FALSE(Has(*copy, "lost" + suffix));
    EXPECT_TRUE(Has(*copy, "after" + suffix));
  }
  ledger.reset();
  const auto reopened = Open(path_);
  EXPECT_EQ(reopened->applied_batch(), 4u);
  EXPECT_FALSE(Has(*reopened, "lost0"));
  EXPECT_TRUE(Has(*reopened, "after2"));
}

INSTANTIATE_TEST_SUITE_P(Faults, DiskFullTest,
                         ::testing::Values(Fault::kDiskFull,
                                           Fault::kDiskFullHalfway,
                                           Fault::kDiskFullAtSync));

// Flushing fails, in the background: the log itself stays whole.
TEST_F(DurabilityTest, FlushThatFindsTheDiskFullIsResumed) {
  options_.memtable_bytes = 1 << 20;
  const auto ledger = Open(path_, options_);
  int applied = 0;
  for (int round = 0; round < 3; ++round) {
    files_->SetFault(Fault::kNoNewTable);
    const absl::Status full = ApplyUntilItFails(*ledger, &applied);
    EXPECT_TRUE(absl::IsResourceExhausted(full)) << full;
    files_->SetFault(Fault::kNone);
    const absl::Status resumed =
        ApplyWhenResumed(*ledger, std::to_string(++applied));
    ASSERT_TRUE(resumed.ok()) << resumed;
    ExpectHasAll(AfterPowerLoss().get(), applied);
  }
}

// RocksDB holds this for fatal.
TEST_F(DurabilityTest, NoRoomForANewLogIsHealedByARestart) {
  options_.memtable_bytes = 1 << 20;
  auto ledger = Open(path_, options_);
  files_->SetFault(Fault::kNoNewLog);
  int applied = 0;
  const absl::Status full = ApplyUntilItFails(*ledger, &applied);
  EXPECT_TRUE(absl::IsUnavailable(full)) << full;
  files_->SetFault(Fault::kNone);
  EXPECT_TRUE(absl::IsUnavailable(ApplyNext(*ledger, "x")));
  EXPECT_TRUE(absl::IsUnavailable(ledger->health().status));
  ledger.reset();
  ledger = Open(path_);
  ExpectHasAll(ledger.get(), applied);
  EXPECT_TRUE(ApplyNext(*ledger, "x").ok());
}

class DiskErrorTest : public DurabilityTest,
                      public ::testing::WithParamInterface<Fault> {};

// After a failed sync nobody knows what is on the disk: writing ends until a
// restart has read it again.
TEST_P(DiskErrorTest, StaysReadOnlyUntilARestart) {
  auto ledger = Open(path_, options_);
  ASSERT_TRUE(ApplyNext(*ledger, "before").ok());
  files_->SetFault(GetParam());
  const absl::Status failed = ApplyNext(*ledger, "lost");
  EXPECT_TRUE(absl::IsUnavailable(failed)) << failed;
  files_->SetFault(Fault::kNone);
  EXPECT_TRUE(absl::IsUnavailable(ApplyNext(*ledger, "after")));
  EXPECT_TRUE(absl::IsUnavailable(ledger->health().status));
  EXPECT_TRUE(Has(*ledger, "before"));
  EXPECT_FALSE(Has(*ledger, "lost"));
  ledger.reset();
  const auto reopened = Open(path_);
  ASSERT_NE(reopened, nullptr);
  EXPECT_TRUE(Has(*reopened, "before"));
  EXPECT_FALSE(Has(*reopened, "after"));
  EXPECT_EQ(Has(*reopened, "lost"), reopened->applied_batch() == 2);
  EXPECT_TRUE(ApplyNext(*reopened, "next").ok());
}

INSTANTIATE_TEST_SUITE_P(Faults, DiskErrorTest,
                         ::testing::Values(Fault::kAppendError,
                                           Fault::kSyncError,
                                           Fault::kReadOnly));

// What the server asks before it opens the ledger anew.
TEST_F(DurabilityTest, ProbeTellsWhetherTheDiskCanBeWritten) {
  auto ledger = Open(path_, options_);
  ASSERT_TRUE(ApplyNext(*ledger, "before").ok());
  EXPECT_TRUE(RocksdbLedger::ProbeDisk(path_, options_).ok());
  for (const Fault fault : {Fault::kReadOnly, Fault::kAppendError,
                            Fault::kSyncError, Fault::kDiskFull}) {
    files_->SetFault(fault);
    EXPECT_FALSE(RocksdbLedger::ProbeDisk(path_, options_).ok());
  }
  files_->SetFault(Fault::kNone);
  EXPECT_TRUE(RocksdbLedger::ProbeDisk(path_, options_).ok());
  EXPECT_FALSE(std::filesystem::exists(path_ + "/000000.dbtmp"));
  EXPECT_TRUE(ApplyNext(*ledger, "after").ok());
}

TEST_F(DurabilityTest, LittleRoomIsRefusedBeforeTheDiskIsFull) {
  options_.min_free_bytes = 1000;
  const auto ledger = Open(path_, options_);
  ASSERT_TRUE(ApplyNext(*ledger, "before").ok());
  files_->SetFreeBytes(999);
  EXPECT_TRUE(absl::IsResourceExhausted(ApplyNext(*ledger, "a")));
  EXPECT_TRUE(absl::IsResourceExhausted(ledger->health().status));
  EXPECT_FALSE(Has(*ledger, "a"));
  files_->SetFreeBytes(1000);
  EXPECT_TRUE(ledger->health().status.ok());
  EXPECT_TRUE(ApplyNext(*ledger, "a").ok());
}

}  // namespace
}  // namespace gancho::store
