// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_RESEND_BUFFER_H_
#define GANCHO_CLIENTS_CPP_RESEND_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "gancho/v1/call.pb.h"
#include "gancho/v1/call_service.pb.h"

namespace gancho::client {

// States from the moment they are sent until they are acknowledged, gathered
// into messages. Holds what a reconnect needs; knows no time and no network.
// Not thread-safe.
class ResendBuffer {
 public:
  using Message = std::shared_ptr<const v1::StreamCallStatesRequest>;

  ResendBuffer(std::string parent, int max_message_states,
               size_t max_message_bytes)
      : parent_(std::move(parent)),
        max_message_states_(max_message_states),
        max_message_bytes_(max_message_bytes) {}

  // Adds one state to the message that is being gathered.
  void Add(v1::CallState state);

  // Closes the message that is being gathered, if it holds anything.
  void Close();

  // Whether there is a closed message that was not handed out.
  bool HasNext() const { return next_ < messages_.size(); }
  // The next message to write; it stays until it is acknowledged.
  Message TakeNext();

  // After a reconnect: everything is handed out again.
  void Rewind() { next_ = 0; }

  // Drops every message up to `message_id`. How many states those were.
  int Acknowledge(int64_t message_id);

  // A state that was sent, or null if its message is not here (any more).
  const v1::CallState* Find(int64_t message_id, int index) const;

  bool empty() const { return states_ == 0; }
  bool has_open() const { return open_ != nullptr; }
  // Whether the message that is being gathered is all there is.
  bool is_idle() const { return messages_.empty(); }
  int states() const { return states_; }  // not acknowledged
  size_t size_bytes() const { return size_bytes_; }
  int64_t last_message_id() const { return last_message_id_; }

 private:
  struct Entry {
    Message message;
    size_t size_bytes = 0;
  };

  const std::string parent_;
  const int max_message_states_;
  const size_t max_message_bytes_;

  std::deque<Entry> messages_;  // closed, by message id without gaps
  size_t next_ = 0;             // into messages_
  std::shared_ptr<v1::StreamCallStatesRequest> open_;
  size_t open_bytes_ = 0;
  int states_ = 0;
  size_t size_bytes_ = 0;
  int64_t last_message_id_ = 0;
};

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_RESEND_BUFFER_H_
