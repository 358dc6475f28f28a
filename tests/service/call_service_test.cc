// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_service.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "tests/testing/call_service_fixture.h"

namespace gancho::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::CallState;

class CallServiceTest : public testing::CallServiceFixture {
 protected:
  grpc::Status Report(const CallState& state,
                      v1::ReportCallStateResponse* response,
                      const std::string& parent = "accounts/a") {
    v1::ReportCallStateRequest request;
    request.set_parent(parent);
    *request.mutable_call_state() = state;
    grpc::ClientContext context;
    return stub_->ReportCallState(&context, request, response);
  }

  grpc::Status Report(const CallState& state) {
    v1::ReportCallStateResponse response;
    return Report(state, &response);
  }

  std::vector<std::string> List(v1::ListCallsRequest request,
                                std::string* next = nullptr) {
    v1::ListCallsResponse response;
    grpc::ClientContext context;
    const grpc::Status status = stub_->ListCalls(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (next != nullptr) *next = response.next_page_token();
    std::vector<std::string> names;
    for (const v1::Call& call : response.calls()) names.push_back(call.name());
    return names;
  }

  static v1::ListCallsRequest ListOf(const std::string& parent) {
    v1::ListCallsRequest request;
    request.set_parent(parent);
    return request;
  }
};

TEST_F(CallServiceTest, ReportsCallAndDeliveries) {
  catalog_.AddEvent(1, 100, "crm", "x");
  catalog_.AddTrigger(1, "on-start", CallState::START, 100);
  Serve();
  v1::ReportCallStateResponse response;
  ASSERT_TRUE(Report(State("c1", CallState::START, 1), &response).ok());
  EXPECT_EQ(response.call(), "accounts/a/calls/c1");
  EXPECT_FALSE(response.duplicate());
  ASSERT_THAT(response.deliveries(), SizeIs(1));
  EXPECT_EQ(response.deliveries(0),
            absl::StrCat("accounts/a/deliveries/",
                         engine_.accepted()[0].id.ToString()));
  v1::ReportCallStateResponse again;
  ASSERT_TRUE(Report(State("c1", CallState::START, 1), &again).ok());
  EXPECT_TRUE(again.duplicate());
  EXPECT_THAT(again.deliveries(), IsEmpty());
}

TEST_F(CallServiceTest, ReportNamesTheFieldThatIsWrong) {
  Serve();
  CallState state = State("c1", CallState::START, 1);
  state.set_currency_code("peso");
  const grpc::Status status = Report(state);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(
      DetailOf<google::rpc::BadRequest>(status).field_violations(0).field(),
      "call_state.currency_code");
  v1::ReportCallStateResponse response;
  EXPECT_EQ(Report(State("c1", CallState::START, 1), &response, "accounts/no")
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(
      Report(State("c1", CallState::START, 1), &response, "a").error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CallServiceTest, ReportIsRefusedWhileTheIntakeIsFull) {
  Serve({.max_queued_states = 1, .max_rounds_in_flight = 1});
  ledger_.Hold();
  // The first is in the ledger's hands, the second fills the queue.
  std::vector<IntakeMessage> messages;
  messages.push_back(Message({State("c1", CallState::START, 1)}));
  ASSERT_EQ(intake_->TrySubmit(messages[0]), Intake::Admission::kTaken);
  ledger_.AwaitHeld();
  messages.push_back(Message({State("c2", CallState::START, 1)}));
  ASSERT_EQ(intake_->TrySubmit(messages[1]), Intake::Admission::kTaken);
  const grpc::Status status = Report(State("c3", CallState::START, 1));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(status).has_retry_delay());
}

TEST_F(CallServiceTest, GetsOneCall) {
  Serve();
  ASSERT_TRUE(Report(State("c1", CallState::START, 1)).ok());
  v1::GetCallRequest request;
  request.set_name("accounts/a/calls/c1");
  v1::Call call;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->GetCall(&context, request, &call).ok());
  }
  EXPECT_EQ(call.name(), request.name());
  EXPECT_EQ(call.state_count(), 1);
  for (const auto& [name, code] :
       {std::pair("accounts/a/calls/c2", grpc::StatusCode::NOT_FOUND),
        std::pair("accounts/b/calls/c1", grpc::StatusCode::NOT_FOUND),
        std::pair("accounts/no/calls/c1", grpc::StatusCode::NOT_FOUND),
        std::pair("calls/c1", grpc::StatusCode::INVALID_ARGUMENT)}) {
    request.set_name(name);
    grpc::ClientContext context;
    EXPECT_EQ(stub_->GetCall(&context, request, &call).error_code(), code)
        << name;
  }
}

TEST_F(CallServiceTest, ListsNewestFirstInPages) {
  Serve();
  for (int i = 1; i <= 5; ++i) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_TRUE(Report(State(absl::StrCat("c", i), CallState::START, 1)).ok());
  }
  // A later state does not move a call.
  ASSERT_TRUE(Report(State("c1", CallState::END, 2)).ok());
  v1::ListCallsRequest request = ListOf("accounts/a");
  request.set_page_size(2);
  std::string next;
  EXPECT_THAT(List(request, &next),
              ElementsAre("accounts/a/calls/c5", "accounts/a/calls/c4"));
  request.set_page_token(next);
  EXPECT_THAT(List(request, &next),
              ElementsAre("accounts/a/calls/c3", "accounts/a/calls/c2"));
  request.set_page_token(next);
  EXPECT_THAT(List(request, &next), ElementsAre("accounts/a/calls/c1"));
  EXPECT_EQ(next, "");
  EXPECT_THAT(List(ListOf("accounts/b")), IsEmpty());
}

TEST_F(CallServiceTest, ListsAcrossAccountsInOneOrder) {
  Serve();
  for (const char* id : {"a", "b"}) {
    store::Batch batch;
    batch.Put(store::Table::kAccount, store::AccountKey(id), "");
    ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  }
  std::vector<std::string> expected;
  for (int i = 0; i < 7; ++i) {
    // Twice the same moment in both accounts.
    if (i % 2 == 0) clock_.Advance(absl::Seconds(1));
    const std::string account = i % 2 == 0 ? "a" : "b";
    v1::ReportCallStateResponse response;
    ASSERT_TRUE(Report(State(absl::StrCat("c", i), CallState::START, 1),
                       &response, "accounts/" + account)
                    .ok());
    expected.insert(expected.begin(),
                    absl::StrCat("accounts/", account, "/calls/c", i));
  }
  v1::ListCallsRequest request = ListOf("accounts/-");
  request.set_page_size(1);
  std::vector<std::string> found;
  do {
    std::string next;
    for (std::string& name : List(request, &next)) {
      found.push_back(std::move(name));
    }
    request.set_page_token(next);
  } while (!request.page_token().empty() && found.size() < 20);
  EXPECT_EQ(found, expected);
}

TEST_F(CallServiceTest, ListFilters) {
  Serve();
  CallState inbound = State("c1", CallState::START, 1);
  inbound.set_direction(CallState::INBOUND);
  ASSERT_TRUE(Report(inbound).ok());
  ASSERT_TRUE(Report(State("c2", CallState::START, 1)).ok());
  v1::ListCallsRequest request = ListOf("accounts/a");
  request.set_filter("direction = INBOUND");
  EXPECT_THAT(List(request), ElementsAre("accounts/a/calls/c1"));
  v1::ListCallsResponse response;
  for (const std::string& bad :
       {std::string("nothing = 1"), std::string(8193, ' ')}) {
    request.set_filter(bad);
    grpc::ClientContext context;
    const grpc::Status status = stub_->ListCalls(&context, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(status.error_message(), StartsWith("filter"));
  }
  request.clear_filter();
  request.set_page_size(-1);
  grpc::ClientContext context;
  EXPECT_EQ(stub_->ListCalls(&context, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CallServiceTest, WatchSendsWhatMatchesAfterItIsDurable) {
  Serve();
  v1::WatchCallsRequest request;
  request.set_parent("accounts/a");
  request.set_filter("answered = true");
  grpc::ClientContext context;
  const auto reader = stub_->WatchCalls(&context, request);
  reader->WaitForInitialMetadata();  // from here on nothing is missed
  v1::ReportCallStateResponse other;
  ASSERT_TRUE(
      Report(State("c1", CallState::TALK, 1), &other, "accounts/b").ok());
  ASSERT_TRUE(Report(State("c1", CallState::START, 1)).ok());
  ASSERT_TRUE(Report(State("c1", CallState::TALK, 2)).ok());
  v1::WatchCallsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.call().name(), "accounts/a/calls/c1");
  EXPECT_EQ(response.call().state_count(), 2);
  EXPECT_EQ(response.skipped_count(), 0);
  live_->Drain(
      Unavailable("SHUTTING_DOWN", "the server is stopping", absl::Seconds(1)));
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(CallServiceTest, SlowWatcherLosesTheOldestAndIsTold) {
  Serve();
  v1::WatchCallsRequest request;
  request.set_parent("accounts/a");
  grpc::ClientContext context;
  const auto reader = stub_->WatchCalls(&context, request);
  reader->WaitForInitialMetadata();
  // More than gRPC's windows and the queue can hold.
  constexpr int kStates = 20'000;
  CallState state = State("c1", CallState::HOLD, 0);
  state.set_caller_name(std::string(1024, 'x'));
  std::shared_ptr<Answer> last;
  for (int i = 0; i < kStates; i += 500) {
    std::vector<CallState> states;
    for (int k = i; k < i + 500; ++k) {
      state.set_sequence(k);
      states.push_back(state);
    }
    last = Submit(states);
  }
  ASSERT_TRUE(last->Await().status.ok());
  int64_t read = 0;
  v1::WatchCallsResponse response;
  do {
    ASSERT_TRUE(reader->Read(&response));
    ++read;
  } while (response.call().state_count() < kStates);
  EXPECT_GT(response.skipped_count(), 0);
  EXPECT_EQ(read + response.skipped_count(), kStates);
  context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(CallServiceTest, WatchesAreLimited) {
  Serve();
  v1::WatchCallsRequest request;
  request.set_parent("accounts/a");
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::WatchCallsResponse>>>
      readers;
  for (int i = 0; i < 2; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(stub_->WatchCalls(contexts.back().get(), request));
    readers.back()->WaitForInitialMetadata();
  }
  grpc::ClientContext context;
  const auto third = stub_->WatchCalls(&context, request);
  EXPECT_EQ(third->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  for (int i = 0; i < 2; ++i) {
    contexts[i]->TryCancel();
    EXPECT_FALSE(readers[i]->Finish().ok());
  }
  request.set_filter("nothing = 1");
  grpc::ClientContext bad_context;
  EXPECT_EQ(stub_->WatchCalls(&bad_context, request)->Finish().error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace gancho::service
