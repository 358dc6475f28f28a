// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_driver.h"

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/model/mutate.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

using Kind = Operation::Kind;

constexpr size_t kLogged = 30;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kPoll = absl::Milliseconds(2);
// Many times what a scenario takes.
constexpr absl::Duration kScenarioTime = absl::Minutes(4);
// Each lost answer at most doubles them, and a trouble spans few operations.
constexpr size_t kMaxWorlds = 512;

}  // namespace

ModelDriver::ModelDriver(uint32_t seed, int steps)
    : seed_(seed), operations_(MakeOperations(seed, steps)) {}

bool ModelDriver::Play() {
  deadline_ = absl::Now() + kScenarioTime;
  Expect(server_.Start(), "the first start");
  for (const Operation& operation : operations_) {
    if (failed_) return false;
    log_.push_back(Describe(operation));
    ++performed_;
    Perform(operation);
    if (!server_.in_trouble() && !failed_) Settle();
    if (worlds_.size() > kMaxWorlds) Mismatch("too many possibilities");
    if (absl::Now() > deadline_) Mismatch("the scenario takes too long");
  }
  if (!failed_) Finish();
  return !failed_;
}

void ModelDriver::Perform(const Operation& operation) {
  if (operation.kind == Kind::kTrouble) return BeginTrouble(operation);
  const bool in_trouble = server_.in_trouble();
  server_.StrikeSoon();
  switch (operation.kind) {
    case Kind::kRepeat:
      Repeat(operation, /*alter=*/false);
      break;
    case Kind::kReuseId:
      Repeat(operation, /*alter=*/true);
      break;
    case Kind::kSetBehaviour:
      // In trouble nobody could tell which requests are still under way.
      if (!in_trouble) SetBehaviour(operation);
      break;
    case Kind::kJump:
      if (!in_trouble) {
        Expect(server_.Jump(static_cast<int>(operation.value % 5) - 2), "jump");
      }
      break;
    default:
      PerformOnDefinitions(operation);
  }
  if (in_trouble && --trouble_left_ == 0 && !failed_) EndTrouble();
}

void ModelDriver::PerformOnDefinitions(const Operation& operation) {
  switch (operation.kind) {
    case Kind::kCreateEvent:
      return CreateEvent(operation);
    case Kind::kUpdateEvent:
      return UpdateEvent(operation);
    case Kind::kDeleteEvent:
      return DeleteEvent(operation);
    case Kind::kGetEvent:
      return GetEvent(operation);
    case Kind::kListEvents:
      return ListEvents(operation);
    case Kind::kPauseEvent:
      return PauseEvent(operation);
    case Kind::kResumeEvent:
      return ResumeEvent(operation);
    case Kind::kCreateTrigger:
      return CreateTrigger(operation);
    case Kind::kUpdateTrigger:
      return UpdateTrigger(operation);
    case Kind::kDeleteTrigger:
      return DeleteTrigger(operation);
    case Kind::kGetTrigger:
      return GetTrigger(operation);
    case Kind::kListTriggers:
      return ListTriggers(operation);
    default:
      return PerformOnDeliveries(operation);
  }
}

void ModelDriver::PerformOnDeliveries(const Operation& operation) {
  switch (operation.kind) {
    case Kind::kReportState:
      return Report(operation);
    case Kind::kGetCall:
      return GetCall(operation);
    case Kind::kListDeliveries:
      return ListDeliveries(operation);
    case Kind::kRetryDelivery:
      return RetryDelivery(operation);
    case Kind::kCancelDelivery:
      return CancelDelivery(operation);
    case Kind::kRecoverDeliveries:
      return RecoverDeliveries(operation);
    default:
      return Mismatch("an operation that nobody performs");
  }
}

void ModelDriver::Repeat(const Operation& operation, bool alter) {
  if (repeatable_.empty()) return;
  // Rather a late one: its answer may just have been lost.
  const size_t back = operation.value % 2 == 0
                          ? operation.choice % repeatable_.size()
                          : operation.choice % 3 % repeatable_.size();
  repeatable_[repeatable_.size() - 1 - back](alter);
}

void ModelDriver::SetBehaviour(const Operation& operation) {
  const std::string event = EventName(operation.event);
  if (worlds_.first().StateOf(event) == v1::Event::PAUSED) {
    // An attempt that began before the pause must not meet the new behaviour,
    // for then nobody could tell what it met.
    const absl::Time deadline = absl::Now() + kPatience;
    v1::GetEventStatsRequest request;
    request.set_name(event);
    v1::EventStats stats;
    do {
      if (absl::Now() > deadline) return Mismatch("a request without end");
      const auto context = NewContext(kCallTimeout);
      const grpc::Status status = server_.client().events->GetEventStats(
          context.get(), request, &stats);
      if (!status.ok()) return Mismatch("GetEventStats fails");
      Pause(kPoll);
    } while (stats.in_flight_count() > 0);
  }
  worlds_.ForEach(
      [&](Model* model) { model->SetBehaviour(event, operation.behaviour); });
  destinations_.SetBehaviour("/" + IdOf(event), operation.behaviour);
}

void ModelDriver::BeginTrouble(const Operation& operation) {
  Expect(server_.Begin(operation), "the beginning of a trouble");
  trouble_left_ = operation.length;
  if (trouble_left_ == 0 && !failed_) EndTrouble();
}

void ModelDriver::EndTrouble() {
  Expect(server_.Heal(), "the end of a trouble");
  if (failed_) return;
  any_lost_ = false;
  if (server_.was_started_anew()) {
    worlds_.ForEach([](Model* model) { model->ForgetLateEffects(); });
  }
  ReadBack();
}

bool ModelDriver::IsLost(const grpc::Status& status) const {
  if (!server_.in_trouble()) return false;
  return status.error_code() == Code::UNAVAILABLE ||
         status.error_code() == Code::RESOURCE_EXHAUSTED ||
         status.error_code() == Code::DEADLINE_EXCEEDED;
}

// While one is in trouble, events may be disabled unnoticed.
void ModelDriver::AddDisabled(Worlds* worlds) {
  for (int i = 0; i < kEvents; ++i) {
    worlds->MayHaveHappened(
        [name = EventName(i)](Model* model) { return model->Disable(name); });
  }
}

void ModelDriver::Lose(const std::string& what, const grpc::Status& status,
                       const Worlds::Step& step) {
  Note(what, status);
  any_lost_ = true;
  worlds_.MayHaveHappened(step);
}

void ModelDriver::Judge(const std::string& what, const grpc::Status& status,
                        const Worlds::Step& step) {
  Note(what, status);
  if (server_.in_trouble()) AddDisabled(&worlds_);
  if (any_lost_ ? worlds_.CanHappen(step) : worlds_.Happened(step)) return;
  Mismatch(absl::StrCat(what, ": the answer fits none of ", worlds_.size(),
                        " models"));
}

void ModelDriver::Note(const std::string& what, const grpc::Status& status) {
  absl::StrAppend(&log_.back(), "\n    ", what, " -> ", status.error_code(),
                  " ", status.error_message());
  while (log_.size() > kLogged) log_.pop_front();
}

void ModelDriver::Mismatch(const std::string& what) {
  if (std::exchange(failed_, true)) return;
  std::cout << "model: MISMATCH with seed=" << seed_
            << " steps=" << operations_.size() << ": " << what
            << "\nmodel: the last operations:\n";
  for (const std::string& line : log_) std::cout << "  " << line << "\n";
  std::cout << std::flush;
}

void ModelDriver::Expect(const absl::Status& status, const std::string& what) {
  if (!status.ok()) Mismatch(absl::StrCat(what, ": ", status.ToString()));
}

}  // namespace gancho::model
