// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// How the retention judges calls.

#include <algorithm>
#include <limits>

#include "absl/synchronization/notification.h"
#include "google/protobuf/util/time_util.h"
#include "service/retention_sweeper.h"
#include "store/table.h"

namespace gancho::service {

using google::protobuf::util::TimeUtil;
using store::DeliveryId;
using store::Table;

namespace {

// A call that changed while it was looked at is looked at again after this.
constexpr int64_t kChangedCallUs = 1'000'000;
// A call that waits for its deliveries to go, after an eighth of the retention
// within these.
constexpr int64_t kMinWaitUs = 1'000'000;
constexpr int64_t kMaxWaitUs = int64_t{3600} * 1'000'000;

bool IsOver(const v1::Call& call) {
  return call.has_end_time() || call.has_close_time();
}

DeliveryId IdOrNone(const std::string& bytes) {
  return bytes.size() == DeliveryId::kSize ? DeliveryId::FromBytes(bytes)
                                           : DeliveryId();
}

}  // namespace

// The next calls of the account that began a retention, or the time-out of
// calls without END, ago.
absl::StatusOr<int> RetentionSweeper::SweepCalls(const Account& account,
                                                 Walk walk) {
  absl::StatusOr<Progress*> progress = ProgressOf(account.uid);
  if (!progress.ok()) return progress.status();
  const bool removes = walk == Walk::kRemoveCalls;
  std::string* last_key = removes
                              ? (*progress)->record.mutable_removed_call_key()
                              : (*progress)->record.mutable_closed_call_key();
  int64_t until_us = std::numeric_limits<int64_t>::max();
  if (!account.deleted) {
    until_us = absl::ToUnixMicros(
        now_ - (removes ? account.retention : options_.call_close_timeout));
    // The clock has gone back: calls may begin behind where the walk was.
    const std::string until_key =
        store::CallTimeKey(options_.partition, account.uid, until_us, "");
    if (until_key < *last_key) *last_key = until_key;
  }
  std::vector<CallCandidate> candidates;
  std::string key;
  {
    const auto scan = parts_.ledger->NewScan(
        Table::kCallTime, store::CallTimeRange(options_.partition, account.uid,
                                               *last_key, until_us));
    for (; scan->Valid() && std::ssize(candidates) < options_.piece_entries;
         scan->Next()) {
      CallCandidate& candidate = candidates.emplace_back();
      candidate.origin = removes ? CallCandidate::Origin::kRemoveWalk
                                 : CallCandidate::Origin::kCloseWalk;
      std::string_view call_id;
      key = scan->key();
      if (!store::ReadCallTimeKey(key, &candidate.account_uid,
                                  &candidate.create_us, &call_id)) {
        return absl::DataLossError("a key of kCallTime has another form");
      }
      candidate.call_id = call_id;
    }
    if (!scan->status().ok()) return scan->status();
  }
  if (candidates.empty()) return 0;
  CallPlan plan;
  absl::Status status = JudgeCalls(candidates, &plan);
  if (status.ok()) status = ApplyCalls(&plan);
  if (!status.ok()) return status;
  *last_key = key;
  if (!account.deleted) PutProgress(account.uid, **progress, &plan.batch);
  if (status = Commit(std::move(plan.batch)); !status.ok()) return status;
  return static_cast<int>(candidates.size());
}

absl::Status RetentionSweeper::JudgeCalls(
    const std::vector<CallCandidate>& candidates, CallPlan* plan) {
  std::vector<std::string> keys;
  for (const CallCandidate& candidate : candidates) {
    keys.push_back(store::CallKey(options_.partition, candidate.account_uid,
                                  candidate.call_id));
  }
  const auto values = parts_.ledger->MultiGet(Table::kCall, keys);
  for (size_t i = 0; i < candidates.size(); ++i) {
    const CallCandidate& candidate = candidates[i];
    if (!candidate.revisit_key.empty()) {
      plan->batch.Delete(Table::kRevisit, candidate.revisit_key);
    }
    store::CallRecord record;
    if (values[i].ok()) {
      if (!record.ParseFromString(*values[i])) {
        return absl::DataLossError("the record of a call is damaged");
      }
    } else if (!absl::IsNotFound(values[i].status())) {
      return values[i].status();
    }
    absl::Status status = JudgeCall(candidate, record, plan);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RetentionSweeper::JudgeCall(const CallCandidate& candidate,
                                         const store::CallRecord& record,
                                         CallPlan* plan) {
  const v1::Call& call = record.call();
  if (call.state_count() == 0 ||
      TimeUtil::TimestampToMicroseconds(call.create_time()) !=
          candidate.create_us) {
    // It is gone; a later one with its id has a key of its own.
    plan->batch.Delete(
        Table::kCallTime,
        store::CallTimeKey(options_.partition, candidate.account_uid,
                           candidate.create_us, candidate.call_id));
    return absl::OkStatus();
  }
  CallSweep sweep = {.action = CallSweep::Action::kRemove,
                     .account_uid = candidate.account_uid,
                     .call_id = candidate.call_id,
                     .create_us = candidate.create_us,
                     .state_count = call.state_count()};
  const Account account = AccountOf(candidate.account_uid);
  if (account.deleted) {
    plan->sweeps.push_back({candidate, std::move(sweep)});
    return absl::OkStatus();
  }
  const int64_t last_us =
      std::max(TimeUtil::TimestampToMicroseconds(call.update_time()),
               candidate.create_us);
  if (!IsOver(call)) {
    const int64_t close_us =
        last_us + absl::ToInt64Microseconds(options_.call_close_timeout);
    if (close_us > now_us_) {
      RevisitCall(candidate, close_us, &plan->batch);
    } else {
      sweep.action = CallSweep::Action::kClose;
      plan->sweeps.push_back({candidate, std::move(sweep)});
    }
    return absl::OkStatus();
  }
  // The walk that removes calls will come to it.
  if (!WalkHasPassed(candidate)) return absl::OkStatus();
  const int64_t retention_us = absl::ToInt64Microseconds(account.retention);
  const int64_t remove_us =
      retention_us +
      std::max(
          {last_us,
           call.has_close_time()
               ? TimeUtil::TimestampToMicroseconds(call.close_time())
               : 0,
           absl::ToUnixMicros(IdOrNone(record.last_delivery_id()).time())});
  if (remove_us > now_us_) {
    RevisitCall(candidate, remove_us, &plan->batch);
    return absl::OkStatus();
  }
  const absl::StatusOr<bool> waits = HasDeliveries(candidate, record);
  if (!waits.ok()) return waits.status();
  if (*waits) {
    RevisitCall(candidate,
                now_us_ + std::clamp(retention_us / 8, kMinWaitUs, kMaxWaitUs),
                &plan->batch);
  } else {
    plan->sweeps.push_back({candidate, std::move(sweep)});
  }
  return absl::OkStatus();
}

// Whether the call is behind the walk that removes calls, so that only an
// entry in kRevisit leads to it.
bool RetentionSweeper::WalkHasPassed(const CallCandidate& candidate) {
  if (candidate.origin == CallCandidate::Origin::kRemoveWalk) return true;
  const auto progress = ProgressOf(candidate.account_uid);
  if (!progress.ok()) return true;
  return store::CallTimeKey(options_.partition, candidate.account_uid,
                            candidate.create_us, candidate.call_id) <=
         (*progress)->record.removed_call_key();
}

// Whether deliveries of the call may still be there.
absl::StatusOr<bool> RetentionSweeper::HasDeliveries(
    const CallCandidate& candidate, const store::CallRecord& record) {
  const DeliveryId last = IdOrNone(record.last_delivery_id());
  if (last == DeliveryId()) return false;
  const absl::StatusOr<Progress*> progress = ProgressOf(candidate.account_uid);
  if (!progress.ok()) return progress.status();
  if (IdOrNone((*progress)->record.delivery_id()) < last) return true;
  // The walk has seen them all: what is left is held.
  const auto scan = parts_.ledger->NewScan(
      Table::kHeld, store::HeldRange(options_.partition, candidate.account_uid,
                                     store::CallHash(candidate.account_uid,
                                                     candidate.call_id)));
  if (!scan->status().ok()) return scan->status();
  return scan->Valid();
}

void RetentionSweeper::RevisitCall(const CallCandidate& candidate,
                                   int64_t at_us, store::Batch* batch) const {
  batch->Put(
      Table::kRevisit,
      store::RevisitCallKey(options_.partition, at_us, candidate.account_uid,
                            candidate.create_us, candidate.call_id),
      "");
}

absl::Status RetentionSweeper::ApplyCalls(CallPlan* plan) {
  if (plan->sweeps.empty()) return absl::OkStatus();
  CallSweepRequest request;
  for (const PlannedCall& planned : plan->sweeps) {
    request.sweeps.push_back(planned.sweep);
  }
  absl::Notification ended;
  CallSweepResult result;
  request.done = [&](CallSweepResult outcome) {
    result = std::move(outcome);
    ended.Notify();
  };
  parts_.sweep_calls(std::move(request));
  ended.WaitForNotification();
  if (!result.status.ok()) return result.status;
  for (size_t i = 0; i < plan->sweeps.size(); ++i) {
    const auto& [candidate, sweep] = plan->sweeps[i];
    if (!result.applied[i]) {
      RevisitCall(candidate, now_us_ + kChangedCallUs, &plan->batch);
      continue;
    }
    if (sweep.action == CallSweep::Action::kRemove) {
      ++calls_;
      continue;
    }
    ++closed_calls_;
    if (WalkHasPassed(candidate)) {
      RevisitCall(candidate,
                  now_us_ + absl::ToInt64Microseconds(
                                AccountOf(sweep.account_uid).retention),
                  &plan->batch);
    }
  }
  return absl::OkStatus();
}

}  // namespace gancho::service
