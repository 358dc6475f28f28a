// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/fault_fixture.h"

#include <iostream>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "clients/cpp/connection.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace gancho {
namespace {

// Not a sleep that a unit test could fall for: who waits here watches another
// process.
void Pause(absl::Duration duration) {
  absl::Notification().WaitForNotificationWithTimeout(duration);
}

constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kPoll = absl::Milliseconds(20);

client::CallStateStreamOptions FeedOptions() {
  client::CallStateStreamOptions options;
  options.initial_backoff = absl::Milliseconds(20);
  options.max_backoff = absl::Milliseconds(200);
  return options;
}

bool HasRetryInfo(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return false;
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::RetryInfo>()) return true;
  }
  return false;
}

}  // namespace

bool Await(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    Pause(kPoll);
  }
  return true;
}

SteadyFeed::SteadyFeed(std::shared_ptr<grpc::Channel> channel)
    : stream_(std::move(channel), FeedOptions()), thread_([this] { Run(); }) {}

SteadyFeed::~SteadyFeed() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void SteadyFeed::Run() {
  while (!ending_) {
    for (int i = 0; i < 4; ++i) {
      v1::CallState state;
      state.set_call_id(absl::StrCat("fed-", sent_));
      state.set_state(v1::CallState::TALK);
      state.set_sequence(1);
      if (stream_.TrySend(state).ok()) ++sent_;
    }
    Pause(absl::Milliseconds(5));
  }
}

int64_t SteadyFeed::Finish() {
  ending_ = true;
  thread_.join();
  const absl::Status closed = stream_.Close(absl::Now() + 3 * kPatience);
  EXPECT_TRUE(closed.ok()) << closed;
  return sent_;
}

bool SteadyFeed::AwaitProgress(absl::Duration timeout) const {
  const int64_t before = acknowledged();
  const absl::Time deadline = absl::Now() + timeout;
  while (acknowledged() == before) {
    if (absl::Now() > deadline) return false;
    Pause(kPoll);
  }
  return true;
}

FaultTest::FaultTest()
    : receiver_([](const testing::LoadReceiver::Request&, int64_t number) {
        testing::LoadReceiver::Reply reply;
        if (number % 10 == 3) reply.status = 500;
        if (number % 10 == 6) reply.delay = absl::Milliseconds(50);
        return reply;
      }) {}

void FaultTest::TearDown() {
  if (!HasFailure() || server_ == nullptr) return;
  std::cout << "ganchod said:\n" << server_->process().stderr_text();
}

void FaultTest::StartServer(testing::FaultyServer::Options options) {
  options.data_dir = directory_.path() + "/data";
  const std::string allow = "--allow_destinations=127.0.0.0/8";
  options.flags.push_back(allow);
  auto server = testing::FaultyServer::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  address_ = server_->address();
}

void FaultTest::Define() {
  client::ConnectionOptions connection;
  connection.address = address_;
  client_ =
      std::make_unique<testing::ServerClient>(client::Connect(connection));
  const auto change = [](v1::Event* event) {
    v1::DeliveryPolicy& policy = *event->mutable_policy();
    for (int i = 0; i < 60; ++i) {
      policy.mutable_retry()->add_schedule()->set_nanos(100'000'000);
    }
    policy.mutable_breaker()->set_disabled(true);
  };
  const std::string url =
      absl::StrCat("http://127.0.0.1:", receiver_.port(), "/");
  ASSERT_TRUE(client_->CreateEvent("fault", url, change).ok());
  ASSERT_TRUE(client_->CreateTrigger("fault", {v1::CallState::TALK}).ok());
}

void FaultTest::StartFeed() {
  feed_ = std::make_unique<SteadyFeed>(client_->channel);
  ASSERT_TRUE(feed_->AwaitProgress(kPatience));
}

grpc::StatusCode FaultTest::Report() {
  v1::ReportCallStateRequest request;
  request.set_parent("accounts/default");
  request.mutable_call_state()->set_call_id(
      absl::StrCat("reported-", reported_++));
  request.mutable_call_state()->set_state(v1::CallState::TALK);
  v1::ReportCallStateResponse response;
  const auto context = testing::ServerClient::Context();
  const grpc::Status status =
      client_->calls->ReportCallState(context.get(), request, &response);
  if (status.ok()) {
    ++reports_accepted_;
  } else if (!status.error_details().empty()) {
    // Without details it is the client's own: nobody listens at the moment.
    EXPECT_TRUE(HasRetryInfo(status)) << status.error_message();
  }
  return status.error_code();
}

bool FaultTest::AwaitReport(grpc::StatusCode code) {
  return Await([&] { return Report() == code; });
}

bool FaultTest::AwaitServing(bool serving) {
  const auto health = grpc::health::v1::Health::NewStub(client_->channel);
  return Await([&] {
    const auto context = testing::ServerClient::Context();
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status = health->Check(context.get(), {}, &response);
    if (!status.ok()) return false;
    return serving == (response.status() ==
                       grpc::health::v1::HealthCheckResponse::SERVING);
  });
}

void FaultTest::ExpectNothingLost() {
  const int64_t fed = feed_->Finish();
  v1::GetEventStatsRequest request;
  request.set_name("accounts/default/events/fault");
  v1::EventStats stats;
  const bool ended = Await([&] {
    const auto context = testing::ServerClient::Context();
    return client_->events->GetEventStats(context.get(), request, &stats)
               .ok() &&
           stats.pending_count() == 0;
  });
  EXPECT_TRUE(ended) << stats.pending_count() << " deliveries are stuck";
  std::set<std::string> fed_calls;
  std::set<std::string> reported_calls;
  for (const auto& delivered : receiver_.TakeRequests()) {
    if (delivered.status != 200) continue;
    const bool is_fed = delivered.body.rfind("fed-", 0) == 0;
    (is_fed ? fed_calls : reported_calls).insert(delivered.body);
  }
  EXPECT_EQ(std::ssize(fed_calls), fed) << "lost";
  // One that was refused may have been taken nonetheless: the answer was lost.
  EXPECT_GE(std::ssize(reported_calls), reports_accepted_) << "lost";
  std::cout << fed << " states, all acknowledged and delivered\n";
}

}  // namespace gancho
