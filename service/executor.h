// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_EXECUTOR_H_
#define GANCHO_SERVICE_EXECUTOR_H_

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace gancho::service {

// A few threads for work that may block (reads of the ledger), so that gRPC's
// own threads never do. Thread-safe.
class Executor {
 public:
  Executor(int threads, size_t max_queued);
  // Runs what is queued, then ends the threads.
  ~Executor();

  // False if the queue is full; then `task` was not taken.
  [[nodiscard]] bool TryRun(absl::AnyInvocable<void()> task);

  // Runs what is queued, then ends the threads; later tasks are not taken.
  // Idempotent; not from two threads at once, and not from a task.
  void Stop();

 private:
  void Run();

  const size_t max_queued_;
  absl::Mutex mu_;
  std::deque<absl::AnyInvocable<void()>> queue_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_EXECUTOR_H_
