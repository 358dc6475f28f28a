// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_TRACKER_H_
#define GANCHO_SERVICE_CALL_TRACKER_H_

#include "absl/time/time.h"
#include "gancho/v1/call.pb.h"
#include "store/record.pb.h"

// How the states of a call become one Call. Pure: no clock, no ledger.
namespace gancho::service {

// Within how many of the latest states of a call a duplicate is known. A
// window, because a call's record must not grow with the call.
inline constexpr int kDuplicateWindow = 256;
// Labels on a merged call.
inline constexpr int kMaxCallLabels = 64;

enum class MergeOutcome {
  kMerged,
  // Known already; the record did not change.
  kDuplicate,
  // The labels of all states together would be more than kMaxCallLabels; the
  // record did not change.
  kTooManyLabels,
};

// Merges `state`, which CheckCallState() found valid, into `record`, which may
// be empty. The order is that of the calls: what comes last replaces texts and
// labels; the derived times follow from each state's `occur_time`, so states
// that arrive late or out of order end in the same times.
//
// A state without `occur_time` happened at `accept_time`. If it has no
// `sequence` either, nothing can tell it from a second one of its kind: it is
// always merged, never a duplicate.
MergeOutcome MergeState(const v1::CallState& state, absl::Time accept_time,
                        store::CallRecord* record);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_TRACKER_H_
