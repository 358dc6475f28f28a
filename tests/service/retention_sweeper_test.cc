// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/retention_sweeper.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "tests/testing/retention_fixture.h"

namespace gancho::service {
namespace {

using store::DeliveryId;
using store::Table;

using RetentionSweeperTest = testing::RetentionFixture;

TEST_F(RetentionSweeperTest, RemovesWhatEndedARetentionAgo) {
  const DeliveryId id = StartCall("c");
  EndCall("c");
  EndDelivery(id, /*attempts=*/3);
  clock_.Advance(kRetention - absl::Seconds(1));
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(HasDelivery(id));
  EXPECT_TRUE(HasCall("c"));
  clock_.Advance(absl::Seconds(2));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
  EXPECT_EQ(sweeper_->stats().deliveries, 1u);
  EXPECT_EQ(sweeper_->stats().calls, 1u);
  EXPECT_EQ(sweeper_->stats().oldest_kept, 0);
}

TEST_F(RetentionSweeperTest, KeepsWhatIsPendingWhateverItsAge) {
  const DeliveryId id = StartCall("c");
  EndCall("c");
  const DeliveryId other = StartCall("d");
  EndCall("d");
  EndDelivery(other);
  clock_.Advance(20 * kRetention);
  clock_.Advance(absl::Hours(1));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(Sweep());
    clock_.Advance(absl::Hours(1));
  }
  EXPECT_FALSE(HasDelivery(other));
  EXPECT_FALSE(HasCall("d"));
  EXPECT_TRUE(HasDelivery(id));
  EXPECT_TRUE(HasCall("c"));
  EXPECT_EQ(Count(Table::kHeld), 1);
  // A retention after its end, not of its acceptance.
  EndDelivery(id);
  clock_.Advance(kRetention - absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(HasDelivery(id));
  EXPECT_TRUE(HasCall("c"));
  clock_.Advance(absl::Hours(2));
  ASSERT_TRUE(Sweep());
  clock_.Advance(absl::Hours(2));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, LooksAtWhatWaitsOnceARetention) {
  for (int i = 0; i < 20; ++i) StartCall("c" + std::to_string(i));
  clock_.Advance(kRetention + absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(Count(Table::kHeld), 20);
  const size_t batches = ledger_.applied().size();
  for (int i = 0; i < 5; ++i) {
    clock_.Advance(absl::Hours(24));
    ASSERT_TRUE(Sweep());
  }
  // The calls were closed meanwhile, and wait for their deliveries.
  EXPECT_LE(ledger_.applied().size(), batches + 5 * 2);
}

TEST_F(RetentionSweeperTest, AnAccountMayKeepForLonger) {
  auto b = std::make_shared<AccountDefinition>(*accounts_[1]);
  b->account.mutable_retention()->set_seconds(40 * 24 * 3600);
  accounts_[1] = b;
  Submit({State("c", v1::CallState::END, 1)}, "a")->Await();
  Submit({State("c", v1::CallState::END, 1)}, "b")->Await();
  clock_.Advance(absl::Hours(35 * 24));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(Count(Table::kCall), 1);
  EXPECT_FALSE(HasCall("c"));
  clock_.Advance(absl::Hours(6 * 24));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, ALateStateOfASweptCallBeginsANewOne) {
  EndDelivery(StartCall("c"));
  EndCall("c");
  clock_.Advance(kRetention + absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  ASSERT_FALSE(HasCall("c"));
  // The same state again: that it was seen is forgotten with the call.
  const auto answer = Submit({State("c", v1::CallState::START, 1)});
  const auto& result = answer->Await();
  EXPECT_EQ(result.accepted, 1);
  EXPECT_EQ(result.deliveries.size(), 1u);
  const v1::Call call = StoredCall("c").call();
  EXPECT_EQ(call.state_count(), 1);
  EXPECT_FALSE(call.has_end_time());
  EXPECT_EQ(Count(Table::kCallTime), 1);
}

TEST_F(RetentionSweeperTest, AStateThatComesMeanwhileSavesItsCall) {
  EndCall("c");
  clock_.Advance(kRetention + absl::Minutes(1));
  // Taken by the intake, and on its way into the ledger.
  ledger_.Hold();
  const auto answer = Submit({State("c", v1::CallState::RECORDING, 3)});
  ledger_.AwaitHeld();
  CallSweepRequest request;
  request.sweeps.push_back(
      {.account_uid = 1,
       .call_id = "c",
       .create_us = absl::ToUnixMicros(testing::ManualClock::kStart),
       .state_count = 1});
  absl::Notification done;
  CallSweepResult result;
  request.done = [&](CallSweepResult outcome) {
    result = std::move(outcome);
    done.Notify();
  };
  intake_->Sweep(std::move(request));
  ledger_.Release();
  done.WaitForNotification();
  EXPECT_TRUE(result.status.ok());
  EXPECT_EQ(result.applied, std::vector<bool>{false});
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(StoredCall("c").call().state_count(), 2);
}

TEST_F(RetentionSweeperTest, AFailedRoundRemovesNothing) {
  EndCall("c");
  clock_.Advance(kRetention - absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  clock_.Advance(absl::Minutes(2));
  ledger_.FailNext(absl::UnavailableError("disk"));
  EXPECT_FALSE(Sweep());
  EXPECT_TRUE(HasCall("c"));
  // What the intake believed to be removed is there for the next state.
  Submit({State("c", v1::CallState::RECORDING, 3)})->Await();
  EXPECT_EQ(StoredCall("c").call().state_count(), 2);
  clock_.Advance(kRetention + absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, ClosesACallThatNeverEnds) {
  EndDelivery(StartCall("c"));
  clock_.Advance(absl::Hours(20));
  Submit({State("c", v1::CallState::TALK, 2)})->Await();
  clock_.Advance(absl::Hours(20));
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(StoredCall("c").call().has_close_time());
  clock_.Advance(absl::Hours(4) + absl::Minutes(2));
  ASSERT_TRUE(Sweep());
  v1::Call call = StoredCall("c").call();
  EXPECT_EQ(call.close_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_FALSE(call.has_end_time());
  EXPECT_EQ(call.state(), v1::CallState::TALK);
  EXPECT_EQ(engine_.accepted().size(), 1u) << "nothing fires";
  EXPECT_EQ(sweeper_->stats().closed_calls, 1u);
  // It was not over.
  Submit({State("c", v1::CallState::HOLD, 3)})->Await();
  EXPECT_FALSE(StoredCall("c").call().has_close_time());
  // The retention counts from when it was closed for good.
  for (int day = 0; day < 30; ++day) {
    ASSERT_TRUE(Sweep());
    clock_.Advance(absl::Hours(24));
  }
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(StoredCall("c").call().has_close_time());
  clock_.Advance(absl::Hours(26));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, ClosesAndRemovesWhereTheRetentionIsShorter) {
  options_.retention = absl::Minutes(1);
  options_.call_close_timeout = absl::Minutes(10);
  RestartSweeper();
  EndDelivery(StartCall("c"));
  for (int i = 0; i < 10; ++i) {
    clock_.Advance(absl::Seconds(59));
    ASSERT_TRUE(Sweep());
    EXPECT_FALSE(StoredCall("c").call().has_close_time());
  }
  clock_.Advance(absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(StoredCall("c").call().has_close_time());
  clock_.Advance(absl::Minutes(2));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, LeavesWhatIsBeingSentAgain) {
  const DeliveryId id = StartCall("c");
  EndCall("c");
  EndDelivery(id);
  clock_.Advance(kRetention + absl::Minutes(1));
  ASSERT_TRUE(revivals_.BeginRevival(id));
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(HasDelivery(id));
  EXPECT_TRUE(HasCall("c"));
  revivals_.EndRevival(id);
  // It may be pending now; it is looked at a retention later.
  clock_.Advance(kRetention + absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  ASSERT_TRUE(Sweep());
  clock_.Advance(absl::Hours(2));
  ASSERT_TRUE(Sweep());
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, NothingIsSentAgainWhileItIsSwept) {
  const DeliveryId id = StartCall("c");
  EndDelivery(id);
  clock_.Advance(kRetention - absl::Minutes(1));
  ASSERT_TRUE(Sweep());
  clock_.Advance(absl::Minutes(2));
  ledger_.Hold();
  std::thread sweep([this] { EXPECT_TRUE(Sweep()); });
  ledger_.AwaitHeld();
  EXPECT_FALSE(revivals_.BeginRevival(id));
  ledger_.Release();
  sweep.join();
  EXPECT_TRUE(revivals_.BeginRevival(id));
  EXPECT_FALSE(HasDelivery(id));
}

TEST_F(RetentionSweeperTest, AClockThatIsWrongForAWhileRemovesNothing) {
  const DeliveryId id = StartCall("c");
  EndCall("c");
  EndDelivery(id);
  ASSERT_TRUE(Sweep());
  for (const absl::Duration jump : {absl::Hours(1), 40 * kRetention}) {
    clock_.Jump(jump);
    ASSERT_TRUE(Sweep());
    clock_.Advance(absl::Minutes(50));
    ASSERT_TRUE(Sweep());
    clock_.Jump(-jump);
    ASSERT_TRUE(Sweep());
    clock_.Jump(-jump);
    ASSERT_TRUE(Sweep());
    clock_.Jump(jump);
    ASSERT_TRUE(Sweep());
  }
  EXPECT_TRUE(HasDelivery(id));
  EXPECT_TRUE(HasCall("c"));
}

// A clock a year ahead that was believed, and then set right.
TEST_F(RetentionSweeperTest, SweepsWhatBeginsAfterTheClockWasSetBack) {
  EndCall("old");
  ASSERT_TRUE(Sweep());
  const absl::Duration year = absl::Hours(24 * 365);
  clock_.Jump(year);
  ASSERT_TRUE(Sweep());
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(HasCall("old"));
  clock_.Jump(-year);
  const DeliveryId id = StartCall("c");
  EndCall("c");
  EndDelivery(id);
  ASSERT_TRUE(Sweep());
  EXPECT_TRUE(HasCall("c"));
  EXPECT_TRUE(HasDelivery(id));
  for (int i = 0; i < 3; ++i) {
    clock_.Advance(kRetention);
    ASSERT_TRUE(Sweep());
  }
  EXPECT_EQ(CountKept(), 0);
}

TEST_F(RetentionSweeperTest, RemovesAllOfADeletedAccountOnceItHasEnded) {
  const DeliveryId ended = StartCall("c");
  EndDelivery(ended);
  const DeliveryId pending = StartCall("d");
  Submit({State("e", v1::CallState::END, 1)}, "b")->Await();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Sweep());
  store::Batch batch;
  batch.Put(Table::kMeta, store::MetaDeletedAccountKey(1),
            store::MetaNumber(absl::ToUnixMicros(clock_.Now())));
  ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  catalog_.RemoveAccount("a");
  accounts_.erase(accounts_.begin());
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(HasDelivery(ended));
  EXPECT_TRUE(HasDelivery(pending));
  EndDelivery(pending);
  clock_.Advance(absl::Minutes(2));
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(HasDelivery(pending));
  EXPECT_FALSE(HasCall("d"));
  EXPECT_EQ(Count(Table::kCall), 1);  // of "b"
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(ledger_.Get(Table::kMeta, store::MetaDeletedAccountKey(1)).ok());
}

TEST_F(RetentionSweeperTest, GoesOnWhereAnotherProcessStopped) {
  options_.piece_entries = 7;
  options_.piece_changes = 10;
  RestartSweeper();
  for (int i = 0; i < 60; ++i) {
    const std::string call = "c" + std::to_string(i);
    const DeliveryId id = StartCall(call);
    if (i % 3 != 0) EndCall(call);
    if (i % 5 != 0) EndDelivery(id, 1 + i % 4);
    clock_.Advance(absl::Milliseconds(i % 2));
  }
  const size_t first = ledger_.applied().size();
  clock_.Advance(kRetention + absl::Minutes(1));
  // Each process dies after one piece.
  for (int i = 0; i < 100; ++i) {
    const auto status = sweeper_->RunPass([](absl::Duration) { return false; });
    ASSERT_TRUE(status.ok()) << status;
    RestartSweeper();
  }
  EXPECT_EQ(Count(Table::kHeld), 12);
  EXPECT_EQ(Count(Table::kDelivery), 12);
  EXPECT_EQ(Count(Table::kReady), 12);
  EXPECT_EQ(Count(Table::kAttempt), 0);
  const auto applied = ledger_.applied();
  for (size_t i = first; i < applied.size(); ++i) {
    EXPECT_LE(applied[i].count(), 40) << i;
  }
}

TEST_F(RetentionSweeperTest, ForgetsAnswersThatAreNoLongerKnown) {
  for (const auto& [key, age] :
       {std::pair("old", absl::Hours(25)), std::pair("new", absl::Hours(23))}) {
    store::RequestRecord record;
    record.set_create_time_us(absl::ToUnixMicros(clock_.Now() - age));
    store::Batch batch;
    batch.Put(Table::kRequest, key, record.SerializeAsString());
    ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  }
  ASSERT_TRUE(Sweep());
  EXPECT_FALSE(ledger_.Get(Table::kRequest, "old").ok());
  EXPECT_TRUE(ledger_.Get(Table::kRequest, "new").ok());
}

TEST_F(RetentionSweeperTest, AnIdlePassWritesNothing) {
  EndDelivery(StartCall("c"));
  EndCall("c");
  ASSERT_TRUE(Sweep());
  const uint64_t batch = ledger_.applied_batch();
  for (int i = 0; i < 10; ++i) {
    clock_.Advance(absl::Minutes(2));
    ASSERT_TRUE(Sweep());
  }
  EXPECT_EQ(ledger_.applied_batch(), batch);
  EXPECT_GT(sweeper_->stats().oldest_kept, 0);
}

}  // namespace
}  // namespace gancho::service
