// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Events, triggers and request ids.

#include "tests/model/model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

// Where several errors apply, any of them may be answered.
using Errors = std::set<Code>;

bool IsRight(const Errors& errors, Code code) {
  return errors.empty() ? code == Code::OK : errors.contains(code);
}

bool IsWrong(const std::string& etag, const std::string& current) {
  // An etag that is not known is that of a change whose answer was lost.
  return !etag.empty() && etag != current;
}

std::map<std::string, std::string> ToMap(
    const google::protobuf::Map<std::string, std::string>& map) {
  return {map.begin(), map.end()};
}

// Calls `set` with each path of `mask` that says which field to change; without
// a mask, with each of `all`, and whether only a value that is set counts.
template <typename Set>
bool ForEachPath(const google::protobuf::FieldMask& mask,
                 const std::vector<std::string>& all, const Set& set) {
  if (mask.paths().empty()) {
    for (const std::string& path : all) set(path, /*if_populated=*/true);
    return true;
  }
  for (const std::string& path : mask.paths()) {
    if (path == "*") {
      if (mask.paths_size() > 1) return false;
      for (const std::string& each : all) set(each, /*if_populated=*/false);
    } else if (std::find(all.begin(), all.end(), path) != all.end() ||
               path == "labels.k") {
      set(path, /*if_populated=*/false);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

bool Model::CreateEvent(const v1::CreateEventRequest& request, Code code) {
  const std::string name =
      absl::StrCat(request.parent(), "/events/", request.event_id());
  Errors errors;
  if (events_.contains(name)) errors.insert(Code::ALREADY_EXISTS);
  if (absl::StrContains(request.event().request().text(), "nonsense")) {
    errors.insert(Code::INVALID_ARGUMENT);
  }
  if (!IsRight(errors, code)) return false;
  if (code != Code::OK || request.validate_only()) return true;
  Event& event = events_[name];
  event.incarnation = ++incarnations_;
  event.display_name = request.event().display_name();
  event.labels = ToMap(request.event().labels());
  return true;
}

bool Model::UpdateEvent(const v1::UpdateEventRequest& request, Code code) {
  const v1::Event& update = request.event();
  Errors errors;
  const auto found = events_.find(update.name());
  Event event;
  if (found == events_.end()) {
    errors.insert(Code::NOT_FOUND);
  } else {
    event = found->second;
    if (IsWrong(update.etag(), event.etag)) errors.insert(Code::ABORTED);
  }
  const auto set = [&](const std::string& path, bool if_populated) {
    if (path == "display_name" &&
        !(if_populated && update.display_name().empty())) {
      event.display_name = update.display_name();
    }
    // One key, so to change it is to change all.
    if (path != "display_name" && !(if_populated && update.labels().empty())) {
      event.labels = ToMap(update.labels());
    }
  };
  if (!ForEachPath(request.update_mask(), {"display_name", "labels"}, set)) {
    errors.insert(Code::INVALID_ARGUMENT);
  }
  if (!IsRight(errors, code)) return false;
  if (code != Code::OK || request.validate_only()) return true;
  if (event != found->second) event.etag.clear();
  found->second = event;
  return true;
}

bool Model::DeleteEvent(const v1::DeleteEventRequest& request, Code code) {
  const auto found = events_.find(request.name());
  Errors errors;
  bool may_be_refused = false;
  if (found == events_.end()) {
    errors.insert(Code::NOT_FOUND);
  } else {
    if (IsWrong(request.etag(), found->second.etag)) {
      errors.insert(Code::ABORTED);
    }
    const bool is_named = std::any_of(
        triggers_.begin(), triggers_.end(), [&](const auto& trigger) {
          return trigger.second.event == request.name();
        });
    if (!request.force() && is_named) errors.insert(Code::FAILED_PRECONDITION);
    may_be_refused = !request.force() && IsPending(request.name());
  }
  if (may_be_refused && errors.empty() && code == Code::FAILED_PRECONDITION) {
    return true;
  }
  if (!IsRight(errors, code)) return false;
  if (code != Code::OK || request.validate_only()) return true;
  for (Delivery& delivery : deliveries_) {
    if (delivery.incarnation != found->second.incarnation) continue;
    if (!delivery.ended || delivery.loose) {
      delivery.ends.insert(v1::Delivery::CANCELLED);
    }
  }
  std::erase_if(triggers_, [&](const auto& trigger) {
    return trigger.second.event == request.name();
  });
  events_.erase(found);
  return true;
}

bool Model::PauseEvent(const v1::PauseEventRequest& request, Code code) {
  if (!events_.contains(request.name())) return code == Code::NOT_FOUND;
  if (StateOf(request.name()) == v1::Event::DISABLED) {
    return code == Code::FAILED_PRECONDITION;
  }
  return code == Code::OK && SetState(request.name(), v1::Event::PAUSED);
}

bool Model::ResumeEvent(const v1::ResumeEventRequest& request, Code code) {
  if (!events_.contains(request.name())) return code == Code::NOT_FOUND;
  return code == Code::OK && SetState(request.name(), v1::Event::ACTIVE);
}

bool Model::SetState(const std::string& name, v1::Event::State state) {
  Event& event = events_.at(name);
  if (event.state != state) event.etag.clear();
  event.state = state;
  return true;
}

bool Model::CreateTrigger(const v1::CreateTriggerRequest& request, Code code) {
  const std::string name =
      absl::StrCat(request.parent(), "/triggers/", request.trigger_id());
  const v1::Trigger& given = request.trigger();
  Errors errors;
  if (triggers_.contains(name)) errors.insert(Code::ALREADY_EXISTS);
  if (absl::StrContains(given.filter(), "nonsense")) {
    errors.insert(Code::INVALID_ARGUMENT);
  }
  if (!events_.contains(given.event())) {
    errors.insert(Code::FAILED_PRECONDITION);
  }
  if (!IsRight(errors, code)) return false;
  if (code != Code::OK || request.validate_only()) return true;
  Trigger& trigger = triggers_[name];
  trigger.display_name = given.display_name();
  trigger.event = given.event();
  trigger.filter = given.filter();
  trigger.call_states = {given.call_states().begin(),
                         given.call_states().end()};
  trigger.disabled = given.disabled();
  return true;
}

bool Model::UpdateTrigger(const v1::UpdateTriggerRequest& request, Code code) {
  const v1::Trigger& update = request.trigger();
  Errors errors;
  const auto found = triggers_.find(update.name());
  Trigger trigger;
  if (found == triggers_.end()) {
    errors.insert(Code::NOT_FOUND);
  } else {
    trigger = found->second;
    if (IsWrong(update.etag(), trigger.etag)) errors.insert(Code::ABORTED);
  }
  // Event and call states are always populated.
  const auto set = [&](const std::string& path, bool if_populated) {
    if (path == "display_name" &&
        !(if_populated && update.display_name().empty())) {
      trigger.display_name = update.display_name();
    } else if (path == "event") {
      trigger.event = update.event();
    } else if (path == "filter" && !(if_populated && update.filter().empty())) {
      trigger.filter = update.filter();
    } else if (path == "call_states") {
      trigger.call_states = {update.call_states().begin(),
                             update.call_states().end()};
    } else if (path == "disabled" && !(if_populated && !update.disabled())) {
      trigger.disabled = update.disabled();
    }
  };
  if (!ForEachPath(
          request.update_mask(),
          {"display_name", "event", "filter", "call_states", "disabled"},
          set)) {
    errors.insert(Code::INVALID_ARGUMENT);
  } else if (found != triggers_.end() && !events_.contains(trigger.event)) {
    errors.insert(Code::FAILED_PRECONDITION);
  }
  if (!IsRight(errors, code)) return false;
  if (code != Code::OK || request.validate_only()) return true;
  if (trigger != found->second) trigger.etag.clear();
  found->second = trigger;
  return true;
}

bool Model::DeleteTrigger(const v1::DeleteTriggerRequest& request, Code code) {
  const auto found = triggers_.find(request.name());
  if (found == triggers_.end()) return code == Code::NOT_FOUND;
  if (IsWrong(request.etag(), found->second.etag)) {
    return code == Code::ABORTED;
  }
  if (code == Code::OK && !request.validate_only()) triggers_.erase(found);
  return code == Code::OK;
}

bool Model::ShowsEtag(const std::string& shown, std::string* etag) {
  if (!etag->empty()) return shown == *etag;
  *etag = shown;
  return !shown.empty() && etags_.insert(shown).second;
}

bool Model::ShowsEvent(const v1::Event& shown) {
  const auto found = events_.find(shown.name());
  if (found == events_.end()) return false;
  Event& event = found->second;
  return shown.display_name() == event.display_name &&
         ToMap(shown.labels()) == event.labels &&
         shown.state() == event.state && ShowsEtag(shown.etag(), &event.etag);
}

bool Model::ShowsTrigger(const v1::Trigger& shown) {
  const auto found = triggers_.find(shown.name());
  if (found == triggers_.end()) return false;
  Trigger& trigger = found->second;
  const std::set<int> states = {shown.call_states().begin(),
                                shown.call_states().end()};
  return shown.display_name() == trigger.display_name &&
         shown.event() == trigger.event && shown.filter() == trigger.filter &&
         states == trigger.call_states &&
         shown.disabled() == trigger.disabled &&
         ShowsEtag(shown.etag(), &trigger.etag);
}

bool Model::ShowsEvents(const std::vector<v1::Event>& events) {
  std::vector<std::string> names;
  for (const v1::Event& event : events) {
    names.push_back(event.name());
    if (!ShowsEvent(event)) return false;
  }
  std::vector<std::string> expected;
  for (const auto& [name, event] : events_) expected.push_back(name);
  return names == expected;
}

bool Model::ShowsTriggers(const std::vector<v1::Trigger>& triggers) {
  std::vector<std::string> names;
  for (const v1::Trigger& trigger : triggers) {
    names.push_back(trigger.name());
    if (!ShowsTrigger(trigger)) return false;
  }
  std::vector<std::string> expected;
  for (const auto& [name, trigger] : triggers_) expected.push_back(name);
  return names == expected;
}

Model::Replay Model::Recall(const std::string& method,
                            const std::string& request_id,
                            const std::string& arguments) const {
  const auto found = answered_.find(method + request_id);
  if (found == answered_.end()) return Replay::kNew;
  if (found->second.perhaps) return Replay::kPerhaps;
  return found->second.arguments == arguments ? Replay::kSame : Replay::kOther;
}

bool Model::ShowsAnswer(const std::string& method,
                        const std::string& request_id,
                        const std::string& answer) {
  Answered& answered = answered_.at(method + request_id);
  if (!answered.answer.has_value()) answered.answer = answer;
  return *answered.answer == answer;
}

void Model::Remember(const std::string& method, const std::string& request_id,
                     const std::string& arguments,
                     std::optional<std::string> answer) {
  answered_[method + request_id] = {arguments, std::move(answer), false};
}

void Model::MayHaveAnswered(const std::string& method,
                            const std::string& request_id) {
  Answered& answered = answered_[method + request_id];
  // What was answered once stays so.
  if (answered.arguments.empty()) answered.perhaps = true;
}

std::string Model::EtagOfEvent(const std::string& name) const {
  const auto found = events_.find(name);
  return found == events_.end() ? "" : found->second.etag;
}

std::string Model::EtagOfTrigger(const std::string& name) const {
  const auto found = triggers_.find(name);
  return found == triggers_.end() ? "" : found->second.etag;
}

v1::Event::State Model::StateOf(const std::string& event) const {
  const auto found = events_.find(event);
  return found == events_.end() ? v1::Event::STATE_UNSPECIFIED
                                : found->second.state;
}

}  // namespace gancho::model
