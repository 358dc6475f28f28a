// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_OPERATION_H_
#define GANCHO_TESTS_MODEL_OPERATION_H_

#include <cstdint>
#include <string>
#include <vector>

namespace gancho::model {

inline constexpr int kEvents = 4;
inline constexpr int kTriggers = 6;
inline constexpr int kCalls = 6;

// What a machine may do to the server.
enum class Trouble {
  kKill,        // kill -9 between two operations
  kKillDuring,  // kill -9 in the course of the next operation
  kCut,         // the power, between two operations
  kCutAfter,    // the power, in the middle of some operation on files
  kTerminate,   // SIGTERM
  kDiskFull,
  kLittleRoom,
  kSyncError,
  kAppendError,
};

// How a destination answers.
enum class Behaviour { kWell, kFailing, kGone };  // 200, 500, 410

// One step of a scenario. What its numbers mean depends on the kind; those that
// a kind has no use for are ignored.
struct Operation {
  enum class Kind {
    kCreateEvent,
    kUpdateEvent,
    kDeleteEvent,
    kGetEvent,
    kListEvents,
    kPauseEvent,
    kResumeEvent,
    kCreateTrigger,
    kUpdateTrigger,
    kDeleteTrigger,
    kGetTrigger,
    kListTriggers,
    kReportState,
    kGetCall,
    kListDeliveries,
    kRetryDelivery,
    kCancelDelivery,
    kRecoverDeliveries,
    kRepeat,   // an earlier request with its request_id
    kReuseId,  // the same with other arguments
    kSetBehaviour,
    kTrouble,
    kJump,  // of the clock
  };
  enum class Etag { kNone, kCurrent, kWrong };

  Kind kind = Kind::kGetEvent;
  int number = 0;  // its place, from 0
  int event = 0;   // which of kEvents, and so on
  int trigger = 0;
  int call = 0;
  Etag etag = Etag::kNone;
  bool invalid = false;  // an argument is
  bool force = false;
  bool validate_only = false;
  bool has_request_id = false;
  uint32_t choice = 0;  // among what the kind offers
  uint32_t value = 0;   // what texts and the like are made of
  Trouble trouble = Trouble::kKill;
  int length = 0;  // over how many further operations the trouble lasts
  Behaviour behaviour = Behaviour::kWell;
};

// The operations of a scenario: they follow from the arguments alone.
std::vector<Operation> MakeOperations(uint32_t seed, int count);

// For people, on one line.
std::string Describe(const Operation& operation);

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_OPERATION_H_
