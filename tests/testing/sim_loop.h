// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SIM_LOOP_H_
#define GANCHO_TESTS_TESTING_SIM_LOOP_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/loop.h"
#include "store/committer.h"
#include "tests/testing/sim_clock.h"

namespace gancho::testing {

// A shard's loop run by the test, in simulated time. Commits count as
// instantaneous: whenever nothing is posted, the loop waits for the committer
// before time goes on. Post() is thread-safe, all else is for the test's
// thread.
class SimLoop final : public delivery::Loop {
 public:
  SimLoop(SimClock* clock, store::Committer* committer)
      : clock_(clock), committer_(committer) {}

  void Post(absl::AnyInvocable<void()> task) override {
    absl::MutexLock lock(&mu_);
    posted_.push_back(std::move(task));
  }

  void SetAlarm(absl::Duration delay,
                absl::AnyInvocable<void()> task) override {
    alarm_at_ = clock_->Steady() + delay;
    alarm_ = std::move(task);
  }

  // For fakes: runs `task` after `delay`.
  void RunAfter(absl::Duration delay, absl::AnyInvocable<void()> task) {
    timers_.emplace(std::make_pair(clock_->Steady() + delay, ++timer_number_),
                    std::move(task));
  }

  // Runs all that is posted and committed, without moving the clock.
  void Settle() {
    while (RunPosted()) {
    }
  }

  // Moves the clock to the next timer or alarm not after `until` (steady) and
  // runs it; false if there is none, then the clock stands at `until`.
  bool Step(absl::Duration until) {
    Settle();
    const bool timer =
        !timers_.empty() &&
        (alarm_ == nullptr || timers_.begin()->first.first <= alarm_at_);
    const absl::Duration at =
        timer ? timers_.begin()->first.first
              : (alarm_ != nullptr ? alarm_at_ : absl::InfiniteDuration());
    if (at > until) {
      clock_->Advance(until - clock_->Steady());
      return false;
    }
    if (at > clock_->Steady()) clock_->Advance(at - clock_->Steady());
    if (timer) {
      auto task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      task();
    } else {
      std::exchange(alarm_, nullptr)();
    }
    Settle();
    return true;
  }

  void RunFor(absl::Duration duration) {
    const absl::Duration until = clock_->Steady() + duration;
    while (Step(until)) {
    }
  }

  // Forgets everything, as a crash does.
  void Clear() {
    // What is with the committer posts once more; that is for nobody.
    committer_->Commit({}).IgnoreError();
    absl::MutexLock lock(&mu_);
    posted_.clear();
    timers_.clear();
    alarm_ = nullptr;
  }

 private:
  bool RunPosted() {
    std::deque<absl::AnyInvocable<void()>> tasks = Take();
    if (tasks.empty()) {
      committer_->Commit({}).IgnoreError();
      tasks = Take();
    }
    for (auto& task : tasks) task();
    return !tasks.empty();
  }

  std::deque<absl::AnyInvocable<void()>> Take() {
    absl::MutexLock lock(&mu_);
    return std::exchange(posted_, {});
  }

  SimClock* const clock_;
  store::Committer* const committer_;
  absl::Mutex mu_;
  std::deque<absl::AnyInvocable<void()>> posted_ ABSL_GUARDED_BY(mu_);
  absl::Duration alarm_at_ = absl::InfiniteDuration();
  absl::AnyInvocable<void()> alarm_;
  uint64_t timer_number_ = 0;
  std::map<std::pair<absl::Duration, uint64_t>, absl::AnyInvocable<void()>>
      timers_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SIM_LOOP_H_
