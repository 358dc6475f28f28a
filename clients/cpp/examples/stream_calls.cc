// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Streams one call into a server and reads it back:
//
//   stream_calls 127.0.0.1:7233

#include <iostream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/error_details.h"
#include "clients/cpp/page_reader.h"
#include "gancho/v1/call_service.grpc.pb.h"

namespace {

using gancho::v1::CallState;

constexpr char kAccount[] = "accounts/default";

absl::Status SendCall(const std::shared_ptr<grpc::Channel>& channel,
                      const std::string& call_id) {
  gancho::client::CallStateStreamOptions options;
  options.parent = kAccount;
  options.on_rejection = [](const auto& rejection) {
    std::cerr << "refused: " << rejection.status.message() << "\n";
  };
  gancho::client::CallStateStream stream(channel, options);
  int sequence = 0;
  for (const auto kind : {CallState::START, CallState::TALK, CallState::END}) {
    CallState state;
    state.set_call_id(call_id);
    state.set_state(kind);
    state.set_sequence(++sequence);
    state.set_direction(CallState::INBOUND);
    state.set_caller("+541143210000");
    state.set_called("100");
    const absl::Status taken =
        stream.Send(state, absl::Now() + absl::Seconds(10));
    if (!taken.ok()) return taken;
  }
  // Durable from here on, with every delivery that the states caused.
  return stream.Close(absl::Now() + absl::Seconds(30));
}

absl::Status PrintCall(const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& call_id) {
  const auto stub = gancho::v1::CallService::NewStub(channel);
  gancho::v1::ListCallsRequest request;
  request.set_parent(kAccount);
  request.set_filter(absl::StrCat("call_id = \"", call_id, "\""));
  gancho::client::PageReader calls(
      stub.get(), &gancho::v1::CallService::Stub::ListCalls, request,
      &gancho::v1::ListCallsResponse::calls);
  while (true) {
    const auto call = calls.Next();
    if (!call.ok()) return call.status();
    if (!call->has_value()) return absl::OkStatus();
    std::cout << (*call)->name() << ": "
              << CallState::State_Name((*call)->state()) << ", "
              << (*call)->state_count() << " states\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto channel = gancho::client::Connect(
      {.address = argc > 1 ? argv[1] : "127.0.0.1:7233"});
  const std::string call_id =
      absl::StrCat("cpp-", absl::ToUnixMillis(absl::Now()));
  absl::Status status = SendCall(channel, call_id);
  if (status.ok()) status = PrintCall(channel, call_id);
  if (status.ok()) return 0;
  std::cerr << status << "\n";
  for (const auto& violation :
       gancho::client::DetailsOf(status).field_violations) {
    std::cerr << violation.field << ": " << violation.description << "\n";
  }
  return 1;
}
