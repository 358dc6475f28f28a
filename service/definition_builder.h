// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_BUILDER_H_
#define GANCHO_SERVICE_DEFINITION_BUILDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "delivery/language/field_problem.h"
#include "delivery/language/filter.h"
#include "service/catalog.h"
#include "service/host_check.h"
#include "store/record.pb.h"

namespace gancho::service {

// Checks definitions and compiles them; goes back and forth between the form
// of the ledger (records, with secrets) and that of the catalog. Every limit
// that the comments of gancho/v1 document is enforced here.
//
// Build functions return null if there is any problem; fields are relative to
// the resource. Not thread-safe: it remembers compiled filters, because
// customers use few different ones.
class DefinitionBuilder {
 public:
  explicit DefinitionBuilder(HostCheck check_host);

  std::shared_ptr<const AccountDefinition> BuildAccount(
      std::string_view account_id, store::AccountRecord record,
      delivery::FieldProblems* problems) const;

  // `record` holds every secret. `origin` says whether the record is new or
  // was accepted before: rules that the operator may have changed since, such
  // as the allowed addresses, hold for new ones only.
  enum class Origin { kNew, kStored };
  std::shared_ptr<const EventDefinition> BuildEvent(
      std::string_view account_id, uint64_t account_uid,
      std::string_view event_id, store::EventRecord record, Origin origin,
      delivery::FieldProblems* problems) const;

  std::shared_ptr<const TriggerDefinition> BuildTrigger(
      std::string_view account_id, std::string_view trigger_id,
      store::TriggerRecord record, delivery::FieldProblems* problems);

  // The opposite of Build: what the ledger keeps.
  static store::AccountRecord ToRecord(const AccountDefinition& definition);
  static store::EventRecord ToRecord(const EventDefinition& definition);
  static store::TriggerRecord ToRecord(const TriggerDefinition& definition);

 private:
  bool CompileTriggerFilter(const std::string& text, delivery::Filter* filter,
                            delivery::FieldProblems* problems);

  const HostCheck check_host_;
  absl::flat_hash_map<std::string, delivery::Filter> filters_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_BUILDER_H_
