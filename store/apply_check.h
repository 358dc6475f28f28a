// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_APPLY_CHECK_H_
#define GANCHO_STORE_APPLY_CHECK_H_

#include <cstdint>

#include "absl/status/status.h"
#include "store/batch.h"

namespace gancho::store {

// What every ledger checks before it applies `batch`, as Ledger::Apply() says.
// When it returns OK, `*already_applied` tells whether there is nothing to do.
absl::Status CheckBatch(const Batch& batch, uint64_t applied_batch,
                        bool* already_applied);

}  // namespace gancho::store

#endif  // GANCHO_STORE_APPLY_CHECK_H_
