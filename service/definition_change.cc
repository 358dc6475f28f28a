// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_change.h"

#include <utility>

#include "service/definition_builder.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using store::Table;

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

}  // namespace

void DefinitionChange::SetAccount(
    std::shared_ptr<const AccountDefinition> account) {
  batch_.Put(Table::kAccount, store::AccountKey(IdOf(account->account.name())),
             DefinitionBuilder::ToRecord(*account).SerializeAsString());
  accounts_.push_back(std::move(account));
}

void DefinitionChange::SetEvent(std::shared_ptr<const EventDefinition> event) {
  const delivery::EventRuntime& runtime = *event->runtime;
  batch_.Put(Table::kEvent,
             store::EventKey(runtime.account_uid, runtime.event_id),
             DefinitionBuilder::ToRecord(*event).SerializeAsString());
  events_.push_back(std::move(event));
}

void DefinitionChange::SetTrigger(
    uint64_t account_uid, std::shared_ptr<const TriggerDefinition> trigger) {
  batch_.Put(Table::kTrigger,
             store::TriggerKey(account_uid, IdOf(trigger->trigger.name())),
             DefinitionBuilder::ToRecord(*trigger).SerializeAsString());
  triggers_.push_back({account_uid, std::move(trigger)});
}

void DefinitionChange::RemoveAccount(std::string_view account_id,
                                     uint64_t account_uid, absl::Time now) {
  batch_.Delete(Table::kAccount, store::AccountKey(account_id));
  // For the retention, which removes its calls and deliveries.
  batch_.Put(Table::kMeta, store::MetaDeletedAccountKey(account_uid),
             store::MetaNumber(static_cast<uint64_t>(absl::ToUnixMicros(now))));
  removed_accounts_.emplace_back(account_id);
}

void DefinitionChange::RemoveEvent(const EventDefinition& event,
                                   std::string reason) {
  const delivery::EventRuntime& runtime = *event.runtime;
  batch_.Delete(Table::kEvent,
                store::EventKey(runtime.account_uid, runtime.event_id));
  removed_events_.push_back(
      {runtime.account_uid, event.uid, runtime.event_id, std::move(reason)});
}

void DefinitionChange::RemoveTrigger(uint64_t account_uid,
                                     std::string_view trigger_id) {
  batch_.Delete(Table::kTrigger, store::TriggerKey(account_uid, trigger_id));
  removed_triggers_.push_back({account_uid, std::string(trigger_id)});
}

void DefinitionChange::Publish(DefinitionCatalog* catalog,
                               delivery::Engine* engine) const {
  for (const auto& account : accounts_) catalog->SetAccount(account);
  // The engine first: what the catalog shows may be delivered at once.
  for (const auto& event : events_) {
    engine->SetEvent(event->runtime);
    catalog->SetEvent(event->runtime->account_uid, event);
  }
  for (const AccountTrigger& trigger : triggers_) {
    catalog->SetTrigger(trigger.account_uid, trigger.trigger);
  }
  for (const RemovedTrigger& trigger : removed_triggers_) {
    catalog->RemoveTrigger(trigger.account_uid, trigger.id);
  }
  for (const RemovedEvent& event : removed_events_) {
    catalog->RemoveEvent(event.account_uid, event.event_id);
  }
  for (const std::string& id : removed_accounts_) catalog->RemoveAccount(id);
}

}  // namespace gancho::service
