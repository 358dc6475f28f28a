// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Directories that a ledger must refuse, and leave as they are.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "store/key.h"
#include "store/rocksdb/options.h"
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

// The newest of the files that end on `extension`.
std::string Newest(const std::string& directory, const std::string& extension) {
  std::string newest;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == extension) {
      newest = std::max(newest, entry.path().string());
    }
  }
  return newest;
}

class OpenTest : public ::testing::Test {
 protected:
  absl::Status Open(const RocksdbOptions& options = {}) {
    return RocksdbLedger::Open(path_, options).status();
  }

  // A ledger with `batches` batches of one record each.
  void MakeLedger(int batches) {
    auto ledger = RocksdbLedger::Open(path_, {});
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    for (int i = 1; i <= batches; ++i) {
      Batch batch;
      batch.Put(Table::kCall, "key" + std::to_string(i),
                std::string(10'000, 'v'));
      batch.set_number(static_cast<uint64_t>(i));
      ASSERT_TRUE((*ledger)->Apply(batch).ok());
    }
  }

  // Writes to the database behind the ledger's back; `family` is made.
  void WriteRaw(std::string_view key, const std::string& value,
                const std::string& family = "") {
    rocksdb::DB* raw = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    ASSERT_TRUE(rocksdb::DB::Open(MakeDbOptions({}, nullptr), path_,
                                  MakeFamilies({}), &handles, &raw)
                    .ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->Put({}, std::string(key), value).ok());
    if (!family.empty()) {
      rocksdb::ColumnFamilyHandle* handle = nullptr;
      ASSERT_TRUE(db->CreateColumnFamily({}, family, &handle).ok());
      handles.push_back(handle);
    }
    for (auto* handle : handles) {
      ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
  }

  void ExpectRefusedUntouched(absl::StatusCode code, const char* message,
                              const RocksdbOptions& options = {}) {
    const auto before = Snapshot(path_);
    const absl::Status status = Open(options);
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
    EXPECT_EQ(Snapshot(path_), before);
  }

  void FlipByte(const std::string& file, size_t offset) {
    std::string bytes = ReadAll(file);
    ASSERT_LT(offset, bytes.size());
    bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
    std::ofstream(file, std::ios::binary) << bytes;
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/a/b/ledger";
};

TEST_F(OpenTest, MakesTheDirectoryWithItsParents) {
  EXPECT_TRUE(Open().ok());
  EXPECT_TRUE(fs::is_directory(path_));
  EXPECT_TRUE(Open().ok());
}

TEST_F(OpenTest, RefusesANewerFormat) {
  MakeLedger(1);
  WriteRaw(kMetaFormatVersion, MetaNumber(kFormatVersion + 1));
  ExpectRefusedUntouched(absl::StatusCode::kFailedPrecondition,
                         "newer version of the server: its format is 2");
}

TEST_F(OpenTest, RefusesAnUnknownTable) {
  MakeLedger(1);
  WriteRaw("x", "y", "table_of_the_future");
  ExpectRefusedUntouched(absl::StatusCode::kFailedPrecondition,
                         "unknown table 'table_of_the_future'");
}

TEST_F(OpenTest, RefusesALedgerThatIsOpenInThisProcess) {
  auto ledger = RocksdbLedger::Open(path_, {});
  ASSERT_TRUE(ledger.ok());
  const absl::Status second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second)) << second;
  ledger->reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(OpenTest, RefusesALedgerThatIsOpenInAnotherProcess) {
  MakeLedger(1);
  int locked[2];
  int release[2];
  ASSERT_EQ(pipe(locked), 0);
  ASSERT_EQ(pipe(release), 0);
  const std::string lock_path = path_ + "/LOCK";
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Only system calls: this is a copy of one thread of many.
    const int file = open(lock_path.c_str(), O_RDWR);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    char byte = fcntl(file, F_SETLK, &lock) == 0 ? '+' : '-';
    if (write(locked[1], &byte, 1) != 1) _exit(1);
    close(release[1]);
    // Until the parent closes its end.
    _exit(read(release[0], &byte, 1) == 0 ? 0 : 1);
  }
  char byte = 0;
  ASSERT_EQ(read(locked[0], &byte, 1), 1);
  EXPECT_EQ(byte, '+');
  ExpectRefusedUntouched(absl::StatusCode::kFailedPrecondition,
                         "in use by another process");
  for (const int end : {locked[0], locked[1], release[0], release[1]}) {
    close(end);
  }
  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(Open().ok());
}

TEST_F(OpenTest, RefusesWhatIsNoDirectory) {
  fs::create_directories(fs::path(path_).parent_path());
  std::ofstream(path_) << "a file";
  EXPECT_TRUE(absl::IsPermissionDenied(Open()));
  EXPECT_EQ(ReadAll(path_), "a file");
  EXPECT_TRUE(absl::IsPermissionDenied(
      RocksdbLedger::Open(path_ + "/below", {}).status()));
}

TEST_F(OpenTest, RefusesADirectoryThatCannotBeWritten) {
  // Not even root can write here.
  const absl::Status status = RocksdbLedger::Open("/proc/gancho", {}).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("cannot use data directory '/proc/gancho'"));
}

TEST_F(OpenTest, RefusesRemainsWithoutTheFileCurrent) {
  MakeLedger(1);
  fs::remove(path_ + "/CURRENT");
  ExpectRefusedUntouched(absl::StatusCode::kDataLoss, "no file CURRENT");
}

TEST_F(OpenTest, RefusesTheDatabaseOfAnotherProgram) {
  fs::create_directories(path_);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path_, &raw).ok());
  EXPECT_TRUE(raw->Put({}, "their key", "their value").ok());
  delete raw;
  ExpectRefusedUntouched(absl::StatusCode::kDataLoss, "no format version");
}

TEST_F(OpenTest, GoesOnWhereItsMakingWasInterrupted) {
  fs::create_directories(path_);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path_, &raw).ok());
  delete raw;
  EXPECT_TRUE(Open().ok());
}

TEST_F(OpenTest, RefusesALogThatIsDamagedBeforeAcknowledgedBatches) {
  MakeLedger(20);
  FlipByte(Newest(path_, ".log"), 50'000);
  ExpectRefusedUntouched(absl::StatusCode::kDataLoss,
                         "but batches up to 20 were acknowledged");
  const auto ledger = RocksdbLedger::Open(path_, {.accept_data_loss = true});
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ((*ledger)->applied_batch(), 4u);
  EXPECT_TRUE((*ledger)->Get(Table::kCall, "key4").ok());
  EXPECT_FALSE((*ledger)->Get(Table::kCall, "key5").ok());
}

// It cannot be told from a group that the power loss cut.
TEST_F(OpenTest, OpensWithoutALastBatchThatIsDamaged) {
  MakeLedger(20);
  const std::string log = Newest(path_, ".log");
  FlipByte(log, fs::file_size(log) - 5000);
  const auto ledger = RocksdbLedger::Open(path_, {});
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ((*ledger)->applied_batch(), 19u);
}

TEST_F(OpenTest, RefusesADamagedTable) {
  MakeLedger(20);
  EXPECT_TRUE(Open().ok());  // flushes the log into a table
  const std::string table = Newest(path_, ".sst");
  ASSERT_FALSE(table.empty());
  fs::resize_file(table, fs::file_size(table) / 2);
  EXPECT_TRUE(absl::IsDataLoss(Open())) << Open();
  fs::remove(table);
  EXPECT_TRUE(absl::IsDataLoss(Open())) << Open();
}

}  // namespace
}  // namespace gancho::store
