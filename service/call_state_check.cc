// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_state_check.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/call_tracker.h"
#include "service/concat.h"
#include "service/resource_name.h"

namespace gancho::service {
namespace {

using google::protobuf::Timestamp;

constexpr size_t kMaxTextBytes = 1024;
constexpr size_t kMaxUrlBytes = 4096;
constexpr size_t kMaxCostBytes = 32;
constexpr size_t kMaxLabelKeyBytes = 63;
constexpr size_t kMaxLabelValueBytes = 1024;
// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;

// Collects at most kMaxStateProblems.
class Problems {
 public:
  explicit Problems(delivery::FieldProblems* problems)
      : problems_(problems),
        limit_(problems->size() + static_cast<size_t>(kMaxStateProblems)) {}

  void Add(std::string_view field, std::string_view description) {
    if (problems_->size() >= limit_) return;
    problems_->push_back({std::string(field), std::string(description)});
  }

 private:
  delivery::FieldProblems* const problems_;
  const size_t limit_;
};

void CheckText(std::string_view field, const std::string& text, size_t max,
               Problems* problems) {
  if (text.size() > max) {
    problems->Add(field, absl::StrCat("has ", text.size(), " bytes; at most ",
                                      max, " are allowed"));
  }
}

void CheckTime(std::string_view field, const Timestamp& time,
               Problems* problems) {
  if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds) {
    problems->Add(field, "must be within the years 1 to 9999");
  } else if (time.nanos() < 0 || time.nanos() > 999'999'999) {
    problems->Add(field, "nanos must be 0 to 999999999");
  }
}

// [+-]? digits [. digits]
bool IsDecimal(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    text.remove_prefix(1);
  }
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const auto digits = [](std::string_view part) {
    for (const char c : part) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
    }
    return !part.empty();
  };
  return digits(whole) &&
         (point == std::string_view::npos || digits(text.substr(point + 1)));
}

bool IsCurrencyCode(std::string_view text) {
  if (text.size() != 3) return false;
  for (const char c : text) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

std::string LabelPath(std::string_view key) {
  std::string_view shown = key.substr(0, kMaxLabelKeyBytes);
  // Not in the middle of a character.
  while (shown.size() < key.size() && !shown.empty() &&
         (static_cast<unsigned char>(key[shown.size()]) & 0xc0) == 0x80) {
    shown.remove_suffix(1);
  }
  return absl::StrCat("labels[\"", absl::Utf8SafeCEscape(ToAbsl(shown)),
                      shown.size() < key.size() ? "...\"]" : "\"]");
}

void CheckLabels(const v1::CallState& state, Problems* problems) {
  if (state.labels().size() > static_cast<size_t>(kMaxCallLabels)) {
    problems->Add("labels", absl::StrCat("has ", state.labels().size(),
                                         " entries; at most ", kMaxCallLabels,
                                         " are allowed"));
  }
  for (const auto& [key, value] : state.labels()) {
    if (key.empty() || key.size() > kMaxLabelKeyBytes) {
      problems->Add(LabelPath(key), "the key must have 1 to 63 bytes");
    }
    if (value.size() > kMaxLabelValueBytes) {
      problems->Add(
          LabelPath(key),
          absl::StrCat("the value has ", value.size(), " bytes; at most ",
                       kMaxLabelValueBytes, " are allowed"));
    }
  }
}

void CheckTexts(const v1::CallState& state, Problems* problems) {
  CheckText("caller", state.caller(), kMaxTextBytes, problems);
  CheckText("caller_name", state.caller_name(), kMaxTextBytes, problems);
  CheckText("called", state.called(), kMaxTextBytes, problems);
  CheckText("called_name", state.called_name(), kMaxTextBytes, problems);
  CheckText("extension", state.extension(), kMaxTextBytes, problems);
  CheckText("terminal", state.terminal(), kMaxTextBytes, problems);
  CheckText("queue", state.queue(), kMaxTextBytes, problems);
  CheckText("agent", state.agent(), kMaxTextBytes, problems);
  CheckText("trunk", state.trunk(), kMaxTextBytes, problems);
  CheckText("hangup_cause", state.hangup_cause(), kMaxTextBytes, problems);
  CheckText("recording_url", state.recording_url(), kMaxUrlBytes, problems);
}

}  // namespace

void CheckCallState(const v1::CallState& state,
                    delivery::FieldProblems* found) {
  Problems problems(found);
  if (state.call_id().empty()) {
    problems.Add("call_id", "is required");
  } else if (!IsCallId(state.call_id())) {
    problems.Add("call_id",
                 "must have 1 to 128 characters of visible ASCII except '/'");
  }
  if (state.state() == v1::CallState::STATE_UNSPECIFIED) {
    problems.Add("state", "is required");
  } else if (!v1::CallState::State_IsValid(state.state())) {
    problems.Add("state", absl::StrCat("has no value ", state.state()));
  }
  if (!v1::CallState::Direction_IsValid(state.direction())) {
    problems.Add("direction", absl::StrCat("has no value ", state.direction()));
  }
  if (state.has_occur_time()) {
    CheckTime("occur_time", state.occur_time(), &problems);
  }
  if (state.has_expire_time()) {
    CheckTime("expire_time", state.expire_time(), &problems);
  }
  if (state.has_sequence() && state.sequence() < 0) {
    problems.Add("sequence", "must not be negative");
  }
  CheckTexts(state, &problems);
  if (state.cost().size() > kMaxCostBytes ||
      (!state.cost().empty() && !IsDecimal(state.cost()))) {
    problems.Add("cost",
                 "must be a decimal number such as 12.50: an optional sign, "
                 "no exponent, at most 32 characters");
  }
  if (!state.currency_code().empty() &&
      !IsCurrencyCode(state.currency_code())) {
    problems.Add("currency_code",
                 "must be three upper-case letters (ISO 4217)");
  }
  CheckLabels(state, &problems);
}

}  // namespace gancho::service
