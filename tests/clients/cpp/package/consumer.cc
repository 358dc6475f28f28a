// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Uses a little of everything that the package exports. Exits 0 if it does what
// it should.

#include <iostream>

#include "absl/time/clock.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/error_details.h"
#include "clients/cpp/page_reader.h"
#include "clients/cpp/webhook_verifier.h"
#include "gancho/v1/event_service.grpc.pb.h"

namespace {

// A test vector of Standard Webhooks.
bool Verifies() {
  const auto verifier = gancho::client::WebhookVerifier::Create(
      {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"});
  return verifier.ok() &&
         verifier
             ->Verify(R"({"test": 2432232314})",
                      {.webhook_id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                       .webhook_timestamp = "1614265330",
                       .webhook_signature =
                           "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
                      absl::FromUnixSeconds(1614265330))
             .ok();
}

}  // namespace

int main() {
  // Nobody listens on port 1.
  const auto channel =
      gancho::client::Connect({.address = "127.0.0.1:1", .api_key = "key"});
  const auto stub = gancho::v1::EventService::NewStub(channel);
  gancho::client::PageReader events(
      stub.get(), &gancho::v1::EventService::Stub::ListEvents,
      gancho::v1::ListEventsRequest(), &gancho::v1::ListEventsResponse::events);
  const absl::Status listed = events.Next().status();
  gancho::client::CallStateStream stream(channel, {});
  gancho::v1::CallState state;
  state.set_call_id("c-1");
  const absl::Status sent = stream.TrySend(state);
  const absl::Status closed = stream.Close(absl::Now());
  std::cout << listed << "\n" << sent << "\n" << closed << "\n";
  return Verifies() && listed.code() == absl::StatusCode::kUnavailable &&
                 sent.ok() &&
                 closed.code() == absl::StatusCode::kDeadlineExceeded
             ? 0
             : 1;
}
