// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Where ModelDriver waits for the server, and what it judges then.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "store/rocksdb/rocksdb_check.h"
#include "tests/model/arrivals.h"
#include "tests/model/model_driver.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kPoll = absl::Milliseconds(10);
constexpr size_t kToldComplaints = 10;

bool Shows(Model* model, const Snapshot& all) {
  return model->ShowsEvents(all.events) && model->ShowsTriggers(all.triggers) &&
         std::all_of(
             all.calls.begin(), all.calls.end(),
             [&](const v1::Call& call) { return model->ShowsCall(call); }) &&
         model->ShowsDeliveries(all.deliveries);
}

std::string Tell(const v1::Delivery& delivery) {
  return absl::StrCat("\n  ", delivery.name(), " ", delivery.event(), " ",
                      v1::Delivery::State_Name(delivery.state()), " ",
                      delivery.state_reason(), " ", delivery.request().body());
}

// What of `all` is not as `model` has it.
std::string Differences(Model model, const Snapshot& all) {
  std::string text;
  if (!model.ShowsEvents(all.events)) {
    text += "\nevents:";
    for (const v1::Event& event : all.events) {
      absl::StrAppend(&text, " ", event.ShortDebugString(), "\n  model: ",
                      v1::Event::State_Name(model.StateOf(event.name())));
    }
  }
  if (!model.ShowsTriggers(all.triggers)) {
    text += "\ntriggers:";
    for (const v1::Trigger& trigger : all.triggers) {
      absl::StrAppend(&text, " ", trigger.ShortDebugString());
    }
  }
  for (const v1::Call& call : all.calls) {
    if (!model.ShowsCall(call)) {
      absl::StrAppend(&text, "\ncall: ", call.ShortDebugString());
    }
  }
  text += "\ndeliveries that are not so:";
  for (const v1::Delivery& delivery : all.deliveries) {
    if (!model.ShowsDelivery(delivery)) text += Tell(delivery);
  }
  absl::StrAppend(&text, "\n", all.deliveries.size(), " deliveries, and ",
                  model.deliveries().size(), " in the model; missing:");
  for (const Model::Delivery& delivery : model.deliveries()) {
    const bool shown = std::any_of(
        all.deliveries.begin(), all.deliveries.end(), [&](const auto& other) {
          return other.request().body() == delivery.body;
        });
    if (!shown) absl::StrAppend(&text, "\n  ", delivery.body);
  }
  return text;
}

}  // namespace

void ModelDriver::ReadBack() {
  const absl::Time deadline = absl::Now() + kPatience;
  Snapshot all;
  while (true) {
    const grpc::Status status = ReadAll(server_.client(), &all);
    Worlds worlds = worlds_;
    AddDisabled(&worlds);
    const bool fits = status.ok() && worlds.Happened([&](Model* model) {
      return Shows(model, all);
    });
    if (fits) {
      worlds_ = std::move(worlds);
      return;
    }
    if (absl::Now() > deadline) {
      return Mismatch(
          absl::StrCat("what the server shows fits none of ", worlds_.size(),
                       " models (", status.error_message(),
                       "); of the first:", Differences(worlds_.first(), all)));
    }
    Pause(kPoll);
  }
}

void ModelDriver::Settle() {
  for (int i = 0; i < kEvents; ++i) {
    const std::string event = EventName(i);
    const bool is_open = worlds_.Any([&](const Model& model) {
      return model.MayBeDisabled(event) &&
             model.StateOf(event) == v1::Event::ACTIVE;
    });
    if (is_open && !failed_) AwaitOutcome(event);
  }
}

void ModelDriver::AwaitOutcome(const std::string& event) {
  const absl::Time deadline = absl::Now() + kPatience;
  const std::string filter = absl::StrCat("event = \"", event, "\"");
  while (true) {
    std::vector<v1::Delivery> deliveries;
    const grpc::Status status =
        ReadDeliveries(server_.client(), filter, 1000, &deliveries);
    const bool is_pending = std::any_of(
        deliveries.begin(), deliveries.end(), [](const auto& delivery) {
          return delivery.state() == v1::Delivery::PENDING;
        });
    v1::Event shown;
    if (status.ok() && !is_pending) {
      v1::GetEventRequest request;
      request.set_name(event);
      const auto context = NewContext(kPatience);
      const bool got = server_.client()
                           .events->GetEvent(context.get(), request, &shown)
                           .ok();
      if (got && worlds_.Happened([&](Model* model) {
            return model->ShowsOutcome(shown, deliveries);
          })) {
        return;
      }
    }
    if (absl::Now() > deadline) {
      std::string text;
      for (const v1::Delivery& delivery : deliveries) text += Tell(delivery);
      return Mismatch(absl::StrCat(event, " is to be disabled and is not: ",
                                   shown.ShortDebugString(), text));
    }
    Pause(kPoll);
  }
}

void ModelDriver::Finish() {
  log_.push_back("the end");
  for (int i = 0; i < kEvents; ++i) {
    Operation operation;
    operation.event = i;
    SetBehaviour(operation);
    if (!failed_) ResumeEvent(operation);
  }
  if (!failed_) AwaitNothingPending();
  if (!failed_) ReadBack();
  if (!failed_) JudgeEnds();
  if (!failed_) Expect(server_.Stop(), "the end of the server");
  if (!failed_) CheckLedger();
}

void ModelDriver::AwaitNothingPending() {
  const absl::Time deadline = absl::Now() + kPatience;
  while (true) {
    std::vector<v1::Delivery> pending;
    const grpc::Status status =
        ReadDeliveries(server_.client(), "state = PENDING", 1000, &pending);
    if (status.ok() && pending.empty()) return;
    if (absl::Now() > deadline) {
      std::string text;
      for (const v1::Delivery& delivery : pending) text += Tell(delivery);
      return Mismatch(absl::StrCat(
          "deliveries are pending ", absl::FormatDuration(kPatience),
          " after all is well: ", status.error_message(), text));
    }
    Pause(kPoll);
  }
}

void ModelDriver::JudgeEnds() {
  const auto requests = destinations_.TakeRequests();
  const std::vector<std::string> complaints =
      JudgeArrivals(worlds_.first(), requests);
  std::string text;
  for (size_t i = 0; i < std::min(complaints.size(), kToldComplaints); ++i) {
    absl::StrAppend(&text, "\n  ", complaints[i]);
  }
  if (!complaints.empty()) {
    Mismatch(absl::StrCat(complaints.size(), " wrong arrivals:", text));
  }
}

void ModelDriver::CheckLedger() {
  store::LedgerReport report;
  Expect(store::CheckRocksdb(server_.data_dir(), {}, &report), "the check");
  if (report.healthy()) return;
  std::string text;
  for (const auto& problem : report.problems) {
    absl::StrAppend(&text, "\n  ", problem.where, ": ", problem.what);
  }
  Mismatch(absl::StrCat("the ledger has ", report.problem_count,
                        " problems:", text));
}

}  // namespace gancho::model
