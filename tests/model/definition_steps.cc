// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What is done with events and triggers.

#include <algorithm>
#include <string>
#include <vector>

#include "tests/model/model_driver.h"
#include "tests/model/mutate.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

using google::protobuf::Empty;

// Whether the answer to a change shows what the model has then.
template <typename Request>
bool ShowsAfter(Model* model, const Request& request, Code code,
                const v1::Event* answer) {
  if constexpr (requires { request.validate_only(); }) {
    if (request.validate_only()) return true;
  }
  return code != Code::OK || answer == nullptr || model->ShowsEvent(*answer);
}

template <typename Request>
bool ShowsAfter(Model* model, const Request& request, Code code,
                const v1::Trigger* answer) {
  return code != Code::OK || answer == nullptr || request.validate_only() ||
         model->ShowsTrigger(*answer);
}

int PageSize(const Operation& operation) {
  return 1 + static_cast<int>(operation.value % 7);
}

}  // namespace

void ModelDriver::CreateEvent(const Operation& operation) {
  Mutate<v1::CreateEventRequest, v1::Event>(
      CreateEventOf(operation, destinations_.origin()),
      {.method = "CreateEvent",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.events->CreateEvent(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Event* answer) {
             return model->CreateEvent(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::UpdateEvent(const Operation& operation) {
  Mutate<v1::UpdateEventRequest, v1::Event>(
      UpdateEventOf(operation, destinations_.origin(),
                    worlds_.first().EtagOfEvent(EventName(operation.event))),
      {.method = "UpdateEvent",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.events->UpdateEvent(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Event* answer) {
             return model->UpdateEvent(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::DeleteEvent(const Operation& operation) {
  Mutate<v1::DeleteEventRequest, Empty>(
      DeleteEventOf(operation,
                    worlds_.first().EtagOfEvent(EventName(operation.event))),
      {.method = "DeleteEvent",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.events->DeleteEvent(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const Empty* /*answer*/) {
             return model->DeleteEvent(request, code);
           }});
}

void ModelDriver::GetEvent(const Operation& operation) {
  v1::GetEventRequest request;
  request.set_name(EventName(operation.event));
  v1::Event event;
  const auto context = NewContext(kCallTimeout);
  const grpc::Status status =
      server_.client().events->GetEvent(context.get(), request, &event);
  if (IsLost(status)) return Note("GetEvent", status);
  Judge("GetEvent", status, [&](Model* model) {
    return status.ok() ? model->ShowsEvent(event)
                       : status.error_code() == Code::NOT_FOUND &&
                             !model->HasEvent(request.name());
  });
}

void ModelDriver::ListEvents(const Operation& operation) {
  const bool only_paused = operation.choice % 3 == 0;
  std::vector<v1::Event> events;
  const grpc::Status status =
      ReadEvents(server_.client(), only_paused ? "state = PAUSED" : "",
                 PageSize(operation), &events);
  if (IsLost(status)) return Note("ListEvents", status);
  Judge("ListEvents", status, [&](Model* model) {
    if (!status.ok()) return false;
    if (!only_paused) return model->ShowsEvents(events);
    int paused = 0;
    for (int i = 0; i < kEvents; ++i) {
      paused += model->StateOf(EventName(i)) == v1::Event::PAUSED ? 1 : 0;
    }
    return std::ssize(events) == paused &&
           std::all_of(events.begin(), events.end(),
                       [&](const v1::Event& event) {
                         return event.state() == v1::Event::PAUSED &&
                                model->ShowsEvent(event);
                       });
  });
}

void ModelDriver::PauseEvent(const Operation& operation) {
  Mutate<v1::PauseEventRequest, v1::Event>(
      PauseEventOf(operation),
      {.method = "PauseEvent",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.events->PauseEvent(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Event* answer) {
             return model->PauseEvent(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::ResumeEvent(const Operation& operation) {
  Mutate<v1::ResumeEventRequest, v1::Event>(
      ResumeEventOf(operation),
      {.method = "ResumeEvent",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.events->ResumeEvent(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Event* answer) {
             return model->ResumeEvent(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::CreateTrigger(const Operation& operation) {
  Mutate<v1::CreateTriggerRequest, v1::Trigger>(
      CreateTriggerOf(operation),
      {.method = "CreateTrigger",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.triggers->CreateTrigger(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Trigger* answer) {
             return model->CreateTrigger(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::UpdateTrigger(const Operation& operation) {
  Mutate<v1::UpdateTriggerRequest, v1::Trigger>(
      UpdateTriggerOf(operation, worlds_.first().EtagOfTrigger(
                                     TriggerName(operation.trigger))),
      {.method = "UpdateTrigger",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.triggers->UpdateTrigger(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const v1::Trigger* answer) {
             return model->UpdateTrigger(request, code) &&
                    ShowsAfter(model, request, code, answer);
           }});
}

void ModelDriver::DeleteTrigger(const Operation& operation) {
  Mutate<v1::DeleteTriggerRequest, Empty>(
      DeleteTriggerOf(operation, worlds_.first().EtagOfTrigger(
                                     TriggerName(operation.trigger))),
      {.method = "DeleteTrigger",
       .send =
           [](auto& client, auto* context, const auto& request,
              auto* response) {
             return client.triggers->DeleteTrigger(context, request, response);
           },
       .step =
           [](Model* model, const auto& request, Code code,
              const Empty* /*answer*/) {
             return model->DeleteTrigger(request, code);
           }});
}

void ModelDriver::GetTrigger(const Operation& operation) {
  v1::GetTriggerRequest request;
  request.set_name(TriggerName(operation.trigger));
  v1::Trigger trigger;
  const auto context = NewContext(kCallTimeout);
  const grpc::Status status =
      server_.client().triggers->GetTrigger(context.get(), request, &trigger);
  if (IsLost(status)) return Note("GetTrigger", status);
  Judge("GetTrigger", status, [&](Model* model) {
    return status.ok() ? model->ShowsTrigger(trigger)
                       : status.error_code() == Code::NOT_FOUND &&
                             !model->HasTrigger(request.name());
  });
}

void ModelDriver::ListTriggers(const Operation& operation) {
  std::vector<v1::Trigger> triggers;
  const grpc::Status status =
      ReadTriggers(server_.client(), "", PageSize(operation), &triggers);
  if (IsLost(status)) return Note("ListTriggers", status);
  Judge("ListTriggers", status, [&](Model* model) {
    return status.ok() && model->ShowsTriggers(triggers);
  });
}

}  // namespace gancho::model
