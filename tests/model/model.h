// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_MODEL_H_
#define GANCHO_TESTS_MODEL_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gancho/v1/call_service.pb.h"
#include "gancho/v1/delivery_service.pb.h"
#include "gancho/v1/event_service.pb.h"
#include "gancho/v1/trigger_service.pb.h"
#include "grpcpp/support/status_code_enum.h"
#include "tests/model/operation.h"

namespace gancho::model {

using Code = grpc::StatusCode;

// What a server that does as it should knows: a few maps, no threads, no disk.
// A value: two models that are equal cannot be told from each other.
//
// The methods named like those of the API take what was asked and how it was
// answered, and return whether that is a right answer; if it is OK, the model
// changes as the server did. The methods Shows...() say whether what the
// server shows is so, and learn from it what only the server can choose (etags,
// the names of deliveries) or when something happens that must happen (a
// delivery ends). After false, the model is of no use.
class Model {
 public:
  bool CreateEvent(const v1::CreateEventRequest& request, Code code);
  bool UpdateEvent(const v1::UpdateEventRequest& request, Code code);
  bool DeleteEvent(const v1::DeleteEventRequest& request, Code code);
  bool PauseEvent(const v1::PauseEventRequest& request, Code code);
  bool ResumeEvent(const v1::ResumeEventRequest& request, Code code);
  bool CreateTrigger(const v1::CreateTriggerRequest& request, Code code);
  bool UpdateTrigger(const v1::UpdateTriggerRequest& request, Code code);
  bool DeleteTrigger(const v1::DeleteTriggerRequest& request, Code code);
  // `answer` is null if it was lost.
  bool Report(const v1::ReportCallStateRequest& request, Code code,
              const v1::ReportCallStateResponse* answer);
  bool Retry(const std::string& name, Code code);
  bool Cancel(const std::string& name, Code code);
  bool Recover(const v1::RecoverDeliveriesRequest& request, Code code,
               const v1::RecoverDeliveriesResponse& answer);

  // RetryDelivery, CancelDelivery, RecoverDeliveries whose answer was lost:
  // their effect may come later than any answer.
  void MayHaveChanged(const std::string& name);
  void MayHaveRecovered(const v1::RecoverDeliveriesRequest& request);
  // The server was started anew: what was to come later does not come any more.
  void ForgetLateEffects();

  bool ShowsEvent(const v1::Event& event);
  bool ShowsTrigger(const v1::Trigger& trigger);
  bool ShowsCall(const v1::Call& call) const;
  // With or without its request.
  bool ShowsDelivery(const v1::Delivery& delivery);
  bool HasEvent(const std::string& name) const {
    return events_.contains(name);
  }
  bool HasTrigger(const std::string& name) const {
    return triggers_.contains(name);
  }
  bool HasCall(const std::string& name) const { return calls_.contains(name); }
  bool ShowsEvents(const std::vector<v1::Event>& events);
  bool ShowsTriggers(const std::vector<v1::Trigger>& triggers);
  // All deliveries there are, with their requests, or those of one `event`,
  // `call` or `trigger`, where not empty.
  bool ShowsDeliveries(const std::vector<v1::Delivery>& deliveries,
                       const std::string& event = "",
                       const std::string& call = "",
                       const std::string& trigger = "");

  // A destination that is kGone disables its event at the first request.
  void SetBehaviour(const std::string& event, Behaviour behaviour);
  Behaviour BehaviourOf(const std::string& event) const;
  // Whether the event may be DISABLED any moment, or is, unnoticed so far.
  bool MayBeDisabled(const std::string& event) const;
  // The event became DISABLED, and what was pending has failed, or will.
  bool Disable(const std::string& event);
  // What has come of an event that MayBeDisabled(), once nothing of it is
  // pending: DISABLED if and only if something has failed.
  bool ShowsOutcome(const v1::Event& event,
                    const std::vector<v1::Delivery>& deliveries);

  // The answer to a request_id that was used before, if it was: OK and the same
  // bytes. With other arguments it is INVALID_ARGUMENT. kPerhaps: it may have
  // been answered, and the answer was lost.
  enum class Replay { kNew, kSame, kOther, kPerhaps };
  Replay Recall(const std::string& method, const std::string& request_id,
                const std::string& arguments) const;
  bool ShowsAnswer(const std::string& method, const std::string& request_id,
                   const std::string& answer);
  // `answer` is absent if it was lost.
  void Remember(const std::string& method, const std::string& request_id,
                const std::string& arguments,
                std::optional<std::string> answer);
  // For those changes of deliveries whose answer was lost.
  void MayHaveAnswered(const std::string& method,
                       const std::string& request_id);

  // Empty if it is not there, or not known.
  std::string EtagOfEvent(const std::string& name) const;
  std::string EtagOfTrigger(const std::string& name) const;
  v1::Event::State StateOf(const std::string& event) const;

  struct Delivery {
    std::string event;
    int incarnation = 0;  // of the event: which of those of this name
    std::string trigger;
    std::string call;
    v1::CallState::State call_state = v1::CallState::STATE_UNSPECIFIED;
    std::string body;  // unlike that of any other
    std::string name;  // empty: not known yet
    // How it may end, or has.
    std::set<int> ends = {v1::Delivery::DELIVERED};
    bool ended = false;
    bool born_failed = false;  // its event was DISABLED
    bool revived = false;      // may have been sent again by a person
    bool loose = false;        // see MayHaveChanged()

    bool operator==(const Delivery&) const = default;
  };
  // In the order in which their states were accepted.
  const std::vector<Delivery>& deliveries() const { return deliveries_; }

  bool operator==(const Model&) const = default;

 private:
  struct Event {
    int incarnation = 0;
    v1::Event::State state = v1::Event::ACTIVE;
    std::string display_name;
    std::map<std::string, std::string> labels;
    std::string etag;  // empty: not known yet

    bool operator==(const Event&) const = default;
  };
  struct Trigger {
    std::string display_name;
    std::string event;
    std::string filter;
    std::set<int> call_states;
    bool disabled = false;
    std::string etag;

    bool operator==(const Trigger&) const = default;
  };
  struct Call {
    int64_t state_count = 0;
    v1::CallState::State state = v1::CallState::STATE_UNSPECIFIED;
    v1::CallState::Direction direction = v1::CallState::DIRECTION_UNSPECIFIED;
    std::string caller;
    std::map<std::string, std::string> labels;
    bool answered = false;
    bool ended = false;
    // Of the states that say when they happened, unless one did not.
    bool times_known = true;
    std::optional<int64_t> talk_time;
    std::optional<int64_t> end_time;
    std::set<std::string> seen;

    bool missed() const {
      return ended && !answered && direction == v1::CallState::INBOUND;
    }
    bool operator==(const Call&) const = default;
  };
  struct Answered {
    std::string arguments;
    std::optional<std::string> answer;
    bool perhaps = false;  // or not at all

    bool operator==(const Answered&) const = default;
  };

  static void Merge(const v1::CallState& state, Call* call);
  static bool Matches(const std::string& filter, const Call& call);
  bool Fires(const Trigger& trigger, const v1::CallState& state,
             const Call& call) const;
  void AddDelivery(const std::string& trigger_name, const v1::CallState& state,
                   const Call& call);
  std::string Body(const std::string& trigger_name, const v1::CallState& state,
                   const Call& call) const;
  bool SetState(const std::string& event, v1::Event::State state);
  // Adopts `shown` if `etag` is not known; it must be one never seen before.
  bool ShowsEtag(const std::string& shown, std::string* etag);
  Delivery* Find(const v1::Delivery& delivery);
  Delivery* FindByName(const std::string& name);
  bool IsPending(const std::string& event) const;
  // Whether the delivery's event is there and sends.
  bool Sends(const Delivery& delivery) const;
  void Revive(Delivery* delivery);

  std::map<std::string, Event> events_;  // all by name
  std::map<std::string, Trigger> triggers_;
  std::map<std::string, Call> calls_;
  std::vector<Delivery> deliveries_;
  std::map<std::string, Behaviour> behaviours_;
  std::map<std::string, Answered> answered_;  // by method and id
  std::set<std::string> etags_;               // all ever seen
  int incarnations_ = 0;
};

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_MODEL_H_
