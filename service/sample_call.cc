// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/sample_call.h"

#include <string>
#include <utility>

#include "google/protobuf/descriptor.h"
#include "service/call_state_check.h"
#include "service/call_tracker.h"
#include "service/concat.h"
#include "service/definition_limits.h"
#include "service/proto_time.h"
#include "service/resource_name.h"
#include "service/status.h"
#include "store/record.pb.h"

namespace gancho::service {
namespace {

using States = google::protobuf::RepeatedPtrField<v1::CallState>;

constexpr char kSampleCallId[] = "sample-call";

// An inbound call that rang for 5 s and was talked for a minute.
States BuiltInStates(absl::Time now) {
  States states;
  const auto add = [&](v1::CallState::State kind, absl::Duration before_end) {
    v1::CallState* state = states.Add();
    state->set_state(kind);
    *state->mutable_occur_time() = ToTimestamp(now - before_end);
    return state;
  };
  v1::CallState* start = add(v1::CallState::START, absl::Seconds(67));
  start->set_direction(v1::CallState::INBOUND);
  start->set_caller("+541155550100");
  start->set_caller_name("Sample Caller");
  start->set_called("+541155550199");
  start->set_called_name("Sample Company");
  start->set_trunk("sample-trunk");
  v1::CallState* ringing = add(v1::CallState::RINGING, absl::Seconds(65));
  ringing->set_queue("sales");
  ringing->set_extension("101");
  ringing->set_terminal("sample-terminal");
  add(v1::CallState::TALK, absl::Seconds(60))->set_agent("Sample Agent");
  v1::CallState* end = add(v1::CallState::END, absl::ZeroDuration());
  end->set_hangup_cause("NORMAL_CLEARING");
  end->set_cost("1.25");
  end->set_currency_code("USD");
  return states;
}

}  // namespace

absl::StatusOr<FiredCall> MakeSampleCall(std::string_view account_id,
                                         const States& given, absl::Time now) {
  if (given.size() > kMaxSampleStates) {
    return InvalidField("call_states",
                        Concat("has more than ", kMaxSampleStates, " states"));
  }
  States states = given.empty() ? BuiltInStates(now) : given;
  store::CallRecord record;
  delivery::FieldProblems problems;
  for (int i = 0; i < states.size(); ++i) {
    v1::CallState& state = states[i];
    const std::string path = Concat("call_states[", i, "]");
    if (state.call_id().empty()) {
      state.set_call_id(i == 0 ? kSampleCallId : states[0].call_id());
    }
    delivery::FieldProblems found;
    CheckCallState(state, &found);
    if (state.call_id() != states[0].call_id()) {
      found.push_back({"call_id", "must be the same in all states"});
    }
    if (found.empty() &&
        MergeState(state, now, &record) == MergeOutcome::kTooManyLabels) {
      found.push_back({"labels", Concat("would make more than ", kMaxCallLabels,
                                        " on the call")});
    }
    AppendProblems(found, path, &problems);
  }
  if (!problems.empty()) return InvalidFields(problems);
  FiredCall fired;
  fired.call = std::move(*record.mutable_call());
  fired.state = states[states.size() - 1];
  // Only now: states that say no time are never duplicates of each other.
  if (!fired.state.has_occur_time()) {
    *fired.state.mutable_occur_time() = ToTimestamp(now);
  }
  fired.call.set_name(CallName(account_id, fired.state.call_id()));
  return fired;
}

FiredCall FireStoredCall(std::string_view account_id, v1::Call call) {
  FiredCall fired;
  // Whatever a state and a call both have, by name: a new field of the protos
  // needs no change here.
  const auto* from = call.GetDescriptor();
  const auto* to = v1::CallState::descriptor();
  for (int i = 0; i < to->field_count(); ++i) {
    const auto* target = to->field(i);
    const auto* source = from->FindFieldByName(target->name());
    if (source == nullptr || source->is_repeated() ||
        source->type() != target->type()) {
      continue;
    }
    const auto* reflection = call.GetReflection();
    switch (source->cpp_type()) {
      case google::protobuf::FieldDescriptor::CPPTYPE_STRING:
        fired.state.GetReflection()->SetString(
            &fired.state, target, reflection->GetString(call, source));
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_ENUM:
        fired.state.GetReflection()->SetEnumValue(
            &fired.state, target, reflection->GetEnumValue(call, source));
        break;
      default:
        break;
    }
  }
  *fired.state.mutable_labels() = call.labels();
  *fired.state.mutable_occur_time() = call.update_time();
  call.set_name(CallName(account_id, call.call_id()));
  fired.call = std::move(call);
  return fired;
}

}  // namespace gancho::service
