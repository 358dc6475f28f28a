// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_change.h"

#include <memory>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "service/definition_limits.h"
#include "service/proto_time.h"
#include "service/status.h"
#include "service/update_mask.h"

namespace gancho::service {
namespace {

using google::protobuf::util::MessageDifferencer;

struct StoredTrigger {
  uint64_t account_uid = 0;
  std::shared_ptr<const TriggerDefinition> trigger;
};

absl::StatusOr<StoredTrigger> Find(const ChildName& name,
                                   const PlanContext& context) {
  StoredTrigger stored;
  const auto account = context.catalog.FindAccount(name.account);
  if (account != nullptr) {
    stored.account_uid = account->uid;
    stored.trigger = context.catalog.FindTrigger(account->uid, name.id);
  }
  if (stored.trigger == nullptr) {
    return NotFound(TriggerName(name.account, name.id));
  }
  return stored;
}

// The trigger of `record`, which names an event that is there.
absl::StatusOr<std::shared_ptr<const TriggerDefinition>> Build(
    const ChildName& name, uint64_t account_uid, store::TriggerRecord record,
    PlanContext* context) {
  delivery::FieldProblems problems;
  auto trigger = context->builder.BuildTrigger(name.account, name.id,
                                               std::move(record), &problems);
  if (trigger == nullptr) return InvalidFields(problems, "trigger");
  if (context->catalog.FindEvent(account_uid, trigger->event_id) == nullptr) {
    return PreconditionFailed("EVENT_NOT_FOUND", trigger->trigger.event(),
                              "the event that the trigger names does not "
                              "exist");
  }
  return trigger;
}

}  // namespace

absl::Status PlanCreateTrigger(const v1::CreateTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change,
                               v1::Trigger* response) {
  const auto account = context->catalog.FindAccount(name.account);
  if (account == nullptr) return NotFound(AccountName(name.account));
  if (context->catalog.FindTrigger(account->uid, name.id) != nullptr) {
    return AlreadyExists(TriggerName(name.account, name.id));
  }
  if (context->catalog.CountsOf(account->uid).triggers >=
      kMaxTriggersPerAccount) {
    return Exhausted("TOO_MANY_TRIGGERS", AccountName(name.account),
                     "the account has as many triggers as it may have",
                     absl::Minutes(1));
  }
  store::TriggerRecord record;
  record.set_uid(context->NewUid());
  record.set_version(1);
  *record.mutable_trigger() = request.trigger();
  const auto now = ToTimestamp(context->now);
  *record.mutable_trigger()->mutable_create_time() = now;
  *record.mutable_trigger()->mutable_update_time() = now;
  auto created = Build(name, account->uid, std::move(record), context);
  if (!created.ok()) return created.status();
  *response = (*created)->trigger;
  change->SetTrigger(account->uid, *std::move(created));
  return absl::OkStatus();
}

absl::Status PlanUpdateTrigger(const v1::UpdateTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change,
                               v1::Trigger* response) {
  absl::StatusOr<StoredTrigger> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  const v1::Trigger& current = stored->trigger->trigger;
  absl::Status status =
      CheckEtag(request.trigger().etag(), current.etag(), current.name());
  if (!status.ok()) return status;

  store::TriggerRecord record = DefinitionBuilder::ToRecord(*stored->trigger);
  v1::Trigger* trigger = record.mutable_trigger();
  status = ApplyUpdateMask(request.update_mask(), request.trigger(), trigger);
  if (!status.ok()) return status;
  *trigger->mutable_create_time() = current.create_time();
  *trigger->mutable_update_time() = ToTimestamp(context->now);
  record.set_version(stored->trigger->version + 1);
  auto updated = Build(name, stored->account_uid, std::move(record), context);
  if (!updated.ok()) return updated.status();

  v1::Trigger unchanged = (*updated)->trigger;
  *unchanged.mutable_update_time() = current.update_time();
  unchanged.set_etag(current.etag());
  if (MessageDifferencer::Equals(unchanged, current)) {
    *response = current;
    return absl::OkStatus();
  }
  *response = (*updated)->trigger;
  change->SetTrigger(stored->account_uid, *std::move(updated));
  return absl::OkStatus();
}

absl::Status PlanDeleteTrigger(const v1::DeleteTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change) {
  absl::StatusOr<StoredTrigger> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  const v1::Trigger& trigger = stored->trigger->trigger;
  absl::Status status =
      CheckEtag(request.etag(), trigger.etag(), trigger.name());
  if (!status.ok()) return status;
  change->RemoveTrigger(stored->account_uid, name.id);
  return absl::OkStatus();
}

}  // namespace gancho::service
