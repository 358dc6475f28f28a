// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SERVER_PROCESS_H_
#define GANCHO_TESTS_TESTING_SERVER_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace gancho::testing {

// A program that a test runs. Its stderr is kept; the process is killed when
// the object goes away.
class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string>& command);
  ~ChildProcess();

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void Signal(int signal);

  // The exit code, or -signal; DEADLINE_EXCEEDED if it still runs.
  absl::StatusOr<int> Wait(absl::Duration timeout);

  // The rest of the first stderr line that contains `marker`, from behind it.
  // DEADLINE_EXCEEDED, or ABORTED if the process ends without such a line;
  // the message holds what it said.
  absl::StatusOr<std::string> WaitForLine(const std::string& marker,
                                          absl::Duration timeout);

  std::string stderr_text() const;
  pid_t pid() const { return pid_; }

 private:
  void ReadStderr(int fd);

  pid_t pid_ = -1;
  mutable absl::Mutex mu_;
  std::string stderr_ ABSL_GUARDED_BY(mu_);
  bool stderr_closed_ ABSL_GUARDED_BY(mu_) = false;
  bool reaped_ = false;
  int exit_code_ = 0;
  std::thread reader_;
};

// A ganchod of the build under test, listening on a free port.
class ServerProcess {
 public:
  // Adds --listen_address=127.0.0.1:0 unless `flags` have one, and
  // --data_dir. Fails if it does not listen within 30 seconds.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(
      const std::string& data_dir, std::vector<std::string> flags = {});

  // The same of another program with ganchod's flags, the first of `command`.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> StartProgram(
      std::vector<std::string> command, const std::string& data_dir,
      std::vector<std::string> flags);

  // Where it listens, "127.0.0.1:41234".
  const std::string& address() const { return address_; }
  ChildProcess& process() { return *process_; }

  // SIGTERM; the exit code.
  absl::StatusOr<int> Terminate(absl::Duration timeout = absl::Seconds(60));
  // SIGKILL; returns when the process is gone.
  void Kill();

  // The path of the binary: GANCHO_GANCHOD of the environment, else what the
  // build set.
  static std::string Binary();

 private:
  ServerProcess() = default;

  std::unique_ptr<ChildProcess> process_;
  std::string address_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SERVER_PROCESS_H_
