// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/descriptor_budget.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>

#include "service/concat.h"

namespace gancho::service {
namespace {

// An idle server has some 40 open; the other half is for scrapes of the
// metrics, backups, and the files of flushes and compactions.
constexpr int64_t kOwn = 96;
// Each has a loop with timers, and wakes others.
constexpr int64_t kOwnPerThread = 8;
// So that every part below is worth having.
constexpr int64_t kLeast = 96;
constexpr int64_t kMostInbound = 10'000;
constexpr int64_t kMostTableFiles = 512;

}  // namespace

absl::StatusOr<DescriptorBudget> DescriptorBudget::Divide(int64_t limit,
                                                          int engine_threads,
                                                          int max_connections) {
  const int64_t own = kOwn + kOwnPerThread * engine_threads;
  const int64_t rest = limit - own;
  if (rest < kLeast) {
    return absl::FailedPreconditionError(
        Concat("the limit of open files (ulimit -n) is ", limit,
               ": this server needs ", own + kLeast));
  }
  if (max_connections > rest / 2) {
    return absl::InvalidArgumentError(Concat("--max_connections: at most ",
                                             rest / 2, " with a limit of ",
                                             limit, " open files (ulimit -n)"));
  }
  DescriptorBudget budget;
  budget.inbound = static_cast<size_t>(
      max_connections > 0 ? max_connections : std::min(kMostInbound, rest / 2));
  budget.table_files = static_cast<int>(std::min(kMostTableFiles, rest / 8));
  budget.outbound = static_cast<size_t>(rest - rest / 8 - budget.table_files) -
                    budget.inbound;
  return budget;
}

int64_t RaiseDescriptorLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return std::numeric_limits<int>::max();
  }
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  return static_cast<int64_t>(
      std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max()));
}

}  // namespace gancho::service
