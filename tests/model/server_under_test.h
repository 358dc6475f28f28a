// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_SERVER_UNDER_TEST_H_
#define GANCHO_TESTS_MODEL_SERVER_UNDER_TEST_H_

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/model/operation.h"
#include "tests/testing/faulty_server.h"
#include "tests/testing/server_client.h"
#include "tests/testing/temp_directory.h"

namespace gancho::model {

// A real ganchod on a machine that gets into trouble and out of it again. Of
// one thread. Every wait has a limit; an error says what was waited for.
class ServerUnderTest {
 public:
  ServerUnderTest() = default;
  ~ServerUnderTest();

  absl::Status Start();

  // The trouble of `operation`, which lasts until Heal(). For kKillDuring,
  // whoever sends the next operation calls StrikeSoon() just before.
  absl::Status Begin(const Operation& operation);
  void StrikeSoon();
  // Takes the trouble away and returns when the server serves and can write.
  absl::Status Heal();
  bool in_trouble() const { return in_trouble_; }
  // Whether the last trouble ended every process or part of it that could
  // still have had something to do.
  bool was_started_anew() const { return was_started_anew_; }

  absl::Status Jump(int seconds);
  // SIGTERM, and the exit code must be 0.
  absl::Status Stop();

  testing::ServerClient& client() { return *client_; }
  const std::string& data_dir() const { return data_dir_; }
  int starts() const { return starts_; }
  int faults() const { return faults_; }

 private:
  absl::Status Restart(uint32_t cut_after);
  absl::Status StartOnce(uint32_t cut_after);
  void Connect();
  absl::Status Command(const std::string& command);
  absl::Status Kill();
  absl::Status AwaitWritable();

  const testing::TempDirectory directory_;
  const std::string data_dir_ = directory_.path() + "/data";
  std::unique_ptr<testing::FaultyServer> server_;
  std::unique_ptr<testing::ServerClient> client_;
  std::thread killer_;
  bool in_trouble_ = false;
  bool was_started_anew_ = true;
  Operation trouble_;
  int starts_ = 0;
  int faults_ = 0;
  int probes_ = 0;
};

// Not a sleep that a unit test could fall for: who waits here watches another
// process.
void Pause(absl::Duration duration);

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_SERVER_UNDER_TEST_H_
