// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_watch.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "service/answered_requests.h"
#include "service/delivery_service.h"
#include "service/status.h"
#include "store/committer.h"
#include "tests/testing/delivery_fixture.h"
#include "tests/testing/fake_engine.h"

namespace gancho::service {
namespace {

// The service behind an in-process channel; changes are made by the test.
class DeliveryWatchTest : public testing::DeliveryFixture {
 protected:
  DeliveryWatchTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::DeliveryService::NewStub(server_->InProcessChannel({}));
  }
  ~DeliveryWatchTest() override {
    live_.Drain(Unavailable("ENDED", "the test ends", absl::Seconds(1)));
    server_->Shutdown();
  }

  using Reader =
      std::unique_ptr<grpc::ClientReader<v1::WatchDeliveriesResponse>>;
  // Returns when the reader is in place.
  Reader Watch(grpc::ClientContext* context, const std::string& filter = "") {
    v1::WatchDeliveriesRequest request;
    request.set_parent("accounts/default");
    request.set_filter(filter);
    Reader reader = stub_->WatchDeliveries(context, request);
    reader->WaitForInitialMetadata();
    return reader;
  }

  delivery::AcceptedDelivery Accepted(const std::string& call_id,
                                      size_t padding = 0) {
    auto record = std::make_shared<store::DeliveryRecord>();
    record->set_event_id("crm");
    record->set_trigger_id("t");
    record->set_call_id(call_id + std::string(padding, 'x'));
    return {.id = AddDelivery(1, call_id),
            .account_uid = 1,
            .record = std::move(record)};
  }

  store::SystemClock clock_;
  store::Committer committer_{&ledger_, {}};
  Executor executor_{1, 16};
  LiveStreams live_;
  testing::FakeEngine engine_;
  DeliveryReader reader_{&ledger_, &catalog_, 1};
  DeliveryWatch watch_{&reader_, &catalog_, &executor_, &live_};
  AnsweredRequests answered_{&ledger_, &committer_, &clock_};
  DeliveryService service_{&reader_,   &watch_,    &engine_,
                           &executor_, &answered_, &clock_};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::DeliveryService::Stub> stub_;
};

TEST_F(DeliveryWatchTest, LosesTheOldestOfASlowReaderAndSaysHowMany) {
  grpc::ClientContext context;
  const Reader reader = Watch(&context);
  // Far more than gRPC and the buffer hold, and each of them large.
  constexpr int kChanges = 20'000;
  for (int i = 0; i < kChanges; ++i) {
    watch_.OnAccepted({Accepted("c" + std::to_string(i), 1000)});
  }
  int64_t read = 0;
  int64_t skipped = 0;
  v1::WatchDeliveriesResponse response;
  while (read + skipped < kChanges && reader->Read(&response)) {
    if (response.has_delivery()) ++read;
    EXPECT_GE(response.skipped_count(), skipped);
    skipped = response.skipped_count();
  }
  EXPECT_EQ(read + skipped, kChanges);
  EXPECT_GT(skipped, 0);
  // The newest is never the one that is lost.
  EXPECT_NE(response.delivery().call().find("/c19999"), std::string::npos);
}

TEST_F(DeliveryWatchTest, ShowsOnlyWhatTheFilterMatches) {
  grpc::ClientContext context;
  const Reader reader =
      Watch(&context, "call = \"accounts/default/calls/wanted\"");
  watch_.OnAccepted({Accepted("other"), Accepted("wanted")});
  v1::WatchDeliveriesResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.delivery().call(), "accounts/default/calls/wanted");
  EXPECT_EQ(response.delivery().state(), v1::Delivery::PENDING);
}

TEST_F(DeliveryWatchTest, ReadsTheRecordThatAChangeDoesNotBring) {
  grpc::ClientContext context;
  const Reader reader = Watch(&context);
  delivery::DeliveryChange change;
  change.id = AddDelivery(1, "c-1");
  change.account_uid = 1;
  change.status.set_state(v1::Delivery::CANCELLED);
  change.status.set_reason("the event was deleted");
  watch_.OnChange(change);
  v1::WatchDeliveriesResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.delivery().call(), "accounts/default/calls/c-1");
  EXPECT_EQ(response.delivery().state(), v1::Delivery::CANCELLED);
  EXPECT_EQ(response.delivery().state_reason(), "the event was deleted");
}

TEST_F(DeliveryWatchTest, EndsWithTheServerAndLetsNobodyIn) {
  grpc::ClientContext context;
  const Reader reader = Watch(&context);
  live_.Drain(Unavailable("SERVER_DRAINING", "bye", absl::Seconds(1)));
  v1::WatchDeliveriesResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  grpc::ClientContext late_context;
  const Reader late = Watch(&late_context);
  EXPECT_FALSE(late->Read(&response));
  EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(DeliveryWatchTest, RefusesUnknownAccountAndBadFilter) {
  grpc::ClientContext context;
  v1::WatchDeliveriesRequest request;
  request.set_parent("accounts/nobody");
  EXPECT_EQ(stub_->WatchDeliveries(&context, request)->Finish().error_code(),
            grpc::StatusCode::NOT_FOUND);
  grpc::ClientContext other;
  request.set_parent("accounts/default");
  request.set_filter("colour = RED");
  EXPECT_EQ(stub_->WatchDeliveries(&other, request)->Finish().error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace gancho::service
