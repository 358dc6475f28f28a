// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_CLIENTS_BEHAVIOUR_DRIVER_PROCESS_H_
#define GANCHO_TESTS_CLIENTS_BEHAVIOUR_DRIVER_PROCESS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho::testing {

// A client's language and the command of its driver; without a command the
// language cannot be tested here, and `missing` says why.
struct Language {
  std::string name;
  std::vector<std::string> command;
  std::string missing;
};

// Takes `--driver=NAME=PROGRAM[|ARGUMENT]...` and `--missing=NAME=REASON` out
// of the arguments of the test program.
std::vector<Language> TakeLanguages(int* argc, char** argv);

// What a driver printed; README.md tells what the fields mean.
struct DriverResult {
  struct Error {
    std::string code;  // INVALID_ARGUMENT, ...
    std::string message;
    std::string reason;
    std::string field;
    std::optional<double> retry_delay_ms;
  };
  struct Rejection {
    int64_t message_id = 0;
    int64_t index = 0;
    std::string code;
    std::string message;
    std::string call_id;
    std::string field;
  };

  int64_t sent = 0;
  int64_t acknowledged = 0;
  int64_t rejected = 0;
  int64_t duplicates = 0;
  int64_t messages = 0;
  int64_t connections = 0;
  int64_t buffered = 0;
  std::vector<Rejection> rejections;
  std::vector<std::string> names;
  std::optional<Error> error;
  double elapsed_ms = 0;
};

// A driver that runs.
class DriverProcess {
 public:
  DriverProcess(const Language& language,
                const std::vector<std::string>& flags);

  // What it printed when it ended. An error holds what it said: it still runs,
  // exited other than 0, or printed no such object.
  absl::StatusOr<DriverResult> Result(
      absl::Duration timeout = absl::Seconds(90));

 private:
  const TempDirectory directory_;
  const std::string output_path_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_CLIENTS_BEHAVIOUR_DRIVER_PROCESS_H_
