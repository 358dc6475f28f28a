// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/intake_round.h"

#include <algorithm>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/util/time_util.h"
#include "service/call_tracker.h"
#include "service/concat.h"
#include "service/resource_name.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using google::protobuf::util::TimeUtil;
using store::Table;

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

std::string_view LastPart(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

// A record with an arena of its own: the two dozen parts of a rendered request
// are one allocation, and one that is freed on another thread. Not one arena a
// round: a delivery that waits would hold the memory of all the others.
std::shared_ptr<store::DeliveryRecord> NewRecord() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 1'024;
  const auto arena = std::make_shared<google::protobuf::Arena>(options);
  return {arena, google::protobuf::Arena::CreateMessage<store::DeliveryRecord>(
                     arena.get())};
}

// The earlier of what the state and the trigger say; 0 if neither does.
int64_t ExpireTimeUs(const v1::CallState& state, const v1::Trigger& trigger,
                     int64_t now_us) {
  int64_t expire_us = 0;
  if (trigger.has_expire_after()) {
    expire_us =
        now_us + TimeUtil::DurationToMicroseconds(trigger.expire_after());
  }
  if (state.has_expire_time()) {
    // 0 means "never" in a record, so the epoch and before is just after it.
    const int64_t state_us = std::max<int64_t>(
        TimeUtil::TimestampToMicroseconds(state.expire_time()), 1);
    expire_us = expire_us == 0 ? state_us : std::min(expire_us, state_us);
  }
  return expire_us;
}

}  // namespace

IntakeRoundBuilder::IntakeRoundBuilder(Options options,
                                       const store::Ledger* ledger,
                                       const Catalog* catalog,
                                       const CallObserver* observer,
                                       store::DeliveryIdGenerator ids)
    : options_(options),
      ledger_(ledger),
      catalog_(catalog),
      observer_(observer),
      ids_(std::move(ids)),
      cache_(options.max_cached_bytes) {}

void IntakeRoundBuilder::Begin(uint64_t epoch, absl::Time now,
                               IntakeRound* round) {
  if (epoch != cache_epoch_) {
    // A group has failed: the cache may hold changes that never became
    // durable.
    cache_.Clear();
    cache_epoch_ = epoch;
  }
  now_ = now;
  now_us_ = absl::ToUnixMicros(now);
  has_deliveries_ = false;
  round->epoch = epoch;
  SetTimestamp(now, rendered_delivery_.mutable_create_time());
}

void IntakeRoundBuilder::Load(std::vector<StateRef>* states) {
  for (CallCache::Entry* entry : unreadable_) cache_.Remove(entry);
  unreadable_.clear();
  for (StateRef& ref : *states) {
    bool added = false;
    ref.call =
        cache_.FindOrAdd(store::CallKey(options_.partition, ref.account->uid,
                                        ref.state->call_id()),
                         &added);
    if (!added) continue;
    missing_.push_back(ref.call);
    // Stays as it is unless the ledger knows better.
    *ref.call->record.mutable_call()->mutable_name() =
        CallName(LastPart(ref.account->account.name()), ref.state->call_id());
  }
  if (!missing_.empty()) ReadMissing();
}

void IntakeRoundBuilder::ReadMissing() {
  for (const CallCache::Entry* entry : missing_) {
    missing_keys_.push_back(entry->key);
  }
  const std::vector<absl::StatusOr<std::string>> values =
      ledger_->MultiGet(Table::kCall, missing_keys_);
  for (size_t i = 0; i < missing_.size(); ++i) {
    CallCache::Entry* entry = missing_[i];
    entry->loaded = true;
    if (values[i].ok()) {
      std::string name = entry->record.call().name();
      if (entry->record.ParseFromString(*values[i])) {
        *entry->record.mutable_call()->mutable_name() = std::move(name);
        cache_.SetRecordSize(entry, values[i]->size());
        continue;
      }
      entry->status = absl::DataLossError("the record of the call is damaged");
    } else if (values[i].status().code() != absl::StatusCode::kNotFound) {
      entry->status = values[i].status();
    } else {
      continue;
    }
    entry->loaded = false;
    // Not remembered: the next round tries again.
    unreadable_.push_back(entry);
  }
  missing_.clear();
  missing_keys_.clear();
}

void IntakeRoundBuilder::Sweep(const std::vector<CallSweep>& sweeps,
                               IntakeRound* round, std::vector<bool>* applied) {
  std::vector<CallCache::Entry*> entries;
  for (const CallSweep& sweep : sweeps) {
    bool added = false;
    CallCache::Entry* entry = cache_.FindOrAdd(
        store::CallKey(options_.partition, sweep.account_uid, sweep.call_id),
        &added);
    entries.push_back(entry);
    if (!added) continue;
    missing_.push_back(entry);
    if (const auto account = catalog_->FindAccountByUid(sweep.account_uid);
        account != nullptr) {
      *entry->record.mutable_call()->mutable_name() =
          CallName(LastPart(account->account.name()), sweep.call_id);
    }
  }
  if (!missing_.empty()) ReadMissing();
  for (size_t i = 0; i < sweeps.size(); ++i) {
    applied->push_back(entries[i]->loaded &&
                       SweepCall(sweeps[i], entries[i], round));
  }
}

bool IntakeRoundBuilder::SweepCall(const CallSweep& sweep,
                                   CallCache::Entry* entry,
                                   IntakeRound* round) {
  v1::Call* call = entry->record.mutable_call();
  if (call->state_count() != sweep.state_count) return false;
  if (sweep.action == CallSweep::Action::kClose) {
    SetTimestamp(now_, call->mutable_close_time());
    if (!entry->dirty) dirty_.push_back(entry);
    entry->dirty = true;
    if (observer_ != nullptr && observer_->Watches(sweep.account_uid)) {
      round->calls.emplace_back(sweep.account_uid,
                                std::make_shared<const v1::Call>(*call));
    }
    return true;
  }
  round->batch.Delete(Table::kCall, entry->key);
  round->batch.Delete(Table::kCallTime,
                      store::CallTimeKey(options_.partition, sweep.account_uid,
                                         sweep.create_us, sweep.call_id));
  // What is in the cache now is a call that never was. It stays until the
  // deletion is durable: before, the ledger would say otherwise.
  std::string name = std::move(*call->mutable_name());
  entry->record.Clear();
  *entry->record.mutable_call()->mutable_name() = std::move(name);
  cache_.SetRecordSize(entry, 0);
  entry->changed_in_round = round->number;
  return true;
}

IntakeRoundBuilder::Outcome IntakeRoundBuilder::Add(
    const StateRef& ref, IntakeRound* round, StateRejection* rejection,
    std::vector<store::DeliveryId>* deliveries) {
  CallCache::Entry* entry = ref.call;
  const bool is_first = entry->record.call().state_count() == 0;
  const bool was_closed = entry->record.call().has_close_time();
  switch (MergeState(*ref.state, now_, &entry->record)) {
    case MergeOutcome::kDuplicate:
      return Outcome::kDuplicate;
    case MergeOutcome::kTooManyLabels:
      rejection->problems.push_back(
          {"labels", Concat("the call would have more than ", kMaxCallLabels,
                            " with those of its earlier states")});
      return Outcome::kRejected;
    case MergeOutcome::kMerged:
      break;
  }
  if (!entry->dirty) {
    entry->dirty = true;
    dirty_.push_back(entry);
  }
  const v1::Call& call = entry->record.call();
  if (is_first) {
    round->batch.Put(Table::kCallTime,
                     store::CallTimeKey(options_.partition, ref.account->uid,
                                        now_us_, call.call_id()),
                     "");
  }
  if (was_closed) {
    // The retention has passed it by, and is to see that it is open again.
    round->batch.Put(Table::kRevisit,
                     store::RevisitCallKey(
                         options_.partition, now_us_, ref.account->uid,
                         TimeUtil::TimestampToMicroseconds(call.create_time()),
                         call.call_id()),
                     "");
  }
  if (!ref.state->has_occur_time()) {
    SetTimestamp(now_, ref.state->mutable_occur_time());
  }
  matches_.clear();
  catalog_->FindMatches(ref.account->uid, call, ref.state->state(), &matches_);
  for (const Match& match : matches_) Fire(match, ref, round, deliveries);
  if (observer_ != nullptr && observer_->Watches(ref.account->uid)) {
    round->calls.emplace_back(ref.account->uid,
                              std::make_shared<const v1::Call>(call));
  }
  return Outcome::kAccepted;
}

void IntakeRoundBuilder::Fire(const Match& match, const StateRef& ref,
                              IntakeRound* round,
                              std::vector<store::DeliveryId>* deliveries) {
  const delivery::EventRuntime& runtime = *match.event->runtime;
  const store::DeliveryId id = ids_.Next(now_);
  last_id_ = id;
  has_deliveries_ = true;
  const std::shared_ptr<store::DeliveryRecord> record = NewRecord();
  record->set_event_uid(match.event->uid);
  record->set_event_id(runtime.event_id);
  record->set_trigger_id(std::string(LastPart(match.trigger->trigger.name())));
  record->set_call_id(ref.state->call_id());
  record->set_call_state(ref.state->state());
  record->set_lane(
      store::LaneOf(match.event->uid, runtime.policy.ordered
                                          ? std::string_view(record->call_id())
                                          : id.bytes()));
  record->set_create_time_us(now_us_);
  record->set_expire_time_us(
      ExpireTimeUs(*ref.state, match.trigger->trigger, now_us_));
  ref.call->record.set_last_delivery_id(id.bytes().data(),
                                        store::DeliveryId::kSize);
  const absl::Status rendered = Render(match, ref, id, record.get());
  if (deliveries != nullptr) deliveries->push_back(id);
  if (!rendered.ok()) {
    WriteFailed(id, ref.account->uid, record,
                Concat("the request could not be rendered: ",
                       ToStd(rendered.message())),
                round);
  } else if (runtime.state == v1::Event::DISABLED) {
    WriteFailed(id, ref.account->uid, record,
                runtime.state_reason.empty()
                    ? "the event is DISABLED"
                    : Concat("the event is DISABLED: ", runtime.state_reason),
                round);
  } else {
    WritePending(id, ref.account->uid, record, round);
  }
}

absl::Status IntakeRoundBuilder::Render(const Match& match, const StateRef& ref,
                                        const store::DeliveryId& id,
                                        store::DeliveryRecord* out) {
  *rendered_delivery_.mutable_name() =
      DeliveryName(LastPart(ref.account->account.name()), id);
  delivery::RenderContext context;
  context.account = &ref.account->account;
  context.event = &match.event->event;
  context.trigger = &match.trigger->trigger;
  context.call = &ref.call->record.call();
  context.state = ref.state;
  context.delivery = &rendered_delivery_;
  context.time_zone = ref.account->time_zone;
  const absl::Status status =
      match.event->request->Render(context, out->mutable_request());
  // Half a request must never be sent, not even by RetryDelivery.
  if (!status.ok()) out->clear_request();
  return status;
}

void IntakeRoundBuilder::WritePending(
    const store::DeliveryId& id, uint64_t account_uid,
    std::shared_ptr<const store::DeliveryRecord> record, IntakeRound* round) {
  record->SerializeToString(&value_);
  round->batch.Put(Table::kDelivery, store::DeliveryKey(account_uid, id),
                   value_);
  store::PendingRecord pending;
  pending.set_account_uid(account_uid);
  pending.set_lane(record->lane());
  pending.set_expire_time_us(record->expire_time_us());
  pending.SerializeToString(&value_);
  round->batch.Put(Table::kReady, store::ReadyKey(record->event_uid(), id),
                   value_);
  if (const int64_t expire_us = record->expire_time_us(); expire_us != 0) {
    round->batch.Put(Table::kExpiry,
                     store::ExpiryKey(expire_us, record->event_uid(), id),
                     value_);
  }
  round->accepted.push_back(
      {.id = id, .account_uid = account_uid, .record = std::move(record)});
}

void IntakeRoundBuilder::WriteFailed(
    const store::DeliveryId& id, uint64_t account_uid,
    std::shared_ptr<const store::DeliveryRecord> record, std::string reason,
    IntakeRound* round) {
  const std::string key = store::DeliveryKey(account_uid, id);
  record->SerializeToString(&value_);
  round->batch.Put(Table::kDelivery, key, value_);
  store::StatusRecord status;
  status.set_state(v1::Delivery::FAILED);
  status.set_reason(std::move(reason));
  status.set_end_time_us(now_us_);
  status.SerializeToString(&value_);
  round->batch.Put(Table::kStatus, key, value_);
  round->failed.push_back({.id = id,
                           .account_uid = account_uid,
                           .record = std::move(record),
                           .status = std::move(status)});
}

void IntakeRoundBuilder::End(IntakeRound* round, uint64_t durable_round) {
  for (CallCache::Entry* entry : dirty_) WriteCall(entry, round);
  dirty_.clear();
  if (has_deliveries_) {
    round->batch.Put(Table::kMeta,
                     store::MetaLastDeliveryIdKey(options_.partition),
                     last_id_.bytes());
  }
  for (CallCache::Entry* entry : unreadable_) cache_.Remove(entry);
  unreadable_.clear();
  cache_.Shrink(durable_round);
}

void IntakeRoundBuilder::WriteCall(CallCache::Entry* entry,
                                   IntakeRound* round) {
  entry->dirty = false;
  entry->changed_in_round = round->number;
  // The name follows from the key; taken out and put back without a copy.
  v1::Call* call = entry->record.mutable_call();
  std::string* name = call->release_name();
  entry->record.SerializeToString(&value_);
  call->set_allocated_name(name);
  cache_.SetRecordSize(entry, value_.size());
  round->batch.Put(Table::kCall, entry->key, value_);
}

}  // namespace gancho::service
