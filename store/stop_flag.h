// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_STOP_FLAG_H_
#define GANCHO_STORE_STOP_FLAG_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace gancho::store {

// Ends a loop that does something from time to time. Not an absl::Mutex, whose
// time-outs are points of the wall clock (as of Debian 12's Abseil): set back
// by an hour, the clock would make a wait of a second last an hour.
// Thread-safe.
class StopFlag {
 public:
  void Set() {
    const std::lock_guard<std::mutex> lock(mu_);
    set_ = true;
    changed_.notify_all();
  }

  // Returns after `duration` of steady time, or once the flag is set; whether
  // it is.
  bool WaitFor(absl::Duration duration) {
    std::unique_lock<std::mutex> lock(mu_);
    return changed_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                             [this] { return set_; });
  }

 private:
  std::mutex mu_;
  std::condition_variable changed_;
  bool set_ = false;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_STOP_FLAG_H_
