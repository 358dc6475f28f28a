// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/server_under_test.h"

#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace gancho::model {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kPoll = absl::Milliseconds(10);
// Fewer operations on files than a start has, mostly.
constexpr uint32_t kStartOperations = 120;
// An operation has one to ten.
constexpr uint32_t kCutOperations = 20;

// What the disk or the machine is told.
const char* FaultOf(Trouble trouble) {
  switch (trouble) {
    case Trouble::kDiskFull:
      return "fault disk_full";
    case Trouble::kLittleRoom:
      return "free 1000000";
    case Trouble::kSyncError:
      return "fault sync_error";
    case Trouble::kAppendError:
      return "fault append_error";
    default:
      return nullptr;
  }
}

}  // namespace

void Pause(absl::Duration duration) {
  absl::Notification().WaitForNotificationWithTimeout(duration);
}

ServerUnderTest::~ServerUnderTest() {
  if (killer_.joinable()) killer_.join();
}

absl::Status ServerUnderTest::Start() { return Restart(/*cut_after=*/0); }

// Starts until it serves; the first start may be cut.
absl::Status ServerUnderTest::Restart(uint32_t cut_after) {
  const absl::Status started = StartOnce(cut_after);
  return absl::IsAborted(started) ? StartOnce(0) : started;
}

absl::Status ServerUnderTest::StartOnce(uint32_t cut_after) {
  server_.reset();
  testing::FaultyServer::Options options;
  options.data_dir = data_dir_;
  options.flags = {"--allow_destinations=127.0.0.0/8"};
  options.cut_after = cut_after;
  options.cut_seed = trouble_.value;
  ++starts_;
  auto server = testing::FaultyServer::Start(options);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  if (cut_after > 0 && !server_->TryCommand("cut_after 0")) {
    return absl::AbortedError("cut as soon as it served");
  }
  Connect();
  return absl::OkStatus();
}

void ServerUnderTest::Connect() {
  grpc::ChannelArguments arguments;
  // Its own connection, which is tried again at once.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  client_ = std::make_unique<testing::ServerClient>(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
}

absl::Status ServerUnderTest::Command(const std::string& command) {
  if (server_->TryCommand(command)) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the server did not obey '", command,
                                          "' within 20 s; it says:\n",
                                          server_->process().stderr_text()));
}

absl::Status ServerUnderTest::Kill() {
  server_->process().Signal(SIGKILL);
  const auto ended = server_->process().Wait(kPatience);
  return ended.ok() ? absl::OkStatus() : ended.status();
}

absl::Status ServerUnderTest::Begin(const Operation& operation) {
  ++faults_;
  trouble_ = operation;
  in_trouble_ = true;
  switch (operation.trouble) {
    case Trouble::kKill:
    case Trouble::kKillDuring:
    case Trouble::kCut:
    case Trouble::kTerminate:
      return absl::OkStatus();
    case Trouble::kCutAfter:
      // The server may be gone before it says that it has obeyed.
      server_->TryCommand(
          absl::StrCat("cut_after ", 1 + operation.value % kCutOperations));
      return absl::OkStatus();
    default:
      return Command(FaultOf(operation.trouble));
  }
}

void ServerUnderTest::StrikeSoon() {
  if (!in_trouble_ || trouble_.trouble != Trouble::kKillDuring) return;
  killer_ = std::thread(
      [after = absl::Microseconds(trouble_.value % 3'000), server = &*server_] {
        Pause(after);
        server->process().Signal(SIGKILL);
      });
}

absl::Status ServerUnderTest::Heal() {
  if (killer_.joinable()) killer_.join();
  in_trouble_ = false;
  was_started_anew_ = true;
  absl::Status status;
  switch (trouble_.trouble) {
    case Trouble::kKill:
    case Trouble::kKillDuring:
      status = Kill();
      if (status.ok()) status = Restart(0);
      break;
    case Trouble::kCut:
    case Trouble::kCutAfter:
      server_->Cut();
      // One start in three is cut as well.
      status = Restart(trouble_.choice % 3 == 0
                           ? 1 + trouble_.choice % kStartOperations
                           : 0);
      break;
    case Trouble::kTerminate:
      status = Stop();
      if (status.ok()) status = Restart(0);
      break;
    case Trouble::kLittleRoom:
      was_started_anew_ = false;
      status = Command("free -1");
      break;
    default:
      was_started_anew_ = trouble_.trouble != Trouble::kDiskFull;
      status = Command("fault none");
      break;
  }
  return status.ok() ? AwaitWritable() : status;
}

// A change of the account, of which the model knows nothing.
absl::Status ServerUnderTest::AwaitWritable() {
  const absl::Time deadline = absl::Now() + kPatience;
  while (true) {
    v1::UpdateAccountRequest request;
    request.mutable_account()->set_name("accounts/default");
    request.mutable_account()->set_display_name(
        absl::StrCat("probe-", ++probes_));
    v1::Account account;
    const auto context = testing::ServerClient::Context();
    const grpc::Status status =
        client_->accounts->UpdateAccount(context.get(), request, &account);
    if (status.ok()) return absl::OkStatus();
    if (absl::Now() > deadline) {
      return absl::DeadlineExceededError(absl::StrCat(
          "the server cannot write ", absl::FormatDuration(kPatience),
          " after the trouble was over: ", status.error_message(),
          "; it says:\n", server_->process().stderr_text()));
    }
    Pause(kPoll);
  }
}

absl::Status ServerUnderTest::Jump(int seconds) {
  return Command(absl::StrCat("jump ", seconds));
}

absl::Status ServerUnderTest::Stop() {
  server_->process().Signal(SIGTERM);
  const auto code = server_->process().Wait(kPatience);
  if (!code.ok()) return code.status();
  if (*code == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("exit code ", *code, " at SIGTERM"));
}

}  // namespace gancho::model
