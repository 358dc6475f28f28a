// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/operation.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace gancho::model {
namespace {

using Kind = Operation::Kind;

struct Weight {
  Kind kind;
  const char* name;
  uint32_t weight;
};

// Of 1,000 operations.
constexpr Weight kWeights[] = {
    {Kind::kCreateEvent, "CreateEvent", 45},
    {Kind::kUpdateEvent, "UpdateEvent", 35},
    {Kind::kDeleteEvent, "DeleteEvent", 20},
    {Kind::kGetEvent, "GetEvent", 15},
    {Kind::kListEvents, "ListEvents", 15},
    {Kind::kPauseEvent, "PauseEvent", 20},
    {Kind::kResumeEvent, "ResumeEvent", 45},
    {Kind::kCreateTrigger, "CreateTrigger", 70},
    {Kind::kUpdateTrigger, "UpdateTrigger", 40},
    {Kind::kDeleteTrigger, "DeleteTrigger", 12},
    {Kind::kGetTrigger, "GetTrigger", 10},
    {Kind::kListTriggers, "ListTriggers", 15},
    {Kind::kReportState, "ReportCallState", 350},
    {Kind::kGetCall, "GetCall", 30},
    {Kind::kListDeliveries, "ListDeliveries", 35},
    {Kind::kRetryDelivery, "RetryDelivery", 40},
    {Kind::kCancelDelivery, "CancelDelivery", 35},
    {Kind::kRecoverDeliveries, "RecoverDeliveries", 15},
    {Kind::kRepeat, "repeat", 40},
    {Kind::kReuseId, "reuse a request_id", 10},
    {Kind::kSetBehaviour, "destination", 40},
    {Kind::kTrouble, "trouble", 55},
    {Kind::kJump, "jump", 10},
};

struct TroubleKind {
  Trouble trouble;
  const char* name;
  uint32_t weight;
  int max_length;
};

// After an I/O error the server takes a second or more to come back, so those
// are rare.
constexpr TroubleKind kTroubles[] = {
    {Trouble::kKill, "kill", 3, 0},
    {Trouble::kKillDuring, "kill during the next", 6, 1},
    {Trouble::kCut, "power cut", 3, 0},
    {Trouble::kCutAfter, "power cut soon", 6, 8},
    {Trouble::kTerminate, "SIGTERM", 1, 0},
    {Trouble::kDiskFull, "disk full", 3, 6},
    {Trouble::kLittleRoom, "little room", 2, 6},
    {Trouble::kSyncError, "sync errors", 1, 6},
    {Trouble::kAppendError, "append errors", 1, 6},
};

// std::uniform_int_distribution differs between libraries; a seed must not.
class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t limit) { return Next() % limit; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }
  uint32_t Next() { return static_cast<uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

// One of `entries` by their weights.
template <typename Entry, size_t kSize>
const Entry& Pick(const Entry (&entries)[kSize], Random* random) {
  uint32_t sum = 0;
  for (const Entry& entry : entries) sum += entry.weight;
  uint32_t left = random->Below(sum);
  for (const Entry& entry : entries) {
    if (left < entry.weight) return entry;
    left -= entry.weight;
  }
  return entries[0];
}

Operation MakeOperation(int number, Random* random) {
  Operation operation;
  operation.number = number;
  operation.kind = Pick(kWeights, random).kind;
  operation.event = static_cast<int>(random->Below(kEvents));
  operation.trigger = static_cast<int>(random->Below(kTriggers));
  operation.call = static_cast<int>(random->Below(kCalls));
  const uint32_t etag = random->Below(8);
  operation.etag = etag == 0  ? Operation::Etag::kWrong
                   : etag < 3 ? Operation::Etag::kCurrent
                              : Operation::Etag::kNone;
  operation.invalid = random->OneIn(12);
  operation.force = random->OneIn(2);
  operation.validate_only = random->OneIn(12);
  operation.has_request_id = random->OneIn(2);
  operation.choice = random->Next();
  operation.value = random->Next();
  const TroubleKind& trouble = Pick(kTroubles, random);
  operation.trouble = trouble.trouble;
  const uint32_t more =
      random->Below(static_cast<uint32_t>(std::max(1, trouble.max_length)));
  operation.length = trouble.max_length == 0 ? 0 : 1 + static_cast<int>(more);
  // Otherwise events would be disabled most of the time.
  const uint32_t behaviour = random->Below(10);
  operation.behaviour = behaviour < 5   ? Behaviour::kWell
                        : behaviour < 8 ? Behaviour::kFailing
                                        : Behaviour::kGone;
  return operation;
}

// A scenario begins with an event in each place and a few triggers: with
// nothing, most operations would do nothing.
constexpr int kSetUpTriggers = 4;

void SetUp(Operation* operation) {
  const int number = operation->number;
  operation->kind =
      number < kEvents ? Kind::kCreateEvent : Kind::kCreateTrigger;
  operation->event = number % kEvents;
  operation->trigger = number % kEvents;
  operation->invalid = false;
  operation->validate_only = false;
}

const char* NameOf(Kind kind) {
  for (const Weight& weight : kWeights) {
    if (weight.kind == kind) return weight.name;
  }
  return "?";
}

const char* NameOf(Trouble trouble) {
  for (const TroubleKind& kind : kTroubles) {
    if (kind.trouble == trouble) return kind.name;
  }
  return "?";
}

}  // namespace

std::vector<Operation> MakeOperations(uint32_t seed, int count) {
  Random random(seed);
  std::vector<Operation> operations;
  int trouble_left = 0;
  while (std::ssize(operations) < count) {
    const int number = static_cast<int>(operations.size());
    Operation operation = MakeOperation(number, &random);
    if (number < kEvents + kSetUpTriggers) SetUp(&operation);
    const bool is_trouble = operation.kind == Kind::kTrouble;
    // One trouble at a time; and none that the scenario's end would cut short.
    if (is_trouble &&
        (trouble_left > 0 || number + operation.length >= count)) {
      continue;
    }
    trouble_left =
        is_trouble ? operation.length : std::max(0, trouble_left - 1);
    operations.push_back(operation);
  }
  return operations;
}

std::string Describe(const Operation& operation) {
  std::string text =
      absl::StrCat("#", operation.number, " ", NameOf(operation.kind));
  switch (operation.kind) {
    case Kind::kTrouble:
      return absl::StrCat(text, ": ", NameOf(operation.trouble), ", over ",
                          operation.length, " operations");
    case Kind::kSetBehaviour:
      return absl::StrCat(text, " e", operation.event, " behaviour ",
                          static_cast<int>(operation.behaviour));
    default:
      break;
  }
  absl::StrAppend(&text, " e", operation.event, " t", operation.trigger, " c",
                  operation.call, " choice ", operation.choice % 60, " value ",
                  operation.value % 1000);
  if (operation.etag == Operation::Etag::kCurrent) text += " etag";
  if (operation.etag == Operation::Etag::kWrong) text += " wrong-etag";
  if (operation.invalid) text += " invalid";
  if (operation.force) text += " force";
  if (operation.validate_only) text += " validate-only";
  if (operation.has_request_id) text += " request-id";
  return text;
}

}  // namespace gancho::model
