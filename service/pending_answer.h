// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_PENDING_ANSWER_H_
#define GANCHO_SERVICE_PENDING_ANSWER_H_

#include <atomic>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/server_callback.h"
#include "service/executor.h"
#include "service/status.h"

namespace gancho::service {

// A unary call whose answer comes later, from any thread. Whoever takes it on
// calls Answer() exactly once, also when the call was cancelled meanwhile; the
// object deletes itself after that.
class PendingAnswer final : public grpc::ServerUnaryReactor {
 public:
  void Answer(const absl::Status& status) { Finish(ToGrpcStatus(status)); }

  // Answers with the value, which goes to `response`, or with the error.
  template <typename Response>
  void Answer(absl::StatusOr<Response> result, Response* response) {
    if (result.ok()) *response = *std::move(result);
    Answer(result.status());
  }

  // Whether nobody waits for the answer any more: what has not been begun
  // need not be.
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  ~PendingAnswer() override = default;
  void OnCancel() override {
    cancelled_.store(true, std::memory_order_relaxed);
  }
  void OnDone() override { delete this; }

  std::atomic<bool> cancelled_ = false;
};

// Runs `work(PendingAnswer*)` on `executor`; `work` sees to the answer. Answers
// RESOURCE_EXHAUSTED where the queue is full, and CANCELLED without running
// where the call was cancelled before its turn.
template <typename Work>
PendingAnswer* AnswerFrom(Executor* executor, Work work) {
  auto* answer = new PendingAnswer;
  const bool taken =
      executor->TryRun([answer, work = std::move(work)]() mutable {
        if (answer->cancelled()) {
          answer->Answer(absl::CancelledError("the caller is gone"));
        } else {
          work(answer);
        }
      });
  if (!taken) {
    answer->Answer(Exhausted("TOO_MANY_READS", "server",
                             "too many reads are waiting", absl::Seconds(1)));
  }
  return answer;
}

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_PENDING_ANSWER_H_
