// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace gancho::testing {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(30);

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) std::abort();
  pid_ = fork();
  if (pid_ < 0) std::abort();
  if (pid_ == 0) {
    // Only what is safe between fork and exec. The child does not outlive a
    // test that crashes.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDERR_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  reader_ = std::thread([this, fd = pipe_ends[0]] { ReadStderr(fd); });
}

ChildProcess::~ChildProcess() {
  if (!reaped_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  reader_.join();
}

void ChildProcess::Signal(int signal) {
  if (!reaped_) kill(pid_, signal);
}

absl::StatusOr<int> ChildProcess::Wait(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!reaped_) {
    int status = 0;
    const pid_t done = waitpid(pid_, &status, WNOHANG);
    if (done == pid_) {
      reaped_ = true;
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      break;
    }
    if (absl::Now() > deadline) {
      return absl::DeadlineExceededError(
          absl::StrCat("still running; it said:\n", stderr_text()));
    }
    // There is no waitpid() with a time-out; a closed stderr mostly comes
    // first, and wakes this.
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(&stderr_closed_),
                         absl::Milliseconds(20));
  }
  // What it said last has been read when stderr is closed.
  absl::MutexLock lock(&mu_);
  mu_.AwaitWithTimeout(absl::Condition(&stderr_closed_), absl::Seconds(5));
  return exit_code_;
}

absl::StatusOr<std::string> ChildProcess::WaitForLine(const std::string& marker,
                                                      absl::Duration timeout) {
  std::string rest;
  const auto found = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const size_t at = stderr_.find(marker);
    if (at == std::string::npos) return false;
    const size_t end = stderr_.find('\n', at);
    if (end == std::string::npos) return false;
    const size_t begin = at + marker.size();
    rest = stderr_.substr(begin, end - begin);
    return true;
  };
  const auto over = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return found() || stderr_closed_;
  };
  absl::MutexLock lock(&mu_);
  if (!mu_.AwaitWithTimeout(absl::Condition(&over), timeout)) {
    return absl::DeadlineExceededError(
        absl::StrCat("no '", marker, "' in:\n", stderr_));
  }
  if (!found()) {
    return absl::AbortedError(
        absl::StrCat("ended without '", marker, "':\n", stderr_));
  }
  return rest;
}

std::string ChildProcess::stderr_text() const {
  absl::MutexLock lock(&mu_);
  return stderr_;
}

void ChildProcess::ReadStderr(int fd) {
  char buffer[4096];
  ssize_t size;
  while ((size = read(fd, buffer, sizeof(buffer))) > 0) {
    absl::MutexLock lock(&mu_);
    stderr_.append(buffer, size);
  }
  close(fd);
  absl::MutexLock lock(&mu_);
  stderr_closed_ = true;
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(
    const std::string& data_dir, std::vector<std::string> flags) {
  return StartProgram({Binary()}, data_dir, std::move(flags));
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::StartProgram(
    std::vector<std::string> command, const std::string& data_dir,
    std::vector<std::string> flags) {
  command.push_back(absl::StrCat("--data_dir=", data_dir));
  const bool has_address =
      std::any_of(flags.begin(), flags.end(), [](const std::string& flag) {
        return absl::StartsWith(flag, "--listen_address=");
      });
  if (!has_address) command.push_back("--listen_address=127.0.0.1:0");
  for (std::string& flag : flags) command.push_back(std::move(flag));
  auto server = std::unique_ptr<ServerProcess>(new ServerProcess);
  server->process_ = std::make_unique<ChildProcess>(command);
  auto address = server->process_->WaitForLine(" listening on ", kStartTimeout);
  if (!address.ok()) return address.status();
  server->address_ = *std::move(address);
  return server;
}

absl::StatusOr<int> ServerProcess::Terminate(absl::Duration timeout) {
  process_->Signal(SIGTERM);
  return process_->Wait(timeout);
}

void ServerProcess::Kill() {
  process_->Signal(SIGKILL);
  (void)process_->Wait(absl::Seconds(10));
}

std::string ServerProcess::Binary() {
  const char* set = std::getenv("GANCHO_GANCHOD");
  return set != nullptr ? set : GANCHO_GANCHOD;
}

}  // namespace gancho::testing
