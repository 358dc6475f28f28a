// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_CALL_STATE_STREAM_H_
#define GANCHO_CLIENTS_CPP_CALL_STATE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gancho/v1/call.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"

namespace gancho::client {

struct CallStateStreamOptions {
  // The account, `accounts/{account}`.
  std::string parent = "accounts/default";

  // A message is sent at once while none waits for its acknowledgement.
  // Otherwise states gather until there are this many (at most 1,000), or this
  // many bytes (at most 3 MiB), or the first has waited this long.
  int max_message_states = 200;
  size_t max_message_bytes = 1 << 20;
  absl::Duration max_message_delay = absl::Milliseconds(2);

  // States that are not yet acknowledged: above either, Send() waits. This is
  // what a reconnect sends again, so it is also the memory the stream needs.
  int max_buffered_states = 50'000;
  size_t max_buffered_bytes = 32 << 20;

  // Between two connections: doubled each time, jittered, never less than the
  // server asked for.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(10);

  // A state that the server refused for good. `state` is null if it is not at
  // hand, or if a whole message was refused. Called on a thread of gRPC or of
  // the stream, without a lock; must not block.
  struct Rejection {
    const v1::CallState* state = nullptr;
    int64_t message_id = 0;
    int index = 0;  // -1: the whole message
    google::rpc::Status status;
  };
  std::function<void(const Rejection&)> on_rejection;

  // How many states have been acknowledged so far, rejections included: the
  // first so many of those that were sent, in the order of Send(). For callers
  // that keep a position of their own. Called as on_rejection is, and before
  // Flush() returns for these states.
  std::function<void(int64_t acknowledged)> on_acknowledged;
};

// Sends call states over one StreamCallStates call at a time: gathers them into
// messages, keeps them until they are acknowledged, connects again with a
// backoff when the call ends, and then sends again from the first message that
// was not acknowledged. An acknowledged state is durable on the server, with
// every delivery it causes.
//
// A state without `sequence` and `occur_time` gets the present time as its
// `occur_time`, so that the server knows it again when it is sent twice.
//
// Thread-safe. Errors that trying again cannot mend (INVALID_ARGUMENT,
// NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED,
// FAILED_PRECONDITION, OUT_OF_RANGE) break the stream: every method then
// returns that error, and what was not acknowledged is lost with the object.
class CallStateStream {
 public:
  CallStateStream(std::shared_ptr<grpc::Channel> channel,
                  CallStateStreamOptions options);
  // Gives up what is not acknowledged; call Close() before.
  ~CallStateStream();
  CallStateStream(const CallStateStream&) = delete;
  CallStateStream& operator=(const CallStateStream&) = delete;

  // Takes the state; waits while the buffer is full. OK means taken, not
  // durable. DEADLINE_EXCEEDED if there was no room in time,
  // FAILED_PRECONDITION after Close(), INVALID_ARGUMENT for a state of more
  // than 3 MiB.
  absl::Status Send(v1::CallState state, absl::Time deadline);
  // Does not wait: RESOURCE_EXHAUSTED if the buffer is full.
  absl::Status TrySend(v1::CallState state);

  // Waits until everything that was sent before is acknowledged.
  absl::Status Flush(absl::Time deadline);

  // Takes nothing more, flushes and ends the call.
  absl::Status Close(absl::Time deadline);

  struct Stats {
    int64_t sent = 0;          // taken by Send()
    int64_t acknowledged = 0;  // rejections included
    int64_t rejected = 0;      // a message refused as a whole counts once
    int64_t duplicates = 0;    // known to the server already
    int64_t messages = 0;      // written, repeated ones included
    int64_t connections = 0;
    int64_t buffered = 0;  // now
  };
  Stats stats() const;

 private:
  class Core;
  const std::unique_ptr<Core> core_;
};

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_CALL_STATE_STREAM_H_
