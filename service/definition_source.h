// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_SOURCE_H_
#define GANCHO_SERVICE_DEFINITION_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "service/catalog.h"
#include "service/definition_catalog.h"
#include "service/definition_page.h"

// What lists read: the definitions behind a key, in order. The key of an
// account is its id, that of what is below it "account/id".
namespace gancho::service {

std::vector<Listed<AccountDefinition>> AccountsAfter(
    const DefinitionCatalog& catalog, const std::string& after, size_t limit);

// Of one account, or of all if `account_id` is "-".
std::vector<Listed<EventDefinition>> EventsAfter(
    const DefinitionCatalog& catalog, const std::string& account_id,
    const std::string& after, size_t limit);
std::vector<Listed<TriggerDefinition>> TriggersAfter(
    const DefinitionCatalog& catalog, const std::string& account_id,
    const std::string& after, size_t limit);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_SOURCE_H_
