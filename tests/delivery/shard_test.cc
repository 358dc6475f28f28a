// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/shard.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/delivery/shard_harness.h"

namespace gancho::delivery {
namespace {

using store::DeliveryId;
using store::Table;
using testing::Answer;
using testing::FakeAnswer;

// The bodies (call ids) in the order in which requests went out.
struct Log {
  std::vector<std::string> ids;
  std::vector<std::string> calls;

  ShardHarness::Destination Then(
      std::function<FakeAnswer(const std::string& call, int request)> answer) {
    return [this, answer](const std::string& id,
                          const store::RenderedRequest& request) {
      ids.push_back(id);
      calls.push_back(request.body());
      return answer(request.body(), static_cast<int>(calls.size()));
    };
  }
};

RetryPolicy Schedule(std::vector<absl::Duration> delays) {
  RetryPolicy retry;
  retry.max_attempts = static_cast<int>(delays.size()) + 1;
  retry.schedule = std::move(delays);
  retry.jitter = 0;
  return retry;
}

TEST(ShardTest, DeliversAndRecordsTheAttempt) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(204); }));
  harness.SetEvent(harness.MakeEvent(1));
  const auto ids = harness.Accept(1, {"c1"});
  harness.RunFor(absl::Seconds(1));
  const store::StatusRecord status = harness.Status(ids[0]);
  EXPECT_EQ(status.state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(status.attempt_count(), 1);
  EXPECT_EQ(status.last_attempt().status_code(), 204);
  EXPECT_EQ(harness.CountTable(Table::kReady), 0);
  EXPECT_EQ(harness.CountTable(Table::kAttempt), 0);
  EXPECT_EQ(log.ids, std::vector<std::string>{ids[0].ToString()});
}

TEST(ShardTest, OneCallGoesInOrderAndOtherCallsDoNotWait) {
  Log log;
  ShardHarness harness(log.Then([](const std::string& call, int) {
    return Answer(200,
                  call == "slow" ? absl::Seconds(5) : absl::Milliseconds(10));
  }));
  harness.SetEvent(harness.MakeEvent(1));
  harness.Accept(1, {"slow", "slow", "quick", "quick", "quick"});
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(log.calls,
            (std::vector<std::string>{"slow", "quick", "quick", "quick"}));
  harness.RunFor(absl::Seconds(20));
  EXPECT_EQ(log.calls.size(), 5u);
  EXPECT_EQ(harness.CountTable(Table::kStatus), 5);
}

TEST(ShardTest, WithoutOrderingNothingWaits) {
  Log log;
  ShardHarness harness(
      log.Then([](auto&, int) { return Answer(200, absl::Seconds(5)); }));
  auto event = harness.MakeEvent(1);
  event->policy.ordered = false;
  harness.SetEvent(event);
  // The intake gives each delivery of an unordered event a lane of its own.
  harness.Accept(1, {"a", "b", "c"});
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(log.calls.size(), 3u);
}

TEST(ShardTest, RetriesBySchedule) {
  Log log;
  ShardHarness harness(log.Then(
      [](auto&, int request) { return Answer(request < 3 ? 500 : 200); }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Seconds(1), absl::Seconds(60)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"c1", "c1"});
  harness.RunFor(absl::Milliseconds(900));
  EXPECT_EQ(log.calls.size(), 1u);
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::PENDING);
  EXPECT_EQ(harness.Status(ids[0]).reason(), "HTTP 500");
  EXPECT_EQ(harness.CheckTables(), "");
  harness.RunFor(absl::Seconds(30));
  EXPECT_EQ(log.calls.size(), 2u);
  // Its lane left the memory, what stands behind it is parked.
  EXPECT_EQ(harness.CountTable(Table::kParked), 1);
  EXPECT_EQ(harness.CheckTables(), "");
  harness.RunFor(absl::Seconds(60));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(harness.Status(ids[0]).attempt_count(), 3);
  EXPECT_EQ(harness.CountTable(Table::kAttempt), 2);
  EXPECT_EQ(harness.Status(ids[1]).state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(harness.CountTable(Table::kTimer), 0);
  EXPECT_EQ(harness.CheckTables(), "");
}

TEST(ShardTest, GivesUpAfterTheLastAttempt) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) {
    return testing::Failure(v1::Attempt::CONNECT, "connection refused");
  }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Seconds(1)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"c1", "c1"});
  harness.RunFor(absl::Seconds(10));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::FAILED);
  EXPECT_EQ(harness.Status(ids[0]).reason(),
            "gave up after 2 attempts: connection refused");
  EXPECT_EQ(harness.Status(ids[1]).state(), v1::Delivery::FAILED);
}

// Charged to nobody: neither the policy's attempts nor the breaker nor the
// event's life.
TEST(ShardTest, WhatThisMachineLacksIsNoAttempt) {
  bool short_of_descriptors = true;
  ShardHarness harness([&](const std::string&, const store::RenderedRequest&) {
    if (!short_of_descriptors) return Answer(200);
    auto answer =
        testing::Failure(v1::Attempt::INTERNAL, "too many open files");
    answer.result.shortage = true;
    return answer;
  });
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Hours(1)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"a"});
  harness.RunFor(absl::Seconds(30));
  EXPECT_EQ(harness.CountPending(), 1);
  EXPECT_EQ(harness.CountTable(Table::kAttempt), 0);
  EXPECT_GE(harness.shard->stats().postponed, 25);
  EXPECT_LE(harness.shard->stats().postponed, 31);
  short_of_descriptors = false;
  harness.RunFor(absl::Seconds(2));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(harness.Status(ids[0]).attempt_count(), 1);
  EXPECT_EQ(harness.CheckTables(), "");
}

TEST(ShardTest, GoneDisablesTheEvent) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(410); }));
  harness.SetEvent(harness.MakeEvent(1));
  const auto ids = harness.Accept(1, {"c1", "c1"});
  harness.RunFor(absl::Milliseconds(11));
  EXPECT_EQ(harness.disabled["e1"], "the destination answered HTTP 410");
  auto disabled = harness.MakeEvent(1);
  disabled->state = v1::Event::DISABLED;
  disabled->state_reason = harness.disabled["e1"];
  harness.SetEvent(disabled);
  harness.RunFor(absl::Seconds(10));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::FAILED);
  EXPECT_EQ(harness.Status(ids[1]).state(), v1::Delivery::FAILED);
  EXPECT_EQ(harness.CountTable(Table::kReady), 0);
}

TEST(ShardTest, RetryAfterSlowsTheWholeEvent) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int request) {
    FakeAnswer answer = Answer(request == 1 ? 429 : 200);
    if (request == 1) answer.result.headers = {{"retry-after", "30"}};
    return answer;
  }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Seconds(1), absl::Seconds(1)});
  harness.SetEvent(event);
  harness.Accept(1, {"c1"});
  harness.RunFor(absl::Seconds(1));
  harness.Accept(1, {"c2"});
  harness.RunFor(absl::Seconds(28));
  EXPECT_EQ(log.calls.size(), 1u);
  harness.RunFor(absl::Seconds(4));
  EXPECT_EQ(log.calls.size(), 3u);
}

TEST(ShardTest, RefusalsThatWereUnderWayTogetherAreOnePause) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int request) {
    return Answer(request <= 8 ? 503 : 200, absl::Milliseconds(10));
  }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Seconds(1), absl::Seconds(1)});
  harness.SetEvent(event);
  harness.Accept(1, {"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"});
  // Eight pauses, each twice the one before, would take half a minute.
  harness.RunFor(absl::Seconds(3));
  EXPECT_EQ(log.calls.size(), 16u);
}

TEST(ShardTest, ExpiresWhileItWaitsInLineAndBetweenAttempts) {
  Log log;
  ShardHarness harness(
      log.Then([](auto&, int) { return Answer(500, absl::Seconds(3)); }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Hours(1)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"c1", "c1"}, absl::Seconds(2));
  harness.RunFor(absl::Milliseconds(2500));
  EXPECT_EQ(harness.Status(ids[1]).state(), v1::Delivery::EXPIRED);
  harness.RunFor(absl::Milliseconds(1000));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::EXPIRED);
  EXPECT_EQ(harness.Status(ids[0]).attempt_count(), 1);
  EXPECT_EQ(harness.CheckTables(), "");
}

TEST(ShardTest, ExpiresInTimeWhereverItWaits) {
  Log log;
  ShardOptions options;
  options.window.max_entries = 4;
  options.window.page_size = 2;
  options.window.evict_after = absl::ZeroDuration();
  ShardHarness harness(log.Then([](auto&, int) { return Answer(500); }),
                       options);
  auto event = harness.MakeEvent(1);
  event->policy.retry.schedule = {absl::Hours(1)};
  harness.SetEvent(event);
  // The head of a lane in kTimer, and two behind it in kParked.
  auto ids = harness.Accept(1, {"head", "head", "head"}, absl::Minutes(10));
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(harness.CountTable(Table::kParked), 2);
  auto paused = harness.MakeEvent(1);
  paused->state = v1::Event::PAUSED;
  harness.SetEvent(paused);
  // More in kReady than the window takes, the last of which never expires.
  for (int i = 0; i < 20; ++i) {
    const auto more =
        harness.Accept(1, {absl::StrCat("c", i)}, absl::Minutes(10));
    ids.insert(ids.end(), more.begin(), more.end());
  }
  const auto kept = harness.Accept(1, {"kept"});
  EXPECT_EQ(harness.CheckTables(), "");
  const size_t sent = log.calls.size();
  harness.RunFor(absl::Minutes(9));
  harness.ExpireDue();
  EXPECT_EQ(harness.CountTable(Table::kExpiry), 23);
  harness.RunFor(absl::Minutes(1) + absl::Seconds(1));
  harness.ExpireDue();
  for (const DeliveryId& id : ids) {
    EXPECT_EQ(harness.Status(id).state(), v1::Delivery::EXPIRED);
  }
  EXPECT_EQ(harness.Status(kept[0]).end_time_us(), 0);
  EXPECT_EQ(harness.CountTable(Table::kExpiry), 0);
  EXPECT_EQ(harness.CheckTables(), "");
  EXPECT_EQ(harness.shard->GetStats(1).expired_count(), 23);
  EXPECT_EQ(log.calls.size(), sent);
}

TEST(ShardTest, AnEntryOfTheExpiryIndexOfNothingGoes) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(200); }));
  harness.SetEvent(harness.MakeEvent(1));
  const auto ids = harness.Accept(1, {"c"});
  store::PendingRecord pending;
  pending.set_account_uid(kAccountUid);
  pending.set_lane(store::LaneOf(1, "c"));
  store::Batch batch;
  batch.Put(Table::kExpiry, store::ExpiryKey(5, 1, ids[0]),
            pending.SerializeAsString());
  ASSERT_TRUE(harness.committer.Commit(std::move(batch)).ok());
  harness.RunFor(absl::Seconds(1));
  harness.ExpireDue();
  EXPECT_EQ(harness.CountTable(Table::kExpiry), 0);
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::DELIVERED);
}

TEST(ShardTest, RetryWaitsWhileADeliveryIsSwept) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(410); }));
  harness.SetEvent(harness.MakeEvent(1));
  const auto ids = harness.Accept(1, {"kept", "swept"});
  harness.RunFor(absl::Seconds(1));
  EXPECT_TRUE(harness.revivals.BeginSweep(ids).empty());
  std::vector<absl::Status> answers(2, absl::UnknownError("none"));
  for (int i = 0; i < 2; ++i) {
    harness.shard->Retry(kAccountUid, 1, ids[i],
                         [&, i](absl::Status status) { answers[i] = status; });
  }
  harness.RunFor(absl::Seconds(1));
  EXPECT_TRUE(absl::IsUnknown(answers[0])) << answers[0];
  store::Batch batch;
  const std::string key = store::DeliveryKey(kAccountUid, ids[1]);
  batch.Delete(Table::kDelivery, key);
  batch.Delete(Table::kStatus, key);
  ASSERT_TRUE(harness.committer.Commit(std::move(batch)).ok());
  harness.revivals.EndSweep();
  harness.RunFor(absl::Milliseconds(200));
  EXPECT_TRUE(answers[0].ok()) << answers[0];
  EXPECT_TRUE(absl::IsNotFound(answers[1])) << answers[1];
  // Nothing is left in hand.
  EXPECT_TRUE(harness.revivals.BeginSweep(ids).empty());
}

TEST(ShardTest, PausedEventsWait) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(200); }));
  auto event = harness.MakeEvent(1);
  event->state = v1::Event::PAUSED;
  harness.SetEvent(event);
  harness.Accept(1, {"c1"});
  harness.RunFor(absl::Hours(1));
  EXPECT_TRUE(log.calls.empty());
  harness.SetEvent(harness.MakeEvent(1));
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(log.calls.size(), 1u);
}

TEST(ShardTest, RemovedEventsCancelWhatIsPendingEvenOnDisk) {
  Log log;
  ShardOptions options;
  options.window.max_entries = 4;
  options.window.page_size = 2;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(500); }),
                       options);
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Hours(1)});
  harness.SetEvent(event);
  std::vector<std::string> calls;
  calls.reserve(40);
  for (int i = 0; i < 40; ++i) calls.push_back(absl::StrCat("c", i % 7));
  const auto ids = harness.Accept(1, calls);
  harness.RunFor(absl::Minutes(1));
  bool removed = false;
  harness.shard->RemoveEvent(1, "the event was deleted",
                             [&removed] { removed = true; });
  harness.RunFor(absl::Minutes(1));
  EXPECT_TRUE(removed);
  for (const DeliveryId& id : ids) {
    EXPECT_EQ(harness.Status(id).state(), v1::Delivery::CANCELLED);
  }
  EXPECT_EQ(harness.CountTable(Table::kReady), 0);
  EXPECT_EQ(harness.CountTable(Table::kTimer), 0);
  EXPECT_EQ(harness.CountTable(Table::kParked), 0);
  EXPECT_EQ(harness.CountTable(Table::kLane), 0);
}

TEST(ShardTest, ManyBacklogsShareTheMemory) {
  Log log;
  bool healthy = false;
  ShardOptions options;
  options.window.max_entries = 200;
  options.max_window_entries = 400;
  ShardHarness harness(
      log.Then([&](auto&, int) { return Answer(healthy ? 200 : 500); }),
      options);
  constexpr int kEvents = 10;
  constexpr int kPending = 300;
  std::vector<std::string> calls;
  calls.reserve(kPending);
  for (int i = 0; i < kPending; ++i) calls.push_back(absl::StrCat("c", i / 3));
  std::vector<DeliveryId> ids;
  for (int uid = 1; uid <= kEvents; ++uid) {
    auto event = harness.MakeEvent(uid);
    event->policy.retry = Schedule({absl::Minutes(1)});
    event->policy.max_concurrency = 1;
    event->policy.rate_per_second = 1;
    harness.SetEvent(event);
    for (const DeliveryId& id : harness.Accept(uid, calls)) ids.push_back(id);
    harness.RunFor(absl::Seconds(1));
    EXPECT_EQ(harness.CheckTables(), "");
  }
  harness.RunFor(absl::Seconds(2));
  // 32 for each; more is read when half of it is gone.
  EXPECT_LE(harness.shard->stats().window_deliveries, 320u);
  EXPECT_GE(harness.shard->stats().window_deliveries, 160u);
  healthy = true;
  harness.RunFor(absl::Hours(2));
  EXPECT_EQ(harness.CheckTables(), "");
  for (const DeliveryId& id : ids) {
    EXPECT_EQ(harness.Status(id).state(), v1::Delivery::DELIVERED);
  }
}

TEST(ShardTest, RetryMakesAWaitingDeliveryDueAndRevivesAnEndedOne) {
  Log log;
  ShardHarness harness(log.Then(
      [](auto&, int request) { return Answer(request < 3 ? 500 : 200); }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Hours(5)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"c1"});
  harness.RunFor(absl::Seconds(1));
  std::vector<absl::Status> answers;
  const auto answer = [&answers](absl::Status status) {
    answers.push_back(std::move(status));
  };
  harness.shard->Retry(kAccountUid, 1, ids[0], answer);
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::FAILED);
  harness.shard->Retry(kAccountUid, 1, ids[0], answer);
  harness.RunFor(absl::Seconds(1));
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::DELIVERED);
  EXPECT_EQ(harness.Status(ids[0]).attempt_count(), 3);
  EXPECT_EQ(log.ids[0], log.ids[2]);  // the same webhook-id
  harness.shard->Retry(kAccountUid, 1, ids[0], answer);
  harness.RunFor(absl::Seconds(1));
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[0].ok());
  EXPECT_TRUE(answers[1].ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(answers[2])) << answers[2];
}

TEST(ShardTest, RetryIsRefusedForAnEventThatWasDeletedBeforeARestart) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(200); }));
  const auto ids = harness.Accept(1, {"c1"}, absl::ZeroDuration(), false);
  harness.shard->AdoptOrphan(1);
  harness.RunFor(absl::Seconds(1));
  ASSERT_EQ(harness.Status(ids[0]).state(), v1::Delivery::CANCELLED);
  harness.Restart();
  absl::Status answer;
  harness.shard->Retry(kAccountUid, 1, ids[0], [&answer](absl::Status status) {
    answer = std::move(status);
  });
  harness.RunFor(absl::Seconds(1));
  EXPECT_TRUE(absl::IsFailedPrecondition(answer)) << answer;
  // Nobody would ever end it.
  EXPECT_EQ(harness.Status(ids[0]).state(), v1::Delivery::CANCELLED);
}

TEST(ShardTest, CancelReachesEveryPlaceWhereADeliveryWaits) {
  Log log;
  ShardOptions options;
  options.window.max_entries = 4;
  options.window.page_size = 2;
  ShardHarness harness(
      log.Then([](auto&, int) { return Answer(500, absl::Seconds(1)); }),
      options);
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Hours(1)});
  harness.SetEvent(event);
  std::vector<std::string> calls;
  calls.reserve(30);
  for (int i = 0; i < 30; ++i) calls.push_back(absl::StrCat("c", i % 3));
  const auto ids = harness.Accept(1, calls);
  harness.RunFor(absl::Milliseconds(500));  // in flight, queued and on disk
  int answered = 0;
  for (size_t i = 0; i < ids.size(); i += 2) {
    harness.shard->Cancel(kAccountUid, 1, ids[i], "enough",
                          [&answered](absl::Status status) {
                            EXPECT_TRUE(status.ok()) << status;
                            ++answered;
                          });
  }
  harness.RunFor(absl::Seconds(30));  // timers and parked from here on
  for (size_t i = 1; i < ids.size(); i += 2) {
    harness.shard->Cancel(kAccountUid, 1, ids[i], "enough",
                          [&answered](absl::Status status) {
                            EXPECT_TRUE(status.ok()) << status;
                            ++answered;
                          });
  }
  harness.RunFor(absl::Seconds(30));
  EXPECT_EQ(answered, 30);
  for (const DeliveryId& id : ids) {
    EXPECT_EQ(harness.Status(id).state(), v1::Delivery::CANCELLED);
  }
  EXPECT_EQ(harness.CountTable(Table::kTimer), 0);
  EXPECT_EQ(harness.CountTable(Table::kLane), 0);
}

TEST(ShardTest, AHangingDestinationLearnsLittleConcurrency) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) {
    return testing::Failure(v1::Attempt::TIMEOUT, "no answer within 15s",
                            absl::Seconds(15));
  }));
  harness.SetEvent(harness.MakeEvent(1));
  std::vector<std::string> calls;
  calls.reserve(100);
  for (int i = 0; i < 100; ++i) calls.push_back(absl::StrCat("c", i));
  harness.Accept(1, calls);
  harness.RunFor(absl::Minutes(1));
  EXPECT_EQ(harness.sender->most_in_flight(), Governor::kFirstConcurrency);
}

TEST(ShardTest, AnOpenBreakerAndALongFailureSurviveARestart) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(500); }));
  auto event = harness.MakeEvent(1);
  event->policy.breaker.enabled = true;
  event->policy.breaker.minimum_attempts = 2;
  event->policy.breaker.open_duration = absl::Minutes(2);
  event->policy.retry = Schedule({absl::Hours(1)});
  harness.SetEvent(event);
  harness.Accept(1, {"a", "b", "c"});
  harness.RunFor(absl::Seconds(1));
  harness.Accept(1, {"d", "e"});
  const size_t before = log.calls.size();
  harness.RunFor(absl::Minutes(1));
  harness.Restart();
  harness.RunFor(absl::Seconds(50));
  EXPECT_EQ(log.calls.size(), before);  // still open
  harness.RunFor(absl::Seconds(20));
  EXPECT_EQ(log.calls.size(), before + 1);  // one probe
  harness.RunFor(absl::Minutes(3));  // and another, a notable while later
  harness.Restart();
  EXPECT_TRUE(harness.shard->GetStats(1).has_failing_since_time());
}

TEST(ShardTest, AccountsTakeTurns) {
  Log log;
  ShardOptions options;
  options.max_in_flight = 4;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(200); }),
                       options);
  for (uint64_t uid = 1; uid <= 5; ++uid) {
    harness.SetEvent(harness.MakeEvent(uid, 100));
    std::vector<std::string> calls;
    calls.reserve(200);
    for (int i = 0; i < 200; ++i) calls.push_back(absl::StrCat("big", i));
    harness.Accept(uid, calls, absl::ZeroDuration(), true, 100);
  }
  harness.SetEvent(harness.MakeEvent(6, 200));
  harness.Accept(6, {"small"}, absl::ZeroDuration(), true, 200);
  const size_t before = log.calls.size();
  harness.RunFor(absl::Milliseconds(20));
  const auto small = std::find(log.calls.begin(), log.calls.end(), "small");
  ASSERT_NE(small, log.calls.end());
  EXPECT_LE(small - log.calls.begin(), static_cast<int64_t>(before) + 4);
}

TEST(ShardTest, ANextAttemptIsDueByTheWallClockWhenItJumps) {
  Log log;
  ShardHarness harness(log.Then([](auto&, int) { return Answer(500); }));
  auto event = harness.MakeEvent(1);
  event->policy.retry = Schedule({absl::Seconds(60)});
  harness.SetEvent(event);
  const auto ids = harness.Accept(1, {"c1"}, absl::ZeroDuration(),
                                  /*tell=*/true);
  harness.clock.Jump(absl::Hours(1));  // the wall clock jumps meanwhile
  harness.RunFor(absl::Seconds(30));
  EXPECT_EQ(harness.Status(ids[0]).attempt_count(), 1);
  harness.clock.Jump(absl::Minutes(2));
  harness.RunFor(absl::Seconds(2));
  EXPECT_EQ(log.calls.size(), 2u);  // due by the wall clock
}

}  // namespace
}  // namespace gancho::delivery
