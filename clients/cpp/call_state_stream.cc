// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/call_state_stream.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "clients/cpp/backoff.h"
#include "clients/cpp/error_details.h"
#include "clients/cpp/resend_buffer.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"

namespace gancho::client {
namespace {

constexpr int kMaxMessageStates = 1'000;
// Below the server's 4 MiB a message, and a state is never larger.
constexpr size_t kMaxMessageBytes = 3 << 20;

// Whether a new call could end otherwise.
bool IsPermanent(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
      return true;
    default:
      return false;
  }
}

CallStateStreamOptions WithinLimits(CallStateStreamOptions options) {
  options.max_message_states =
      std::clamp(options.max_message_states, 1, kMaxMessageStates);
  options.max_message_bytes =
      std::clamp<size_t>(options.max_message_bytes, 1, kMaxMessageBytes);
  return options;
}

void SetNow(google::protobuf::Timestamp* timestamp) {
  const int64_t nanos = absl::ToUnixNanos(absl::Now());
  timestamp->set_seconds(nanos / 1'000'000'000);
  timestamp->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
}

}  // namespace

// The state that the stream, its calls and its thread share.
// Destroyed on the thread of the stream's owner: it holds the channel, and a
// channel that ends on a thread of gRPC would wait for that thread's own end.
class CallStateStream::Core {
 public:
  Core(std::shared_ptr<grpc::Channel> channel, CallStateStreamOptions options)
      : options_(WithinLimits(std::move(options))),
        stub_(v1::CallService::NewStub(channel)),
        buffer_(options_.parent, options_.max_message_states,
                options_.max_message_bytes),
        backoff_(options_.initial_backoff, options_.max_backoff),
        random_(std::random_device()()) {}

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }
  void Stop();

  absl::Status Send(v1::CallState state, absl::Time deadline, bool wait);
  absl::Status Flush(absl::Time deadline);
  absl::Status Close(absl::Time deadline);
  Stats stats() const;

 private:
  class Call;

  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return buffer_.states() < options_.max_buffered_states &&
           buffer_.size_bytes() < options_.max_buffered_bytes;
  }

  // The thread: closes messages whose time has come and makes new calls.
  void Run();
  absl::Time NextWakeUp() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Connect() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WriteNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Called by a call. `mu_` is not held.
  void OnAnswer(const v1::StreamCallStatesResponse& response);
  void OnCallDone(const grpc::Status& status);

  // Constant after construction.
  const CallStateStreamOptions options_;
  const std::unique_ptr<v1::CallService::Stub> stub_;
  std::thread thread_;

  mutable absl::Mutex mu_;
  absl::CondVar wake_;     // for the thread
  absl::CondVar changed_;  // for callers that wait
  ResendBuffer buffer_ ABSL_GUARDED_BY(mu_);
  absl::Time open_since_ ABSL_GUARDED_BY(mu_);
  Backoff backoff_ ABSL_GUARDED_BY(mu_);
  std::minstd_rand random_ ABSL_GUARDED_BY(mu_);
  absl::Time connect_at_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  // The call of the moment; lives until its OnDone().
  Call* call_ ABSL_GUARDED_BY(mu_) = nullptr;
  // From before a call is made until after it is deleted.
  bool has_call_ ABSL_GUARDED_BY(mu_) = false;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;   // takes nothing more
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;  // makes no more calls
  absl::Status broken_ ABSL_GUARDED_BY(mu_);
  absl::Status last_end_ ABSL_GUARDED_BY(mu_);  // of the latest call
  int64_t connection_duplicates_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t acked_message_id_ ABSL_GUARDED_BY(mu_) = 0;
  Stats stats_ ABSL_GUARDED_BY(mu_);
};

// One StreamCallStates call. All members are guarded by the core's mutex.
class CallStateStream::Core::Call final
    : public grpc::ClientBidiReactor<v1::StreamCallStatesRequest,
                                     v1::StreamCallStatesResponse> {
 public:
  explicit Call(Core* core) : core_(core) {}

  void Start() {
    core_->stub_->async()->StreamCallStates(&context_, this);
    // Writes are started from outside of reactions.
    AddHold();
    StartRead(&response_);
    StartCall();
  }

  // Writes the next message if none is on its way.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(core_->mu_) {
    if (writing_ != nullptr || ended_) return;
    if (core_->buffer_.HasNext()) {
      writing_ = core_->buffer_.TakeNext();
      ++core_->stats_.messages;
      StartWrite(writing_.get());
    } else if (core_->closing_ && core_->buffer_.empty()) {
      End();
      StartWritesDone();
      RemoveHold();
    }
  }

  void Cancel() ABSL_EXCLUSIVE_LOCKS_REQUIRED(core_->mu_) {
    context_.TryCancel();
    if (!ended_) {
      End();
      RemoveHold();
    }
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      core_->OnAnswer(response_);
      absl::MutexLock lock(&core_->mu_);
      StartRead(&response_);
      return;
    }
    absl::MutexLock lock(&core_->mu_);
    if (!ended_) {
      End();
      RemoveHold();
    }
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&core_->mu_);
    writing_ = nullptr;
    // A failed write means that the call has ended; the read says so, too.
    if (ok) Advance();
  }

  void OnDone(const grpc::Status& status) override {
    Core* const core = core_;
    const grpc::Status ended = status;
    {
      absl::MutexLock lock(&core->mu_);
      core->call_ = nullptr;
    }
    // The context holds the channel, too: first this, then the core may go.
    delete this;
    core->OnCallDone(ended);
  }

 private:
  void End() { ended_ = true; }

  Core* const core_;  // waits for OnCallDone() before it ends
  grpc::ClientContext context_;
  v1::StreamCallStatesResponse response_;
  ResendBuffer::Message writing_;
  bool ended_ = false;  // no more writes
};

void CallStateStream::Core::Stop() {
  {
    absl::MutexLock lock(&mu_);
    closing_ = true;
    stopping_ = true;
    if (call_ != nullptr) call_->Cancel();
    wake_.Signal();
    changed_.SignalAll();
    while (has_call_) changed_.Wait(&mu_);
  }
  thread_.join();
}

absl::Status CallStateStream::Core::Send(v1::CallState state,
                                         absl::Time deadline, bool wait) {
  if (state.ByteSizeLong() > kMaxMessageBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the call state has more than ", kMaxMessageBytes, " bytes"));
  }
  if (!state.has_sequence() && !state.has_occur_time()) {
    SetNow(state.mutable_occur_time());
  }
  absl::MutexLock lock(&mu_);
  while (true) {
    if (!broken_.ok()) return broken_;
    if (closing_) {
      return absl::FailedPreconditionError("the stream is closed");
    }
    if (HasRoom()) break;
    if (!wait) return absl::ResourceExhaustedError("the buffer is full");
    if (changed_.WaitWithDeadline(&mu_, deadline) && !HasRoom()) {
      return absl::DeadlineExceededError("the buffer is full");
    }
  }
  const bool was_open = buffer_.has_open();
  buffer_.Add(std::move(state));
  ++stats_.sent;
  WriteNow();
  const bool opened = buffer_.has_open() && !was_open;
  if (opened) open_since_ = absl::Now();
  if (opened || !has_call_) wake_.Signal();
  return absl::OkStatus();
}

// While the server owes no answer a state goes at once; otherwise states gather
// until the answer comes, the message is full or its time is up.
void CallStateStream::Core::WriteNow() {
  if (call_ == nullptr) return;
  if (buffer_.is_idle()) buffer_.Close();
  call_->Advance();
}

absl::Status CallStateStream::Core::Flush(absl::Time deadline) {
  absl::MutexLock lock(&mu_);
  buffer_.Close();
  if (call_ != nullptr) call_->Advance();
  const int64_t last = buffer_.last_message_id();
  while (broken_.ok() && !stopping_ && acked_message_id_ < last) {
    if (changed_.WaitWithDeadline(&mu_, deadline) && acked_message_id_ < last) {
      return absl::DeadlineExceededError(
          absl::StrCat(buffer_.states(), " call states are not acknowledged",
                       last_end_.ok() ? "" : "; the latest call ended with ",
                       last_end_.ok() ? "" : last_end_.ToString()));
    }
  }
  return broken_;
}

absl::Status CallStateStream::Core::Close(absl::Time deadline) {
  {
    absl::MutexLock lock(&mu_);
    closing_ = true;
    changed_.SignalAll();
  }
  const absl::Status flushed = Flush(deadline);
  if (!flushed.ok()) return flushed;
  absl::MutexLock lock(&mu_);
  stopping_ = true;
  wake_.Signal();
  if (call_ != nullptr) call_->Advance();
  while (has_call_) {
    if (changed_.WaitWithDeadline(&mu_, deadline) && has_call_) {
      return absl::DeadlineExceededError("the call has not ended");
    }
  }
  return broken_;
}

CallStateStream::Stats CallStateStream::Core::stats() const {
  absl::MutexLock lock(&mu_);
  Stats stats = stats_;
  stats.buffered = buffer_.states();
  return stats;
}

absl::Time CallStateStream::Core::NextWakeUp() const {
  absl::Time wake_up = absl::InfiniteFuture();
  if (buffer_.has_open()) {
    wake_up = open_since_ + options_.max_message_delay;
  }
  if (!has_call_ && !buffer_.empty()) {
    wake_up = std::min(wake_up, connect_at_);
  }
  return wake_up;
}

void CallStateStream::Core::Run() {
  absl::MutexLock lock(&mu_);
  while (!stopping_ && broken_.ok()) {
    const absl::Time now = absl::Now();
    if (buffer_.has_open() && now >= open_since_ + options_.max_message_delay) {
      buffer_.Close();
      if (call_ != nullptr) call_->Advance();
    }
    if (!has_call_ && !buffer_.empty() && now >= connect_at_) Connect();
    const absl::Time wake_up = NextWakeUp();
    if (wake_up > now) wake_.WaitWithDeadline(&mu_, wake_up);
  }
}

void CallStateStream::Core::Connect() {
  buffer_.Rewind();
  connection_duplicates_ = 0;
  ++stats_.connections;
  has_call_ = true;
  call_ = new Call(this);
  call_->Start();
  WriteNow();
}

void CallStateStream::Core::OnAnswer(
    const v1::StreamCallStatesResponse& response) {
  for (const v1::CallStateRejection& rejection : response.rejections()) {
    v1::CallState state;
    bool found = false;
    {
      absl::MutexLock lock(&mu_);
      ++stats_.rejected;
      const v1::CallState* sent =
          buffer_.Find(rejection.message_id(), rejection.index());
      found = sent != nullptr;
      if (found) state = *sent;
    }
    if (!options_.on_rejection) continue;
    options_.on_rejection({.state = found ? &state : nullptr,
                           .message_id = rejection.message_id(),
                           .index = rejection.index(),
                           .status = rejection.status()});
  }
  int64_t acknowledged = 0;
  {
    absl::MutexLock lock(&mu_);
    backoff_.Reset();
    stats_.acknowledged += buffer_.Acknowledge(response.acked_message_id());
    acknowledged = stats_.acknowledged;
    stats_.duplicates += response.duplicate_count() - connection_duplicates_;
    connection_duplicates_ = response.duplicate_count();
    WriteNow();
  }
  // One answer at a time is read, so the numbers rise.
  if (options_.on_acknowledged) options_.on_acknowledged(acknowledged);
  absl::MutexLock lock(&mu_);
  acked_message_id_ = std::max(acked_message_id_, response.acked_message_id());
  changed_.SignalAll();
}

void CallStateStream::Core::OnCallDone(const grpc::Status& status) {
  absl::MutexLock lock(&mu_);
  has_call_ = false;
  last_end_ = ToAbslStatus(status);
  if (IsPermanent(status.error_code())) {
    broken_ = last_end_;
  } else {
    const double random = std::uniform_real_distribution<double>(0, 1)(random_);
    const absl::Duration asked_for =
        DetailsOf(last_end_).retry_delay.value_or(absl::ZeroDuration());
    connect_at_ = absl::Now() + std::max(backoff_.Next(random), asked_for);
  }
  wake_.Signal();
  changed_.SignalAll();
}

CallStateStream::CallStateStream(std::shared_ptr<grpc::Channel> channel,
                                 CallStateStreamOptions options)
    : core_(std::make_unique<Core>(std::move(channel), std::move(options))) {
  core_->Start();
}

CallStateStream::~CallStateStream() { core_->Stop(); }

absl::Status CallStateStream::Send(v1::CallState state, absl::Time deadline) {
  return core_->Send(std::move(state), deadline, /*wait=*/true);
}

absl::Status CallStateStream::TrySend(v1::CallState state) {
  return core_->Send(std::move(state), absl::InfinitePast(), /*wait=*/false);
}

absl::Status CallStateStream::Flush(absl::Time deadline) {
  return core_->Flush(deadline);
}

absl::Status CallStateStream::Close(absl::Time deadline) {
  return core_->Close(deadline);
}

CallStateStream::Stats CallStateStream::stats() const { return core_->stats(); }

}  // namespace gancho::client
