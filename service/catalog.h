// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CATALOG_H_
#define GANCHO_SERVICE_CATALOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "delivery/event_runtime.h"
#include "delivery/language/filter.h"
#include "delivery/language/request_template.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/trigger.pb.h"
#include "store/record.pb.h"

namespace gancho::service {

// One version of an account. Immutable.
struct AccountDefinition {
  uint64_t uid = 0;
  uint64_t version = 0;
  v1::Account account;  // as the API shows it: name and etag are set
  absl::TimeZone time_zone;
};

// One version of an event, compiled. Immutable.
struct EventDefinition {
  uint64_t uid = 0;
  uint64_t version = 0;
  v1::Event event;  // as the API shows it: no secrets
  std::shared_ptr<const delivery::RequestTemplate> request;
  std::shared_ptr<const delivery::EventRuntime> runtime;  // with secrets
};

// One version of a trigger, compiled. Immutable.
struct TriggerDefinition {
  uint64_t uid = 0;
  uint64_t version = 0;
  v1::Trigger trigger;  // as the API shows it
  delivery::Filter filter;
  std::string event_id;
};

// A trigger that matched and the event it names.
struct Match {
  std::shared_ptr<const TriggerDefinition> trigger;
  std::shared_ptr<const EventDefinition> event;
};

// All definitions of the node, compiled, in memory; the ledger holds the
// durable form. Reads are cheap and thread-safe and see every mutation that
// has been answered with OK. Costs of Match() grow with what matches, not with
// what is registered.
class Catalog {
 public:
  virtual ~Catalog() = default;

  // Null if there is none.
  virtual std::shared_ptr<const AccountDefinition> FindAccount(
      std::string_view account_id) const = 0;
  virtual std::shared_ptr<const AccountDefinition> FindAccountByUid(
      uint64_t account_uid) const = 0;
  virtual std::shared_ptr<const EventDefinition> FindEvent(
      uint64_t account_uid, std::string_view event_id) const = 0;
  virtual std::shared_ptr<const TriggerDefinition> FindTrigger(
      uint64_t account_uid, std::string_view trigger_id) const = 0;

  // Appends the enabled triggers of the account that fire for `state` of
  // `call` (as merged, with `state` included), by trigger id.
  virtual void FindMatches(uint64_t account_uid, const v1::Call& call,
                           v1::CallState::State state,
                           std::vector<Match>* matches) const = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CATALOG_H_
