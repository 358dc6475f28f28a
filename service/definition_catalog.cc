// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_catalog.h"

#include <algorithm>

#include "service/concat.h"

namespace gancho::service {
namespace {

// The last part of a resource name.
std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

}  // namespace

std::shared_ptr<DefinitionCatalog::Account> DefinitionCatalog::Find(
    uint64_t account_uid) const {
  absl::ReaderMutexLock lock(&mu_);
  auto it = by_uid_.find(account_uid);
  return it == by_uid_.end() ? nullptr : it->second;
}

std::shared_ptr<const AccountDefinition> DefinitionCatalog::FindAccount(
    std::string_view account_id) const {
  absl::ReaderMutexLock lock(&mu_);
  auto it = by_id_.find(ToAbsl(account_id));
  if (it == by_id_.end()) return nullptr;
  absl::ReaderMutexLock account_lock(&it->second->mu);
  return it->second->definition;
}

std::shared_ptr<const AccountDefinition> DefinitionCatalog::FindAccountByUid(
    uint64_t account_uid) const {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return nullptr;
  absl::ReaderMutexLock lock(&account->mu);
  return account->definition;
}

std::shared_ptr<const EventDefinition> DefinitionCatalog::FindEvent(
    uint64_t account_uid, std::string_view event_id) const {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return nullptr;
  absl::ReaderMutexLock lock(&account->mu);
  auto it = account->events.find(ToAbsl(event_id));
  return it == account->events.end() ? nullptr : it->second;
}

std::shared_ptr<const TriggerDefinition> DefinitionCatalog::FindTrigger(
    uint64_t account_uid, std::string_view trigger_id) const {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return nullptr;
  absl::ReaderMutexLock lock(&account->mu);
  auto it = account->triggers.find(ToAbsl(trigger_id));
  return it == account->triggers.end() ? nullptr : it->second.definition;
}

void DefinitionCatalog::FindMatches(uint64_t account_uid, const v1::Call& call,
                                    v1::CallState::State state,
                                    std::vector<Match>* matches) const {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return;
  absl::ReaderMutexLock lock(&account->mu);
  if (account->index.empty()) return;
  std::vector<std::shared_ptr<const TriggerDefinition>> triggers;
  account->index.Collect(call, state, &triggers);
  if (triggers.size() > 1) {
    std::sort(triggers.begin(), triggers.end(),
              [](const auto& a, const auto& b) {
                return a->trigger.name() < b->trigger.name();
              });
  }
  matches->reserve(matches->size() + triggers.size());
  for (auto& trigger : triggers) {
    auto event = account->events.find(trigger->event_id);
    if (event == account->events.end()) continue;  // cannot happen
    matches->push_back({std::move(trigger), event->second});
  }
}

std::vector<std::shared_ptr<const AccountDefinition>>
DefinitionCatalog::ListAccounts(std::string_view after, size_t limit) const {
  std::vector<std::shared_ptr<const AccountDefinition>> list;
  absl::ReaderMutexLock lock(&mu_);
  for (auto it = by_id_.upper_bound(ToAbsl(after));
       it != by_id_.end() && list.size() < limit; ++it) {
    absl::ReaderMutexLock account_lock(&it->second->mu);
    list.push_back(it->second->definition);
  }
  return list;
}

std::vector<std::shared_ptr<const EventDefinition>>
DefinitionCatalog::ListEvents(uint64_t account_uid, std::string_view after,
                              size_t limit) const {
  std::vector<std::shared_ptr<const EventDefinition>> list;
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return list;
  absl::ReaderMutexLock lock(&account->mu);
  for (auto it = account->events.upper_bound(ToAbsl(after));
       it != account->events.end() && list.size() < limit; ++it) {
    list.push_back(it->second);
  }
  return list;
}

std::vector<std::shared_ptr<const TriggerDefinition>>
DefinitionCatalog::ListTriggers(uint64_t account_uid, std::string_view after,
                                size_t limit) const {
  std::vector<std::shared_ptr<const TriggerDefinition>> list;
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return list;
  absl::ReaderMutexLock lock(&account->mu);
  for (auto it = account->triggers.upper_bound(ToAbsl(after));
       it != account->triggers.end() && list.size() < limit; ++it) {
    list.push_back(it->second.definition);
  }
  return list;
}

std::vector<std::string> DefinitionCatalog::FindTriggersOfEvent(
    uint64_t account_uid, std::string_view event_id, size_t limit) const {
  std::vector<std::string> ids;
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return ids;
  absl::ReaderMutexLock lock(&account->mu);
  const std::pair<std::string, std::string> from(event_id, "");
  for (auto it = account->triggers_of_event.lower_bound(from);
       it != account->triggers_of_event.end() && it->first == event_id &&
       ids.size() < limit;
       ++it) {
    ids.push_back(it->second);
  }
  return ids;
}

DefinitionCatalog::Counts DefinitionCatalog::CountsOf(
    uint64_t account_uid) const {
  Counts counts;
  absl::ReaderMutexLock lock(&mu_);
  counts.accounts = by_id_.size();
  auto it = by_uid_.find(account_uid);
  if (it == by_uid_.end()) return counts;
  absl::ReaderMutexLock account_lock(&it->second->mu);
  counts.events = it->second->events.size();
  counts.triggers = it->second->triggers.size();
  return counts;
}

void DefinitionCatalog::SetAccount(
    std::shared_ptr<const AccountDefinition> account) {
  const uint64_t uid = account->uid;
  std::string id = IdOf(account->account.name());
  absl::MutexLock lock(&mu_);
  std::shared_ptr<Account>& entry = by_uid_[uid];
  if (entry == nullptr) {
    entry = std::make_shared<Account>();
    by_id_[std::move(id)] = entry;
  }
  absl::MutexLock account_lock(&entry->mu);
  entry->definition = std::move(account);
}

void DefinitionCatalog::SetEvent(uint64_t account_uid,
                                 std::shared_ptr<const EventDefinition> event) {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return;
  std::string id = IdOf(event->event.name());
  absl::MutexLock lock(&account->mu);
  account->events[std::move(id)] = std::move(event);
}

void DefinitionCatalog::SetTrigger(
    uint64_t account_uid, std::shared_ptr<const TriggerDefinition> trigger) {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return;
  std::string id = IdOf(trigger->trigger.name());
  absl::MutexLock lock(&account->mu);
  account->RemoveTrigger(id);
  account->triggers_of_event.emplace(trigger->event_id, id);
  int place = TriggerIndex::kNoTerm;
  if (!trigger->trigger.disabled()) place = account->index.Insert(trigger);
  account->triggers[std::move(id)] = {std::move(trigger), place};
}

void DefinitionCatalog::Account::RemoveTrigger(std::string_view trigger_id) {
  auto it = triggers.find(ToAbsl(trigger_id));
  if (it == triggers.end()) return;
  const IndexedTrigger& old = it->second;
  if (!old.definition->trigger.disabled()) {
    index.Erase(old.definition, old.place);
  }
  triggers_of_event.erase({old.definition->event_id, it->first});
  triggers.erase(it);
}

void DefinitionCatalog::RemoveAccount(std::string_view account_id) {
  std::shared_ptr<Account> account;  // destroyed without the lock
  absl::MutexLock lock(&mu_);
  auto it = by_id_.find(ToAbsl(account_id));
  if (it == by_id_.end()) return;
  account = std::move(it->second);
  by_id_.erase(it);
  uint64_t uid;
  {
    absl::ReaderMutexLock account_lock(&account->mu);
    uid = account->definition->uid;
  }
  by_uid_.erase(uid);
}

void DefinitionCatalog::RemoveEvent(uint64_t account_uid,
                                    std::string_view event_id) {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return;
  absl::MutexLock lock(&account->mu);
  auto it = account->events.find(ToAbsl(event_id));
  if (it != account->events.end()) account->events.erase(it);
}

void DefinitionCatalog::RemoveTrigger(uint64_t account_uid,
                                      std::string_view trigger_id) {
  const std::shared_ptr<Account> account = Find(account_uid);
  if (account == nullptr) return;
  absl::MutexLock lock(&account->mu);
  account->RemoveTrigger(trigger_id);
}

}  // namespace gancho::service
