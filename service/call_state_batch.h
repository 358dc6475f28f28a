// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_STATE_BATCH_H_
#define GANCHO_SERVICE_CALL_STATE_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gancho/v1/call.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/intake_message.h"

namespace gancho::service {

inline constexpr int kMaxBatchStates = 1'000;
inline constexpr size_t kMaxBatchBytes = 4 << 20;
// A server of CallService must accept messages of this size: what is above
// kMaxBatchBytes is refused as a message, and only what is above this ends the
// stream.
inline constexpr int kMaxReceiveBytes = 8 << 20;
// The index of a rejection that stands for a whole message.
inline constexpr int kWholeMessage = -1;

// One message of a call state stream, read and checked.
struct CallStateBatch {
  std::string parent;
  int64_t message_id = 0;
  size_t size_bytes = 0;
  // Owned by `storage`; only states that are valid.
  google::protobuf::RepeatedPtrField<v1::CallState>* states = nullptr;
  std::shared_ptr<void> storage;
  // Where in the message each state was; empty if none was refused.
  std::vector<int> indices;
  // By index. kWholeMessage: no state was taken.
  std::vector<StateRejection> rejections;
};

// Reads one message. States that are invalid, or are not even a CallState (bad
// UTF-8 among them), become rejections; the rest of the message stands.
// INVALID_ARGUMENT if the bytes are not a StreamCallStatesRequest.
//
// Works on the bytes because gRPC gives a handler the same answer for a
// message that cannot be parsed and for the end of the stream: one bad state
// would silently end it.
absl::StatusOr<CallStateBatch> ReadCallStateBatch(grpc::ByteBuffer* bytes);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_STATE_BATCH_H_
