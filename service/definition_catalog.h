// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_CATALOG_H_
#define GANCHO_SERVICE_DEFINITION_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "service/catalog.h"
#include "service/trigger_index.h"

namespace gancho::service {

// The catalog of this node. Reads are thread-safe and block nobody for longer
// than a look-up; the setters are for the one thread that owns the definitions
// (or for the loader, before that).
class DefinitionCatalog final : public Catalog {
 public:
  std::shared_ptr<const AccountDefinition> FindAccount(
      std::string_view account_id) const override;
  std::shared_ptr<const AccountDefinition> FindAccountByUid(
      uint64_t account_uid) const override;
  std::shared_ptr<const EventDefinition> FindEvent(
      uint64_t account_uid, std::string_view event_id) const override;
  std::shared_ptr<const TriggerDefinition> FindTrigger(
      uint64_t account_uid, std::string_view trigger_id) const override;
  void FindMatches(uint64_t account_uid, const v1::Call& call,
                   v1::CallState::State state,
                   std::vector<Match>* matches) const override;

  // At most `limit` definitions with ids after `after`, by id. Empty when the
  // account does not exist.
  std::vector<std::shared_ptr<const AccountDefinition>> ListAccounts(
      std::string_view after, size_t limit) const;
  std::vector<std::shared_ptr<const EventDefinition>> ListEvents(
      uint64_t account_uid, std::string_view after, size_t limit) const;
  std::vector<std::shared_ptr<const TriggerDefinition>> ListTriggers(
      uint64_t account_uid, std::string_view after, size_t limit) const;

  // The ids of the triggers that name the event, at most `limit`.
  std::vector<std::string> FindTriggersOfEvent(uint64_t account_uid,
                                               std::string_view event_id,
                                               size_t limit) const;

  struct Counts {
    size_t accounts = 0;
    size_t events = 0;
    size_t triggers = 0;
  };
  // Of one account; `accounts` is that of the node.
  Counts CountsOf(uint64_t account_uid) const;

  // Add a definition or a new version of it. The account must be there, and
  // the event of a trigger too.
  void SetAccount(std::shared_ptr<const AccountDefinition> account);
  void SetEvent(uint64_t account_uid,
                std::shared_ptr<const EventDefinition> event);
  void SetTrigger(uint64_t account_uid,
                  std::shared_ptr<const TriggerDefinition> trigger);
  // Removes the account with all that is below it.
  void RemoveAccount(std::string_view account_id);
  void RemoveEvent(uint64_t account_uid, std::string_view event_id);
  void RemoveTrigger(uint64_t account_uid, std::string_view trigger_id);

 private:
  struct IndexedTrigger {
    std::shared_ptr<const TriggerDefinition> definition;
    int place = TriggerIndex::kNoTerm;
  };

  struct Account {
    mutable absl::Mutex mu;
    std::shared_ptr<const AccountDefinition> definition ABSL_GUARDED_BY(mu);
    absl::btree_map<std::string, std::shared_ptr<const EventDefinition>> events
        ABSL_GUARDED_BY(mu);
    absl::btree_map<std::string, IndexedTrigger> triggers ABSL_GUARDED_BY(mu);
    // (event id, trigger id)
    absl::btree_set<std::pair<std::string, std::string>> triggers_of_event
        ABSL_GUARDED_BY(mu);
    TriggerIndex index ABSL_GUARDED_BY(mu);

    void RemoveTrigger(std::string_view trigger_id)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
  };

  std::shared_ptr<Account> Find(uint64_t account_uid) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // Lock order: mu_ before an account's mu.
  mutable absl::Mutex mu_;
  absl::btree_map<std::string, std::shared_ptr<Account>> by_id_
      ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<uint64_t, std::shared_ptr<Account>> by_uid_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_CATALOG_H_
