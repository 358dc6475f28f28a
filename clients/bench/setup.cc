// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-setup: makes accounts, events and triggers through the API, many
// calls at once, and prints how many and in which time as one line of JSON.
// What exists already is left as it is.
//
// In --event and --filter, @N@ is replaced by the number of the event or
// trigger within its account, and @HOST@ by the address of destination @N@ of
// gancho-bench-receiver. Trigger N is named dN, and names event N modulo
// --events, which is named in the same way.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/connection.h"
#include "gancho/v1/account_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "gancho/v1/trigger_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, server, "127.0.0.1:7233", "Address of ganchod.");
ABSL_FLAG(std::string, parent, "accounts/default",
          "The account; with --accounts the beginning of their names.");
ABSL_FLAG(int64_t, accounts, 0,
          "Makes the accounts PARENT0, PARENT1 and so on, so many.");
ABSL_FLAG(std::string, event, "", "The event, as JSON. Empty: makes none.");
ABSL_FLAG(int64_t, events, 1, "Events of each account.");
ABSL_FLAG(int64_t, triggers, -1,
          "Triggers of each account; -1: as many as events.");
ABSL_FLAG(int64_t, first_trigger, 0, "The number of the first of them.");
ABSL_FLAG(std::string, filter, "", "The triggers' filter.");
ABSL_FLAG(int, concurrency, 64, "Calls at once.");

namespace gancho {
namespace {

using Done = std::function<void(const grpc::Status&)>;

// One call and what it needs until its end.
template <typename Request, typename Response>
struct Call {
  grpc::ClientContext context;
  Request request;
  Response response;
};

// Makes calls 0 to `count` - 1, several at once, until one fails.
class Calls {
 public:
  Calls(const char* what, int64_t count,
        std::function<void(int64_t, Done)> start)
      : what_(what), count_(count), start_(std::move(start)) {}

  bool Run() {
    const int64_t chains =
        std::min<int64_t>(count_, absl::GetFlag(FLAGS_concurrency));
    {
      absl::MutexLock lock(&mu_);
      running_ = chains;
    }
    for (int64_t i = 0; i < chains; ++i) Next();
    absl::MutexLock lock(&mu_);
    const auto ended = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return running_ == 0;
    };
    mu_.Await(absl::Condition(&ended));
    return !failed_;
  }

 private:
  void Next() {
    const int64_t number = next_++;
    if (number >= count_ || failed_) {
      absl::MutexLock lock(&mu_);
      --running_;
      return;
    }
    start_(number, [this](const grpc::Status& status) {
      if (!status.ok() && status.error_code() != grpc::ALREADY_EXISTS &&
          !failed_.exchange(true)) {
        absl::FPrintF(stderr, "%s: %s\n", what_, status.error_message());
      }
      Next();
    });
  }

  const char* const what_;
  const int64_t count_;
  const std::function<void(int64_t, Done)> start_;
  std::atomic<int64_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  absl::Mutex mu_;
  int64_t running_ ABSL_GUARDED_BY(mu_) = 0;
};

std::string Replaced(const std::string& text, int64_t number) {
  return absl::StrReplaceAll(
      text, {{"@N@", absl::StrCat(number)},
             {"@HOST@", absl::StrCat("127.0.", 1 + number / 250, ".",
                                     1 + number % 250)}});
}

class Setup {
 public:
  explicit Setup(const std::shared_ptr<grpc::Channel>& channel)
      : accounts_(v1::AccountService::NewStub(channel)),
        events_(v1::EventService::NewStub(channel)),
        triggers_(v1::TriggerService::NewStub(channel)) {}

  bool Run();

 private:
  std::string ParentOf(int64_t account) const {
    return account_count_ == 0 ? parent_ : absl::StrCat(parent_, account);
  }
  void CreateAccount(int64_t number, Done done);
  void CreateEvent(int64_t number, Done done);
  void CreateTrigger(int64_t number, Done done);

  const std::string parent_ = absl::GetFlag(FLAGS_parent);
  const int64_t account_count_ = absl::GetFlag(FLAGS_accounts);
  const int64_t event_count_ = absl::GetFlag(FLAGS_events);
  const int64_t trigger_count_ = absl::GetFlag(FLAGS_triggers) < 0
                                     ? event_count_
                                     : absl::GetFlag(FLAGS_triggers);
  const int64_t first_trigger_ = absl::GetFlag(FLAGS_first_trigger);
  const std::string event_ = absl::GetFlag(FLAGS_event);
  const std::string filter_ = absl::GetFlag(FLAGS_filter);
  const std::unique_ptr<v1::AccountService::Stub> accounts_;
  const std::unique_ptr<v1::EventService::Stub> events_;
  const std::unique_ptr<v1::TriggerService::Stub> triggers_;
};

void Setup::CreateAccount(int64_t number, Done done) {
  const auto call =
      std::make_shared<Call<v1::CreateAccountRequest, v1::Account>>();
  call->request.set_account_id(
      ParentOf(number).substr(sizeof("accounts/") - 1));
  call->request.mutable_account();
  accounts_->async()->CreateAccount(
      &call->context, &call->request, &call->response,
      [call, done](const grpc::Status& status) { done(status); });
}

void Setup::CreateEvent(int64_t number, Done done) {
  const int64_t of_account = number % event_count_;
  const auto call = std::make_shared<Call<v1::CreateEventRequest, v1::Event>>();
  call->request.set_parent(ParentOf(number / event_count_));
  call->request.set_event_id(absl::StrCat("d", of_account));
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      Replaced(event_, of_account), call->request.mutable_event());
  if (!parsed.ok()) {
    done(grpc::Status(grpc::INVALID_ARGUMENT, parsed.ToString()));
    return;
  }
  events_->async()->CreateEvent(
      &call->context, &call->request, &call->response,
      [call, done](const grpc::Status& status) { done(status); });
}

void Setup::CreateTrigger(int64_t number, Done done) {
  const int64_t of_account = first_trigger_ + number % trigger_count_;
  const std::string parent = ParentOf(number / trigger_count_);
  const auto call =
      std::make_shared<Call<v1::CreateTriggerRequest, v1::Trigger>>();
  call->request.set_parent(parent);
  call->request.set_trigger_id(absl::StrCat("d", of_account));
  v1::Trigger* const trigger = call->request.mutable_trigger();
  trigger->add_call_states(v1::CallState::START);
  trigger->add_call_states(v1::CallState::TALK);
  trigger->add_call_states(v1::CallState::END);
  trigger->set_filter(Replaced(filter_, of_account));
  trigger->set_event(
      absl::StrCat(parent, "/events/d", of_account % event_count_));
  triggers_->async()->CreateTrigger(
      &call->context, &call->request, &call->response,
      [call, done](const grpc::Status& status) { done(status); });
}

bool Setup::Run() {
  const int64_t accounts = std::max<int64_t>(1, account_count_);
  Calls make_accounts(
      "CreateAccount", account_count_,
      [this](int64_t i, Done done) { CreateAccount(i, std::move(done)); });
  Calls make_events(
      "CreateEvent", event_.empty() ? 0 : accounts * event_count_,
      [this](int64_t i, Done done) { CreateEvent(i, std::move(done)); });
  Calls make_triggers(
      "CreateTrigger", accounts * trigger_count_,
      [this](int64_t i, Done done) { CreateTrigger(i, std::move(done)); });
  const absl::Time begin = absl::Now();
  if (!make_accounts.Run() || !make_events.Run()) return false;
  const absl::Time triggers_begin = absl::Now();
  if (!make_triggers.Run()) return false;
  const absl::Time end = absl::Now();
  absl::PrintF(
      "{\"accounts\":%d,\"events\":%d,\"triggers\":%d,\"seconds\":%.3f,"
      "\"triggers_per_s\":%.0f}\n",
      account_count_, event_.empty() ? 0 : accounts * event_count_,
      accounts * trigger_count_, absl::ToDoubleSeconds(end - begin),
      static_cast<double>(accounts * trigger_count_) /
          absl::ToDoubleSeconds(end - triggers_begin));
  return true;
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Makes the definitions of a benchmark.");
  absl::ParseCommandLine(argc, argv);
  gancho::client::ConnectionOptions connection;
  connection.address = absl::GetFlag(FLAGS_server);
  return gancho::Setup(gancho::client::Connect(connection)).Run()
             ? EXIT_SUCCESS
             : EXIT_FAILURE;
}
