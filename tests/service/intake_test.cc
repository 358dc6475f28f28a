// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/intake.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/call_tracker.h"
#include "tests/testing/intake_fixture.h"

namespace gancho::service {
namespace {

using store::Table;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::CallState;

class IntakeTest : public testing::IntakeFixture {
 protected:
  IntakeTest() {
    catalog_.AddEvent(1, 100, "crm", "{{call.call_id}} {{state.state}}");
    catalog_.AddTrigger(1, "on-start", CallState::START, 100);
    catalog_.AddTrigger(1, "on-end", CallState::END, 100);
  }

  store::DeliveryRecord StoredDelivery(const store::DeliveryId& id) {
    store::DeliveryRecord record;
    const auto value = ledger_.Get(Table::kDelivery, store::DeliveryKey(1, id));
    EXPECT_TRUE(value.ok()) << value.status();
    EXPECT_TRUE(record.ParseFromString(value.value_or("\xff")));
    return record;
  }

  store::StatusRecord StoredStatus(const store::DeliveryId& id) {
    store::StatusRecord record;
    const auto value = ledger_.Get(Table::kStatus, store::DeliveryKey(1, id));
    EXPECT_TRUE(value.ok()) << value.status();
    EXPECT_TRUE(record.ParseFromString(value.value_or("\xff")));
    return record;
  }
};

TEST_F(IntakeTest, WritesCallAndDeliveryInOneBatch) {
  const IntakeResult result =
      Submit({State("c1", CallState::START, 1)})->Await();
  ASSERT_TRUE(result.status.ok());
  EXPECT_EQ(result.accepted, 1);
  ASSERT_THAT(result.deliveries, SizeIs(1));
  ASSERT_THAT(ledger_.applied(), SizeIs(1));
  std::vector<Table> tables;
  ASSERT_TRUE(
      ledger_.applied()[0]
          .ForEach([&](Table table, std::string_view, const std::string_view*) {
            tables.push_back(table);
          })
          .ok());
  EXPECT_THAT(tables, ::testing::UnorderedElementsAre(
                          Table::kCallTime, Table::kDelivery, Table::kReady,
                          Table::kCall, Table::kMeta));
  const store::CallRecord call = StoredCall("c1");
  EXPECT_EQ(call.call().name(), "");
  EXPECT_EQ(call.call().start_time().seconds(),
            absl::ToUnixSeconds(testing::ManualClock::kStart));
  const store::DeliveryRecord delivery = StoredDelivery(result.deliveries[0]);
  EXPECT_EQ(delivery.event_uid(), 100u);
  EXPECT_EQ(delivery.event_id(), "crm");
  EXPECT_EQ(delivery.trigger_id(), "on-start");
  EXPECT_EQ(delivery.call_id(), "c1");
  EXPECT_EQ(delivery.call_state(), CallState::START);
  EXPECT_EQ(delivery.lane(), store::LaneOf(100, "c1"));
  EXPECT_EQ(delivery.request().body(), "c1 START");
  EXPECT_EQ(delivery.expire_time_us(), 0);
  ASSERT_THAT(engine_.accepted(), SizeIs(1));
  EXPECT_EQ(engine_.accepted()[0].id, result.deliveries[0]);
  EXPECT_EQ(engine_.accepted()[0].account_uid, 1u);
}

TEST_F(IntakeTest, StatesOfOneCallInOneRoundWriteItOnce) {
  const IntakeResult result =
      Submit({State("c1", CallState::START, 1),
              State("c1", CallState::RINGING, 2),
              State("c1", CallState::END, 3), State("c2", CallState::START, 1)})
          ->Await();
  EXPECT_EQ(result.accepted, 4);
  EXPECT_THAT(engine_.bodies(), ElementsAre("c1 START", "c1 END", "c2 START"));
  const auto applied = ledger_.applied();
  ASSERT_THAT(applied, SizeIs(1));
  int calls = 0;
  int metas = 0;
  ASSERT_TRUE(
      applied[0]
          .ForEach([&](Table table, std::string_view, const std::string_view*) {
            calls += table == Table::kCall;
            metas += table == Table::kMeta;
          })
          .ok());
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(metas, 1);
  EXPECT_TRUE(
      std::is_sorted(result.deliveries.begin(), result.deliveries.end()));
}

TEST_F(IntakeTest, MessagesThatWaitShareARound) {
  Open({.max_rounds_in_flight = 1});
  ledger_.Hold();
  const auto first = Submit({State("c0", CallState::START, 1)});
  ledger_.AwaitHeld();
  std::vector<std::shared_ptr<Answer>> answers;
  for (int i = 1; i <= 20; ++i) {
    answers.push_back(
        Submit({State(absl::StrCat("c", i), CallState::START, 1)}));
  }
  EXPECT_FALSE(first->done());
  ledger_.Release();
  for (const auto& answer : answers) EXPECT_TRUE(answer->Await().status.ok());
  EXPECT_THAT(ledger_.applied(), SizeIs(2));
  EXPECT_THAT(engine_.accepted(), SizeIs(21));
}

TEST_F(IntakeTest, DuplicateFiresNothingAndIsReported) {
  Submit({State("c1", CallState::START, 1)})->Await();
  const IntakeResult again =
      Submit({State("c1", CallState::START, 1)})->Await();
  EXPECT_TRUE(again.status.ok());
  EXPECT_EQ(again.accepted, 0);
  EXPECT_EQ(again.duplicates, 1);
  EXPECT_THAT(again.deliveries, SizeIs(0));
  EXPECT_THAT(engine_.accepted(), SizeIs(1));
}

TEST_F(IntakeTest, DuplicateIsKnownAfterARestart) {
  const IntakeResult first =
      Submit({State("c1", CallState::START, 1)})->Await();
  Open();
  EXPECT_EQ(Submit({State("c1", CallState::START, 1)})->Await().duplicates, 1);
  EXPECT_THAT(engine_.accepted(), SizeIs(1));
  EXPECT_EQ(StoredCall("c1").call().state_count(), 1);
}

// docs/delivery.md promises 256 states of a call, whatever their numbers.
TEST_F(IntakeTest, DuplicateWindowIsTheSameAfterARestart) {
  catalog_.AddEvent(1, 10, "e", "{{state.sequence}}");
  catalog_.AddTrigger(1, "t", v1::CallState::HOLD, 10);
  std::vector<v1::CallState> states;
  for (int i = 0; i <= service::kDuplicateWindow; ++i) {
    // Late ones, too: the order of acceptance counts.
    states.push_back(State("c", v1::CallState::HOLD, 1000 - i));
  }
  ASSERT_EQ(Submit(states)->Await().accepted, service::kDuplicateWindow + 1);
  Open();
  const std::vector<v1::CallState> latest(states.begin() + 1, states.end());
  EXPECT_EQ(Submit(latest)->Await().duplicates, service::kDuplicateWindow);
  // Duplicates took no place: still only the first is beyond the window.
  EXPECT_EQ(Submit({states[1]})->Await().duplicates, 1);
  const auto again = Submit({states[0]});
  EXPECT_EQ(again->Await().accepted, 1);
  EXPECT_EQ(again->Await().deliveries.size(), 1u);
}

TEST_F(IntakeTest, IdsRiseAcrossARestartAndABackwardClock) {
  const IntakeResult first =
      Submit({State("c1", CallState::START, 1)})->Await();
  clock_.Advance(-absl::Hours(24));
  Open();
  const IntakeResult second = Submit({State("c1", CallState::END, 2)})->Await();
  ASSERT_THAT(second.deliveries, SizeIs(1));
  EXPECT_LT(first.deliveries[0], second.deliveries[0]);
}

TEST_F(IntakeTest, DuplicateIsAnsweredOnlyAfterWhatItRepeatsIsDurable) {
  ledger_.Hold();
  const auto first = Submit({State("c1", CallState::START, 1)});
  ledger_.AwaitHeld();
  const auto again = Submit({State("c1", CallState::START, 1)});
  ledger_.FailNext(absl::UnavailableError("disk"));
  ledger_.Release();
  // The first apply fails (it is not yet decided): neither may be answered OK.
  EXPECT_EQ(first->Await().status.code(), absl::StatusCode::kUnavailable);
  // The repetition was built upon the failed group and fails with it, or was
  // taken up after it and is new; a duplicate of what is lost it never is.
  const IntakeResult repeated = again->Await();
  if (repeated.status.ok()) {
    EXPECT_EQ(repeated.accepted, 1);
    EXPECT_EQ(repeated.duplicates, 0);
  } else {
    EXPECT_EQ(repeated.status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(Submit({State("c1", CallState::START, 1)})->Await().accepted, 1);
  }
  EXPECT_EQ(Submit({State("c1", CallState::START, 1)})->Await().duplicates, 1);
}

TEST_F(IntakeTest, FailedGroupLosesNothingThatWasAnsweredAndTheNextStands) {
  Submit({State("c1", CallState::START, 1)})->Await();
  ledger_.FailNext(absl::ResourceExhaustedError("no space"));
  EXPECT_EQ(Submit({State("c1", CallState::RINGING, 2)})->Await().status.code(),
            absl::StatusCode::kResourceExhausted);
  // The lost RINGING is not in the call, so it is not a duplicate either.
  const IntakeResult retried =
      Submit({State("c1", CallState::RINGING, 2)})->Await();
  EXPECT_EQ(retried.accepted, 1);
  EXPECT_EQ(StoredCall("c1").call().state_count(), 2);
  EXPECT_THAT(engine_.accepted(), SizeIs(1));
}

TEST_F(IntakeTest, RoundsBuiltUponAFailedOneFailToo) {
  ledger_.Hold();
  const auto blocker = Submit({State("c0", CallState::START, 1)});
  ledger_.AwaitHeld();
  const auto second = Submit({State("c1", CallState::START, 1)});
  const auto third = Submit({State("c1", CallState::END, 2)});
  ledger_.FailNext(absl::InternalError("torn"));
  ledger_.Release();
  EXPECT_FALSE(blocker->Await().status.ok());
  for (const auto& answer : {second, third}) {
    // Whatever happened to them, an OK means that it is in the ledger.
    if (answer->Await().status.ok()) continue;
    EXPECT_EQ(answer->Await().status.code(), absl::StatusCode::kUnavailable);
  }
  Submit({State("c1", CallState::START, 1), State("c1", CallState::END, 2)})
      ->Await();
  EXPECT_EQ(StoredCall("c1").call().state_count(), 2);
  EXPECT_EQ(Count(Table::kReady), 2);
}

TEST_F(IntakeTest, DisabledEventRecordsFailedDeliveries) {
  catalog_.SetEventState(100, v1::Event::DISABLED, "answered 410");
  const IntakeResult result =
      Submit({State("c1", CallState::START, 1)})->Await();
  ASSERT_THAT(result.deliveries, SizeIs(1));
  const store::StatusRecord status = StoredStatus(result.deliveries[0]);
  EXPECT_EQ(status.state(), v1::Delivery::FAILED);
  EXPECT_THAT(status.reason(), HasSubstr("answered 410"));
  EXPECT_GT(status.end_time_us(), 0);
  // It can be sent later.
  EXPECT_EQ(StoredDelivery(result.deliveries[0]).request().body(), "c1 START");
  EXPECT_EQ(Count(Table::kReady), 0);
  EXPECT_THAT(engine_.accepted(), SizeIs(0));
}

TEST_F(IntakeTest, RequestThatCannotBeRenderedIsAFailedDelivery) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "{{call.recording_url}}";
  catalog_.AddEvent(1, 101, "huge", text);
  catalog_.AddTrigger(1, "on-recording", CallState::RECORDING, 101);
  CallState state = State("c1", CallState::RECORDING, 1);
  state.set_recording_url(std::string(4096, 'u'));
  const IntakeResult result = Submit({state})->Await();
  ASSERT_TRUE(result.status.ok());
  ASSERT_THAT(result.deliveries, SizeIs(1));
  const store::StatusRecord status = StoredStatus(result.deliveries[0]);
  EXPECT_EQ(status.state(), v1::Delivery::FAILED);
  EXPECT_THAT(status.reason(), HasSubstr("could not be rendered"));
  EXPECT_FALSE(StoredDelivery(result.deliveries[0]).has_request());
  EXPECT_EQ(Count(Table::kReady), 0);
}

TEST_F(IntakeTest, EarlierExpiryCounts) {
  catalog_.AddTrigger(1, "on-ringing", CallState::RINGING, 100,
                      absl::Seconds(60));
  const int64_t now_s = absl::ToUnixSeconds(testing::ManualClock::kStart);
  CallState plain = State("c1", CallState::RINGING, 1);
  CallState sooner = State("c1", CallState::RINGING, 2);
  sooner.mutable_expire_time()->set_seconds(now_s + 5);
  CallState later = State("c1", CallState::RINGING, 3);
  later.mutable_expire_time()->set_seconds(now_s + 500);
  CallState past = State("c1", CallState::RINGING, 4);
  past.mutable_expire_time()->set_seconds(-1);
  const IntakeResult result = Submit({plain, sooner, later, past})->Await();
  ASSERT_THAT(result.deliveries, SizeIs(4));
  std::vector<int64_t> expiries;
  for (const auto& id : result.deliveries) {
    expiries.push_back(StoredDelivery(id).expire_time_us());
  }
  EXPECT_THAT(expiries,
              ElementsAre((now_s + 60) * 1'000'000, (now_s + 5) * 1'000'000,
                          (now_s + 60) * 1'000'000, 1));
}

TEST_F(IntakeTest, UnorderedDeliveriesHaveLanesOfTheirOwn) {
  catalog_.AddEvent(1, 102, "free", "x", /*ordered=*/false);
  catalog_.AddTrigger(1, "on-hold", CallState::HOLD, 102);
  const IntakeResult result =
      Submit({State("c1", CallState::HOLD, 1), State("c1", CallState::HOLD, 2)})
          ->Await();
  ASSERT_THAT(result.deliveries, SizeIs(2));
  EXPECT_NE(StoredDelivery(result.deliveries[0]).lane(),
            StoredDelivery(result.deliveries[1]).lane());
}

TEST_F(IntakeTest, TooManyLabelsRejectsTheStateAndTakesTheRest) {
  CallState first = State("c1", CallState::START, 1);
  for (int i = 0; i < 64; ++i) {
    (*first.mutable_labels())[absl::StrCat("k", i)] = "v";
  }
  CallState second = State("c1", CallState::RINGING, 2);
  (*second.mutable_labels())["more"] = "v";
  const IntakeResult result =
      Submit({first, second, State("c1", CallState::END, 3)})->Await();
  EXPECT_TRUE(result.status.ok());
  EXPECT_EQ(result.accepted, 2);
  ASSERT_THAT(result.rejections, SizeIs(1));
  EXPECT_EQ(result.rejections[0].index, 1);
  ASSERT_THAT(result.rejections[0].problems, SizeIs(1));
  EXPECT_EQ(result.rejections[0].problems[0].field, "labels");
}

TEST_F(IntakeTest, RefusesBeyondItsLimitsAndWakesInOrder) {
  Open({.max_queued_states = 4, .max_rounds_in_flight = 1});
  ledger_.Hold();
  const auto first = Submit({State("c0", CallState::START, 1)});
  ledger_.AwaitHeld();
  std::vector<std::shared_ptr<Answer>> answers;
  IntakeMessage refused = Message({State("x", CallState::START, 1)});
  absl::Notification woken;
  int taken = 0;
  while (true) {
    auto answer = std::make_shared<Answer>();
    IntakeMessage message =
        Message({State(absl::StrCat("c", ++taken), CallState::START, 1)});
    message.done = [answer](IntakeResult result) {
      answer->Set(std::move(result));
    };
    const auto admission =
        intake_->TrySubmit(message, [&woken] { woken.Notify(); });
    if (admission == Intake::Admission::kFull) {
      // Untouched: it can be submitted again.
      ASSERT_NE(message.account, nullptr);
      ASSERT_THAT(*message.states, SizeIs(1));
      break;
    }
    answers.push_back(answer);
    ASSERT_LT(taken, 100);
  }
  EXPECT_EQ(intake_->TrySubmit(refused), Intake::Admission::kFull);
  ledger_.Release();
  woken.WaitForNotification();
  for (const auto& answer : answers) EXPECT_TRUE(answer->Await().status.ok());
  EXPECT_EQ(intake_->TrySubmit(refused), Intake::Admission::kTaken);
}

TEST_F(IntakeTest, LargeMessageTakesSeveralRoundsAndIsAnsweredAfterTheLast) {
  Open({.max_round_states = 3});
  std::vector<CallState> states;
  for (int i = 0; i < 10; ++i)
    states.push_back(State("c1", CallState::HOLD, i));
  const IntakeResult result = Submit(states)->Await();
  EXPECT_TRUE(result.status.ok());
  EXPECT_EQ(result.accepted, 10);
  EXPECT_EQ(StoredCall("c1").call().state_count(), 10);
}

TEST_F(IntakeTest, EmptyMessageIsAnsweredInItsTurn) {
  ledger_.Hold();
  const auto first = Submit({State("c1", CallState::START, 1)});
  ledger_.AwaitHeld();
  const auto empty = Submit({});
  EXPECT_FALSE(empty->done());
  ledger_.Release();
  EXPECT_TRUE(empty->Await().status.ok());
  EXPECT_TRUE(first->done());
}

TEST_F(IntakeTest, StopAnswersWhatWasTakenAndRefusesTheRest) {
  ledger_.Hold();
  const auto first = Submit({State("c1", CallState::START, 1)});
  ledger_.AwaitHeld();
  const auto second = Submit({State("c1", CallState::END, 2)});
  std::thread stopping([this] { intake_->Stop(); });
  ledger_.Release();
  stopping.join();
  EXPECT_TRUE(first->Await().status.ok());
  EXPECT_TRUE(second->Await().status.ok());
  IntakeMessage late = Message({State("c2", CallState::START, 1)});
  EXPECT_EQ(intake_->TrySubmit(late), Intake::Admission::kStopped);
}

TEST_F(IntakeTest, ForgetsCallsItDoesNotNeedAndFindsThemAgain) {
  Open({.max_cached_bytes = 4096});
  for (int i = 0; i < 50; ++i) {
    Submit({State(absl::StrCat("c", i), CallState::START, 1)})->Await();
  }
  for (int i = 0; i < 50; ++i) {
    const std::string id = absl::StrCat("c", i);
    EXPECT_EQ(Submit({State(id, CallState::START, 1)})->Await().duplicates, 1);
    Submit({State(id, CallState::END, 2)})->Await();
    EXPECT_EQ(StoredCall(id).call().state_count(), 2);
  }
}

TEST_F(IntakeTest, DamagedCallRejectsItsStateOnly) {
  store::Batch batch;
  batch.Put(Table::kCall, store::CallKey(0, 1, "bad"), "\xff\xff\xff");
  ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  const IntakeResult result = Submit({State("bad", CallState::START, 1),
                                      State("good", CallState::START, 1)})
                                  ->Await();
  EXPECT_TRUE(result.status.ok());
  EXPECT_EQ(result.accepted, 1);
  ASSERT_THAT(result.rejections, SizeIs(1));
  EXPECT_EQ(result.rejections[0].status.code(), absl::StatusCode::kInternal);
}

TEST_F(IntakeTest, ManyCallersAtOnceLoseNothing) {
  constexpr int kCallers = 4;
  constexpr int kMessages = 200;
  std::vector<std::thread> callers;
  std::atomic<int> failed = 0;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller, &failed] {
      for (int i = 0; i < kMessages; ++i) {
        const auto answer = Submit(
            {State(absl::StrCat("c", caller), CallState::START, 2 * i),
             State(absl::StrCat("c", caller), CallState::END, 2 * i + 1)});
        if (i % 10 == 9 && !answer->Await().status.ok()) ++failed;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  intake_->Stop();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(Count(Table::kReady), kCallers * kMessages * 2);
  EXPECT_THAT(engine_.accepted(), SizeIs(kCallers * kMessages * 2));
  for (int caller = 0; caller < kCallers; ++caller) {
    EXPECT_EQ(StoredCall(absl::StrCat("c", caller)).call().state_count(),
              kMessages * 2);
  }
}

}  // namespace
}  // namespace gancho::service
