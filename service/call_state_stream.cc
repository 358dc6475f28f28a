// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_state_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

// An answer ends behind the message that passes this, and one message's
// rejections are below 3 MiB: no answer comes near the client's 4 MiB.
constexpr size_t kMaxRejectionBytes = 512 << 10;

}  // namespace

CallStateStream* CallStateStream::Start(Intake* intake, const Catalog* catalog,
                                        LiveStreams* live,
                                        CallStateStreamLimits limits) {
  // Not make_shared: the constructor is private.
  const std::shared_ptr<CallStateStream> stream(
      new CallStateStream(intake, catalog, live, limits));
  const bool is_live = live->Add(stream);
  absl::MutexLock lock(&stream->mu_);
  stream->self_ = stream;
  if (!is_live) stream->end_status_ = live->drain_status();
  stream->Advance();
  return stream.get();
}

CallStateStream::CallStateStream(Intake* intake, const Catalog* catalog,
                                 LiveStreams* live,
                                 CallStateStreamLimits limits)
    : intake_(intake), catalog_(catalog), live_(live), limits_(limits) {}

void CallStateStream::Drain(const absl::Status& status) {
  absl::MutexLock lock(&mu_);
  if (!end_status_.has_value()) end_status_ = status;
  Advance();
}

void CallStateStream::OnReadDone(bool ok) {
  if (!ok) {
    absl::MutexLock lock(&mu_);
    reading_ = false;
    half_closed_ = true;
    Advance();
    return;
  }
  // Outside the lock: only one read is ever under way.
  absl::StatusOr<CallStateBatch> batch = ReadCallStateBatch(&received_);
  received_.Clear();
  absl::Status status = batch.status();
  if (status.ok()) status = Identify(*batch);
  absl::MutexLock lock(&mu_);
  reading_ = false;
  if (!status.ok()) {
    if (!end_status_.has_value()) end_status_ = status;
  } else if (!end_status_.has_value() && !abort_status_.has_value()) {
    Take(*std::move(batch));
  }
  Advance();
}

absl::Status CallStateStream::Identify(const CallStateBatch& batch) {
  if (last_message_id_ == 0 || !batch.parent.empty()) {
    absl::StatusOr<std::string> account_id =
        ReadAccountName(batch.parent, "parent");
    if (!account_id.ok()) return account_id.status();
    if (last_message_id_ == 0) {
      account_id_ = *std::move(account_id);
    } else if (*account_id != account_id_) {
      return InvalidField("parent",
                          "must stay the same in all messages of a stream");
    }
  }
  if (batch.message_id <= last_message_id_) {
    return InvalidField(
        "message_id",
        last_message_id_ == 0
            ? "must be at least 1"
            : absl::StrCat("must be higher than that of the message before, ",
                           last_message_id_));
  }
  // Every time: time zone and labels may have changed, and it may be gone.
  std::shared_ptr<const AccountDefinition> account =
      catalog_->FindAccount(account_id_);
  if (account == nullptr ||
      (account_ != nullptr && account->uid != account_->uid)) {
    return NotFound(AccountName(account_id_));
  }
  account_ = std::move(account);
  last_message_id_ = batch.message_id;
  return absl::OkStatus();
}

void CallStateStream::Take(CallStateBatch batch) {
  InFlight& in_flight = in_flight_.emplace_back();
  in_flight.message_id = batch.message_id;
  in_flight.size_bytes = batch.size_bytes;
  in_flight.indices = std::move(batch.indices);
  for (const StateRejection& rejection : batch.rejections) {
    AddRejection(rejection, rejection.index, &in_flight);
  }
  ++messages_in_flight_;
  bytes_in_flight_ += in_flight.size_bytes;
  IntakeMessage message;
  message.account = account_;
  message.states = batch.states;
  message.storage = std::move(batch.storage);
  message.size_bytes = batch.size_bytes;
  message.done = [self = shared_from_this(),
                  id = batch.message_id](IntakeResult result) {
    self->OnDurable(id, std::move(result));
  };
  parked_ = std::move(message);
  Submit();
}

void CallStateStream::Submit() {
  switch (intake_->TrySubmit(*parked_,
                             [self = shared_from_this()] { self->OnRoom(); })) {
    case Intake::Admission::kTaken:
      parked_.reset();
      break;
    case Intake::Admission::kFull:
      break;
    case Intake::Admission::kStopped:
      abort_status_ = Unavailable("SHUTTING_DOWN", "the server is stopping",
                                  absl::Seconds(1));
      break;
  }
}

void CallStateStream::OnRoom() {
  absl::MutexLock lock(&mu_);
  if (parked_.has_value() && !finished_) Submit();
  Advance();
}

void CallStateStream::OnDurable(int64_t message_id, IntakeResult result) {
  absl::MutexLock lock(&mu_);
  if (!result.status.ok()) {
    if (!abort_status_.has_value()) abort_status_ = std::move(result.status);
    Advance();
    return;
  }
  const auto found = std::lower_bound(
      in_flight_.begin(), in_flight_.end(), message_id,
      [](const InFlight& a, int64_t id) { return a.message_id < id; });
  if (found == in_flight_.end() || found->message_id != message_id) return;
  found->durable = true;
  duplicate_count_ += result.duplicates;
  const size_t size_before = found->size_bytes;
  for (const StateRejection& rejection : result.rejections) {
    const int index =
        found->indices.empty()
            ? rejection.index
            : found->indices[static_cast<size_t>(rejection.index)];
    AddRejection(rejection, index, &*found);
  }
  bytes_in_flight_ += found->size_bytes - size_before;
  Advance();
}

void CallStateStream::AddRejection(const StateRejection& rejection, int index,
                                   InFlight* in_flight) {
  v1::CallStateRejection& added = in_flight->rejections.emplace_back();
  added.set_message_id(in_flight->message_id);
  added.set_index(index);
  *added.mutable_status() = ToRpcStatus(
      rejection.problems.empty()
          ? rejection.status
          : InvalidFields(rejection.problems,
                          absl::StrCat("call_states[", index, "]")));
  in_flight->size_bytes += added.ByteSizeLong();
}

void CallStateStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mu_);
  writing_ = false;
  messages_in_flight_ -= messages_in_write_;
  bytes_in_flight_ -= bytes_in_write_;
  if (!ok && !abort_status_.has_value()) {
    abort_status_ = absl::CancelledError("the client is gone");
  }
  Advance();
}

void CallStateStream::OnCancel() {
  absl::MutexLock lock(&mu_);
  if (!abort_status_.has_value()) {
    abort_status_ = absl::CancelledError("the client is gone");
  }
  Advance();
}

void CallStateStream::OnDone() {
  live_->Remove(this);
  std::shared_ptr<CallStateStream> self;
  absl::MutexLock lock(&mu_);
  self.swap(self_);
}

void CallStateStream::Advance() {
  if (finished_) return;
  if (abort_status_.has_value()) {
    if (!writing_) FinishOnce(*abort_status_);
    return;
  }
  if (end_status_.has_value() && parked_.has_value()) {
    // Was never taken: the client sends it again elsewhere.
    parked_.reset();
    in_flight_.pop_back();
  }
  if (writing_) {
    // OnWriteDone() goes on with the rest.
  } else if (!in_flight_.empty() && in_flight_.front().durable) {
    Acknowledge();
  } else if (in_flight_.empty() && (end_status_.has_value() || half_closed_)) {
    FinishOnce(end_status_.value_or(absl::OkStatus()));
    return;
  }
  if (MayRead()) {
    reading_ = true;
    StartRead(&received_);
  }
}

void CallStateStream::Acknowledge() {
  response_.Clear();
  messages_in_write_ = 0;
  bytes_in_write_ = 0;
  size_t rejection_bytes = 0;
  while (!in_flight_.empty() && in_flight_.front().durable &&
         rejection_bytes < kMaxRejectionBytes) {
    InFlight& message = in_flight_.front();
    response_.set_acked_message_id(message.message_id);
    for (v1::CallStateRejection& rejection : message.rejections) {
      rejection_bytes += rejection.ByteSizeLong();
      *response_.add_rejections() = std::move(rejection);
    }
    ++messages_in_write_;
    bytes_in_write_ += message.size_bytes;
    in_flight_.pop_front();
  }
  response_.set_duplicate_count(duplicate_count_);
  bool own_buffer = false;
  sent_.Clear();
  grpc::SerializationTraits<v1::StreamCallStatesResponse>::Serialize(
      response_, &sent_, &own_buffer);
  writing_ = true;
  StartWrite(&sent_);
}

bool CallStateStream::MayRead() const {
  return !reading_ && !half_closed_ && !end_status_.has_value() &&
         !parked_.has_value() &&
         messages_in_flight_ < limits_.max_messages_in_flight &&
         bytes_in_flight_ < limits_.max_bytes_in_flight;
}

void CallStateStream::FinishOnce(const absl::Status& status) {
  finished_ = true;
  parked_.reset();
  Finish(ToGrpcStatus(status));
}

}  // namespace gancho::service
