// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DESCRIPTOR_BUDGET_H_
#define GANCHO_SERVICE_DESCRIPTOR_BUDGET_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"

namespace gancho::service {

// Who may have how many of the process's file descriptors, so that none of
// them meets the end of what there is because of another: with the limit of a
// login shell, 1,024, callers cannot keep the ledger from opening its files.
struct DescriptorBudget {
  // Connections of callers.
  size_t inbound = 10'000;
  // Connections to destinations, of all shards.
  size_t outbound = size_t{1} << 20;
  // Table files of the ledger.
  int table_files = 512;

  // Of `limit` (RLIMIT_NOFILE) a fixed part is the server's own: log, locks,
  // directories, loops, metrics. Of the rest callers get a half, at most 10,000
  // connections, and table files an eighth, at most 512; an eighth is nobody's,
  // and destinations get what remains, a quarter at least. `max_connections`
  // takes the place of the callers' number; 0 does not.
  // FAILED_PRECONDITION if the limit is too low for a server with so many
  // engine threads, INVALID_ARGUMENT if more than their half is asked for.
  static absl::StatusOr<DescriptorBudget> Divide(int64_t limit,
                                                 int engine_threads,
                                                 int max_connections);
};

// Raises the soft limit of the process to the hard one, and returns it.
int64_t RaiseDescriptorLimit();

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DESCRIPTOR_BUDGET_H_
