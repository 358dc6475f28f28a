// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Deliveries, as the API shows them and as people change them.

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "tests/testing/scripted_receiver.h"
#include "tests/testing/server_client.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"

namespace gancho {
namespace {

using google::protobuf::util::TimeUtil;
using testing::HttpAnswer;
using testing::ReceiverConnection;
using testing::ScriptedReceiver;
using testing::ServerClient;
using testing::ServerProcess;
using ::testing::SizeIs;
using testing::TempDirectory;

class DeliveryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = ServerProcess::Start(directory_.path() + "/data",
                                       {"--allow_destinations=127.0.0.0/8"});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<ServerClient>(server_->address());
    // Refused for good after `attempts` tries.
    CreateHook("once", 1);
    CreateHook("thrice", 3);
  }

  void CreateHook(const std::string& id, int attempts) {
    const grpc::Status status = client_->CreateEvent(
        id, absl::StrCat("http://127.0.0.1:", receiver_.port(), "/", id),
        [attempts](v1::Event* event) {
          auto* retry = event->mutable_policy()->mutable_retry();
          retry->set_max_attempts(attempts);
          retry->mutable_exponential()->mutable_initial()->set_nanos(
              100'000'000);
        });
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void FireOnStart(const std::string& event_id) {
    ASSERT_TRUE(client_->CreateTrigger(event_id, {v1::CallState::START}).ok());
  }

  grpc::Status Retry(const std::string& name) {
    v1::RetryDeliveryRequest request;
    request.set_name(name);
    v1::Delivery delivery;
    return client_->deliveries->RetryDelivery(ServerClient::Context().get(),
                                              request, &delivery);
  }

  // One answer each, then 200.
  std::atomic<int> failures_left_ = 0;
  ScriptedReceiver receiver_{[this](ReceiverConnection& connection) {
    while (connection.ReadRequest().has_value()) {
      const bool fail = failures_left_.fetch_sub(1) > 0;
      if (!connection.Send(fail ? HttpAnswer(500, "no\n")
                                : HttpAnswer(200, "ok\n"))) {
        return;
      }
    }
  }};
  TempDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<ServerClient> client_;
};

TEST_F(DeliveryTest, ShowsEveryAttempt) {
  FireOnStart("thrice");
  failures_left_ = 2;
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_THAT(names, SizeIs(1));
  const v1::Delivery delivery =
      client_->AwaitState(names[0], v1::Delivery::DELIVERED);
  ASSERT_EQ(delivery.attempts_size(), 3);
  for (int i = 0; i < 3; ++i) {
    const v1::Attempt& attempt = delivery.attempts(i);
    EXPECT_EQ(attempt.number(), i + 1);
    EXPECT_EQ(attempt.status_code(), i < 2 ? 500 : 200);
    EXPECT_EQ(attempt.response_body(), i < 2 ? "no\n" : "ok\n");
    EXPECT_EQ(attempt.outcome(),
              i < 2 ? v1::Attempt::RETRY : v1::Attempt::DELIVERED);
    EXPECT_EQ(attempt.address(), absl::StrCat("127.0.0.1:", receiver_.port()));
  }
  EXPECT_EQ(delivery.request().body(), "c-1");
  for (const auto& request : receiver_.requests()) {
    EXPECT_EQ(absl::StrCat("accounts/default/deliveries/",
                           request.Header("webhook-id")),
              delivery.name());
  }
  v1::ListAttemptsRequest request;
  request.set_parent(names[0]);
  request.set_filter("status_code = 500");
  v1::ListAttemptsResponse response;
  ASSERT_TRUE(
      client_->deliveries
          ->ListAttempts(ServerClient::Context().get(), request, &response)
          .ok());
  EXPECT_EQ(response.attempts_size(), 2);
}

TEST_F(DeliveryTest, RetriesWhatFailedButNotWhatWasDelivered) {
  FireOnStart("once");
  failures_left_ = 1;
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_THAT(names, SizeIs(1));
  ASSERT_EQ(client_->AwaitState(names[0], v1::Delivery::FAILED).state(),
            v1::Delivery::FAILED);
  const grpc::Status retried = Retry(names[0]);
  ASSERT_TRUE(retried.ok()) << retried.error_message();
  const v1::Delivery delivery =
      client_->AwaitState(names[0], v1::Delivery::DELIVERED);
  EXPECT_EQ(delivery.attempts_size(), 2);
  EXPECT_EQ(Retry(names[0]).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Retry("accounts/default/deliveries/"
                  "01a20729-a2e2-7099-932e-000961af48c4")
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(DeliveryTest, GivesTheSameAnswerToTheSameRequestId) {
  FireOnStart("once");
  failures_left_ = 1;
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_THAT(names, SizeIs(1));
  ASSERT_EQ(client_->AwaitState(names[0], v1::Delivery::FAILED).state(),
            v1::Delivery::FAILED);
  v1::RetryDeliveryRequest request;
  request.set_name(names[0]);
  const auto retry = [&](v1::Delivery* delivery) {
    return client_->deliveries->RetryDelivery(ServerClient::Context().get(),
                                              request, delivery);
  };
  v1::Delivery first;
  request.set_request_id("not a UUID");
  EXPECT_EQ(retry(&first).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request.set_request_id("0d7c0f3e-59b1-4d0c-9d2b-0c7d4b2f3a11");
  ASSERT_TRUE(retry(&first).ok());
  client_->AwaitState(names[0], v1::Delivery::DELIVERED);
  v1::Delivery second;
  // Without the id this would be FAILED_PRECONDITION by now.
  ASSERT_TRUE(retry(&second).ok());
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  request.set_name(
      "accounts/default/deliveries/"
      "01a20729-a2e2-7099-932e-000961af48c4");
  EXPECT_EQ(retry(&second).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DeliveryTest, CancelsWhatIsPendingOnce) {
  FireOnStart("once");
  v1::PauseEventRequest pause;
  pause.set_name("accounts/default/events/once");
  v1::Event event;
  ASSERT_TRUE(
      client_->events->PauseEvent(ServerClient::Context().get(), pause, &event)
          .ok());
  const auto names = client_->Report("c-1", v1::CallState::START);
  ASSERT_THAT(names, SizeIs(1));
  v1::CancelDeliveryRequest cancel;
  cancel.set_name(names[0]);
  cancel.set_reason("a wrong number");
  v1::Delivery delivery;
  const grpc::Status status = client_->deliveries->CancelDelivery(
      ServerClient::Context().get(), cancel, &delivery);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(delivery.state(), v1::Delivery::CANCELLED);
  EXPECT_THAT(delivery.state_reason(), ::testing::HasSubstr("a wrong number"));
  EXPECT_TRUE(delivery.has_end_time());
  EXPECT_EQ(
      client_->deliveries
          ->CancelDelivery(ServerClient::Context().get(), cancel, &delivery)
          .error_code(),
      grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(receiver_.requests(), SizeIs(0));
}

TEST_F(DeliveryTest, RecoversWhatFailedInATimeRange) {
  FireOnStart("once");
  failures_left_ = 5;
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    const auto caused =
        client_->Report(absl::StrCat("c-", i), v1::CallState::START);
    ASSERT_THAT(caused, SizeIs(1));
    names.push_back(caused[0]);
  }
  for (const std::string& name : names) {
    ASSERT_EQ(client_->AwaitState(name, v1::Delivery::FAILED).state(),
              v1::Delivery::FAILED);
  }
  v1::RecoverDeliveriesRequest request;
  request.set_parent("accounts/default");
  *request.mutable_start_time() =
      TimeUtil::TimeTToTimestamp(absl::ToTimeT(absl::Now()) - 3600);
  request.set_page_size(2);
  int64_t recovered = 0;
  do {
    v1::RecoverDeliveriesResponse response;
    const grpc::Status status = client_->deliveries->RecoverDeliveries(
        ServerClient::Context().get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    recovered += response.recovered_count();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(recovered, 5);
  for (const std::string& name : names) {
    EXPECT_EQ(client_->AwaitState(name, v1::Delivery::DELIVERED).state(),
              v1::Delivery::DELIVERED);
  }
}

TEST_F(DeliveryTest, TellsWatchersFromAcceptanceToTheEnd) {
  FireOnStart("thrice");
  failures_left_ = 1;
  v1::WatchDeliveriesRequest request;
  request.set_parent("accounts/default");
  request.set_filter("event = \"accounts/default/events/thrice\"");
  const auto context = ServerClient::Context();
  const auto watch =
      client_->deliveries->WatchDeliveries(context.get(), request);
  watch->WaitForInitialMetadata();
  client_->Report("c-1", v1::CallState::START);
  std::vector<v1::WatchDeliveriesResponse> changes(3);
  for (auto& change : changes) ASSERT_TRUE(watch->Read(&change));
  EXPECT_EQ(changes[0].delivery().state(), v1::Delivery::PENDING);
  EXPECT_EQ(changes[0].delivery().attempts_size(), 0);
  EXPECT_EQ(changes[1].delivery().state(), v1::Delivery::PENDING);
  ASSERT_EQ(changes[1].delivery().attempts_size(), 1);
  EXPECT_EQ(changes[1].delivery().attempts(0).status_code(), 500);
  EXPECT_EQ(changes[2].delivery().state(), v1::Delivery::DELIVERED);
  for (const auto& change : changes) {
    EXPECT_EQ(change.skipped_count(), 0);
    EXPECT_FALSE(change.delivery().has_request());
  }
  context->TryCancel();
  while (watch->Read(&changes[0])) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(DeliveryTest, ListsAcrossAccountsOnlyWhereOneMay) {
  FireOnStart("once");
  client_->Report("c-1", v1::CallState::START);
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/-");
  v1::ListDeliveriesResponse response;
  ASSERT_TRUE(
      client_->deliveries
          ->ListDeliveries(ServerClient::Context().get(), request, &response)
          .ok());
  EXPECT_EQ(response.deliveries_size(), 1);
  v1::WatchDeliveriesRequest watch;
  watch.set_parent("accounts/-");
  const auto context = ServerClient::Context();
  const auto stream =
      client_->deliveries->WatchDeliveries(context.get(), watch);
  v1::WatchDeliveriesResponse change;
  EXPECT_FALSE(stream->Read(&change));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace gancho
