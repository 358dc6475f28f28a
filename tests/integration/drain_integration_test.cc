// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What SIGTERM does to whoever is connected and to what is under way.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/scripted_receiver.h"
#include "tests/testing/server_client.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho {
namespace {

using testing::HttpAnswer;
using testing::ReceiverConnection;
using testing::ScriptedReceiver;
using testing::ServerClient;
using testing::ServerProcess;
using testing::TempDirectory;

bool HasRetryInfo(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return false;
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::RetryInfo>()) return true;
  }
  return false;
}

class DrainTest : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> flags = {}) {
    flags.push_back("--allow_destinations=127.0.0.0/8");
    auto server =
        ServerProcess::Start(directory_.path() + "/data", std::move(flags));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<ServerClient>(server_->address());
  }

  // An event and a trigger that send every START to `receiver`.
  void SendTo(const ScriptedReceiver& receiver) {
    const grpc::Status event = client_->CreateEvent(
        "hook", absl::StrCat("http://127.0.0.1:", receiver.port(), "/"));
    ASSERT_TRUE(event.ok()) << event.error_message();
    ASSERT_TRUE(client_->CreateTrigger("hook", {v1::CallState::START}).ok());
  }

  TempDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<ServerClient> client_;
};

TEST_F(DrainTest, EndsStreamsAndSaysWhenToComeBack) {
  Start();
  const auto states_context = ServerClient::Context();
  const auto states = client_->calls->StreamCallStates(states_context.get());
  v1::StreamCallStatesRequest message;
  message.set_parent("accounts/default");
  message.set_message_id(1);
  v1::CallState* state = message.add_call_states();
  state->set_call_id("c-1");
  state->set_state(v1::CallState::START);
  ASSERT_TRUE(states->Write(message));
  v1::StreamCallStatesResponse ack;
  ASSERT_TRUE(states->Read(&ack));
  EXPECT_EQ(ack.acked_message_id(), 1);

  v1::WatchDeliveriesRequest watch_deliveries;
  watch_deliveries.set_parent("accounts/default");
  const auto deliveries_context = ServerClient::Context();
  const auto deliveries = client_->deliveries->WatchDeliveries(
      deliveries_context.get(), watch_deliveries);
  deliveries->WaitForInitialMetadata();
  v1::WatchCallsRequest watch_calls;
  watch_calls.set_parent("accounts/default");
  const auto calls_context = ServerClient::Context();
  const auto calls =
      client_->calls->WatchCalls(calls_context.get(), watch_calls);
  calls->WaitForInitialMetadata();
  // Whoever watches the health is told, but not by us.
  const auto health_stub = grpc::health::v1::Health::NewStub(client_->channel);
  const auto health_context = ServerClient::Context();
  const auto health = health_stub->Watch(health_context.get(), {});
  grpc::health::v1::HealthCheckResponse serving;
  ASSERT_TRUE(health->Read(&serving));
  EXPECT_EQ(serving.status(), grpc::health::v1::HealthCheckResponse::SERVING);

  const absl::Time begin = absl::Now();
  const auto code = server_->Terminate();
  EXPECT_EQ(code.value_or(-1), 0) << code.status();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));

  EXPECT_FALSE(states->Read(&ack));
  v1::WatchDeliveriesResponse delivery;
  EXPECT_FALSE(deliveries->Read(&delivery));
  v1::WatchCallsResponse call;
  EXPECT_FALSE(calls->Read(&call));
  for (const grpc::Status& status :
       {states->Finish(), deliveries->Finish(), calls->Finish()}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE)
        << status.error_message();
    EXPECT_TRUE(HasRetryInfo(status)) << status.error_message();
  }
  ASSERT_TRUE(health->Read(&serving));
  EXPECT_EQ(serving.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
}

TEST_F(DrainTest, LetsAttemptUnderWayEnd) {
  const ScriptedReceiver receiver([](ReceiverConnection& connection) {
    while (connection.ReadRequest().has_value()) {
      if (!connection.Pause(absl::Seconds(1))) return;
      if (!connection.Send(HttpAnswer(200))) return;
    }
  });
  Start();
  SendTo(receiver);
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_EQ(names.size(), 1u);
  ASSERT_TRUE(receiver.WaitForRequests(1));
  EXPECT_EQ(server_->Terminate().value_or(-1), 0);

  Start();
  const v1::Delivery delivery = client_->Get(names[0]);
  EXPECT_EQ(delivery.state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(delivery.attempt_count(), 1);
  EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST_F(DrainTest, LeavesHangingAttemptPendingAndSendsItAfterRestart) {
  const ScriptedReceiver receiver([](ReceiverConnection& connection) {
    if (!connection.ReadRequest().has_value()) return;
    if (connection.number() == 1) {
      connection.Hang();
    } else {
      connection.Send(HttpAnswer(200));
    }
  });
  Start({"--drain_timeout=1s"});
  SendTo(receiver);
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_EQ(names.size(), 1u);
  ASSERT_TRUE(receiver.WaitForRequests(1));
  const absl::Time begin = absl::Now();
  EXPECT_EQ(server_->Terminate().value_or(-1), 0);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));

  Start();
  EXPECT_EQ(client_->AwaitState(names[0], v1::Delivery::DELIVERED).state(),
            v1::Delivery::DELIVERED);
  EXPECT_EQ(receiver.requests().size(), 2u);
  EXPECT_EQ(receiver.requests()[0].Header("webhook-id"),
            receiver.requests()[1].Header("webhook-id"));
}

TEST_F(DrainTest, DoesNotWaitForHangingTest) {
  const ScriptedReceiver receiver([](ReceiverConnection& connection) {
    connection.ReadRequest();
    connection.Hang();
  });
  Start({"--drain_timeout=1s"});
  SendTo(receiver);
  v1::TestEventRequest request;
  request.set_name("accounts/default/events/hook");
  const auto context = ServerClient::Context();
  grpc::CompletionQueue queue;
  const auto call =
      client_->events->AsyncTestEvent(context.get(), request, &queue);
  v1::TestEventResponse response;
  grpc::Status status;
  call->Finish(&response, &status, &queue);
  ASSERT_TRUE(receiver.WaitForRequests(1));
  const absl::Time begin = absl::Now();
  EXPECT_EQ(server_->Terminate().value_or(-1), 0);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  void* tag;
  bool ok;
  EXPECT_TRUE(queue.Next(&tag, &ok));
}

}  // namespace
}  // namespace gancho
