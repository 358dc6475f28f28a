// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// ganchod --check and ganchod --backup_to, with and without a server.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/server_client.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho {
namespace {

namespace fs = std::filesystem;
using testing::ChildProcess;
using ::testing::HasSubstr;
using testing::ServerClient;
using testing::ServerProcess;
using testing::TempDirectory;

constexpr char kAllowLoopback[] = "--allow_destinations=127.0.0.0/8";

class BackupTest : public ::testing::Test {
 protected:
  // Runs ganchod with --data_dir and one flag more, to its end.
  int Command(const std::string& data_dir, const std::string& flag) {
    ChildProcess process(
        {ServerProcess::Binary(), absl::StrCat("--data_dir=", data_dir), flag});
    const auto code = process.Wait(absl::Seconds(60));
    EXPECT_TRUE(code.ok()) << code.status();
    said_ = process.stderr_text();
    return code.value_or(-1);
  }

  // A server whose one event fails for hours: what it is told stays pending.
  void StartServer() {
    auto server = ServerProcess::Start(data_, {kAllowLoopback});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<ServerClient>(server_->address());
    // Nobody listens there.
    const auto made = client_->CreateEvent("hook", "http://127.0.0.1:1/");
    ASSERT_TRUE(made.ok()) << made.error_message();
    ASSERT_TRUE(client_->CreateTrigger("hook", {v1::CallState::START}).ok());
  }

  TempDirectory directory_;
  const std::string data_ = directory_.path() + "/data";
  const std::string backup_ = directory_.path() + "/backup";
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<ServerClient> client_;
  std::string said_;
};

TEST_F(BackupTest, UnderLoadHoldsAllThatWasAcknowledgedBefore) {
  StartServer();
  absl::Mutex mu;
  std::vector<std::string> acknowledged;  // names of deliveries
  std::atomic<bool> end = false;
  std::thread load([&] {
    for (int i = 0; !end; ++i) {
      const auto names =
          client_->Report(absl::StrCat("call-", i), v1::CallState::START);
      absl::MutexLock lock(&mu);
      acknowledged.insert(acknowledged.end(), names.begin(), names.end());
    }
  });
  std::vector<std::string> before;
  {
    absl::MutexLock lock(&mu);
    const auto enough = [&] { return acknowledged.size() >= 200; };
    EXPECT_TRUE(
        mu.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(30)));
    before = acknowledged;
  }
  EXPECT_EQ(Command(data_, absl::StrCat("--backup_to=", backup_)), 0) << said_;
  end = true;
  load.join();
  EXPECT_EQ(Command(data_, "--check"), 1);
  EXPECT_THAT(said_, HasSubstr("in use"));
  EXPECT_EQ(Command(data_, absl::StrCat("--backup_to=", backup_)), 1);
  EXPECT_THAT(said_, HasSubstr("exists"));

  // The server and its ledger are lost.
  server_->Kill();
  fs::remove_all(data_);
  EXPECT_EQ(Command(backup_, "--check"), 0) << said_;
  fs::copy(backup_, data_, fs::copy_options::recursive);
  auto restored = ServerProcess::Start(data_, {kAllowLoopback});
  ASSERT_TRUE(restored.ok()) << restored.status();
  ServerClient client((*restored)->address());
  ASSERT_GE(before.size(), 200u);
  for (const std::string& name : before) {
    EXPECT_EQ(client.Get(name).name(), name);
  }
  EXPECT_FALSE(client.Report("call-after", v1::CallState::START).empty());
  EXPECT_EQ((*restored)->Terminate().value_or(-1), 0);
  EXPECT_EQ(Command(data_, "--check"), 0) << said_;
}

TEST_F(BackupTest, WithoutAServerIsMadeByTheCommand) {
  StartServer();
  ASSERT_FALSE(client_->Report("call", v1::CallState::START).empty());
  server_->Kill();
  EXPECT_EQ(Command(data_, absl::StrCat("--backup_to=", backup_, "/")), 0)
      << said_;
  EXPECT_EQ(Command(backup_, "--check"), 0) << said_;
  EXPECT_EQ(Command(data_, "--check"), 0) << said_;
}

TEST_F(BackupTest, NeedsALedger) {
  EXPECT_EQ(Command(data_, absl::StrCat("--backup_to=", backup_)), 1);
  EXPECT_THAT(said_, HasSubstr("no ledger"));
  EXPECT_EQ(Command(data_, "--check"), 1);
  EXPECT_THAT(said_, HasSubstr("no data directory"));
  EXPECT_FALSE(fs::exists(data_));
  EXPECT_FALSE(fs::exists(backup_));
}

TEST_F(BackupTest, CheckFindsDamage) {
  StartServer();
  // More than a block of the log, of 32 KiB, which a bad record hides.
  for (int i = 0; i < 150; ++i) {
    ASSERT_FALSE(client_
                     ->Report(absl::StrCat(std::string(100, 'c'), i),
                              v1::CallState::START)
                     .empty());
  }
  server_->Kill();
  for (const auto& entry : fs::directory_iterator(data_)) {
    if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
    std::fstream log(entry.path(),
                     std::ios::in | std::ios::out | std::ios::binary);
    log.seekp(static_cast<std::streamoff>(entry.file_size() / 4));
    log << "damage";
  }
  EXPECT_EQ(Command(data_, "--check"), 1);
  EXPECT_THAT(said_, HasSubstr("What to do"));
}

}  // namespace
}  // namespace gancho
