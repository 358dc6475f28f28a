// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_STATE_STREAM_H_
#define GANCHO_SERVICE_CALL_STATE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "gancho/v1/call_service.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/call_state_batch.h"
#include "service/catalog.h"
#include "service/intake.h"
#include "service/intake_message.h"
#include "service/live_streams.h"

namespace gancho::service {

// Above either, the stream is not read: gRPC's flow control then holds the
// client. Counted until the acknowledgement has been written, so a client that
// sends without reading is held, too.
struct CallStateStreamLimits {
  size_t max_messages_in_flight = 1'024;
  size_t max_bytes_in_flight = 8 << 20;
};

// One StreamCallStates call. Reads, checks and submits; writes one cumulative
// acknowledgement for all messages that became durable while the write before
// was under way. Nothing here blocks.
//
// A message that cannot be understood as part of the stream ends it, after all
// before it have been acknowledged; so do half-close (with OK) and Drain().
// A failed commit ends it at once: what was not acknowledged is sent again.
class CallStateStream final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
      public LiveStream,
      public std::enable_shared_from_this<CallStateStream> {
 public:
  // Lives until its OnDone(), and until nothing refers to it. All pointers
  // outlive it.
  static CallStateStream* Start(Intake* intake, const Catalog* catalog,
                                LiveStreams* live,
                                CallStateStreamLimits limits);

  void Drain(const absl::Status& status) override;

  // gRPC's threads; OnCancel() may run beside the others.
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // A message that has not been acknowledged.
  struct InFlight {
    int64_t message_id = 0;
    size_t size_bytes = 0;
    bool durable = false;
    std::vector<int> indices;
    std::vector<v1::CallStateRejection> rejections;
  };

  CallStateStream(Intake* intake, const Catalog* catalog, LiveStreams* live,
                  CallStateStreamLimits limits);

  // Checks what binds a message to the stream and finds the account.
  absl::Status Identify(const CallStateBatch& batch);

  void Take(CallStateBatch batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Submit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void OnRoom();
  void OnDurable(int64_t message_id, IntakeResult result);
  static void AddRejection(const StateRejection& rejection, int index,
                           InFlight* in_flight);

  // Starts whatever can be started now. The one place that starts operations.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Acknowledge() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FinishOnce(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool MayRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  Intake* const intake_;
  const Catalog* const catalog_;
  LiveStreams* const live_;
  const CallStateStreamLimits limits_;

  // Of the one read that may be under way.
  grpc::ByteBuffer received_;
  std::string account_id_;
  std::shared_ptr<const AccountDefinition> account_;
  int64_t last_message_id_ = 0;

  absl::Mutex mu_;
  std::shared_ptr<CallStateStream> self_ ABSL_GUARDED_BY(mu_);
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  // Ends once all in flight is acknowledged.
  std::optional<absl::Status> end_status_ ABSL_GUARDED_BY(mu_);
  // Ends as soon as no write is under way.
  std::optional<absl::Status> abort_status_ ABSL_GUARDED_BY(mu_);
  // By message id; the last one is not in the intake while `parked_` is set.
  std::deque<InFlight> in_flight_ ABSL_GUARDED_BY(mu_);
  std::optional<IntakeMessage> parked_ ABSL_GUARDED_BY(mu_);
  // Of `in_flight_` and of what is being acknowledged right now.
  size_t messages_in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  size_t bytes_in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  size_t messages_in_write_ ABSL_GUARDED_BY(mu_) = 0;
  size_t bytes_in_write_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t duplicate_count_ ABSL_GUARDED_BY(mu_) = 0;
  v1::StreamCallStatesResponse response_ ABSL_GUARDED_BY(mu_);
  grpc::ByteBuffer sent_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_STATE_STREAM_H_
