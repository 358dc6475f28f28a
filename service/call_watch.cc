// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/status.h"

namespace gancho::service {

CallWatch* CallWatch::Start(uint64_t account_uid, delivery::Filter filter,
                            CallWatchHub* hub, LiveStreams* live) {
  const std::shared_ptr<CallWatch> watch(
      new CallWatch(account_uid, std::move(filter), hub, live));
  const bool is_live = live->Add(watch);
  const bool is_watching = hub->Add(account_uid, watch);
  absl::MutexLock lock(&watch->mu_);
  watch->self_ = watch;
  if (!is_live) {
    watch->End(live->drain_status());
  } else if (!is_watching) {
    watch->End(Exhausted("TOO_MANY_WATCHES", "watches",
                         "too many streams watch calls", absl::Seconds(10)));
  } else if (!watch->finished_ && !watch->writing_) {
    // Tells the reader that nothing is missed from here on.
    watch->StartSendInitialMetadata();
  }
  return watch.get();
}

CallWatch::CallWatch(uint64_t account_uid, delivery::Filter filter,
                     CallWatchHub* hub, LiveStreams* live)
    : account_uid_(account_uid),
      filter_(std::move(filter)),
      hub_(hub),
      live_(live) {}

void CallWatch::Offer(const std::shared_ptr<const v1::Call>& call) {
  if (!filter_.Matches(*call)) return;
  absl::MutexLock lock(&mu_);
  if (finished_ || end_status_.has_value()) return;
  if (waiting_.size() >= kMaxWaiting) {
    waiting_.pop_front();
    ++skipped_count_;
  }
  waiting_.push_back(call);
  Advance();
}

void CallWatch::Drain(const absl::Status& status) {
  absl::MutexLock lock(&mu_);
  End(status);
}

void CallWatch::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mu_);
  writing_ = false;
  if (!ok) End(absl::CancelledError("the client is gone"));
  Advance();
}

void CallWatch::OnCancel() {
  absl::MutexLock lock(&mu_);
  End(absl::CancelledError("the client is gone"));
}

void CallWatch::OnDone() {
  hub_->Remove(account_uid_, this);
  live_->Remove(this);
  std::shared_ptr<CallWatch> self;
  absl::MutexLock lock(&mu_);
  self.swap(self_);
}

void CallWatch::End(const absl::Status& status) {
  if (!end_status_.has_value()) end_status_ = status;
  waiting_.clear();
  Advance();
}

void CallWatch::Advance() {
  if (finished_ || writing_) return;
  if (end_status_.has_value()) {
    finished_ = true;
    Finish(ToGrpcStatus(*end_status_));
    return;
  }
  if (waiting_.empty()) return;
  *response_.mutable_call() = *waiting_.front();
  response_.set_skipped_count(skipped_count_);
  waiting_.pop_front();
  writing_ = true;
  StartWrite(&response_);
}

bool CallWatchHub::Add(uint64_t account_uid, std::shared_ptr<CallWatch> watch) {
  absl::MutexLock lock(&mu_);
  if (count_.load(std::memory_order_relaxed) >= max_watches_) return false;
  watches_[account_uid].push_back(std::move(watch));
  count_.fetch_add(1, std::memory_order_release);
  return true;
}

void CallWatchHub::Remove(uint64_t account_uid, CallWatch* watch) {
  std::shared_ptr<CallWatch> removed;
  absl::MutexLock lock(&mu_);
  const auto found = watches_.find(account_uid);
  if (found == watches_.end()) return;
  WatchList& list = found->second;
  for (auto entry = list.begin(); entry != list.end(); ++entry) {
    if (entry->get() != watch) continue;
    removed = std::move(*entry);
    list.erase(entry);
    count_.fetch_sub(1, std::memory_order_release);
    break;
  }
  if (list.empty()) watches_.erase(found);
}

bool CallWatchHub::Watches(uint64_t account_uid) const {
  if (count_.load(std::memory_order_acquire) == 0) return false;
  absl::MutexLock lock(&mu_);
  return watches_.contains(account_uid);
}

void CallWatchHub::OnCallChange(uint64_t account_uid,
                                std::shared_ptr<const v1::Call> call) {
  WatchList list;
  {
    absl::MutexLock lock(&mu_);
    const auto found = watches_.find(account_uid);
    if (found == watches_.end()) return;
    list = found->second;
  }
  for (const auto& watch : list) watch->Offer(call);
}

}  // namespace gancho::service
