// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_state_batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gancho/v1/call_service.pb.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "service/call_state_check.h"
#include "service/concat.h"
#include "service/status.h"

namespace gancho::service {
namespace {

using google::protobuf::Arena;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using States = google::protobuf::RepeatedPtrField<v1::CallState>;

bool Parse(grpc::ByteBuffer* bytes, v1::StreamCallStatesRequest* request) {
  grpc::ProtoBufferReader reader(bytes);
  return reader.status().ok() && request->ParseFromZeroCopyStream(&reader);
}

bool ReadString(CodedInputStream* input, std::string* text) {
  uint32_t size = 0;
  return input->ReadVarint32(&size) &&
         input->ReadString(text, static_cast<int>(size));
}

// Reads what the generated parser has refused as a whole, state by state.
// States that do not parse stay empty and are added to `unreadable`. False if
// the bytes are not a message at all.
bool ParseLeniently(grpc::ByteBuffer* bytes,
                    v1::StreamCallStatesRequest* request,
                    std::vector<int>* unreadable) {
  request->Clear();
  grpc::ProtoBufferReader reader(bytes);
  if (!reader.status().ok()) return false;
  CodedInputStream input(&reader);
  std::string text;
  while (const uint32_t tag = input.ReadTag()) {
    switch (tag) {
      case 1 << 3 | WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
        if (!ReadString(&input, request->mutable_parent())) return false;
        break;
      case 2 << 3 | WireFormatLite::WIRETYPE_VARINT: {
        uint64_t id = 0;
        if (!input.ReadVarint64(&id)) return false;
        request->set_message_id(static_cast<int64_t>(id));
        break;
      }
      case 3 << 3 | WireFormatLite::WIRETYPE_LENGTH_DELIMITED: {
        if (!ReadString(&input, &text)) return false;
        v1::CallState* state = request->add_call_states();
        if (state->ParseFromString(text)) break;
        state->Clear();
        unreadable->push_back(request->call_states_size() - 1);
        break;
      }
      default:
        if (!WireFormatLite::SkipField(&input, tag)) return false;
    }
  }
  return input.ConsumedEntireMessage();
}

// Moves the states that stay to the front and drops the rest.
void KeepValid(const std::vector<int>& unreadable, CallStateBatch* batch) {
  delivery::FieldProblems problems;
  States* states = batch->states;
  const int count = states->size();
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    if (std::binary_search(unreadable.begin(), unreadable.end(), i)) {
      batch->rejections.push_back(
          {.index = i,
           .problems = {{"", "is not a CallState with texts in UTF-8"}}});
    } else {
      CheckCallState(states->Get(i), &problems);
      if (problems.empty()) {
        if (kept != i) states->SwapElements(kept, i);
        ++kept;
        if (!batch->rejections.empty()) batch->indices.push_back(i);
        continue;
      }
      batch->rejections.push_back(
          {.index = i, .problems = std::exchange(problems, {})});
    }
    // The first that is refused: those before it stand where they stood.
    if (batch->rejections.size() == 1) {
      for (int before = 0; before < kept; ++before) {
        batch->indices.push_back(before);
      }
    }
  }
  if (kept < count) states->DeleteSubrange(kept, count - kept);
}

}  // namespace

absl::StatusOr<CallStateBatch> ReadCallStateBatch(grpc::ByteBuffer* bytes) {
  CallStateBatch batch;
  batch.size_bytes = bytes->Length();
  const auto arena = std::make_shared<Arena>();
  auto* request =
      Arena::CreateMessage<v1::StreamCallStatesRequest>(arena.get());
  std::vector<int> unreadable;
  if (!Parse(bytes, request) && !ParseLeniently(bytes, request, &unreadable)) {
    return InvalidField("", "the message is not a StreamCallStatesRequest");
  }
  batch.parent = std::move(*request->mutable_parent());
  batch.message_id = request->message_id();
  batch.states = request->mutable_call_states();
  batch.storage = arena;
  if (batch.size_bytes > kMaxBatchBytes) {
    batch.rejections.push_back(
        {.index = kWholeMessage,
         .status = InvalidField(
             "call_states", absl::StrCat("the message has ", batch.size_bytes,
                                         " bytes; at most ", kMaxBatchBytes,
                                         " are allowed"))});
  } else if (batch.states->size() > kMaxBatchStates) {
    batch.rejections.push_back(
        {.index = kWholeMessage,
         .status = InvalidField(
             "call_states",
             absl::StrCat("has ", batch.states->size(), " entries; at most ",
                          kMaxBatchStates, " are allowed"))});
  } else {
    KeepValid(unreadable, &batch);
    return batch;
  }
  batch.states->Clear();
  return batch;
}

}  // namespace gancho::service
