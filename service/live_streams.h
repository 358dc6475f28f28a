// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_LIVE_STREAMS_H_
#define GANCHO_SERVICE_LIVE_STREAMS_H_

#include <cstddef>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace gancho::service {

// A call that stays open until somebody ends it.
class LiveStream {
 public:
  virtual ~LiveStream() = default;
  // Takes nothing more and ends with `status` once what is under way has been
  // answered. Thread-safe; must not block.
  virtual void Drain(const absl::Status& status) = 0;
};

// All streams that are open, so that a server can end them: gRPC itself tells
// a stream of a shutdown only by cutting it off at the deadline, and waits for
// ever for one that does not finish. Thread-safe.
class LiveStreams {
 public:
  // False once Drain() was called: then the stream must end at once, with
  // drain_status(). `stream` must be removed before it is destroyed.
  [[nodiscard]] bool Add(std::shared_ptr<LiveStream> stream);
  void Remove(LiveStream* stream);

  // Tells every stream to end, and lets none in from now on.
  void Drain(const absl::Status& status);
  absl::Status drain_status() const;

  size_t count() const;

  // Waits until there is no stream, at most `timeout`. Whether there is none.
  bool WaitUntilEmpty(absl::Duration timeout) const;

 private:
  mutable absl::Mutex mu_;
  absl::flat_hash_map<LiveStream*, std::shared_ptr<LiveStream>> streams_
      ABSL_GUARDED_BY(mu_);
  absl::Status drain_status_ ABSL_GUARDED_BY(mu_);  // OK: not draining
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_LIVE_STREAMS_H_
