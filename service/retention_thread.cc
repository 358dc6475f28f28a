// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/retention_thread.h"

#include <algorithm>
#include <utility>

#include "store/thread_name.h"

namespace gancho::service {
namespace {

constexpr absl::Duration kMinRest = absl::Milliseconds(2);
constexpr absl::Duration kMaxRest = absl::Milliseconds(250);

}  // namespace

RetentionThread::RetentionThread(
    std::unique_ptr<RetentionSweeper> sweeper,
    std::function<void(const absl::Status&)> report)
    : sweeper_(std::move(sweeper)), report_(std::move(report)) {}

RetentionThread::~RetentionThread() { Stop(); }

void RetentionThread::Start() {
  thread_ = std::thread([this] { Run(); });
}

void RetentionThread::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void RetentionThread::Run() {
  store::NameThisThread("retention");
  bool failed = false;
  do {
    const absl::Status status = sweeper_->RunPass([this](absl::Duration took) {
      return Wait(std::clamp(took, kMinRest, kMaxRest));
    });
    if (!status.ok() && !failed) report_(status);
    failed = !status.ok();
  } while (Wait(sweeper_->interval()));
}

bool RetentionThread::Wait(absl::Duration time) {
  absl::MutexLock lock(&mu_);
  return !mu_.AwaitWithTimeout(absl::Condition(&stopping_), time);
}

}  // namespace gancho::service
