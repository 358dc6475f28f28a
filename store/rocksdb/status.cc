// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/status.h"

namespace gancho::store {

absl::Status ToStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // The common one comes without a message: it costs no allocation.
  if (status.IsNotFound()) return absl::NotFoundError("");
  if (status.severity() >= rocksdb::Status::kFatalError) {
    return absl::UnavailableError(status.ToString() + "; restart the server");
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(status.ToString());
  }
  if (status.IsCorruption()) return absl::DataLossError(status.ToString());
  if (status.IsInvalidArgument() || status.IsNotSupported()) {
    return absl::InternalError(status.ToString());
  }
  return absl::UnavailableError(status.ToString());
}

}  // namespace gancho::store
