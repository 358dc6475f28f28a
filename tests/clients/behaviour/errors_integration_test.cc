// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What a client does with errors, credentials and pages.

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/behaviour/behaviour_fixture.h"
#include "tests/testing/test_certificates.h"

namespace gancho::testing {
namespace {

using ::testing::ElementsAre;

class ErrorBehaviour : public ClientBehaviour {};

const std::vector<std::string> kThousandStates = {
    "--calls=20", "--states_per_call=50", "--max_message_states=30"};

// Answers only who has the key.
grpc::Status WithKey(ScriptedStream* stream) {
  if (stream->authorization() == "Bearer right") {
    return AcknowledgeEach(stream);
  }
  return RichStatus(grpc::StatusCode::UNAUTHENTICATED, "the key is not valid",
                    {ErrorInfoDetail("API_KEY_INVALID")});
}

TEST_P(ErrorBehaviour, server_drain) {
  FakeServer server({[](ScriptedStream* stream) {
                       while (const auto message = stream->Read()) {
                         stream->Acknowledge(message->message_id());
                         if (message->message_id() == 3) break;
                       }
                       return RichStatus(
                           grpc::StatusCode::UNAVAILABLE,
                           "the server is going down",
                           {RetryInfoDetail(absl::Milliseconds(50))});
                     },
                     AcknowledgeEach});
  const DriverResult result = Run(server.address(), kThousandStates);
  ExpectAllAcknowledged(result, 1'000);
  EXPECT_EQ(result.connections, 2);
  ASSERT_EQ(server.streams().size(), 2u);
  ExpectWellFormed(server.streams()[1], 4);
}

TEST_P(ErrorBehaviour, right_key) {
  FakeServer server({WithKey});
  const DriverResult result =
      Run(server.address(), {"--calls=10", "--api_key=right"});
  ExpectAllAcknowledged(result, 10);
}

TEST_P(ErrorBehaviour, wrong_key) {
  FakeServer server({WithKey});
  const DriverResult result =
      Run(server.address(), {"--calls=10", "--api_key=wrong"});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "UNAUTHENTICATED");
  EXPECT_EQ(result.error->message, "the key is not valid");
  EXPECT_EQ(result.error->reason, "API_KEY_INVALID");
  EXPECT_EQ(result.acknowledged, 0);
  // Trying again would not help.
  EXPECT_EQ(result.connections, 1);
  EXPECT_EQ(server.streams().size(), 1u);
  EXPECT_LE(result.elapsed_ms, 20'000);
}

TEST_P(ErrorBehaviour, tls) {
  const TestAuthority authority;
  const TestFile roots(authority.root_pem());
  FakeServer server({WithKey}, authority.Issue());
  const DriverResult result =
      Run(server.address(),
          {"--calls=10", "--api_key=right", "--ca_file=" + roots.path()});
  ExpectAllAcknowledged(result, 10);
}

TEST_P(ErrorBehaviour, tls_untrusted) {
  const TestAuthority authority;
  const TestAuthority other;
  const TestFile roots(other.root_pem());
  FakeServer server({AcknowledgeEach}, authority.Issue());
  const DriverResult result = Run(
      server.address(),
      {"--calls=10", "--flush_deadline_ms=500", "--ca_file=" + roots.path()});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "DEADLINE_EXCEEDED");
  EXPECT_EQ(result.buffered, 10);
  EXPECT_TRUE(server.streams().empty());
}

TEST_P(ErrorBehaviour, retry_info) {
  const auto busy = [](ScriptedStream* /*stream*/) {
    return RichStatus(grpc::StatusCode::RESOURCE_EXHAUSTED, "too much",
                      {RetryInfoDetail(absl::Milliseconds(400))});
  };
  FakeServer server({busy, AcknowledgeEach});
  // Its own backoff would be far shorter.
  const DriverResult result =
      Run(server.address(),
          {"--calls=10", "--initial_backoff_ms=1", "--max_backoff_ms=2"});
  ExpectAllAcknowledged(result, 10);
  EXPECT_EQ(result.connections, 2);
  ASSERT_EQ(server.streams().size(), 2u);
  EXPECT_GE(server.streams()[1].begin_time - server.streams()[0].end_time,
            absl::Milliseconds(390));
}

TEST_P(ErrorBehaviour, backoff) {
  const auto down = [](ScriptedStream* /*stream*/) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "not yet");
  };
  FakeServer server({down, down, down, down, AcknowledgeEach});
  const DriverResult result =
      Run(server.address(),
          {"--calls=10", "--initial_backoff_ms=20", "--max_backoff_ms=40"});
  ExpectAllAcknowledged(result, 10);
  EXPECT_EQ(result.connections, 5);
  const std::vector<ServedStream> streams = server.streams();
  ASSERT_EQ(streams.size(), 5u);
  // Jittered, so that only the whole tells: 20, 40, 40 and 40 ms, none of them
  // shorter than half.
  const absl::Duration waited = streams[4].begin_time - streams[0].begin_time;
  EXPECT_GE(waited, absl::Milliseconds(60));
  EXPECT_LE(waited, absl::Seconds(10));
}

TEST_P(ErrorBehaviour, unary) {
  FakeServer server({AcknowledgeEach});
  v1::ReportCallStateRequest seen;
  server.SetReportScript([&](const v1::ReportCallStateRequest& request,
                             v1::ReportCallStateResponse* response) {
    seen = request;
    response->set_call("accounts/default/calls/call-0");
    return grpc::Status::OK;
  });
  const DriverResult result = Run(server.address(), {"--unary=true"});
  EXPECT_FALSE(result.error);
  EXPECT_EQ(seen.parent(), "accounts/default");
  EXPECT_EQ(seen.call_state().call_id(), "call-0");
  EXPECT_EQ(seen.call_state().state(), v1::CallState::START);
}

TEST_P(ErrorBehaviour, unary_error) {
  FakeServer server({AcknowledgeEach});
  server.SetReportScript([&](const v1::ReportCallStateRequest& /*request*/,
                             v1::ReportCallStateResponse* /*response*/) {
    return RichStatus(
        grpc::StatusCode::INVALID_ARGUMENT, "the cost is wrong",
        {ErrorInfoDetail("FIELD_INVALID"), BadRequestDetail("call_state.cost"),
         RetryInfoDetail(absl::Milliseconds(1'500))});
  });
  const DriverResult result = Run(server.address(), {"--unary=true"});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "INVALID_ARGUMENT");
  EXPECT_EQ(result.error->message, "the cost is wrong");
  EXPECT_EQ(result.error->reason, "FIELD_INVALID");
  EXPECT_EQ(result.error->field, "call_state.cost");
  EXPECT_EQ(result.error->retry_delay_ms, 1'500);
}

TEST_P(ErrorBehaviour, pages) {
  FakeServer server({AcknowledgeEach});
  // An empty page is not the last one.
  server.SetPages({{"e1", "e2", "e3"}, {}, {"e4", "e5", "e6"}, {"e7"}});
  const DriverResult result = Run(server.address(), {"--list=3"});
  EXPECT_FALSE(result.error);
  EXPECT_THAT(result.names,
              ElementsAre("e1", "e2", "e3", "e4", "e5", "e6", "e7"));
  const std::vector<v1::ListEventsRequest> requests = server.list_requests();
  ASSERT_EQ(requests.size(), 4u);
  for (const v1::ListEventsRequest& request : requests) {
    EXPECT_EQ(request.parent(), "accounts/default");
    EXPECT_EQ(request.page_size(), 3);
  }
  EXPECT_EQ(requests[0].page_token(), "");
  EXPECT_EQ(requests[3].page_token(), "page-3");
}

INSTANTIATE_TEST_SUITE_P(Clients, ErrorBehaviour,
                         ::testing::ValuesIn(TestedLanguages()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace gancho::testing
