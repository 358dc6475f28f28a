// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/apply_check.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::store {

absl::Status CheckBatch(const Batch& batch, uint64_t applied_batch,
                        bool* already_applied) {
  *already_applied = false;
  if (batch.number() == 0) {
    return absl::InvalidArgumentError("a batch without a number");
  }
  if (batch.number() <= applied_batch) {
    *already_applied = true;
    return absl::OkStatus();
  }
  if (batch.number() != applied_batch + 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("batch ", batch.number(), " cannot follow batch ",
                     applied_batch, ": what lies between is missing"));
  }
  bool touches_own_names = false;
  absl::Status read = batch.ForEach([&](Table table, std::string_view key,
                                        const std::string_view*) {
    touches_own_names |= table == Table::kMeta && (key == kMetaFormatVersion ||
                                                   key == kMetaAppliedBatch);
  });
  if (!read.ok()) return read;
  if (touches_own_names) {
    return absl::InvalidArgumentError(
        "a batch must not change the ledger's own names of kMeta");
  }
  return absl::OkStatus();
}

}  // namespace gancho::store
