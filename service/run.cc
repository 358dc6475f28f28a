// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/run.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/application.h"
#include "service/concat.h"
#include "service/descriptor_budget.h"
#include "service/flags.h"
#include "service/ledger_command.h"
#include "service/log.h"
#include "store/clock.h"
#include "store/rocksdb/rocksdb_ledger.h"

namespace gancho::service {
namespace {

// How often a server with a failed ledger asks the disk whether it is well
// again. Each start that does not last doubles the pause, so that a disk which
// fails again and again does not make a server that only starts.
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Minutes(1);
constexpr absl::Duration kLasting = absl::Minutes(5);
// Nothing can be written any more: what is under way is in vain, and is left
// as a crash would leave it.
constexpr absl::Duration kLostDrainTimeout = absl::Milliseconds(500);

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

class Runner {
 public:
  Runner(ServerOptions options, const Surroundings& surroundings)
      : options_(std::move(options)),
        surroundings_(surroundings),
        signals_(BlockEndSignals()) {}

  int Run() {
    auto application = Application::Start(options_, surroundings_);
    while (true) {
      if (application.ok()) {
        if (AwaitEnd(**application)) return Drain(**application);
        LogWarning("the disk takes writes again: starting anew");
        Leave(*std::move(application));
      } else if (!Retryable(application.status())) {
        return Fail(ToStd(application.status().message()));
      } else {
        LogError(Concat("cannot start anew yet: ",
                        ToStd(application.status().message())));
        if (WaitForSignal(NextPause()) != 0) return EXIT_SUCCESS;
      }
      application = Application::Start(options_, surroundings_);
    }
  }

 private:
  // The first start either succeeds or says why not; later ones, whose flags
  // and directory were good before, may meet a disk that is still ill.
  bool Retryable(const absl::Status& status) const {
    return started_anew_ &&
           (absl::IsUnavailable(status) || absl::IsResourceExhausted(status));
  }

  // Returns true for a signal, false when the ledger is to be opened anew.
  bool AwaitEnd(const Application& application) {
    const absl::Duration start = clock_.Steady();
    while (true) {
      signal_ = WaitForSignal(kFirstPause);
      if (signal_ != 0) return true;
      if (application.ledger_loss().ok()) continue;
      if (clock_.Steady() - start > kLasting) pause_ = kFirstPause;
      if (clock_.Steady() - start < pause_) continue;
      if (store::RocksdbLedger::ProbeDisk(options_.data_dir,
                                          surroundings_.ledger)
              .ok()) {
        NextPause();
        return false;
      }
    }
  }

  absl::Duration NextPause() {
    return std::exchange(pause_, std::min(pause_ * 2, kLongestPause));
  }

  // 0 if `timeout` passed without one.
  int WaitForSignal(absl::Duration timeout) const {
    const timespec limit = absl::ToTimespec(timeout);
    return std::max(sigtimedwait(&signals_, nullptr, &limit), 0);
  }

  int Drain(Application& application) {
    LogInfo(Concat(signal_ == SIGTERM ? "SIGTERM" : "SIGINT", ": draining"));
    // A second signal ends the process at once, as kill -9 would: what was
    // acknowledged is on disk.
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    application.Drain(options_.drain_timeout);
    LogInfo("drained");
    return EXIT_SUCCESS;
  }

  // Ends the server without its process, which comes back on the same ports.
  void Leave(std::unique_ptr<Application> application) {
    options_.listener.address = application->address();
    options_.metrics_address = application->metrics_address();
    // What was lost has been accepted once.
    options_.accept_data_loss = false;
    started_anew_ = true;
    application->Drain(kLostDrainTimeout);
  }

  ServerOptions options_;
  const Surroundings surroundings_;
  const sigset_t signals_;
  const store::SystemClock clock_;
  absl::Duration pause_ = kFirstPause;
  bool started_anew_ = false;
  int signal_ = 0;
};

}  // namespace

int RunServer(int argc, char** argv, const Surroundings& surroundings) {
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
  // Connections and table files are descriptors: the soft limit of a login
  // shell, 1,024, is for programs that use select().
  const auto descriptors =
      DescriptorBudget::Divide(RaiseDescriptorLimit(), options->engine_threads,
                               options->max_connections);
  if (!descriptors.ok()) return Fail(ToStd(descriptors.status().message()));
  options->descriptors = *descriptors;
  return Runner(*std::move(options), surroundings).Run();
}

}  // namespace gancho::service
