// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// ganchod: the call-webhook server. Exit code 0 after SIGTERM or SIGINT, 1 if
// it could not start, with one line on stderr that says why. With --check or
// --backup_to it does that instead.

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/application.h"
#include "service/concat.h"
#include "service/flags.h"
#include "service/ledger_command.h"
#include "service/log.h"

namespace gancho::service {
namespace {

int Fail(std::string_view why) {
  std::fprintf(stderr, "ganchod: %.*s\n", static_cast<int>(why.size()),
               why.data());
  return EXIT_FAILURE;
}

// Blocks the signals that end the server, in this thread and those that it
// makes, so that one thread can wait for them.
sigset_t BlockEndSignals() {
  // A peer that has closed its connection is no reason to end.
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Connections and table files are descriptors: the soft limit of a login shell,
// 1,024, is for programs that use select(). A limit that cannot be raised
// shows itself as failed connections, each recorded with its reason.
void RaiseDescriptorLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

int Run(int argc, char** argv) {
  HoldLog();
  const std::vector<std::string> rest = ParseFlags(argc, argv);
  if (!rest.empty()) {
    return Fail(Concat("unexpected argument '", rest.front(), "'"));
  }
  const absl::StatusOr<LedgerCommand> command = ReadLedgerCommand();
  if (!command.ok()) return Fail(ToStd(command.status().message()));
  switch (command->kind) {
    case LedgerCommand::Kind::kCheck:
      return CheckLedgerCommand(command->data_dir);
    case LedgerCommand::Kind::kBackup:
      return BackupCommand(command->data_dir, command->backup_to);
    case LedgerCommand::Kind::kNone:
      break;
  }
  absl::StatusOr<ServerOptions> options = ReadServerOptions();
  if (!options.ok()) return Fail(ToStd(options.status().message()));

  RaiseDescriptorLimit();
  const sigset_t signals = BlockEndSignals();
  absl::StatusOr<std::unique_ptr<Application>> application =
      Application::Start(*options);
  if (!application.ok()) return Fail(ToStd(application.status().message()));

  int signal = 0;
  sigwait(&signals, &signal);
  LogInfo(Concat(signal == SIGTERM ? "SIGTERM" : "SIGINT", ": draining"));
  // A second signal ends the process at once, as kill -9 would: what was
  // acknowledged is on disk.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  (*application)->Drain();
  LogInfo("drained");
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace gancho::service

int main(int argc, char** argv) { return gancho::service::Run(argc, argv); }
