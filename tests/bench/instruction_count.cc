// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/instruction_count.h"

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace gancho::bench {
namespace {

[[noreturn]] void DoStopped(absl::FunctionRef<void()> work) {
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
  raise(SIGSTOP);  // the count begins
  work();
  raise(SIGSTOP);  // and ends
  _exit(0);
}

// The signal that stopped the child, or -1 if it has ended.
int WaitForStop(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFSTOPPED(status) ? WSTOPSIG(status) : -1;
}

}  // namespace

int64_t CountInstructions(absl::FunctionRef<void()> work) {
  const pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) DoStopped(work);
  int64_t count = -1;
  if (WaitForStop(child) == SIGSTOP) {
    count = 0;
    int stop = SIGTRAP;
    while (stop == SIGTRAP &&
           ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0) {
      stop = WaitForStop(child);
      ++count;
    }
    if (stop != SIGSTOP) count = -1;
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  return count;
}

}  // namespace gancho::bench
