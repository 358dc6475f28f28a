// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_CHANGE_H_
#define GANCHO_SERVICE_DEFINITION_CHANGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "delivery/engine.h"
#include "service/catalog.h"
#include "service/definition_catalog.h"
#include "store/batch.h"

namespace gancho::service {

// One mutation of the definitions: what it writes, and what the catalog and
// the engine are told once that is durable. Not thread-safe.
class DefinitionChange {
 public:
  void SetAccount(std::shared_ptr<const AccountDefinition> account);
  // The event's runtime says which account it is of.
  void SetEvent(std::shared_ptr<const EventDefinition> event);
  void SetTrigger(uint64_t account_uid,
                  std::shared_ptr<const TriggerDefinition> trigger);

  // Whoever removes an account removes its events and triggers before.
  // `now` is noted for the retention, which removes its calls and deliveries.
  void RemoveAccount(std::string_view account_id, uint64_t account_uid,
                     absl::Time now);
  // `reason` becomes that of the event's pending deliveries.
  void RemoveEvent(const EventDefinition& event, std::string reason);
  void RemoveTrigger(uint64_t account_uid, std::string_view trigger_id);

  // The writes; more may be added.
  store::Batch& batch() { return batch_; }

  // After the batch is durable: makes the change visible, then tells the
  // engine of new versions.
  void Publish(DefinitionCatalog* catalog, delivery::Engine* engine) const;

  struct RemovedEvent {
    uint64_t account_uid = 0;
    uint64_t event_uid = 0;
    std::string event_id;
    std::string reason;
  };
  // The engine is told of these separately: it takes its time.
  const std::vector<RemovedEvent>& removed_events() const {
    return removed_events_;
  }

 private:
  struct AccountTrigger {
    uint64_t account_uid = 0;
    std::shared_ptr<const TriggerDefinition> trigger;
  };
  struct RemovedTrigger {
    uint64_t account_uid = 0;
    std::string id;
  };

  store::Batch batch_;
  std::vector<std::shared_ptr<const AccountDefinition>> accounts_;
  std::vector<std::shared_ptr<const EventDefinition>> events_;
  std::vector<AccountTrigger> triggers_;
  std::vector<RemovedTrigger> removed_triggers_;
  std::vector<RemovedEvent> removed_events_;
  std::vector<std::string> removed_accounts_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_CHANGE_H_
