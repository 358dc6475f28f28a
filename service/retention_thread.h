// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RETENTION_THREAD_H_
#define GANCHO_SERVICE_RETENTION_THREAD_H_

#include <functional>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/retention_sweeper.h"

namespace gancho::service {

// Lets a sweeper run in the background, from Start() to Stop(). After each
// piece it rests for as long as the piece took, 2 to 250 ms: a
// busy disk or committer makes it slower, and never the other way round.
class RetentionThread {
 public:
  // `report` is told of a pass that failed, unless the one before it did.
  RetentionThread(std::unique_ptr<RetentionSweeper> sweeper,
                  std::function<void(const absl::Status&)> report);
  // Stops.
  ~RetentionThread();

  // Once.
  void Start();

  // Ends within one piece. What the sweeper works with must still run.
  // Idempotent.
  void Stop();

  // Thread-safe.
  RetentionSweeper::Stats stats() const { return sweeper_->stats(); }

 private:
  void Run();
  // False if it is to stop.
  bool Wait(absl::Duration time);

  const std::unique_ptr<RetentionSweeper> sweeper_;
  const std::function<void(const absl::Status&)> report_;

  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RETENTION_THREAD_H_
