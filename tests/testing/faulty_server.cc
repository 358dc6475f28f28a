// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/faulty_server.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace gancho::testing {

absl::StatusOr<std::unique_ptr<FaultyServer>> FaultyServer::Start(
    const Options& options) {
  auto faulty = std::unique_ptr<FaultyServer>(new FaultyServer);
  static std::atomic<int> count = 0;
  faulty->control_ = absl::StrCat(options.data_dir, ".control", ++count);
  if (mkfifo(faulty->control_.c_str(), 0600) != 0) {
    return absl::InternalError("mkfifo " + faulty->control_);
  }
  std::vector<std::string> program;
  if (options.max_descriptors.has_value()) {
    program = {"/bin/sh", "-c",
               absl::StrCat("ulimit -n ", *options.max_descriptors,
                            R"( && exec "$0" "$@")")};
  }
  for (std::string word :
       {std::string("/usr/bin/env"), "GANCHO_CONTROL=" + faulty->control_,
        absl::StrCat("GANCHO_CUT_AFTER=", options.cut_after),
        absl::StrCat("GANCHO_CUT_SEED=", options.cut_seed)}) {
    program.push_back(std::move(word));
  }
  if (options.min_free_bytes.has_value()) {
    program.push_back(
        absl::StrCat("GANCHO_MIN_FREE_BYTES=", *options.min_free_bytes));
  }
  if (options.memtable_bytes.has_value()) {
    program.push_back(
        absl::StrCat("GANCHO_MEMTABLE_BYTES=", *options.memtable_bytes));
  }
  program.push_back(GANCHO_GANCHOD_WITH_FAULTS);
  auto server = ServerProcess::StartProgram(std::move(program),
                                            options.data_dir, options.flags);
  if (!server.ok()) return server.status();
  faulty->server_ = *std::move(server);
  return faulty;
}

FaultyServer::~FaultyServer() { unlink(control_.c_str()); }

void FaultyServer::Command(const std::string& command) {
  Write(command);
  const auto obeyed = process().WaitForLine(
      absl::StrCat("obeyed command ", ++commands_, "."), absl::Seconds(20));
  EXPECT_TRUE(obeyed.ok()) << command << ": " << obeyed.status();
}

bool FaultyServer::TryCommand(const std::string& command) {
  Write(command);
  return process()
      .WaitForLine(absl::StrCat("obeyed command ", ++commands_, "."),
                   absl::Seconds(20))
      .ok();
}

void FaultyServer::Cut() {
  Write("cut");
  const auto ended = process().Wait(absl::Seconds(20));
  EXPECT_TRUE(ended.ok()) << ended.status();
}

void FaultyServer::Write(const std::string& line) {
  // Does not wait for a reader that is gone.
  const int fd = open(control_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) std::abort();
  const std::string bytes = line + "\n";
  const ssize_t written = write(fd, bytes.data(), bytes.size());
  EXPECT_EQ(written, static_cast<ssize_t>(bytes.size()));
  close(fd);
}

}  // namespace gancho::testing
