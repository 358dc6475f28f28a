// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/bench/callers.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gancho/v1/call_service.grpc.pb.h"

namespace gancho::bench {

int64_t Shared::Take(int64_t wanted) {
  int64_t before = taken;
  while (true) {
    const int64_t got = std::min(wanted, allowed - before);
    if (got <= 0) return 0;
    if (taken.compare_exchange_weak(before, before + got)) return got;
  }
}

namespace {

int64_t NowUs() { return absl::GetCurrentTimeNanos() / 1000; }

// The caller's states one after the other: START, TALK and END of each call.
class States {
 public:
  explicit States(CallerOptions options) : options_(std::move(options)) {}

  void Next(v1::CallState* state) {
    static constexpr v1::CallState::State kStates[] = {
        v1::CallState::START, v1::CallState::TALK, v1::CallState::END};
    const int64_t step = next_ % 3;
    const int64_t call = next_ / 3 * options_.callers + options_.number;
    state->set_call_id(absl::StrCat(options_.call_prefix, "-", call));
    state->set_state(kStates[step]);
    state->set_sequence(step);
    state->mutable_occur_time()->set_seconds(1'750'000'000 + next_);
    state->set_direction(v1::CallState::INBOUND);
    state->set_caller("+5491143210000");
    state->set_caller_name("Maria Gonzalez");
    state->set_called("+541150000000");
    state->set_extension("204");
    state->set_queue(options_.queues > 0
                         ? absl::StrCat("q", call % options_.queues)
                         : "sales");
    state->set_agent("jperez");
    ++next_;
  }

 private:
  const CallerOptions options_;
  int64_t next_ = 0;
};

class StreamCaller final
    : public Caller,
      public grpc::ClientBidiReactor<v1::StreamCallStatesRequest,
                                     v1::StreamCallStatesResponse> {
 public:
  StreamCaller(const std::shared_ptr<grpc::Channel>& channel,
               const CallerOptions& options, Shared* shared)
      : options_(options),
        shared_(shared),
        stub_(v1::CallService::NewStub(channel)),
        states_(options) {}

  void Start() override {
    stub_->async()->StreamCallStates(&context_, this);
    AddHold();  // Pump() writes from outside
    StartRead(&response_);
    StartCall();
  }
  void Pump() override;
  void Finish() override {
    {
      absl::MutexLock lock(&mu_);
      finishing_ = true;
    }
    EndIfDone();
  }
  grpc::Status Wait() override {
    done_.WaitForNotification();
    return status_;
  }
  const std::vector<int64_t>& latencies_us() const override {
    return latencies_us_;
  }

  void OnWriteDone(bool ok) override;
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

 private:
  struct Message {
    int64_t id;
    int64_t states;
    int64_t sent_us;
  };

  void EndIfDone();

  const CallerOptions options_;
  Shared* const shared_;
  const std::unique_ptr<v1::CallService::Stub> stub_;
  grpc::ClientContext context_;

  absl::Mutex mu_;
  std::deque<Message> waiting_ ABSL_GUARDED_BY(mu_);
  int64_t in_flight_ ABSL_GUARDED_BY(mu_) = 0;  // states
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool finishing_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;

  // Of who has set `writing_`.
  States states_;
  v1::StreamCallStatesRequest request_;
  int64_t message_id_ = 0;
  // Of the reactions.
  v1::StreamCallStatesResponse response_;
  std::vector<int64_t> latencies_us_;
  grpc::Status status_;
  absl::Notification done_;
};

void StreamCaller::Pump() {
  {
    absl::MutexLock lock(&mu_);
    const int64_t room = options_.window - in_flight_;
    if (writing_ || finishing_ || ended_ ||
        room < options_.max_message_states) {
      return;
    }
    const int64_t count = shared_->Take(options_.max_message_states);
    if (count == 0) return;
    writing_ = true;
    request_.Clear();
    if (message_id_ == 0) request_.set_parent(options_.parent);
    request_.set_message_id(++message_id_);
    for (int64_t i = 0; i < count; ++i) {
      states_.Next(request_.add_call_states());
    }
    waiting_.push_back({message_id_, count, NowUs()});
    in_flight_ += count;
  }
  StartWrite(&request_);
}

void StreamCaller::OnWriteDone(bool ok) {
  bool broken;
  {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    broken = ended_;
  }
  if (broken) RemoveHold();
  if (broken || !ok) return;  // the read fails too
  Pump();
  EndIfDone();
}

void StreamCaller::OnReadDone(bool ok) {
  if (!ok) {
    bool writing;
    {
      absl::MutexLock lock(&mu_);
      if (ended_) return;
      ended_ = true;
      writing = writing_;
    }
    ++shared_->broken;
    if (!writing) RemoveHold();  // otherwise the write's end does
    return;
  }
  const int64_t now_us = NowUs();
  shared_->rejected += response_.rejections_size();
  {
    absl::MutexLock lock(&mu_);
    while (!waiting_.empty() &&
           waiting_.front().id <= response_.acked_message_id()) {
      const Message& message = waiting_.front();
      shared_->acknowledged += message.states;
      in_flight_ -= message.states;
      if (shared_->measuring) {
        latencies_us_.push_back(now_us - message.sent_us);
      }
      waiting_.pop_front();
    }
  }
  StartRead(&response_);
  Pump();
  EndIfDone();
}

void StreamCaller::EndIfDone() {
  {
    absl::MutexLock lock(&mu_);
    if (!finishing_ || ended_ || writing_ || in_flight_ > 0) return;
    ended_ = true;
  }
  StartWritesDone();
  RemoveHold();
}

class UnaryCaller final : public Caller {
 public:
  UnaryCaller(const std::shared_ptr<grpc::Channel>& channel,
              const CallerOptions& options, Shared* shared)
      : options_(options),
        shared_(shared),
        stub_(v1::CallService::NewStub(channel)),
        states_(options) {}

  void Start() override {}
  void Pump() override;
  void Finish() override {
    absl::MutexLock lock(&mu_);
    finishing_ = true;
  }
  grpc::Status Wait() override {
    absl::MutexLock lock(&mu_);
    const auto idle = [this]()
                          ABSL_SHARED_LOCKS_REQUIRED(mu_) { return !busy_; };
    mu_.Await(absl::Condition(&idle));
    return status_;
  }
  const std::vector<int64_t>& latencies_us() const override {
    return latencies_us_;
  }

 private:
  // If it is not busy: becomes so with a state, if it may send one.
  bool Take() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Send();
  void OnDone(const grpc::Status& status);

  const CallerOptions options_;
  Shared* const shared_;
  const std::unique_ptr<v1::CallService::Stub> stub_;

  absl::Mutex mu_;
  bool busy_ ABSL_GUARDED_BY(mu_) = false;
  bool finishing_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);

  // Of who has set `busy_`.
  States states_;
  std::optional<grpc::ClientContext> context_;
  v1::ReportCallStateRequest request_;
  v1::ReportCallStateResponse response_;
  int64_t sent_us_ = 0;
  std::vector<int64_t> latencies_us_;
};

bool UnaryCaller::Take() {
  busy_ = !finishing_ && status_.ok() && shared_->Take(1) == 1;
  return busy_;
}

void UnaryCaller::Pump() {
  {
    absl::MutexLock lock(&mu_);
    if (busy_ || !Take()) return;
  }
  Send();
}

void UnaryCaller::Send() {
  context_.emplace();
  request_.set_parent(options_.parent);
  states_.Next(request_.mutable_call_state());
  sent_us_ = NowUs();
  stub_->async()->ReportCallState(
      &*context_, &request_, &response_,
      [this](const grpc::Status& status) { OnDone(status); });
}

void UnaryCaller::OnDone(const grpc::Status& status) {
  if (status.ok()) {
    ++shared_->acknowledged;
    if (shared_->measuring) latencies_us_.push_back(NowUs() - sent_us_);
  } else {
    ++shared_->broken;
  }
  {
    // Once not busy, the owner may destroy this.
    absl::MutexLock lock(&mu_);
    status_ = status;
    busy_ = false;
    if (!Take()) return;
  }
  Send();
}

}  // namespace

std::unique_ptr<Caller> MakeStreamCaller(
    const std::shared_ptr<grpc::Channel>& channel, const CallerOptions& options,
    Shared* shared) {
  return std::make_unique<StreamCaller>(channel, options, shared);
}

std::unique_ptr<Caller> MakeUnaryCaller(
    const std::shared_ptr<grpc::Channel>& channel, const CallerOptions& options,
    Shared* shared) {
  return std::make_unique<UnaryCaller>(channel, options, shared);
}

}  // namespace gancho::bench
