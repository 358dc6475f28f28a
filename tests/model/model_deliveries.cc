// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Calls and deliveries.

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "tests/model/model.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

// What tells a state from the others of its call; empty if nothing does.
std::string IdentityOf(const v1::CallState& state) {
  if (state.has_sequence()) return absl::StrCat("#", state.sequence());
  if (!state.has_occur_time()) return "";
  return absl::StrCat(state.state(), "@", state.occur_time().seconds());
}

const char* ToText(bool value) { return value ? "true" : "false"; }

v1::Delivery::State WantedBy(const v1::RecoverDeliveriesRequest& request) {
  return request.filter().empty() ? v1::Delivery::FAILED
                                  : v1::Delivery::CANCELLED;
}

}  // namespace

void Model::Merge(const v1::CallState& state, Call* call) {
  ++call->state_count;
  call->state = state.state();
  if (state.direction() != v1::CallState::DIRECTION_UNSPECIFIED) {
    call->direction = state.direction();
  }
  if (!state.caller().empty()) call->caller = state.caller();
  for (const auto& [key, value] : state.labels()) call->labels[key] = value;
  const int64_t time = state.occur_time().seconds();
  if (!state.has_occur_time()) call->times_known = false;
  if (state.state() == v1::CallState::TALK) {
    call->answered = true;
    call->talk_time = std::min(call->talk_time.value_or(time), time);
  }
  if (state.state() == v1::CallState::END) {
    call->ended = true;
    call->end_time = std::max(call->end_time.value_or(time), time);
  }
}

// The filters of requests.cc.
bool Model::Matches(const std::string& filter, const Call& call) {
  if (filter == "direction = INBOUND") {
    return call.direction == v1::CallState::INBOUND;
  }
  if (filter == "answered = true") return call.answered;
  if (filter == R"(labels.k = "x")") {
    const auto label = call.labels.find("k");
    return label != call.labels.end() && label->second == "x";
  }
  return true;
}

bool Model::Fires(const Trigger& trigger, const v1::CallState& state,
                  const Call& call) const {
  return !trigger.disabled && trigger.call_states.contains(state.state()) &&
         Matches(trigger.filter, call);
}

bool Model::Report(const v1::ReportCallStateRequest& request, Code code,
                   const v1::ReportCallStateResponse* answer) {
  const v1::CallState& state = request.call_state();
  if (!state.cost().empty()) return code == Code::INVALID_ARGUMENT;
  if (code != Code::OK) return false;
  const std::string name =
      absl::StrCat(request.parent(), "/calls/", state.call_id());
  const std::string identity = IdentityOf(state);
  const bool is_duplicate = !identity.empty() && calls_.contains(name) &&
                            calls_.at(name).seen.contains(identity);
  int fired = 0;
  if (!is_duplicate) {
    Call& call = calls_[name];
    if (!identity.empty()) call.seen.insert(identity);
    Merge(state, &call);
    for (const auto& [trigger_name, trigger] : triggers_) {
      if (!Fires(trigger, state, call)) continue;
      ++fired;
      AddDelivery(trigger_name, state, call);
    }
  }
  return answer == nullptr ||
         (answer->call() == name && answer->duplicate() == is_duplicate &&
          answer->deliveries_size() == fired);
}

void Model::AddDelivery(const std::string& trigger_name,
                        const v1::CallState& state, const Call& call) {
  const Trigger& trigger = triggers_.at(trigger_name);
  const Event& event = events_.at(trigger.event);
  Delivery delivery;
  delivery.event = trigger.event;
  delivery.incarnation = event.incarnation;
  delivery.trigger = trigger_name;
  delivery.call = absl::StrCat(kAccount, "/calls/", state.call_id());
  delivery.call_state = state.state();
  delivery.body = Body(trigger_name, state, call);
  if (event.state == v1::Event::DISABLED) {
    delivery.ends = {v1::Delivery::FAILED};
    delivery.ended = true;
    delivery.born_failed = true;
  }
  deliveries_.push_back(std::move(delivery));
}

// As requests.cc has the event's template.
std::string Model::Body(const std::string& trigger_name,
                        const v1::CallState& state, const Call& call) const {
  const Trigger& trigger = triggers_.at(trigger_name);
  const auto label = call.labels.find("k");
  return absl::StrCat(state.call_id(), "|", call.state_count, "|",
                      v1::CallState::State_Name(state.state()), "|",
                      trigger_name, "|", trigger.display_name, "|",
                      events_.at(trigger.event).display_name, "|", call.caller,
                      "|", label == call.labels.end() ? "" : label->second, "|",
                      ToText(call.answered), "|", ToText(call.missed()));
}

bool Model::ShowsCall(const v1::Call& shown) const {
  const auto found = calls_.find(shown.name());
  if (found == calls_.end()) return false;
  const Call& call = found->second;
  const std::map<std::string, std::string> labels = {shown.labels().begin(),
                                                     shown.labels().end()};
  const bool texts =
      shown.state_count() == call.state_count && shown.state() == call.state &&
      shown.direction() == call.direction && shown.caller() == call.caller &&
      labels == call.labels && shown.answered() == call.answered &&
      shown.missed() == call.missed();
  if (!texts || !call.times_known) return texts;
  return shown.has_talk_time() == call.talk_time.has_value() &&
         shown.talk_time().seconds() == call.talk_time.value_or(0) &&
         shown.has_end_time() == call.end_time.has_value() &&
         shown.end_time().seconds() == call.end_time.value_or(0);
}

Model::Delivery* Model::FindByName(const std::string& name) {
  for (Delivery& delivery : deliveries_) {
    if (delivery.name == name) return &delivery;
  }
  return nullptr;
}

// By its body, which is unlike all others; learns its name.
Model::Delivery* Model::Find(const v1::Delivery& shown) {
  if (!shown.has_request()) return FindByName(shown.name());
  for (Delivery& delivery : deliveries_) {
    if (delivery.body != shown.request().body()) continue;
    if (delivery.name.empty() && FindByName(shown.name()) == nullptr) {
      delivery.name = shown.name();
    }
    return delivery.name == shown.name() ? &delivery : nullptr;
  }
  return nullptr;
}

bool Model::ShowsDelivery(const v1::Delivery& shown) {
  Delivery* const delivery = Find(shown);
  if (delivery == nullptr || shown.event() != delivery->event ||
      shown.trigger() != delivery->trigger || shown.call() != delivery->call ||
      shown.call_state() != delivery->call_state) {
    return false;
  }
  if (shown.state() == v1::Delivery::PENDING) {
    return !delivery->ended || delivery->loose;
  }
  if (!delivery->ends.contains(shown.state())) return false;
  if (!delivery->loose) {
    delivery->ends = {shown.state()};
    delivery->ended = true;
  }
  return true;
}

bool Model::ShowsDeliveries(const std::vector<v1::Delivery>& shown,
                            const std::string& event, const std::string& call,
                            const std::string& trigger) {
  std::set<std::string> names;
  for (const v1::Delivery& delivery : shown) {
    if (!ShowsDelivery(delivery)) return false;
    names.insert(delivery.name());
  }
  const auto count = std::count_if(
      deliveries_.begin(), deliveries_.end(), [&](const Delivery& delivery) {
        return (event.empty() || delivery.event == event) &&
               (call.empty() || delivery.call == call) &&
               (trigger.empty() || delivery.trigger == trigger);
      });
  return std::ssize(names) == std::ssize(shown) && std::ssize(shown) == count;
}

bool Model::IsPending(const std::string& event) const {
  return std::any_of(
      deliveries_.begin(), deliveries_.end(), [&](const Delivery& delivery) {
        return delivery.incarnation == events_.at(event).incarnation &&
               (!delivery.ended || delivery.loose);
      });
}

bool Model::Sends(const Delivery& delivery) const {
  const auto event = events_.find(delivery.event);
  return event != events_.end() &&
         event->second.incarnation == delivery.incarnation &&
         event->second.state != v1::Event::DISABLED;
}

void Model::Revive(Delivery* delivery) {
  delivery->ends = {v1::Delivery::DELIVERED};
  delivery->ended = false;
  delivery->revived = true;
}

bool Model::Retry(const std::string& name, Code code) {
  Delivery* const delivery = FindByName(name);
  if (delivery == nullptr) return code == Code::NOT_FOUND;
  if (!Sends(*delivery)) return code == Code::FAILED_PRECONDITION;
  if (delivery->loose) {
    // "The delivery is changing at this moment", if it is the third.
    return code == Code::OK || code == Code::FAILED_PRECONDITION ||
           code == Code::UNAVAILABLE;
  }
  const bool may_be_delivered =
      delivery->ends.contains(v1::Delivery::DELIVERED);
  if (code == Code::FAILED_PRECONDITION && may_be_delivered) {
    delivery->ends = {v1::Delivery::DELIVERED};
    delivery->ended = true;
    return true;
  }
  if (code == Code::UNAVAILABLE) return !delivery->ended;
  if (code != Code::OK) return false;
  if (delivery->ended) {
    if (may_be_delivered) return false;
    Revive(delivery);
  } else if (delivery->ends.size() > 1) {
    delivery->revived = true;
  }
  return true;
}

bool Model::Cancel(const std::string& name, Code code) {
  Delivery* const delivery = FindByName(name);
  if (delivery == nullptr) return code == Code::NOT_FOUND;
  const bool may_be_pending = !delivery->ended || delivery->loose;
  if (code == Code::FAILED_PRECONDITION) return true;
  if (code != Code::OK || !may_be_pending) return false;
  if (delivery->loose) return true;
  delivery->ends = {v1::Delivery::CANCELLED};
  delivery->ended = true;
  return true;
}

bool Model::Recover(const v1::RecoverDeliveriesRequest& request, Code code,
                    const v1::RecoverDeliveriesResponse& answer) {
  if (code != Code::OK) return false;
  if (request.validate_only()) return true;
  int64_t least = 0;
  int64_t most = 0;
  for (Delivery& delivery : deliveries_) {
    if (!Sends(delivery) || !delivery.ends.contains(WantedBy(request))) {
      continue;
    }
    ++most;
    if (delivery.loose || !delivery.ended) {
      delivery.revived = true;
    } else {
      ++least;
      Revive(&delivery);
    }
  }
  return least <= answer.recovered_count() && answer.recovered_count() <= most;
}

void Model::MayHaveChanged(const std::string& name) {
  Delivery* const delivery = FindByName(name);
  if (delivery == nullptr) return;
  const std::set<int> delivered = {v1::Delivery::DELIVERED};
  if (delivery->ended && delivery->ends == delivered) return;
  delivery->loose = true;
  delivery->revived = true;
  delivery->ends.insert(v1::Delivery::DELIVERED);
  delivery->ends.insert(v1::Delivery::CANCELLED);
}

void Model::MayHaveRecovered(const v1::RecoverDeliveriesRequest& request) {
  for (Delivery& delivery : deliveries_) {
    if (Sends(delivery) && delivery.ends.contains(WantedBy(request))) {
      delivery.loose = true;
      delivery.revived = true;
      delivery.ends.insert(v1::Delivery::DELIVERED);
    }
  }
}

void Model::ForgetLateEffects() {
  for (Delivery& delivery : deliveries_) {
    if (!delivery.loose) continue;
    delivery.loose = false;
    delivery.ended = false;
  }
}

void Model::SetBehaviour(const std::string& event, Behaviour behaviour) {
  behaviours_[event] = behaviour;
}

Behaviour Model::BehaviourOf(const std::string& event) const {
  const auto found = behaviours_.find(event);
  return found == behaviours_.end() ? Behaviour::kWell : found->second;
}

bool Model::MayBeDisabled(const std::string& event) const {
  return events_.contains(event) && StateOf(event) != v1::Event::DISABLED &&
         BehaviourOf(event) == Behaviour::kGone && IsPending(event);
}

bool Model::Disable(const std::string& event) {
  if (!MayBeDisabled(event)) return false;
  SetState(event, v1::Event::DISABLED);
  for (Delivery& delivery : deliveries_) {
    if (delivery.incarnation == events_.at(event).incarnation &&
        (!delivery.ended || delivery.loose)) {
      delivery.ends.insert(v1::Delivery::FAILED);
    }
  }
  return true;
}

bool Model::ShowsOutcome(const v1::Event& event,
                         const std::vector<v1::Delivery>& deliveries) {
  std::vector<size_t> open;
  for (size_t i = 0; i < deliveries_.size(); ++i) {
    if (deliveries_[i].event == event.name() && !deliveries_[i].ended) {
      open.push_back(i);
    }
  }
  const bool is_disabled = event.state() == v1::Event::DISABLED;
  if (is_disabled && !Disable(event.name())) return false;
  if (!ShowsEvent(event) || !ShowsDeliveries(deliveries, event.name())) {
    return false;
  }
  const std::set<int> failed = {v1::Delivery::FAILED};
  const bool any_failed = std::any_of(open.begin(), open.end(), [&](size_t i) {
    return deliveries_[i].ended && deliveries_[i].ends == failed;
  });
  const bool any_loose =
      std::any_of(deliveries_.begin(), deliveries_.end(),
                  [](const Delivery& delivery) { return delivery.loose; });
  return any_loose || any_failed == is_disabled;
}

}  // namespace gancho::model
