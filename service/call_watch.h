// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_WATCH_H_
#define GANCHO_SERVICE_CALL_WATCH_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "delivery/language/filter.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/call_service.pb.h"
#include "grpcpp/support/server_callback.h"
#include "service/intake_round.h"
#include "service/live_streams.h"

namespace gancho::service {

class CallWatchHub;

// One WatchCalls call: sends changes of calls to a reader that may be slow.
class CallWatch final : public grpc::ServerWriteReactor<v1::WatchCallsResponse>,
                        public LiveStream,
                        public std::enable_shared_from_this<CallWatch> {
 public:
  // Changes that wait for a slow reader; above that the oldest are lost, and
  // the reader is told how many.
  static constexpr size_t kMaxWaiting = 256;

  // Lives until its OnDone(), and until nothing refers to it.
  static CallWatch* Start(uint64_t account_uid, delivery::Filter filter,
                          CallWatchHub* hub, LiveStreams* live);

  // `call` changed. Thread-safe; does not block.
  void Offer(const std::shared_ptr<const v1::Call>& call);

  void Drain(const absl::Status& status) override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  CallWatch(uint64_t account_uid, delivery::Filter filter, CallWatchHub* hub,
            LiveStreams* live);

  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  const uint64_t account_uid_;
  const delivery::Filter filter_;
  CallWatchHub* const hub_;
  LiveStreams* const live_;

  absl::Mutex mu_;
  std::shared_ptr<CallWatch> self_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<absl::Status> end_status_ ABSL_GUARDED_BY(mu_);
  std::deque<std::shared_ptr<const v1::Call>> waiting_ ABSL_GUARDED_BY(mu_);
  int64_t skipped_count_ ABSL_GUARDED_BY(mu_) = 0;
  v1::WatchCallsResponse response_ ABSL_GUARDED_BY(mu_);
};

// Who watches which account. Thread-safe.
class CallWatchHub final : public CallObserver {
 public:
  explicit CallWatchHub(int max_watches) : max_watches_(max_watches) {}

  // False if there are too many.
  [[nodiscard]] bool Add(uint64_t account_uid,
                         std::shared_ptr<CallWatch> watch);
  void Remove(uint64_t account_uid, CallWatch* watch);

  bool Watches(uint64_t account_uid) const override;
  void OnCallChange(uint64_t account_uid,
                    std::shared_ptr<const v1::Call> call) override;

 private:
  using WatchList = std::vector<std::shared_ptr<CallWatch>>;

  const int max_watches_;
  // Spares the lock while nobody watches.
  std::atomic<int> count_ = 0;
  mutable absl::Mutex mu_;
  absl::flat_hash_map<uint64_t, WatchList> watches_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_WATCH_H_
