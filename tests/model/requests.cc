// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/requests.h"

#include <array>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace gancho::model {
namespace {

using State = v1::CallState;

// What a delivery's body shows: which state of which call it is for, and what
// was known of event, trigger and call at that moment. Model::Body() makes the
// same text.
constexpr char kText[] =
    "{{call.call_id}}|{{call.state_count}}|{{state.state}}|{{trigger.name}}|"
    "{{trigger.display_name}}|{{event.display_name}}|{{call.caller}}|"
    "{{call.labels.k}}|{{call.answered}}|{{call.missed}}";

// 2027-01-15, in seconds.
constexpr int64_t kBaseTime = 1'800'000'000;

const std::vector<std::vector<State::State>>& StateChoices() {
  static const auto* const choices = new std::vector<std::vector<State::State>>{
      {State::TALK},
      {State::START, State::TALK, State::END},
      {State::RINGING, State::TALK, State::END},
      {State::START, State::RINGING, State::TALK, State::HOLD, State::RESUME,
       State::TRANSFER, State::END},
  };
  return *choices;
}

constexpr std::array<const char*, 5> kFilters = {
    "", "direction = INBOUND", "", "answered = true", R"(labels.k = "x")"};

std::string EtagFor(const Operation& operation, const std::string& etag) {
  switch (operation.etag) {
    case Operation::Etag::kNone:
      return "";
    case Operation::Etag::kCurrent:
      return etag;
    case Operation::Etag::kWrong:
      return "of-another-version";
  }
  return "";
}

template <typename Request>
void SetCommon(const Operation& operation, Request* request) {
  if (operation.has_request_id) request->set_request_id(RequestIdOf(operation));
  if constexpr (requires { request->validate_only(); }) {
    request->set_validate_only(operation.validate_only);
  }
}

// Empty now and then.
std::string Text(const char* prefix, uint32_t value) {
  return value % 5 == 0 ? "" : absl::StrCat(prefix, value % 5);
}

// Attempts that fail go on for a minute and more, each within a second of the
// one before, so that no delivery fails for good while its destination does.
void FillEvent(const Operation& operation, const std::string& origin,
               v1::Event* event) {
  event->set_display_name(Text("event-", operation.value));
  if (operation.value % 3 != 0) {
    (*event->mutable_labels())["k"] = absl::StrCat("l", operation.value % 3);
  }
  v1::Request& request = *event->mutable_request();
  request.set_url(absl::StrCat(origin, "/", IdOf(EventName(operation.event))));
  request.set_text(kText);
  v1::DeliveryPolicy& policy = *event->mutable_policy();
  auto& exponential = *policy.mutable_retry()->mutable_exponential();
  exponential.mutable_initial()->set_nanos(100'000'000);
  exponential.set_multiplier(2);
  exponential.mutable_max()->set_seconds(1);
  policy.mutable_retry()->set_max_attempts(100);
  policy.mutable_retry()->set_jitter(0);
  policy.mutable_breaker()->mutable_open_duration()->set_nanos(100'000'000);
}

void FillTrigger(const Operation& operation, v1::Trigger* trigger) {
  trigger->set_display_name(Text("trigger-", operation.value));
  trigger->set_event(EventName(operation.event));
  trigger->set_filter(kFilters[operation.value % std::size(kFilters)]);
  const auto& choices = StateChoices();
  for (const State::State state :
       choices[(operation.value / 8) % choices.size()]) {
    trigger->add_call_states(state);
  }
  trigger->set_disabled(operation.value % 16 == 7);
}

}  // namespace

std::string EventName(int event) {
  return absl::StrCat(kAccount, "/events/e", event);
}

std::string TriggerName(int trigger) {
  return absl::StrCat(kAccount, "/triggers/t", trigger);
}

std::string CallName(int call) {
  return absl::StrCat(kAccount, "/calls/c", call);
}

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string RequestIdOf(const Operation& operation) {
  return absl::StrFormat("6b7a3c1e-0000-4000-8000-%012x", operation.number);
}

v1::CreateEventRequest CreateEventOf(const Operation& operation,
                                     const std::string& origin) {
  v1::CreateEventRequest request;
  request.set_parent(kAccount);
  request.set_event_id(IdOf(EventName(operation.event)));
  FillEvent(operation, origin, request.mutable_event());
  if (operation.invalid) {
    request.mutable_event()->mutable_request()->set_text("{{call.nonsense}}");
  }
  SetCommon(operation, &request);
  return request;
}

v1::UpdateEventRequest UpdateEventOf(const Operation& operation,
                                     const std::string& origin,
                                     const std::string& etag) {
  static constexpr std::array<const char*, 5> kPaths = {
      "display_name", "labels", "labels.k", "*", nullptr};
  v1::UpdateEventRequest request;
  FillEvent(operation, origin, request.mutable_event());
  request.mutable_event()->set_name(EventName(operation.event));
  request.mutable_event()->set_etag(EtagFor(operation, etag));
  const char* path = kPaths[operation.choice % std::size(kPaths)];
  if (path != nullptr) request.mutable_update_mask()->add_paths(path);
  if (operation.invalid) request.mutable_update_mask()->add_paths("nonsense");
  SetCommon(operation, &request);
  return request;
}

v1::DeleteEventRequest DeleteEventOf(const Operation& operation,
                                     const std::string& etag) {
  v1::DeleteEventRequest request;
  request.set_name(EventName(operation.event));
  request.set_force(operation.force);
  request.set_etag(EtagFor(operation, etag));
  SetCommon(operation, &request);
  return request;
}

v1::PauseEventRequest PauseEventOf(const Operation& operation) {
  v1::PauseEventRequest request;
  request.set_name(EventName(operation.event));
  SetCommon(operation, &request);
  return request;
}

v1::ResumeEventRequest ResumeEventOf(const Operation& operation) {
  v1::ResumeEventRequest request;
  request.set_name(EventName(operation.event));
  SetCommon(operation, &request);
  return request;
}

v1::CreateTriggerRequest CreateTriggerOf(const Operation& operation) {
  v1::CreateTriggerRequest request;
  request.set_parent(kAccount);
  request.set_trigger_id(IdOf(TriggerName(operation.trigger)));
  FillTrigger(operation, request.mutable_trigger());
  if (operation.invalid) request.mutable_trigger()->set_filter("nonsense = 1");
  SetCommon(operation, &request);
  return request;
}

v1::UpdateTriggerRequest UpdateTriggerOf(const Operation& operation,
                                         const std::string& etag) {
  static constexpr std::array<const char*, 7> kPaths = {
      "display_name", "call_states", "filter", "event",
      "disabled",     "*",           nullptr};
  v1::UpdateTriggerRequest request;
  FillTrigger(operation, request.mutable_trigger());
  request.mutable_trigger()->set_name(TriggerName(operation.trigger));
  request.mutable_trigger()->set_etag(EtagFor(operation, etag));
  const char* path = kPaths[operation.choice % std::size(kPaths)];
  if (path != nullptr) request.mutable_update_mask()->add_paths(path);
  if (operation.invalid) request.mutable_update_mask()->add_paths("nonsense");
  SetCommon(operation, &request);
  return request;
}

v1::DeleteTriggerRequest DeleteTriggerOf(const Operation& operation,
                                         const std::string& etag) {
  v1::DeleteTriggerRequest request;
  request.set_name(TriggerName(operation.trigger));
  request.set_etag(EtagFor(operation, etag));
  SetCommon(operation, &request);
  return request;
}

// A dozen numbers and times for each call, in any order: duplicates and late
// ones come by themselves. One state in ten has neither number nor time.
v1::ReportCallStateRequest ReportOf(const Operation& operation) {
  static constexpr std::array<State::State, 8> kStates = {
      State::START, State::RINGING, State::TALK, State::END,
      State::TALK,  State::HOLD,    State::END,  State::TRANSFER};
  v1::ReportCallStateRequest request;
  request.set_parent(kAccount);
  State& state = *request.mutable_call_state();
  state.set_call_id(IdOf(CallName(operation.call)));
  state.set_state(kStates[operation.choice % std::size(kStates)]);
  const uint32_t identity = operation.value % 10;
  const uint32_t moment = (operation.value / 10) % 12;
  if (identity < 6) state.set_sequence(moment);
  if (identity > 2 && identity < 9) {
    state.mutable_occur_time()->set_seconds(kBaseTime + moment);
  }
  const uint32_t rest = operation.value / 120;
  state.set_direction(static_cast<State::Direction>(rest % 3));
  state.set_caller(Text("+5411555000", rest / 3));
  if (rest % 4 == 1) (*state.mutable_labels())["k"] = rest % 8 == 1 ? "x" : "y";
  if (operation.invalid) state.set_cost("12,50");
  return request;
}

v1::RecoverDeliveriesRequest RecoverOf(const Operation& operation) {
  v1::RecoverDeliveriesRequest request;
  request.set_parent(kAccount);
  if (operation.choice % 3 == 0) request.set_filter("state = CANCELLED");
  request.mutable_start_time()->set_seconds(0);
  // Whatever the clock says, which a restart sets back.
  request.mutable_end_time()->set_seconds(250'000'000'000);
  SetCommon(operation, &request);
  return request;
}

bool Alter(v1::CreateEventRequest* request) {
  request->mutable_event()->set_display_name("altered");
  return true;
}

bool Alter(v1::UpdateEventRequest* request) {
  request->mutable_event()->set_display_name("altered");
  return true;
}

bool Alter(v1::DeleteEventRequest* request) {
  request->set_force(!request->force());
  return true;
}

bool Alter(v1::PauseEventRequest* request) {
  request->set_reason("altered");
  return true;
}

bool Alter(v1::CreateTriggerRequest* request) {
  request->mutable_trigger()->set_display_name("altered");
  return true;
}

bool Alter(v1::UpdateTriggerRequest* request) {
  request->mutable_trigger()->set_display_name("altered");
  return true;
}

}  // namespace gancho::model
