// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_LOADER_H_
#define GANCHO_SERVICE_DEFINITION_LOADER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "delivery/engine.h"
#include "service/definition_builder.h"
#include "service/definition_catalog.h"
#include "store/ledger.h"

namespace gancho::service {

// Reads all definitions of `ledger` into `catalog` and introduces the events to
// `engine`. Returns the next free uid. Blocks. DATA_LOSS, naming the resource,
// for what cannot be read.
absl::StatusOr<uint64_t> LoadDefinitions(const store::Ledger& ledger,
                                         DefinitionBuilder* builder,
                                         DefinitionCatalog* catalog,
                                         delivery::Engine* engine);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_LOADER_H_
