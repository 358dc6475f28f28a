// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The check of a data directory and the copies that are made of one.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "store/key.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/rocksdb_check.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "tests/testing/temp_directory.h"

namespace gancho::store {
namespace {

namespace fs = std::filesystem;
using gancho::testing::TempDirectory;
using ::testing::HasSubstr;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Names and bytes of all files.
std::map<std::string, std::string> Snapshot(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    files[entry.path().filename()] = ReadAll(entry.path());
  }
  return files;
}

std::vector<std::string> FilesOf(const std::string& directory,
                                 const std::string& extension) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

class RocksdbCheckTest : public ::testing::Test {
 protected:
  static void PutCall(Ledger& ledger, const std::string& call_id) {
    Batch batch;
    batch.Put(Table::kCall, CallKey(0, 1, call_id), "");
    batch.Put(Table::kCallTime, CallTimeKey(0, 1, 1, call_id), "");
    batch.set_number(ledger.applied_batch() + 1);
    ASSERT_TRUE(ledger.Apply(batch).ok());
  }

  // A ledger with `count` calls, whose ids begin with `prefix`.
  void MakeLedger(int count, const std::string& prefix = "call") {
    const auto ledger = RocksdbLedger::Open(path_, {});
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    for (int i = 0; i < count; ++i) {
      PutCall(**ledger, prefix + std::to_string(i));
    }
  }

  // Moves what is in the log to tables.
  void Flush() {
    rocksdb::DB* raw = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    ASSERT_TRUE(rocksdb::DB::Open(MakeDbOptions({}, nullptr), path_,
                                  MakeFamilies({}), &handles, &raw)
                    .ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->Flush({}, handles).ok());
    for (auto* handle : handles) {
      ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
  }

  static void FlipByte(const std::string& file, size_t offset) {
    std::string bytes = ReadAll(file);
    ASSERT_LT(offset, bytes.size());
    bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
    std::ofstream(file, std::ios::binary) << bytes;
  }

  absl::Status Check(const std::string& path) {
    report_ = LedgerReport();
    return CheckRocksdb(path, {}, &report_);
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/ledger";
  const std::string copy_ = directory_.path() + "/copy";
  LedgerReport report_;
};

TEST_F(RocksdbCheckTest, FindsAHealthyLedgerInOrderAndLeavesItAlone) {
  MakeLedger(20);
  const auto before = Snapshot(path_);
  ASSERT_TRUE(Check(path_).ok());
  EXPECT_TRUE(report_.healthy());
  EXPECT_EQ(report_.applied_batch, 20u);
  EXPECT_EQ(report_.tables[static_cast<size_t>(Table::kCall)].entries, 20);
  EXPECT_EQ(Snapshot(path_), before);
  Flush();
  ASSERT_TRUE(Check(path_).ok());
  EXPECT_TRUE(report_.healthy());
  EXPECT_EQ(report_.tables[static_cast<size_t>(Table::kCall)].entries, 20);
}

TEST_F(RocksdbCheckTest, NamesTheFileWithADamagedBlock) {
  MakeLedger(20);
  Flush();
  int found = 0;
  for (const std::string& file : FilesOf(path_, ".sst")) {
    FlipByte(file, 0);
    const absl::Status status = Check(path_);
    const std::string name = fs::path(file).filename();
    if (status.ok()) {
      ASSERT_FALSE(report_.healthy());
      EXPECT_THAT(report_.problems.front().where, HasSubstr(name));
    } else {
      // The one with the format version: nothing can be opened without it.
      EXPECT_TRUE(absl::IsDataLoss(status));
      EXPECT_THAT(std::string(status.message()), HasSubstr(name));
    }
    FlipByte(file, 0);
    ++found;
  }
  EXPECT_GE(found, 3);  // kMeta, kCall and kCallTime
  ASSERT_TRUE(Check(path_).ok());
  EXPECT_TRUE(report_.healthy());
}

TEST_F(RocksdbCheckTest, FindsAMissingTableFile) {
  MakeLedger(20);
  Flush();
  fs::remove(FilesOf(path_, ".sst").front());
  EXPECT_TRUE(absl::IsDataLoss(Check(path_)));
}

TEST_F(RocksdbCheckTest, FindsADamagedLog) {
  // A bad record hides the rest of its block of 32 KiB; behind that the log can
  // be read.
  MakeLedger(40, std::string(5000, 'x'));
  const std::string log = FilesOf(path_, ".log").back();
  FlipByte(log, fs::file_size(log) / 2);
  const auto before = Snapshot(path_);
  const absl::Status status = Check(path_);
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(Snapshot(path_), before);
}

TEST_F(RocksdbCheckTest, RefusesALedgerInUse) {
  const auto ledger = RocksdbLedger::Open(path_, {});
  ASSERT_TRUE(ledger.ok());
  const absl::Status status = Check(path_);
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("in use"));
}

TEST_F(RocksdbCheckTest, MakesNoLedgerWhereThereIsNone) {
  EXPECT_TRUE(absl::IsNotFound(Check(path_)));
  EXPECT_FALSE(fs::exists(path_));
  fs::create_directory(path_);
  EXPECT_TRUE(absl::IsNotFound(Check(path_)));
  EXPECT_TRUE(fs::is_empty(path_));
}

TEST_F(RocksdbCheckTest, CheckpointHoldsAllThatWasAppliedBefore) {
  const auto ledger = RocksdbLedger::Open(path_, {});
  ASSERT_TRUE(ledger.ok());
  std::atomic<bool> end = false;
  std::thread writer([&] {
    for (int i = 0; !end; ++i) PutCall(**ledger, std::to_string(i));
  });
  for (int i = 0; i < 5; ++i) {
    const uint64_t before = (*ledger)->applied_batch();
    const std::string copy = copy_ + std::to_string(i);
    const absl::Status made = (*ledger)->Checkpoint(copy);
    EXPECT_TRUE(made.ok()) << made;
    ASSERT_TRUE(Check(copy).ok());
    EXPECT_TRUE(report_.healthy());
    EXPECT_GE(report_.applied_batch, before);
    EXPECT_EQ(report_.tables[static_cast<size_t>(Table::kCall)].entries,
              static_cast<int64_t>(report_.applied_batch));
    EXPECT_TRUE(RocksdbLedger::Open(copy, {}).ok());
  }
  end = true;
  writer.join();
}

TEST_F(RocksdbCheckTest, CheckpointIsIndependentOfTheLedger) {
  {
    const auto ledger = RocksdbLedger::Open(path_, {});
    ASSERT_TRUE(ledger.ok());
    PutCall(**ledger, "before");
    ASSERT_TRUE((*ledger)->Checkpoint(copy_ + "/").ok());
    PutCall(**ledger, "after");
  }
  fs::remove_all(path_);
  const auto copy = RocksdbLedger::Open(copy_, {});
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_TRUE((*copy)->Get(Table::kCall, CallKey(0, 1, "before")).ok());
  EXPECT_TRUE(absl::IsNotFound(
      (*copy)->Get(Table::kCall, CallKey(0, 1, "after")).status()));
}

TEST_F(RocksdbCheckTest, CheckpointOverwritesNothing) {
  const auto ledger = RocksdbLedger::Open(path_, {});
  ASSERT_TRUE(ledger.ok());
  fs::create_directory(copy_);
  EXPECT_TRUE(absl::IsAlreadyExists((*ledger)->Checkpoint(copy_)));
  EXPECT_TRUE(absl::IsAlreadyExists((*ledger)->Checkpoint(path_)));
  EXPECT_TRUE(absl::IsNotFound((*ledger)->Checkpoint(copy_ + "/no/parent")));
  EXPECT_TRUE(fs::is_empty(copy_));
}

}  // namespace
}  // namespace gancho::store
