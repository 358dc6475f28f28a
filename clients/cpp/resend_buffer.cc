// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/resend_buffer.h"

#include <utility>

namespace gancho::client {
namespace {

// Tag and length of a state within its message.
constexpr size_t kStateOverheadBytes = 5;

}  // namespace

void ResendBuffer::Add(v1::CallState state) {
  const size_t bytes = state.ByteSizeLong() + kStateOverheadBytes;
  if (open_ != nullptr && open_bytes_ + bytes > max_message_bytes_) Close();
  if (open_ == nullptr) {
    open_ = std::make_shared<v1::StreamCallStatesRequest>();
    open_->set_parent(parent_);
    open_->set_message_id(++last_message_id_);
  }
  *open_->add_call_states() = std::move(state);
  open_bytes_ += bytes;
  size_bytes_ += bytes;
  ++states_;
  if (open_->call_states_size() >= max_message_states_ ||
      open_bytes_ >= max_message_bytes_) {
    Close();
  }
}

void ResendBuffer::Close() {
  if (open_ == nullptr) return;
  messages_.push_back({.message = std::move(open_), .size_bytes = open_bytes_});
  open_ = nullptr;
  open_bytes_ = 0;
}

ResendBuffer::Message ResendBuffer::TakeNext() {
  return messages_[next_++].message;
}

int ResendBuffer::Acknowledge(int64_t message_id) {
  int states = 0;
  while (!messages_.empty() &&
         messages_.front().message->message_id() <= message_id) {
    states += messages_.front().message->call_states_size();
    size_bytes_ -= messages_.front().size_bytes;
    messages_.pop_front();
    if (next_ > 0) --next_;
  }
  states_ -= states;
  return states;
}

const v1::CallState* ResendBuffer::Find(int64_t message_id, int index) const {
  if (messages_.empty()) return nullptr;
  const int64_t offset = message_id - messages_.front().message->message_id();
  if (offset < 0 || offset >= static_cast<int64_t>(messages_.size())) {
    return nullptr;
  }
  const v1::StreamCallStatesRequest& message =
      *messages_[static_cast<size_t>(offset)].message;
  if (index < 0 || index >= message.call_states_size()) return nullptr;
  return &message.call_states(index);
}

}  // namespace gancho::client
