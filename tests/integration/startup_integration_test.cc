// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What ganchod says when it cannot start: one line on stderr, exit code 1, and
// nothing touched.

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "store/key.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho {
namespace {

using ::testing::AllOf;
using testing::ChildProcess;
using ::testing::HasSubstr;
using testing::ServerProcess;
using ::testing::StartsWith;
using testing::TempDirectory;

// Every file below `path` with its size and time of change.
std::map<std::string, std::string> Snapshot(const std::string& path) {
  std::map<std::string, std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(path)) {
    files[entry.path()] =
        absl::StrCat(entry.is_regular_file() ? entry.file_size() : 0, " ",
                     entry.last_write_time().time_since_epoch().count());
  }
  return files;
}

// The same while a server writes to its log of its own accord: that the log is
// there, and nothing of what is in it.
std::map<std::string, std::string> SnapshotInUse(const std::string& path) {
  std::map<std::string, std::string> files = Snapshot(path);
  for (auto& [name, what] : files) {
    if (name.ends_with(".log")) what.clear();
  }
  return files;
}

class StartupTest : public ::testing::Test {
 protected:
  std::string DataDir() const { return directory_.path() + "/data"; }

  // The line that ganchod ends with. `flags` come behind --data_dir and a free
  // port, so they win.
  std::string RefusalOf(const std::vector<std::string>& flags) {
    std::vector<std::string> command = {ServerProcess::Binary(),
                                        absl::StrCat("--data_dir=", DataDir()),
                                        "--listen_address=127.0.0.1:0"};
    command.insert(command.end(), flags.begin(), flags.end());
    ChildProcess process(command);
    const auto code = process.Wait(absl::Seconds(30));
    EXPECT_TRUE(code.ok()) << code.status();
    EXPECT_EQ(code.value_or(0), 1);
    std::string text = process.stderr_text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
    return text;
  }

  // As above, and that the data directory was not even made.
  std::string EarlyRefusalOf(const std::vector<std::string>& flags) {
    std::string line = RefusalOf(flags);
    EXPECT_FALSE(std::filesystem::exists(DataDir())) << line;
    return line;
  }

  // Behind the ledger's back, as a version of the future would leave it.
  void WriteFormatVersion(char version) {
    rocksdb::DB* raw = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    ASSERT_TRUE(rocksdb::DB::Open(store::MakeDbOptions({}, nullptr), DataDir(),
                                  store::MakeFamilies({}), &handles, &raw)
                    .ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->Put({}, std::string(store::kMetaFormatVersion),
                        std::string(7, '\0') + version)
                    .ok());
    for (auto* handle : handles) {
      ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
  }

  TempDirectory directory_;
};

TEST_F(StartupTest, RefusesPortInUse) {
  const TempDirectory other;
  const auto server = ServerProcess::Start(other.path() + "/data");
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ(
      EarlyRefusalOf({absl::StrCat("--listen_address=", (*server)->address())}),
      absl::StrCat("ganchod: cannot listen on ", (*server)->address(),
                   ": the port is in use\n"));
  EXPECT_EQ(EarlyRefusalOf(
                {absl::StrCat("--metrics_address=", (*server)->address())}),
            absl::StrCat("ganchod: cannot listen on ", (*server)->address(),
                         ": the port is in use\n"));
}

TEST_F(StartupTest, RefusesDirectoryOfAnotherServer) {
  const auto server = ServerProcess::Start(DataDir());
  ASSERT_TRUE(server.ok()) << server.status();
  const auto before = SnapshotInUse(DataDir());
  EXPECT_THAT(RefusalOf({}),
              AllOf(StartsWith("ganchod: "), HasSubstr(DataDir()),
                    HasSubstr("another process")));
  EXPECT_EQ(SnapshotInUse(DataDir()), before);
  // And it is not disturbed.
  EXPECT_EQ((*server)->Terminate().value_or(-1), 0);
}

TEST_F(StartupTest, RefusesNewerFormatAndTouchesNothing) {
  { ASSERT_TRUE(store::RocksdbLedger::Open(DataDir(), {}).ok()); }
  WriteFormatVersion(99);
  const auto before = Snapshot(DataDir());
  EXPECT_THAT(RefusalOf({}), AllOf(StartsWith("ganchod: "),
                                   HasSubstr(DataDir()), HasSubstr("99")));
  EXPECT_EQ(Snapshot(DataDir()), before);
}

// The operator must say so, and what the database has to say about it is in
// the log.
TEST_F(StartupTest, OpensADamagedLogOnlyWhenToldTo) {
  {
    auto ledger = store::RocksdbLedger::Open(DataDir(), {});
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    for (uint64_t number = 1; number <= 20; ++number) {
      store::Batch batch;
      batch.Put(store::Table::kMeta, absl::StrCat("key", number),
                std::string(10'000, 'v'));
      batch.set_number(number);
      ASSERT_TRUE((*ledger)->Apply(batch).ok());
    }
  }
  std::string log;
  for (const auto& entry : std::filesystem::directory_iterator(DataDir())) {
    if (entry.path().extension() == ".log" && entry.file_size() > 0) {
      log = entry.path();
    }
  }
  {
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(50'000);
    file.put('!');
  }
  EXPECT_THAT(RefusalOf({}), HasSubstr("batches up to 20 were acknowledged"));
  {
    const auto server = ServerProcess::Start(DataDir(), {"--accept_data_loss"});
    ASSERT_TRUE(server.ok()) << server.status();
    EXPECT_THAT((*server)->process().stderr_text(),
                HasSubstr("warning ledger: "));
  }
  // It is whole now.
  EXPECT_TRUE(ServerProcess::Start(DataDir()).ok());
}

TEST_F(StartupTest, RefusesDirectoryThatIsNone) {
  std::ofstream(DataDir()) << "a file";
  EXPECT_THAT(RefusalOf({}),
              AllOf(StartsWith("ganchod: "), HasSubstr(DataDir())));
  // Below a file, and in a file system that takes no files.
  EXPECT_THAT(RefusalOf({absl::StrCat("--data_dir=", DataDir(), "/data")}),
              StartsWith("ganchod: "));
  EXPECT_THAT(RefusalOf({"--data_dir=/proc/gancho"}), StartsWith("ganchod: "));
}

TEST_F(StartupTest, RefusesFlagsThatMakeNoSense) {
  EXPECT_THAT(EarlyRefusalOf({"--listen_address=0.0.0.0:0"}),
              HasSubstr("--insecure_listen"));
  EXPECT_THAT(EarlyRefusalOf({"--listen_address=nonsense"}),
              HasSubstr("--listen_address"));
  EXPECT_THAT(
      EarlyRefusalOf({"--listen_address=203.0.113.9:0", "--insecure_listen"}),
      HasSubstr("none of this machine"));
  EXPECT_THAT(EarlyRefusalOf(
                  {"--tls_certificate=/nowhere.pem", "--tls_key=/nowhere.pem"}),
              HasSubstr("--tls_certificate: cannot read '/nowhere.pem'"));
  EXPECT_THAT(EarlyRefusalOf({"--tls_client_ca=/nowhere.pem"}),
              HasSubstr("--tls_certificate"));
  EXPECT_THAT(EarlyRefusalOf({"--allow_destinations=10.0.0.0/33"}),
              HasSubstr("10.0.0.0/33"));
  EXPECT_THAT(EarlyRefusalOf({"--ca_file=/nowhere.pem"}),
              HasSubstr("/nowhere.pem"));
  EXPECT_THAT(EarlyRefusalOf({"--egress_proxy=https://u:p@proxy"}),
              AllOf(StartsWith("ganchod: "), Not(HasSubstr("u:p"))));
  EXPECT_THAT(EarlyRefusalOf({"--drain_timeout=2h"}),
              HasSubstr("--drain_timeout"));
  EXPECT_THAT(EarlyRefusalOf({"--engine_threads=65"}),
              HasSubstr("--engine_threads"));
  EXPECT_THAT(EarlyRefusalOf({"--log_level=loud"}), HasSubstr("--log_level"));
  EXPECT_THAT(EarlyRefusalOf({"--data_dir="}), HasSubstr("--data_dir"));
  EXPECT_THAT(EarlyRefusalOf({"--retention=999ms"}), HasSubstr("--retention"));
  EXPECT_THAT(EarlyRefusalOf({"--retention=inf"}), HasSubstr("--retention"));
  EXPECT_THAT(EarlyRefusalOf({"--call_close_timeout=0s"}),
              HasSubstr("--call_close_timeout"));
  EXPECT_THAT(EarlyRefusalOf({"surplus"}), HasSubstr("'surplus'"));
  EXPECT_THAT(EarlyRefusalOf({"--no_such_flag=1"}), HasSubstr("no_such_flag"));
  EXPECT_THAT(EarlyRefusalOf({"--drain_timeout=soon"}),
              HasSubstr("drain_timeout"));
}

TEST_F(StartupTest, RefusesALimitOfOpenFilesThatIsTooLow) {
  const std::vector<std::string> server = {
      ServerProcess::Binary(), absl::StrCat("--data_dir=", DataDir()),
      "--listen_address=127.0.0.1:0", "--engine_threads=1"};
  const auto refusal = [&](int limit, const std::string& flag) {
    std::vector<std::string> command = {
        "/bin/sh", "-c",
        absl::StrCat("ulimit -n ", limit, R"( && exec "$0" "$@")")};
    command.insert(command.end(), server.begin(), server.end());
    command.push_back(flag);
    ChildProcess process(command);
    EXPECT_EQ(process.Wait(absl::Seconds(30)).value_or(0), 1);
    EXPECT_FALSE(std::filesystem::exists(DataDir()));
    return process.stderr_text();
  };
  EXPECT_EQ(refusal(100, "--max_connections=0"),
            "ganchod: the limit of open files (ulimit -n) is 100: this server"
            " needs 200\n");
  EXPECT_EQ(refusal(256, "--max_connections=77"),
            "ganchod: --max_connections: at most 76 with a limit of 256 open"
            " files (ulimit -n)\n");
}

TEST_F(StartupTest, RefusesWhatThisVersionDoesNotHave) {
  EXPECT_THAT(EarlyRefusalOf({"--master_key_file=/etc/key"}),
              HasSubstr("--master_key_file"));
}

TEST_F(StartupTest, ReadsFlagsFromFile) {
  const std::string file = directory_.path() + "/flags";
  std::ofstream(file) << "--drain_timeout=99h\n";
  EXPECT_THAT(EarlyRefusalOf({absl::StrCat("--flagfile=", file)}),
              HasSubstr("--drain_timeout"));
}

}  // namespace
}  // namespace gancho
