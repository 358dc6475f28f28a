// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What the API shows while old deliveries and calls are removed, calls are
// closed and deliveries expire.

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
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
using ::testing::SizeIs;

constexpr char kCalls[] = "accounts/default/calls/";

class RetentionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Start();
    for (const char* id : {"crm", "paused"}) {
      ASSERT_TRUE(client_
                      ->CreateEvent(id, absl::StrCat("http://127.0.0.1:",
                                                     receiver_.port(), "/", id))
                      .ok());
    }
    ASSERT_TRUE(client_->CreateTrigger("crm", {v1::CallState::START}).ok());
    v1::PauseEventRequest request;
    request.set_name("accounts/default/events/paused");
    v1::Event event;
    ASSERT_TRUE(client_->events
                    ->PauseEvent(ServerClient::Context().get(), request, &event)
                    .ok());
  }

  void Start() {
    auto server =
        ServerProcess::Start(directory_.path() + "/data",
                             {"--allow_destinations=127.0.0.0/8",
                              "--retention=2s", "--call_close_timeout=3s"});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<ServerClient>(server_->address());
  }

  absl::StatusOr<v1::Call> GetCall(const std::string& call_id) {
    v1::GetCallRequest request;
    request.set_name(kCalls + call_id);
    v1::Call call;
    const grpc::Status status =
        client_->calls->GetCall(ServerClient::Context().get(), request, &call);
    if (status.ok()) return call;
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                        status.error_message());
  }

  bool HasDelivery(const std::string& name) {
    v1::GetDeliveryRequest request;
    request.set_name(name);
    v1::Delivery delivery;
    const grpc::Status status = client_->deliveries->GetDelivery(
        ServerClient::Context().get(), request, &delivery);
    EXPECT_TRUE(status.ok() ||
                status.error_code() == grpc::StatusCode::NOT_FOUND)
        << status.error_message();
    return status.ok();
  }

  int CountListed() {
    v1::ListDeliveriesRequest request;
    request.set_parent("accounts/default");
    v1::ListDeliveriesResponse response;
    EXPECT_TRUE(
        client_->deliveries
            ->ListDeliveries(ServerClient::Context().get(), request, &response)
            .ok());
    return response.deliveries_size();
  }

  static bool Await(const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!condition()) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return true;
  }

  testing::TempDirectory directory_;
  ScriptedReceiver receiver_{[](ReceiverConnection& connection) {
    while (connection.ReadRequest().has_value()) {
      if (!connection.Send(HttpAnswer(200, "ok\n"))) return;
    }
  }};
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<ServerClient> client_;
};

TEST_F(RetentionTest, WhatEndedGoesAndWhatIsPendingStays) {
  ASSERT_TRUE(client_->CreateTrigger("paused", {v1::CallState::RINGING}).ok());
  const auto delivered = client_->Report("c", v1::CallState::START);
  const auto pending = client_->Report("waits", v1::CallState::RINGING);
  ASSERT_THAT(delivered, SizeIs(1));
  ASSERT_THAT(pending, SizeIs(1));
  client_->Report("c", v1::CallState::END);
  client_->Report("waits", v1::CallState::END);
  ASSERT_TRUE(Await([&] { return !HasDelivery(delivered[0]); }));
  ASSERT_TRUE(Await([&] { return absl::IsNotFound(GetCall("c").status()); }));
  EXPECT_EQ(CountListed(), 1);
  EXPECT_EQ(client_->Get(pending[0]).state(), v1::Delivery::PENDING);
  EXPECT_TRUE(GetCall("waits").ok());
  v1::RetryDeliveryRequest retry;
  retry.set_name(delivered[0]);
  v1::Delivery delivery;
  EXPECT_EQ(client_->deliveries
                ->RetryDelivery(ServerClient::Context().get(), retry, &delivery)
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
  // The same call again is a new one.
  EXPECT_THAT(client_->Report("c", v1::CallState::START), SizeIs(1));
  EXPECT_EQ(GetCall("c")->state_count(), 1);
  // After a restart it goes on; what waited is sent, and goes in its turn.
  server_->Kill();
  Start();
  EXPECT_EQ(client_->Get(pending[0]).state(), v1::Delivery::PENDING);
  v1::ResumeEventRequest resume;
  resume.set_name("accounts/default/events/paused");
  v1::Event event;
  ASSERT_TRUE(client_->events
                  ->ResumeEvent(ServerClient::Context().get(), resume, &event)
                  .ok());
  ASSERT_TRUE(Await([&] { return CountListed() == 0; }));
  ASSERT_TRUE(
      Await([&] { return absl::IsNotFound(GetCall("waits").status()); }));
}

TEST_F(RetentionTest, ACallWithoutEndIsClosed) {
  client_->Report("c", v1::CallState::START);
  ASSERT_TRUE(Await([&] {
    const auto call = GetCall("c");
    return call.ok() && call->has_close_time();
  }));
  EXPECT_FALSE(GetCall("c")->has_end_time());
  EXPECT_EQ(receiver_.requests().size(), 1u);
  EXPECT_TRUE(Await([&] { return absl::IsNotFound(GetCall("c").status()); }));
}

TEST_F(RetentionTest, ADeliveryOfAPausedEventExpiresInTime) {
  ASSERT_TRUE(client_->CreateTrigger("paused", {v1::CallState::RINGING}).ok());
  v1::UpdateTriggerRequest update;
  update.mutable_trigger()->set_name("accounts/default/triggers/paused");
  update.mutable_trigger()->mutable_expire_after()->set_seconds(1);
  update.mutable_update_mask()->add_paths("expire_after");
  v1::Trigger trigger;
  ASSERT_TRUE(
      client_->triggers
          ->UpdateTrigger(ServerClient::Context().get(), update, &trigger)
          .ok());
  const auto names = client_->Report("c", v1::CallState::RINGING);
  ASSERT_THAT(names, SizeIs(1));
  const v1::Delivery delivery =
      client_->AwaitState(names[0], v1::Delivery::EXPIRED);
  EXPECT_EQ(delivery.state(), v1::Delivery::EXPIRED);
}

TEST_F(RetentionTest, AnAccountKeepsForAsLongAsItSays) {
  v1::UpdateAccountRequest update;
  update.mutable_account()->set_name("accounts/default");
  update.mutable_account()->mutable_retention()->set_seconds(3600);
  update.mutable_update_mask()->add_paths("retention");
  v1::Account account;
  ASSERT_TRUE(
      client_->accounts
          ->UpdateAccount(ServerClient::Context().get(), update, &account)
          .ok());
  const auto kept = client_->Report("c", v1::CallState::START);
  client_->Report("c", v1::CallState::END);
  ASSERT_THAT(kept, SizeIs(1));
  absl::SleepFor(absl::Seconds(6));
  EXPECT_TRUE(HasDelivery(kept[0]));
  EXPECT_TRUE(GetCall("c").ok());
  update.mutable_account()->clear_retention();
  ASSERT_TRUE(
      client_->accounts
          ->UpdateAccount(ServerClient::Context().get(), update, &account)
          .ok());
  EXPECT_TRUE(Await([&] { return !HasDelivery(kept[0]); }));
}

}  // namespace
}  // namespace gancho
