// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_FAKE_ENGINE_H_
#define GANCHO_TESTS_TESTING_FAKE_ENGINE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"

namespace gancho::testing {

// An engine that delivers nothing: it remembers the definitions that it was
// told of, and answers what a test wrote down. Thread-safe.
class FakeEngine final : public delivery::Engine {
 public:
  // The newest version of an event; null if it was never told of, or removed.
  std::shared_ptr<const delivery::EventRuntime> event(uint64_t uid) const {
    absl::MutexLock lock(&mu_);
    auto it = events_.find(uid);
    return it == events_.end() ? nullptr : it->second;
  }
  size_t event_count() const {
    absl::MutexLock lock(&mu_);
    return events_.size();
  }
  // Reasons of RemoveEvent() by uid.
  std::map<uint64_t, std::string> removed() const {
    absl::MutexLock lock(&mu_);
    return removed_;
  }

  void set_pending_count(int64_t count) {
    absl::MutexLock lock(&mu_);
    pending_count_ = count;
  }
  // From now on SendOnce() and RemoveEvent() answer only on Release().
  void Hold() {
    absl::MutexLock lock(&mu_);
    is_holding_ = true;
  }
  // Returns when `count` answers are held back.
  void AwaitHeld(size_t count) {
    absl::MutexLock lock(&mu_);
    const auto is_held = [&]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return held_.size() >= count;
    };
    mu_.Await(absl::Condition(&is_held));
  }
  void Release() {
    std::vector<absl::AnyInvocable<void()>> held;
    {
      absl::MutexLock lock(&mu_);
      is_holding_ = false;
      held.swap(held_);
    }
    for (auto& answer : held) answer();
  }

  // What SendOnce() was asked to send last.
  std::shared_ptr<const store::RenderedRequest> sent() const {
    absl::MutexLock lock(&mu_);
    return sent_;
  }

  void SetEvent(std::shared_ptr<const delivery::EventRuntime> event) override {
    absl::MutexLock lock(&mu_);
    auto& known = events_[event->uid];
    if (known == nullptr || known->version < event->version) {
      known = std::move(event);
    }
  }
  void RemoveEvent(uint64_t event_uid, std::string reason,
                   absl::AnyInvocable<void()> done) override {
    {
      absl::MutexLock lock(&mu_);
      events_.erase(event_uid);
      removed_[event_uid] = std::move(reason);
    }
    Answer(std::move(done));
  }
  void SendOnce(std::shared_ptr<const delivery::EventRuntime> /*event*/,
                store::DeliveryId /*id*/,
                std::shared_ptr<const store::RenderedRequest> request,
                absl::AnyInvocable<void(store::AttemptRecord)> done) override {
    {
      absl::MutexLock lock(&mu_);
      sent_ = std::move(request);
    }
    Answer([done = std::move(done)]() mutable {
      store::AttemptRecord attempt;
      attempt.set_number(1);
      attempt.set_status_code(204);
      attempt.set_outcome(v1::Attempt::DELIVERED);
      attempt.set_duration_us(1'500);
      done(std::move(attempt));
    });
  }
  void GetStats(
      uint64_t event_uid,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) override {
    v1::EventStats stats;
    bool is_known;
    {
      absl::MutexLock lock(&mu_);
      stats.set_pending_count(pending_count_);
      is_known = events_.count(event_uid) > 0;
    }
    done(is_known ? absl::OkStatus() : absl::NotFoundError("no such event"),
         std::move(stats));
  }

  void Start() override {}
  void Accept(std::vector<delivery::AcceptedDelivery>) override {}
  void Retry(uint64_t, uint64_t, store::DeliveryId, Done) override {}
  void Cancel(uint64_t, uint64_t, store::DeliveryId, std::string,
              Done) override {}
  void Drain(absl::Duration) override {}
  Stats stats() const override { return {}; }

 private:
  void Answer(absl::AnyInvocable<void()> answer) {
    {
      absl::MutexLock lock(&mu_);
      if (is_holding_) {
        held_.push_back(std::move(answer));
        return;
      }
    }
    answer();
  }

  mutable absl::Mutex mu_;
  std::map<uint64_t, std::shared_ptr<const delivery::EventRuntime>> events_
      ABSL_GUARDED_BY(mu_);
  std::map<uint64_t, std::string> removed_ ABSL_GUARDED_BY(mu_);
  int64_t pending_count_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_holding_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<absl::AnyInvocable<void()>> held_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const store::RenderedRequest> sent_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_FAKE_ENGINE_H_
