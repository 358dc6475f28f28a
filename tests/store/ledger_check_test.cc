// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// A ledger in order, and each kind of damage that the check must find.

#include "store/ledger_check.h"

#include <string>
#include <utility>

#include "gancho/v1/delivery.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/key.h"
#include "store/memory_ledger.h"
#include "store/record.pb.h"

namespace gancho::store {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr uint64_t kAccount = 1;
constexpr uint64_t kEvent = 2;
constexpr uint64_t kTrigger = 3;
constexpr int64_t kDueUs = 1'750'000'000'000'000;

class LedgerCheckTest : public ::testing::Test {
 protected:
  // One delivery of each kind: `ready_`, `head_` in kTimer, `parked_` behind
  // it, and `ended_`.
  LedgerCheckTest() {
    batch_.Put(Table::kMeta, kMetaNextUid, MetaNumber(4));
    PutDefinition<AccountRecord>(Table::kAccount, AccountKey("a"), kAccount);
    PutDefinition<EventRecord>(Table::kEvent, EventKey(kAccount, "e"), kEvent);
    PutDefinition<TriggerRecord>(Table::kTrigger, TriggerKey(kAccount, "t"),
                                 kTrigger);
    batch_.Put(Table::kCall, CallKey(0, kAccount, "c"), "");
    batch_.Put(Table::kCallTime, CallTimeKey(0, kAccount, kDueUs, "c"), "");
    ready_ = PutDelivery(10);
    PutPending(Table::kReady, ReadyKey(kEvent, ready_), 10, 0);
    head_ = PutDelivery(20);
    PutPending(Table::kTimer, TimerKey(kEvent, kDueUs, head_), 20, 1);
    StatusRecord status;
    status.set_state(v1::Delivery::PENDING);
    status.set_attempt_count(1);
    status.set_next_attempt_time_us(kDueUs);
    PutStatus(head_, status);
    AttemptRecord attempt;
    attempt.set_number(1);
    Put(Table::kAttempt, AttemptKey(kAccount, head_, 1), attempt);
    LaneRecord lane;
    lane.set_due_time_us(kDueUs);
    lane.set_delivery_id(std::string(head_.bytes()));
    Put(Table::kLane, LaneKey(0, kEvent, 20), lane);
    parked_ = PutDelivery(20);
    PutPending(Table::kParked, ParkedKey(kEvent, 20, parked_), 20, 0);
    ended_ = PutDelivery(30);
    status.Clear();
    status.set_state(v1::Delivery::DELIVERED);
    status.set_attempt_count(1);
    status.set_end_time_us(kDueUs);
    PutStatus(ended_, status);
    batch_.Put(Table::kMeta, MetaLastDeliveryIdKey(0), ended_.bytes());
    Apply();
  }

  template <typename Record>
  void Put(Table table, std::string key, const Record& record) {
    batch_.Put(table, key, record.SerializeAsString());
  }

  template <typename Record>
  void PutDefinition(Table table, std::string key, uint64_t uid) {
    Record record;
    record.set_uid(uid);
    Put(table, std::move(key), record);
  }

  DeliveryId PutDelivery(uint64_t lane) {
    const DeliveryId id = ids_.Next(absl::FromUnixMicros(kDueUs));
    DeliveryRecord record;
    record.set_event_uid(kEvent);
    record.set_lane(lane);
    Put(Table::kDelivery, DeliveryKey(kAccount, id), record);
    return id;
  }

  void PutPending(Table table, std::string key, uint64_t lane, int attempts) {
    PendingRecord record;
    record.set_account_uid(kAccount);
    record.set_lane(lane);
    record.set_attempt_count(attempts);
    Put(table, std::move(key), record);
  }

  void PutStatus(const DeliveryId& id, const StatusRecord& status) {
    Put(Table::kStatus, DeliveryKey(kAccount, id), status);
  }

  void Apply() {
    batch_.set_number(ledger_.applied_batch() + 1);
    ASSERT_TRUE(ledger_.Apply(batch_).ok());
    batch_.Clear();
  }

  LedgerReport Check() {
    LedgerReport report;
    CheckLedger(ledger_, &report);
    return report;
  }

  // Applies the damage that is in the batch, and expects it to be found.
  void ExpectFound(const char* table, const char* what) {
    Apply();
    const LedgerReport report = Check();
    EXPECT_FALSE(report.healthy());
    EXPECT_THAT(report.problems,
                Contains(AllOf(Field("where", &LedgerReport::Problem::where,
                                     HasSubstr(std::string("'") + table + "'")),
                               Field("what", &LedgerReport::Problem::what,
                                     HasSubstr(what)))))
        << ::testing::PrintToString(report.problem_count);
  }

  MemoryLedger ledger_;
  Batch batch_;
  DeliveryIdGenerator ids_{0, DeliveryId(), [] { return 1; }};
  DeliveryId ready_;
  DeliveryId head_;
  DeliveryId parked_;
  DeliveryId ended_;
};

TEST_F(LedgerCheckTest, FindsNothingInAHealthyLedger) {
  const LedgerReport report = Check();
  EXPECT_TRUE(report.healthy())
      << report.problems.front().where << ": " << report.problems.front().what;
  EXPECT_EQ(report.pending, 3);
  EXPECT_EQ(report.delivered, 1);
  EXPECT_EQ(report.format_version, kFormatVersion);
  EXPECT_EQ(report.tables[static_cast<size_t>(Table::kDelivery)].entries, 4);
  EXPECT_EQ(report.tables[static_cast<size_t>(Table::kLane)].entries, 1);
}

TEST_F(LedgerCheckTest, FindsUnreadableKeysAndValues) {
  for (const Table table :
       {Table::kEvent, Table::kCall, Table::kCallTime, Table::kDelivery,
        Table::kReady, Table::kTimer, Table::kParked, Table::kLane}) {
    SCOPED_TRACE(TableName(table));
    batch_.Put(table, "short", "");
    ExpectFound(std::string(TableName(table)).c_str(), "unreadable key");
    batch_.Delete(table, "short");
  }
  batch_.Put(Table::kDelivery, DeliveryKey(kAccount, ready_), "\xff");
  ExpectFound("delivery", "unreadable value");
  batch_.Put(Table::kMeta, kMetaNextUid, "7");
  ExpectFound("default", "not a number");
}

TEST_F(LedgerCheckTest, FindsUidsThatAreNotUnique) {
  PutDefinition<EventRecord>(Table::kEvent, EventKey(kAccount, "f"), kTrigger);
  ExpectFound("trigger", "another one's");
  PutDefinition<EventRecord>(Table::kEvent, EventKey(kAccount, "f"), 4);
  ExpectFound("event", "not below next_uid");
  PutDefinition<EventRecord>(Table::kEvent, EventKey(9, "f"), 4);
  ExpectFound("event", "no account with uid 9");
}

TEST_F(LedgerCheckTest, FindsAnIdAboveTheLastOne) {
  batch_.Put(Table::kMeta, MetaLastDeliveryIdKey(0), parked_.bytes());
  ExpectFound("delivery", "above last_delivery_id");
}

TEST_F(LedgerCheckTest, FindsWhatHasNoDelivery) {
  batch_.Delete(Table::kDelivery, DeliveryKey(kAccount, head_));
  ExpectFound("status", "no such delivery");
  EXPECT_EQ(Check().problem_count, 3);  // of kStatus, kAttempt and kTimer
}

TEST_F(LedgerCheckTest, FindsACallTimeWithoutACallAndTheReverse) {
  batch_.Put(Table::kCallTime, CallTimeKey(0, kAccount, kDueUs, "d"), "");
  ExpectFound("call_time", "no such call");
  batch_.Put(Table::kCall, CallKey(0, kAccount, "d"), "");
  batch_.Put(Table::kCall, CallKey(0, kAccount, "e"), "");
  ExpectFound("call_time", "1 calls are not in it");
}

TEST_F(LedgerCheckTest, FindsStatusesThatContradictThemselves) {
  StatusRecord status;
  status.set_state(v1::Delivery::FAILED);
  PutStatus(ended_, status);
  ExpectFound("status", "ended without a time");
  status.set_state(77);
  PutStatus(ended_, status);
  ExpectFound("status", "unknown state");
}

TEST_F(LedgerCheckTest, FindsAttemptsThatTheStatusDoesNotCount) {
  AttemptRecord attempt;
  attempt.set_number(2);
  Put(Table::kAttempt, AttemptKey(kAccount, head_, 2), attempt);
  ExpectFound("attempt", "attempt 2 of a delivery with 1");
}

TEST_F(LedgerCheckTest, FindsAPendingDeliveryThatNoTableHolds) {
  batch_.Delete(Table::kReady, ReadyKey(kEvent, ready_));
  ExpectFound("delivery", "it would never be sent");
  EXPECT_EQ(Check().problem_count, 1);
}

TEST_F(LedgerCheckTest, FindsAnEndedDeliveryThatIsStillPending) {
  PutPending(Table::kReady, ReadyKey(kEvent, ended_), 30, 1);
  ExpectFound("ready", "has ended");
}

TEST_F(LedgerCheckTest, FindsADeliveryThatIsPendingTwice) {
  PutPending(Table::kReady, ReadyKey(kEvent, parked_), 20, 0);
  ExpectFound("ready", "in 'parked', too");
  batch_.Delete(Table::kReady, ReadyKey(kEvent, parked_));
  PutPending(Table::kReady, ReadyKey(kEvent, head_), 20, 1);
  ExpectFound("ready", "head of its lane");
  batch_.Delete(Table::kReady, ReadyKey(kEvent, head_));
  PutPending(Table::kTimer, TimerKey(kEvent, kDueUs + 1, head_), 20, 1);
  ExpectFound("timer", "another head");
}

// One of them is forgotten, another one is there twice: the counts agree.
TEST_F(LedgerCheckTest, FindsOneTooManyAndOneTooFew) {
  batch_.Delete(Table::kReady, ReadyKey(kEvent, ready_));
  PutPending(Table::kReady, ReadyKey(kEvent, parked_), 20, 0);
  ExpectFound("delivery", "it would never be sent");
}

TEST_F(LedgerCheckTest, FindsALaneWithoutItsHeadAndTheReverse) {
  batch_.Delete(Table::kLane, LaneKey(0, kEvent, 20));
  ExpectFound("timer", "another head or none");
  LaneRecord lane;
  lane.set_due_time_us(kDueUs + 1);
  lane.set_delivery_id(std::string(head_.bytes()));
  Put(Table::kLane, LaneKey(0, kEvent, 20), lane);
  ExpectFound("lane", "not in 'timer'");
}

TEST_F(LedgerCheckTest, FindsAParkedDeliveryBehindNothing) {
  batch_.Delete(Table::kLane, LaneKey(0, kEvent, 20));
  batch_.Delete(Table::kTimer, TimerKey(kEvent, kDueUs, head_));
  ExpectFound("parked", "its lane has no head");
}

TEST_F(LedgerCheckTest, FindsAnEntryThatDisagreesWithItsDelivery) {
  PutPending(Table::kReady, ReadyKey(kEvent, ready_), 11, 0);
  ExpectFound("ready", "of another lane");
  PutPending(Table::kReady, ReadyKey(kEvent, ready_), 10, 3);
  ExpectFound("ready", "counts 3 attempts, its status 0");
  batch_.Delete(Table::kReady, ReadyKey(kEvent, ready_));
  PutPending(Table::kReady, ReadyKey(kEvent + 1, ready_), 10, 0);
  ExpectFound("ready", "of event 2");
}

TEST_F(LedgerCheckTest, TellsABoundedNumberOfProblems) {
  for (int i = 0; i < 300; ++i) {
    batch_.Put(Table::kCall, std::to_string(i), "");
  }
  Apply();
  const LedgerReport report = Check();
  EXPECT_GE(report.problem_count, 300);
  EXPECT_EQ(report.problems.size(), LedgerReport::kMaxTold);
}

}  // namespace
}  // namespace gancho::store
