// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// A machine that fails under load: the disk full, read-only, broken or slow,
// the clock set. Nothing acknowledged is lost, callers are told
// when to come back, the health tells, and the server comes back by itself.

#include <cstdlib>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/integration/fault_fixture.h"

namespace gancho {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

// How long the disk stays full: GANCHO_DISK_FULL_SECONDS, by default 3.
absl::Duration FullTime() {
  const char* text = std::getenv("GANCHO_DISK_FULL_SECONDS");
  int seconds = 3;
  if (text == nullptr || !absl::SimpleAtoi(text, &seconds)) seconds = 3;
  return absl::Seconds(seconds);
}

// The very last byte: writes fail where they stand.
TEST_F(FaultTest, FullDiskIsRefusedAndHealsItself) {
  StartServer({.min_free_bytes = 0});
  Define();
  StartFeed();
  Command("left 300000");
  ASSERT_TRUE(AwaitReport(grpc::StatusCode::RESOURCE_EXHAUSTED));
  EXPECT_TRUE(AwaitServing(false));
  const int64_t acknowledged = feed_->acknowledged();
  absl::SleepFor(FullTime());
  EXPECT_EQ(feed_->acknowledged(), acknowledged);
  EXPECT_EQ(Report(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  Command("left -1");
  EXPECT_TRUE(AwaitReport(grpc::StatusCode::OK));
  EXPECT_TRUE(AwaitServing(true));
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  ExpectNothingLost();
}

TEST_F(FaultTest, LittleRoomIsRefusedAndHealsItself) {
  StartServer();
  Define();
  StartFeed();
  Command("free 1000000");
  ASSERT_TRUE(AwaitReport(grpc::StatusCode::RESOURCE_EXHAUSTED));
  EXPECT_TRUE(AwaitServing(false));
  Command("free -1");
  EXPECT_TRUE(AwaitReport(grpc::StatusCode::OK));
  EXPECT_TRUE(AwaitServing(true));
  ExpectNothingLost();
}

class BrokenDiskTest : public FaultTest,
                       public ::testing::WithParamInterface<const char*> {};

// The server starts anew on what is on the disk, once that can be written.
TEST_P(BrokenDiskTest, IsRefusedAndHealsItself) {
  StartServer();
  Define();
  StartFeed();
  for (int round = 0; round < 2; ++round) {
    Command(absl::StrCat("fault ", GetParam()));
    ASSERT_TRUE(AwaitReport(grpc::StatusCode::UNAVAILABLE));
    EXPECT_TRUE(AwaitServing(false));
    // Definitions are read all the same.
    const auto context = testing::ServerClient::Context();
    v1::GetEventRequest request;
    request.set_name("accounts/default/events/fault");
    v1::Event event;
    EXPECT_TRUE(client_->events->GetEvent(context.get(), request, &event).ok());
    Command("fault none");
    EXPECT_TRUE(AwaitReport(grpc::StatusCode::OK));
    EXPECT_TRUE(AwaitServing(true));
    EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  }
  ExpectNothingLost();
}

INSTANTIATE_TEST_SUITE_P(Faults, BrokenDiskTest,
                         ::testing::Values("read_only", "append_error",
                                           "sync_error"));

// Whoever waits for a change of a delivery, which the disk does not take, must
// not hold up the new start.
TEST_F(FaultTest, BrokenDiskIsLeftThoughACallWaitsForIt) {
  StartServer();
  Define();
  v1::PauseEventRequest pause;
  pause.set_name("accounts/default/events/fault");
  v1::Event event;
  ASSERT_TRUE(
      client_->events
          ->PauseEvent(testing::ServerClient::Context().get(), pause, &event)
          .ok());
  const auto deliveries = client_->Report("waits", v1::CallState::TALK);
  ASSERT_EQ(deliveries.size(), 1u);
  Command("fault sync_error");
  v1::CancelDeliveryRequest cancel;
  cancel.set_name(deliveries[0]);
  v1::Delivery delivery;
  const auto context = testing::ServerClient::Context();
  grpc::Status cancelled;
  std::thread caller([&] {
    cancelled =
        client_->deliveries->CancelDelivery(context.get(), cancel, &delivery);
  });
  EXPECT_TRUE(AwaitServing(false));
  Command("fault none");
  EXPECT_TRUE(AwaitServing(true));
  EXPECT_TRUE(AwaitReport(grpc::StatusCode::OK));
  caller.join();
  EXPECT_EQ(cancelled.error_code(), grpc::StatusCode::UNAVAILABLE)
      << cancelled.error_message();
}

TEST_F(FaultTest, SlowSyncOnlySlows) {
  StartServer();
  Define();
  StartFeed();
  Command("sync_delay_ms 2000");
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Report(), grpc::StatusCode::OK);
  EXPECT_GE(absl::Now() - begin, absl::Seconds(1));
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  EXPECT_TRUE(AwaitServing(true));
  Command("sync_delay_ms 0");
  ExpectNothingLost();
}

TEST_F(FaultTest, ClockThatJumpsAnHourLosesNothing) {
  StartServer();
  Define();
  StartFeed();
  for (const char* jump : {"jump 3600", "jump -3600", "jump -3600"}) {
    Command(jump);
    EXPECT_TRUE(feed_->AwaitProgress(kPatience)) << jump;
    EXPECT_TRUE(AwaitServing(true)) << jump;
    const size_t before = receiver_.request_count();
    const absl::Time deadline = absl::Now() + kPatience;
    while (receiver_.request_count() < before + 100) {
      ASSERT_LT(absl::Now(), deadline) << "nothing is sent after " << jump;
      absl::SleepFor(absl::Milliseconds(10));
    }
  }
  // What waited for another attempt when the clock went back waits until the
  // clock says so: docs/delivery.md.
  Command("jump 7200");
  ExpectNothingLost();
}

}  // namespace
}  // namespace gancho
