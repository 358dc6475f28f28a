// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/committer.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/scripted_ledger.h"

namespace gancho::store {
namespace {

using gancho::testing::ScriptedLedger;
using ::testing::ElementsAre;
using ::testing::SizeIs;

Batch PutCall(std::string_view key, size_t value_bytes = 1) {
  Batch batch;
  batch.Put(Table::kCall, key, std::string(value_bytes, 'v'));
  return batch;
}

// What the callbacks said, in their order: "name:CODE". Written on the
// committer's thread, read after Commit() or Stop().
class Outcomes {
 public:
  Committer::Done Record(std::string name) {
    return [this, name = std::move(name)](const absl::Status& status) {
      list_.push_back(name + ":" + absl::StatusCodeToString(status.code()));
    };
  }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::vector<std::string> list_;
};

// The committer is within Apply() with a piece "first", so that what is
// enqueued now gathers.
class CommitterTest : public ::testing::Test {
 protected:
  void HoldFirst() {
    ledger_.Hold();
    committer_.Enqueue(PutCall("first"), Committer::kAnyEpoch,
                       outcomes_.Record("first"));
    ledger_.AwaitHeld();
  }

  ScriptedLedger ledger_;
  Outcomes outcomes_;
  Committer committer_{&ledger_,
                       {.max_group_bytes = 1000, .max_queued_bytes = 5000}};
};

TEST_F(CommitterTest, CommitWaitsUntilThePieceIsApplied) {
  EXPECT_TRUE(committer_.Commit(PutCall("a")).ok());
  EXPECT_TRUE(ledger_.Get(Table::kCall, "a").ok());
  EXPECT_EQ(ledger_.applied_batch(), 1u);
}

TEST_F(CommitterTest, WhatWaitsIsMergedInOrderIntoOneBatch) {
  HoldFirst();
  for (const char* key : {"a", "b", "c"}) {
    committer_.Enqueue(PutCall(key), committer_.epoch(), outcomes_.Record(key));
  }
  ledger_.Release();
  committer_.Stop();
  ASSERT_THAT(ledger_.applied(), SizeIs(2));
  EXPECT_EQ(ledger_.applied()[0].number(), 1u);
  EXPECT_EQ(ledger_.applied()[1].number(), 2u);
  std::string keys;
  ASSERT_TRUE(ledger_.applied()[1]
                  .ForEach([&](Table, std::string_view key,
                               const std::string_view*) { keys += key; })
                  .ok());
  EXPECT_EQ(keys, "abc");
  EXPECT_THAT(outcomes_.list(),
              ElementsAre("first:OK", "a:OK", "b:OK", "c:OK"));
  EXPECT_EQ(committer_.stats().groups, 2u);
  EXPECT_EQ(committer_.stats().pieces, 4u);
  EXPECT_EQ(committer_.stats().max_group_pieces, 3u);
}

TEST_F(CommitterTest, GroupsAreBoundedButALargePieceIsOneOfItsOwn) {
  HoldFirst();
  for (const size_t bytes : {600, 300, 300, 3000, 10}) {
    committer_.Enqueue(PutCall("k", bytes), Committer::kAnyEpoch, nullptr);
  }
  ledger_.Release();
  committer_.Stop();
  std::vector<int> counts;
  for (const Batch& batch : ledger_.applied()) counts.push_back(batch.count());
  EXPECT_THAT(counts, ElementsAre(1, 2, 1, 1, 1));
}

TEST_F(CommitterTest, TheBackgroundGoesBehindWhatWaits) {
  HoldFirst();
  committer_.EnqueueBackground(PutCall("late"), outcomes_.Record("late"));
  for (const char* name : {"a", "b", "c"}) {
    committer_.Enqueue(PutCall(name, 600), Committer::kAnyEpoch,
                       outcomes_.Record(name));
  }
  ledger_.Release();
  committer_.Stop();
  EXPECT_THAT(outcomes_.list(),
              ElementsAre("first:OK", "a:OK", "b:OK", "c:OK", "late:OK"));
  // Three groups that are full, the last with room for it.
  EXPECT_THAT(ledger_.applied(), SizeIs(4));
}

TEST_F(CommitterTest, TheBackgroundIsNotHeldUpForEver) {
  HoldFirst();
  committer_.EnqueueBackground(PutCall("late"), outcomes_.Record("late"));
  for (int i = 0; i < 40; ++i) {
    committer_.Enqueue(PutCall(std::to_string(i), 900), Committer::kAnyEpoch,
                       outcomes_.Record("x"));
  }
  ledger_.Release();
  committer_.Stop();
  const auto& list = outcomes_.list();
  const auto late = std::find(list.begin(), list.end(), "late:OK");
  EXPECT_EQ(late - list.begin(), 17);
  EXPECT_FALSE(committer_.full());
  committer_.EnqueueBackground(PutCall("after"), outcomes_.Record("after"));
  EXPECT_EQ(outcomes_.list().back(), "after:UNAVAILABLE");
}

TEST_F(CommitterTest, IsFullUntilWhatIsQueuedIsCommitted) {
  EXPECT_FALSE(committer_.full());
  HoldFirst();
  committer_.Enqueue(PutCall("a", 4990), Committer::kAnyEpoch, nullptr);
  EXPECT_TRUE(committer_.full());
  ledger_.Release();
  ASSERT_TRUE(committer_.Commit(Batch()).ok());
  EXPECT_FALSE(committer_.full());
}

TEST_F(CommitterTest, ManyBarriersMakeItFullToo) {
  HoldFirst();
  for (int i = 0; i < 5000; ++i) {
    committer_.Enqueue(Batch(), Committer::kAnyEpoch, nullptr);
  }
  EXPECT_TRUE(committer_.full());
  ledger_.Release();
}

TEST_F(CommitterTest, BarrierIsDoneAfterAllBeforeItAndTakesNoNumber) {
  HoldFirst();
  committer_.Enqueue(PutCall("a"), Committer::kAnyEpoch, outcomes_.Record("a"));
  committer_.Enqueue(Batch(), Committer::kAnyEpoch,
                     outcomes_.Record("barrier"));
  ledger_.Release();
  committer_.Stop();
  EXPECT_THAT(outcomes_.list(), ElementsAre("first:OK", "a:OK", "barrier:OK"));
  EXPECT_EQ(ledger_.applied_batch(), 2u);
}

TEST_F(CommitterTest, BarrierAloneDoesNotWrite) {
  EXPECT_TRUE(committer_.Commit(Batch()).ok());
  EXPECT_THAT(ledger_.applied(), SizeIs(0));
}

TEST_F(CommitterTest, FailureTakesWhatStandsOnItAndLeavesTheRest) {
  HoldFirst();
  const uint64_t epoch = committer_.epoch();
  ledger_.FailNext(absl::ResourceExhaustedError("disk full"));
  committer_.Enqueue(PutCall("stands"), epoch, outcomes_.Record("stands"));
  committer_.Enqueue(PutCall("free"), Committer::kAnyEpoch,
                     outcomes_.Record("free"));
  committer_.Enqueue(PutCall("stands2"), epoch, outcomes_.Record("stands2"));
  committer_.Enqueue(Batch(), Committer::kAnyEpoch,
                     outcomes_.Record("barrier"));
  ledger_.Release();
  ASSERT_TRUE(committer_.Commit(Batch()).ok());
  EXPECT_EQ(committer_.epoch(), epoch + 1);
  committer_.Enqueue(PutCall("late"), epoch, outcomes_.Record("late"));
  committer_.Enqueue(PutCall("new"), epoch + 1, outcomes_.Record("new"));
  committer_.Stop();
  EXPECT_THAT(
      outcomes_.list(),
      ElementsAre("first:RESOURCE_EXHAUSTED", "stands:ABORTED", "free:OK",
                  "stands2:ABORTED", "barrier:OK", "late:ABORTED", "new:OK"));
  EXPECT_FALSE(ledger_.Get(Table::kCall, "first").ok());
  EXPECT_FALSE(ledger_.Get(Table::kCall, "stands").ok());
  EXPECT_TRUE(ledger_.Get(Table::kCall, "free").ok());
  EXPECT_EQ(committer_.stats().failures, 1u);
  EXPECT_EQ(committer_.stats().refused, 3u);
}

TEST_F(CommitterTest, NumbersRiseOnlyWithSuccess) {
  ledger_.FailNext(absl::UnavailableError("I/O error"));
  EXPECT_EQ(committer_.Commit(PutCall("a")).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(committer_.Commit(PutCall("b")).ok());
  ASSERT_THAT(ledger_.applied(), SizeIs(1));
  EXPECT_EQ(ledger_.applied()[0].number(), 1u);
}

TEST_F(CommitterTest, CallbackOfAFailureSeesTheNewEpoch) {
  const uint64_t epoch = committer_.epoch();
  absl::Notification retried;
  absl::Status outcome;
  ledger_.FailNext(absl::UnavailableError("I/O error"));
  committer_.Enqueue(PutCall("a"), epoch, [&](const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(committer_.epoch(), epoch + 1);
    committer_.Enqueue(PutCall("a"), committer_.epoch(),
                       [&](const absl::Status& second) {
                         outcome = second;
                         retried.Notify();
                       });
  });
  retried.WaitForNotification();
  EXPECT_TRUE(outcome.ok()) << outcome;
}

TEST_F(CommitterTest, StopCommitsWhatIsQueuedAndRefusesTheRest) {
  HoldFirst();
  committer_.Enqueue(PutCall("queued"), Committer::kAnyEpoch,
                     outcomes_.Record("queued"));
  std::thread stopper([this] { committer_.Stop(); });
  ledger_.Release();
  stopper.join();
  committer_.Stop();
  committer_.Enqueue(PutCall("late"), Committer::kAnyEpoch,
                     outcomes_.Record("late"));
  EXPECT_THAT(outcomes_.list(),
              ElementsAre("first:OK", "queued:OK", "late:UNAVAILABLE"));
  EXPECT_EQ(committer_.Commit(PutCall("x")).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(CommitterTest, ManyProducersLoseNothingAndKeepTheirOrder) {
  constexpr int kThreads = 4;
  constexpr int kPieces = 2000;
  std::vector<std::vector<int>> done(kThreads);
  std::atomic<int> failures = 0;
  std::vector<std::thread> producers;
  for (int thread = 0; thread < kThreads; ++thread) {
    producers.emplace_back([&, thread] {
      for (int i = 0; i < kPieces; ++i) {
        committer_.Enqueue(
            PutCall(std::to_string(thread) + "/" + std::to_string(i)),
            Committer::kAnyEpoch, [&, thread, i](const absl::Status& status) {
              if (!status.ok()) ++failures;
              done[static_cast<size_t>(thread)].push_back(i);
            });
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  committer_.Stop();
  EXPECT_EQ(failures, 0);
  for (const std::vector<int>& order : done) {
    ASSERT_THAT(order, SizeIs(kPieces));
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  }
  EXPECT_EQ(committer_.stats().pieces, uint64_t{kThreads} * kPieces);
}

}  // namespace
}  // namespace gancho::store
