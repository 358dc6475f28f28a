// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/live_streams.h"

#include <cassert>
#include <utility>
#include <vector>

namespace gancho::service {

bool LiveStreams::Add(std::shared_ptr<LiveStream> stream) {
  absl::MutexLock lock(&mu_);
  if (!drain_status_.ok()) return false;
  LiveStream* const key = stream.get();
  streams_.emplace(key, std::move(stream));
  return true;
}

void LiveStreams::Remove(LiveStream* stream) {
  // Released outside the lock: it may be the last reference.
  std::shared_ptr<LiveStream> removed;
  absl::MutexLock lock(&mu_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  removed = std::move(found->second);
  streams_.erase(found);
}

void LiveStreams::Drain(const absl::Status& status) {
  assert(!status.ok());
  std::vector<std::shared_ptr<LiveStream>> streams;
  {
    absl::MutexLock lock(&mu_);
    if (drain_status_.ok()) drain_status_ = status;
    for (const auto& stream : streams_) streams.push_back(stream.second);
  }
  for (const auto& stream : streams) stream->Drain(status);
}

absl::Status LiveStreams::drain_status() const {
  absl::MutexLock lock(&mu_);
  return drain_status_;
}

size_t LiveStreams::count() const {
  absl::MutexLock lock(&mu_);
  return streams_.size();
}

bool LiveStreams::WaitUntilEmpty(absl::Duration timeout) const {
  absl::MutexLock lock(&mu_);
  const auto is_empty = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return streams_.empty();
  };
  return mu_.AwaitWithTimeout(absl::Condition(&is_empty), timeout);
}

}  // namespace gancho::service
