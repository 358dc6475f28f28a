// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_tracker.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

namespace gancho::service {
namespace {

using google::protobuf::Duration;
using google::protobuf::Timestamp;

// The finalizer of splitmix64. Fingerprints are on disk: it must never change.
// It is a bijection, so different sequence numbers never collide.
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::optional<uint64_t> Fingerprint(const v1::CallState& state) {
  if (state.has_sequence()) return Mix(static_cast<uint64_t>(state.sequence()));
  if (!state.has_occur_time()) return std::nullopt;
  // The state is in the top byte, where no sequence number has anything.
  const uint64_t kind = static_cast<uint64_t>(state.state()) << 56;
  return Mix(kind ^ Mix(static_cast<uint64_t>(state.occur_time().seconds())) ^
             Mix(~static_cast<uint64_t>(state.occur_time().nanos())));
}

Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

bool Before(const Timestamp& a, const Timestamp& b) {
  return std::tuple(a.seconds(), a.nanos()) <
         std::tuple(b.seconds(), b.nanos());
}

// Clocks of a telephone platform disagree: an end before the start is a call
// of no length.
void SetSpan(const Timestamp& from, const Timestamp& to, Duration* span) {
  if (!Before(from, to)) {
    span->Clear();
    return;
  }
  int64_t seconds = to.seconds() - from.seconds();
  int32_t nanos = to.nanos() - from.nanos();
  if (nanos < 0) {
    --seconds;
    nanos += 1'000'000'000;
  }
  span->set_seconds(seconds);
  span->set_nanos(nanos);
}

bool LabelsFit(const v1::CallState& state, const v1::Call& call) {
  const auto size = state.labels().size() + call.labels().size();
  if (size <= static_cast<size_t>(kMaxCallLabels)) return true;
  size_t merged = call.labels().size();
  for (const auto& label : state.labels()) {
    if (!call.labels().contains(label.first)) ++merged;
  }
  return merged <= static_cast<size_t>(kMaxCallLabels);
}

void MergeTexts(const v1::CallState& state, v1::Call* call) {
  // Not through mutable_*(): that allocates a text even if nothing is set.
  if (!state.caller().empty()) call->set_caller(state.caller());
  if (!state.caller_name().empty()) call->set_caller_name(state.caller_name());
  if (!state.called().empty()) call->set_called(state.called());
  if (!state.called_name().empty()) call->set_called_name(state.called_name());
  if (!state.extension().empty()) call->set_extension(state.extension());
  if (!state.terminal().empty()) call->set_terminal(state.terminal());
  if (!state.queue().empty()) call->set_queue(state.queue());
  if (!state.agent().empty()) call->set_agent(state.agent());
  if (!state.trunk().empty()) call->set_trunk(state.trunk());
  if (!state.hangup_cause().empty())
    call->set_hangup_cause(state.hangup_cause());
  if (!state.cost().empty()) call->set_cost(state.cost());
  if (!state.currency_code().empty())
    call->set_currency_code(state.currency_code());
  if (!state.recording_url().empty())
    call->set_recording_url(state.recording_url());
  for (const auto& [key, value] : state.labels()) {
    (*call->mutable_labels())[key] = value;
  }
}

void MergeTimes(v1::CallState::State state, const Timestamp& time,
                store::CallRecord* record) {
  v1::Call* call = record->mutable_call();
  const bool starts =
      state == v1::CallState::START || state == v1::CallState::ORIGINATE;
  if (starts && !record->start_seen()) {
    record->set_start_seen(true);
    *call->mutable_start_time() = time;
  } else if (starts || !record->start_seen()) {
    if (!call->has_start_time() || Before(time, call->start_time())) {
      *call->mutable_start_time() = time;
    }
  }
  if (state == v1::CallState::RINGING &&
      (!call->has_ring_time() || Before(time, call->ring_time()))) {
    *call->mutable_ring_time() = time;
  }
  if (state == v1::CallState::TALK &&
      (!call->has_talk_time() || Before(time, call->talk_time()))) {
    *call->mutable_talk_time() = time;
  }
  if (state == v1::CallState::END &&
      (!call->has_end_time() || Before(call->end_time(), time))) {
    *call->mutable_end_time() = time;
  }
}

void Derive(v1::Call* call) {
  const bool ended = call->has_end_time();
  const bool answered = call->has_talk_time();
  call->set_answered(answered);
  call->set_missed(ended && !answered &&
                   call->direction() == v1::CallState::INBOUND);
  if (ended) {
    SetSpan(call->start_time(), call->end_time(), call->mutable_duration());
  }
  if (ended || answered) {
    SetSpan(call->has_ring_time() ? call->ring_time() : call->start_time(),
            answered ? call->talk_time() : call->end_time(),
            call->mutable_ring_duration());
  }
  if (ended && answered) {
    SetSpan(call->talk_time(), call->end_time(), call->mutable_talk_duration());
  } else if (ended) {
    call->mutable_talk_duration()->Clear();
  }
}

}  // namespace

MergeOutcome MergeState(const v1::CallState& state, absl::Time accept_time,
                        store::CallRecord* record) {
  const std::optional<uint64_t> fingerprint = Fingerprint(state);
  if (fingerprint.has_value()) {
    // Newest first: a repeated message repeats what was just merged.
    const auto& seen = record->seen();
    for (int i = seen.size() - 1; i >= 0; --i) {
      if (seen.Get(i) == *fingerprint) return MergeOutcome::kDuplicate;
    }
  }
  if (!LabelsFit(state, record->call())) return MergeOutcome::kTooManyLabels;
  if (fingerprint.has_value()) {
    if (record->seen_size() >= kDuplicateWindow) {
      record->mutable_seen()->erase(record->seen().begin());
    }
    record->add_seen(*fingerprint);
  }

  v1::Call* call = record->mutable_call();
  const Timestamp accepted = ToTimestamp(accept_time);
  if (call->state_count() == 0) {
    call->set_call_id(state.call_id());
    *call->mutable_create_time() = accepted;
  }
  *call->mutable_update_time() = accepted;
  // A call that was given up is not over after all.
  call->clear_close_time();
  call->set_state_count(call->state_count() + 1);
  call->set_state(state.state());
  if (state.direction() != v1::CallState::DIRECTION_UNSPECIFIED) {
    call->set_direction(state.direction());
  }
  MergeTexts(state, call);
  MergeTimes(state.state(),
             state.has_occur_time() ? state.occur_time() : accepted, record);
  Derive(call);
  return MergeOutcome::kMerged;
}

}  // namespace gancho::service
