// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_store.h"

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "gtest/gtest.h"
#include "store/key.h"
#include "store/table.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

constexpr char kUuid[] = "1b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e91";
constexpr char kOtherUuid[] = "2b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e91";

class DefinitionStoreTest : public testing::DefinitionFixture {
 protected:
  v1::CreateAccountRequest AccountRequest(const std::string& id,
                                          const std::string& request_id = "") {
    v1::CreateAccountRequest request;
    request.set_account_id(id);
    request.mutable_account()->set_display_name("Name");
    request.set_request_id(request_id);
    return request;
  }

  int Count(store::Table table) {
    int count = 0;
    auto scan = ledger_.NewScan(table, {});
    for (; scan->Valid(); scan->Next()) ++count;
    return count;
  }
};

TEST_F(DefinitionStoreTest, MakesTheDefaultAccountOnce) {
  v1::Account before, after;
  EXPECT_EQ(GetAccount(Text<v1::GetAccountRequest>("name: 'accounts/default'"),
                       &before),
            "OK");
  EXPECT_EQ(before.time_zone(), "UTC");
  Open();
  EXPECT_EQ(GetAccount(Text<v1::GetAccountRequest>("name: 'accounts/default'"),
                       &after),
            "OK");
  EXPECT_EQ(before.DebugString(), after.DebugString());
}

TEST_F(DefinitionStoreTest, ShowsTheSameAfterARestart) {
  AddEvent("crm",
           "display_name: 'CRM' labels { key: 'a' value: 'b' } "
           "authentication { basic { username: 'u' password: 'p' } } "
           "signing { scheme: ED25519 } policy { max_concurrency: 3 }");
  AddEvent("paused");
  EXPECT_EQ(PauseEvent(Text<v1::PauseEventRequest>(
                "name: 'accounts/default/events/paused' reason: 'holiday'")),
            "OK");
  AddTrigger("t", "crm",
             "call_states: END filter: 'direction = INBOUND' "
             "expire_after { seconds: 60 }");
  const auto list = [this] {
    v1::ListEventsResponse events;
    v1::ListTriggersResponse triggers;
    EXPECT_EQ(ListEvents(Text<v1::ListEventsRequest>("parent: 'accounts/-'"),
                         &events),
              "OK");
    EXPECT_EQ(
        ListTriggers(Text<v1::ListTriggersRequest>("parent: 'accounts/-'"),
                     &triggers),
        "OK");
    return events.DebugString() + triggers.DebugString();
  };
  const std::string before = list();
  const uint64_t account_uid = store_->catalog().FindAccount("default")->uid;
  const auto runtime_before =
      store_->catalog().FindEvent(account_uid, "crm")->runtime;
  EXPECT_EQ(Matches("direction: INBOUND", v1::CallState::END),
            std::vector<std::string>{"t"});
  Open();
  EXPECT_EQ(list(), before);
  EXPECT_EQ(Matches("direction: INBOUND", v1::CallState::END),
            std::vector<std::string>{"t"});
  const auto runtime = store_->catalog().FindEvent(account_uid, "crm")->runtime;
  EXPECT_EQ(runtime->uid, runtime_before->uid);
  EXPECT_EQ(runtime->version, runtime_before->version);
  EXPECT_EQ(runtime->authentication.basic().password(), "p");
  ASSERT_EQ(runtime->signing_keys.size(), 1u);
  EXPECT_EQ(runtime->signing_keys[0].secret(),
            runtime_before->signing_keys[0].secret());
  EXPECT_EQ(runtime->policy.max_concurrency, 3);
  EXPECT_EQ(runtime->host, "crm.example.com");
}

TEST_F(DefinitionStoreTest, NeverGivesAUidTwice) {
  AddEvent("first");
  const uint64_t uid =
      store_->catalog()
          .FindEvent(store_->catalog().FindAccount("default")->uid, "first")
          ->uid;
  const std::string etag = StoredEvent("first").etag();
  EXPECT_EQ(DeleteEvent(Text<v1::DeleteEventRequest>(
                "name: 'accounts/default/events/first'")),
            "OK");
  Open();
  AddEvent("first");
  EXPECT_GT(
      store_->catalog()
          .FindEvent(store_->catalog().FindAccount("default")->uid, "first")
          ->uid,
      uid);
  EXPECT_NE(StoredEvent("first").etag(), etag);
}

TEST_F(DefinitionStoreTest, AFailedCommitChangesNothing) {
  ledger_.FailNext(absl::ResourceExhaustedError("/data is full"));
  EXPECT_EQ(CreateAccount(AccountRequest("a")),
            "RESOURCE_EXHAUSTED STORAGE_EXHAUSTED");
  EXPECT_EQ(store_->catalog().FindAccount("a"), nullptr);
  ledger_.FailNext(absl::UnavailableError("I/O error"));
  EXPECT_EQ(CreateAccount(AccountRequest("a")),
            "UNAVAILABLE STORAGE_UNAVAILABLE");
  EXPECT_EQ(CreateAccount(AccountRequest("a")), "OK");
  EXPECT_EQ(CreateAccount(AccountRequest("a")),
            "ALREADY_EXISTS RESOURCE_EXISTS");
}

TEST_F(DefinitionStoreTest, ConcurrentCreatesOfOneIdMakeOne) {
  constexpr int kThreads = 8;
  std::vector<std::string> answers(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back(
        [&, i] { answers[i] = CreateAccount(AccountRequest("a")); });
  }
  for (std::thread& thread : threads) thread.join();
  int made = 0;
  for (const std::string& answer : answers) {
    made += answer == "OK";
    EXPECT_TRUE(answer == "OK" || answer == "ALREADY_EXISTS RESOURCE_EXISTS")
        << answer;
  }
  EXPECT_EQ(made, 1);
}

TEST_F(DefinitionStoreTest, WhatWaitsTogetherSharesARound) {
  constexpr int kMutations = 16;
  std::atomic<int> planned = 0;
  absl::BlockingCounter left(kMutations);
  const auto submit = [&](const std::string& resource, int expected_planned) {
    Mutation mutation;
    mutation.accesses = {{resource, /*exclusive=*/true}};
    mutation.plan = [&planned](PlanContext*, DefinitionChange* change) {
      ++planned;
      change->batch().Put(store::Table::kRequest, "key", "value");
      return absl::OkStatus();
    };
    mutation.done = [&, expected_planned](const absl::Status& status) {
      EXPECT_TRUE(status.ok()) << status;
      EXPECT_EQ(planned, expected_planned);
      left.DecrementCount();
    };
    store_->Submit(std::move(mutation));
  };
  ledger_.Hold();
  submit("first", 1);
  ledger_.AwaitHeld();
  for (int i = 1; i < kMutations - 1; ++i) {
    submit(absl::StrCat("r", i), kMutations - 1);
  }
  // What touches the same as another waits for the next round.
  submit("r1", kMutations);
  ledger_.Release();
  left.Wait();
}

TEST_F(DefinitionStoreTest, ARequestIdMakesACallSafeToRepeat) {
  v1::Account first, second;
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid), &first), "OK");
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid), &second), "OK");
  EXPECT_EQ(first.DebugString(), second.DebugString());
  // UUIDs have no case.
  v1::CreateAccountRequest upper = AccountRequest("a", kUuid);
  upper.set_request_id(absl::AsciiStrToUpper(kUuid));
  EXPECT_EQ(CreateAccount(upper), "OK");
  EXPECT_EQ(CreateAccount(AccountRequest("a", kOtherUuid)),
            "ALREADY_EXISTS RESOURCE_EXISTS");
  // Also after a restart: id and effect are one write.
  Open();
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid), &second), "OK");
  EXPECT_EQ(first.DebugString(), second.DebugString());
}

TEST_F(DefinitionStoreTest, ARequestIdIsOfOneSetOfArguments) {
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)), "OK");
  EXPECT_EQ(CreateAccount(AccountRequest("b", kUuid)),
            "INVALID_ARGUMENT INVALID_FIELD request_id");
  EXPECT_EQ(store_->catalog().FindAccount("b"), nullptr);
}

TEST_F(DefinitionStoreTest, ARequestIdIsOfOneMethodAndAccount) {
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)), "OK");
  const std::string event = absl::StrCat(
      " event_id: 'e' event { request { url: 'https://x.example' } } "
      "request_id: '",
      kUuid, "'");
  EXPECT_EQ(
      CreateEvent(Text<v1::CreateEventRequest>("parent: 'accounts/a'" + event)),
      "OK");
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                "parent: 'accounts/default'" + event)),
            "OK");
}

TEST_F(DefinitionStoreTest, AMadeIdIsTheSameForTheSameRequestId) {
  v1::Account first, second;
  EXPECT_EQ(CreateAccount(AccountRequest("", kUuid), &first), "OK");
  EXPECT_EQ(CreateAccount(AccountRequest("", kUuid), &second), "OK");
  EXPECT_EQ(first.name(), second.name());
  EXPECT_EQ(Count(store::Table::kAccount), 2);
}

TEST_F(DefinitionStoreTest, ARequestIdIsForgottenAfterADay) {
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)), "OK");
  clock_.Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)), "OK");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)),
            "ALREADY_EXISTS RESOURCE_EXISTS");
}

TEST_F(DefinitionStoreTest, OldRequestIdsAreSweptAsNewOnesCome) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(CreateAccount(AccountRequest(
                  absl::StrCat("a", i),
                  absl::StrCat(100000 + i, "28-2fa1-4d1e-8f3a-6d2c5b0a7e91"))),
              "OK");
  }
  EXPECT_EQ(Count(store::Table::kRequest), 20);
  clock_.Advance(absl::Hours(25));
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(CreateAccount(AccountRequest(
                  absl::StrCat("b", i),
                  absl::StrCat(200000 + i, "28-2fa1-4d1e-8f3a-6d2c5b0a7e91"))),
              "OK");
  }
  EXPECT_LE(Count(store::Table::kRequest), 10);
  // What is swept and what is new do not get into each other's way.
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(CreateAccount(AccountRequest(
                  absl::StrCat("b", i),
                  absl::StrCat(200000 + i, "28-2fa1-4d1e-8f3a-6d2c5b0a7e91"))),
              "OK");
  }
}

TEST_F(DefinitionStoreTest, ARefusedRequestIsNotRemembered) {
  v1::CreateAccountRequest request = AccountRequest("a", kUuid);
  request.mutable_account()->set_region_code("XX");
  EXPECT_EQ(CreateAccount(request),
            "INVALID_ARGUMENT INVALID_FIELD account.region_code");
  request.mutable_account()->set_region_code("AR");
  EXPECT_EQ(CreateAccount(request), "OK");
}

TEST_F(DefinitionStoreTest, ValidateOnlyIsNotRemembered) {
  v1::CreateAccountRequest request = AccountRequest("a", kUuid);
  request.set_validate_only(true);
  EXPECT_EQ(CreateAccount(request), "OK");
  EXPECT_EQ(Count(store::Table::kRequest), 0);
  EXPECT_EQ(store_->catalog().FindAccount("a"), nullptr);
  EXPECT_EQ(CreateAccount(AccountRequest("a", kUuid)), "OK");
}

TEST_F(DefinitionStoreTest, RefusesRequestIdsThatAreNoUuids) {
  for (const char* id :
       {"x", "1b4e28ba2fa14d1e8f3a6d2c5b0a7e91", "1b4e28ba-2fa1-4d1e-8f3a-",
        "1b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e9g",
        "{1b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e91}"}) {
    EXPECT_EQ(CreateAccount(AccountRequest("a", id)),
              "INVALID_ARGUMENT INVALID_FIELD request_id");
  }
}

TEST_F(DefinitionStoreTest, RefusesMoreThanMayWait) {
  Open({.max_queued = 1});
  ledger_.Hold();
  std::thread first([&] { CreateAccount(AccountRequest("first")); });
  ledger_.AwaitHeld();
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      if (CreateAccount(AccountRequest(absl::StrCat("a", i))) ==
          "RESOURCE_EXHAUSTED TOO_MANY_MUTATIONS") {
        ++refused;
        ledger_.Release();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  first.join();
  EXPECT_EQ(refused, 1);
}

TEST_F(DefinitionStoreTest, RefusesWorkAfterItWasStopped) {
  store_->Stop();
  EXPECT_EQ(CreateAccount(AccountRequest("a")), "UNAVAILABLE SHUTTING_DOWN");
  store_->DisableEvent("default", "crm", "why");
}

TEST_F(DefinitionStoreTest, DisablesAnEventForTheEngine) {
  AddEvent("crm");
  const uint64_t account_uid = store_->catalog().FindAccount("default")->uid;
  const uint64_t uid = store_->catalog().FindEvent(account_uid, "crm")->uid;
  store_->DisableEvent("default", "crm", "410 Gone");
  store_->DisableEvent("default", "crm", "410 Gone");
  store_->DisableEvent("default", "nothing", "410 Gone");
  // A mutation behind them has seen them.
  EXPECT_EQ(PauseEvent(Text<v1::PauseEventRequest>(
                "name: 'accounts/default/events/crm'")),
            "FAILED_PRECONDITION EVENT_DISABLED");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::DISABLED);
  EXPECT_EQ(StoredEvent("crm").state_reason(), "410 Gone");
  EXPECT_EQ(engine_.event(uid)->state, v1::Event::DISABLED);
  EXPECT_EQ(engine_.event(uid)->version, 2u);
  Open();
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::DISABLED);
}

TEST_F(DefinitionStoreTest, SaysWhichResourceItCannotRead) {
  Close();
  store::Batch batch;
  batch.Put(store::Table::kEvent, store::EventKey(1, "bad"), "\xff\xff");
  batch.set_number(ledger_.applied_batch() + 1);
  ASSERT_TRUE(ledger_.Apply(batch).ok());
  store::Committer committer(&ledger_, store::CommitterOptions());
  const auto status =
      DefinitionStore::Open(&ledger_, &committer, &clock_, &engine_, {})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace gancho::service
