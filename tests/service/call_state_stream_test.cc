// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_state_stream.h"

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

using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::CallState;

class CallStateStreamTest : public testing::CallServiceFixture {
 protected:
  // One call, driven by the test.
  class Stream {
   public:
    explicit Stream(v1::CallService::Stub* stub)
        : call_(stub->StreamCallStates(&context_)) {}

    bool Write(int64_t id, const std::vector<CallState>& states,
               const std::string& parent = "accounts/a") {
      v1::StreamCallStatesRequest request;
      request.set_parent(parent);
      request.set_message_id(id);
      for (const CallState& state : states) *request.add_call_states() = state;
      return call_->Write(request);
    }

    // Reads until `id` is acknowledged; gathers the rejections. False if the
    // call ended before.
    bool AwaitAck(int64_t id) {
      while (acked < id) {
        v1::StreamCallStatesResponse response;
        if (!call_->Read(&response)) return false;
        EXPECT_GE(response.acked_message_id(), acked) << "fell";
        acked = response.acked_message_id();
        duplicates = response.duplicate_count();
        ++answers;
        for (const auto& rejection : response.rejections()) {
          EXPECT_LE(rejection.message_id(), acked);
          rejections.push_back(rejection);
        }
      }
      return true;
    }

    void HalfClose() { call_->WritesDone(); }
    void Cancel() { context_.TryCancel(); }

    grpc::Status Finish() {
      v1::StreamCallStatesResponse response;
      while (call_->Read(&response)) acked = response.acked_message_id();
      return call_->Finish();
    }

    int64_t acked = 0;
    int64_t duplicates = 0;
    int answers = 0;
    std::vector<v1::CallStateRejection> rejections;

   private:
    grpc::ClientContext context_;
    std::unique_ptr<grpc::ClientReaderWriter<v1::StreamCallStatesRequest,
                                             v1::StreamCallStatesResponse>>
        call_;
  };

  static CallState Start(const std::string& call_id) {
    return State(call_id, CallState::START, 1);
  }
};

TEST_F(CallStateStreamTest, AcknowledgesWhatIsInTheLedger) {
  Serve();
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(5, {Start("c1"), Start("c2")}));
  ASSERT_TRUE(stream.AwaitAck(5));
  EXPECT_EQ(StoredCall("c1").call().state_count(), 1);
  EXPECT_EQ(StoredCall("c2").call().state_count(), 1);
  // Later messages may leave the parent out; ids may have gaps.
  ASSERT_TRUE(stream.Write(9, {Start("c1")}, ""));
  ASSERT_TRUE(stream.AwaitAck(9));
  EXPECT_EQ(stream.duplicates, 1);
  stream.HalfClose();
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(CallStateStreamTest, HalfCloseIsAnsweredAfterAllAcks) {
  Serve();
  Stream stream(stub_.get());
  ledger_.Hold();
  for (int i = 1; i <= 10; ++i) {
    ASSERT_TRUE(stream.Write(i, {Start(absl::StrCat("c", i))}));
  }
  stream.HalfClose();
  ledger_.AwaitHeld();
  ledger_.Release();
  EXPECT_TRUE(stream.Finish().ok());
  EXPECT_EQ(stream.acked, 10);
}

TEST_F(CallStateStreamTest, EmptyMessageIsAcknowledged) {
  Serve();
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(1, {}));
  EXPECT_TRUE(stream.AwaitAck(1));
}

TEST_F(CallStateStreamTest, BadStatesAreRejectedAndTheRestIsTaken) {
  Serve();
  Stream stream(stub_.get());
  CallState bad = Start("c2");
  bad.set_cost("free");
  ASSERT_TRUE(stream.Write(
      3, {Start("c0"), bad, Start("c1"), CallState(), Start("c3")}));
  ASSERT_TRUE(stream.AwaitAck(3));
  ASSERT_THAT(stream.rejections, SizeIs(2));
  EXPECT_EQ(stream.rejections[0].message_id(), 3);
  EXPECT_EQ(stream.rejections[0].index(), 1);
  EXPECT_EQ(stream.rejections[0].status().code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(stream.rejections[0].status())
                .field_violations(0)
                .field(),
            "call_states[1].cost");
  EXPECT_EQ(stream.rejections[1].index(), 3);
  for (const char* id : {"c0", "c1", "c3"}) {
    EXPECT_EQ(StoredCall(id).call().state_count(), 1);
  }
}

TEST_F(CallStateStreamTest, RejectionOfTheIntakeHasTheIndexOfTheMessage) {
  Serve();
  Stream stream(stub_.get());
  CallState full = Start("c1");
  for (int i = 0; i < 64; ++i) {
    (*full.mutable_labels())[absl::StrCat("k", i)] = "v";
  }
  CallState more = State("c1", CallState::END, 2);
  (*more.mutable_labels())["other"] = "v";
  ASSERT_TRUE(stream.Write(1, {CallState(), full, more}));
  ASSERT_TRUE(stream.AwaitAck(1));
  ASSERT_THAT(stream.rejections, SizeIs(2));
  EXPECT_EQ(stream.rejections[0].index(), 0);
  EXPECT_EQ(stream.rejections[1].index(), 2);
  EXPECT_THAT(stream.rejections[1].status().message(),
              HasSubstr("call_states[2].labels"));
}

TEST_F(CallStateStreamTest, TextThatIsNotUtf8RejectsItsStateOnly) {
  Serve();
  Stream stream(stub_.get());
  CallState bad = Start("c2");
  bad.set_caller_name("\xff\xfe");
  ASSERT_TRUE(stream.Write(1, {Start("c1"), bad, Start("c3")}));
  ASSERT_TRUE(stream.AwaitAck(1));
  ASSERT_THAT(stream.rejections, SizeIs(1));
  EXPECT_EQ(stream.rejections[0].index(), 1);
  EXPECT_THAT(stream.rejections[0].status().message(), HasSubstr("UTF-8"));
  ASSERT_TRUE(stream.Write(2, {Start("c4")}));
  ASSERT_TRUE(stream.AwaitAck(2));
  EXPECT_EQ(StoredCall("c3").call().state_count(), 1);
}

TEST_F(CallStateStreamTest, MessageOverItsLimitsIsRejectedAsAWhole) {
  Serve();
  Stream stream(stub_.get());
  std::vector<CallState> states(1'000, Start("c1"));
  ASSERT_TRUE(stream.Write(1, states));
  states.push_back(Start("never"));
  ASSERT_TRUE(stream.Write(2, states));
  CallState large = Start("never");
  for (int i = 0; i < 60; ++i) {
    (*large.mutable_labels())[absl::StrCat(i)] = std::string(1024, 'x');
  }
  ASSERT_TRUE(stream.Write(3, std::vector<CallState>(70, large)));
  ASSERT_TRUE(stream.Write(4, {Start("c2")}));
  ASSERT_TRUE(stream.AwaitAck(4));
  EXPECT_EQ(stream.duplicates, 999);
  ASSERT_THAT(stream.rejections, SizeIs(2));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(stream.rejections[i].message_id(), 2 + i);
    EXPECT_EQ(stream.rejections[i].index(), kWholeMessage);
    EXPECT_EQ(stream.rejections[i].status().code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
  EXPECT_EQ(Count(store::Table::kCall), 2);
}

TEST_F(CallStateStreamTest, ThousandBadStatesFitIntoOneAnswer) {
  Serve();
  Stream stream(stub_.get());
  CallState bad;
  // Escaping makes the paths longer than the keys.
  for (int i = 0; i < 5; ++i) {
    (*bad.mutable_labels())[std::string(64 + i, '\x01')] = "v";
  }
  ASSERT_TRUE(stream.Write(1, std::vector<CallState>(1'000, bad)));
  ASSERT_TRUE(stream.AwaitAck(1));
  EXPECT_THAT(stream.rejections, SizeIs(1'000));
}

TEST_F(CallStateStreamTest, WhatBelongsToNoAccountEndsTheStream) {
  Serve();
  const struct {
    std::string parent;
    grpc::StatusCode code;
  } cases[] = {
      {"", grpc::StatusCode::INVALID_ARGUMENT},
      {"accounts/", grpc::StatusCode::INVALID_ARGUMENT},
      {"accounts/-", grpc::StatusCode::INVALID_ARGUMENT},
      {"accounts/nobody", grpc::StatusCode::NOT_FOUND},
  };
  for (const auto& c : cases) {
    Stream stream(stub_.get());
    stream.Write(1, {Start("c1")}, c.parent);
    EXPECT_EQ(stream.Finish().error_code(), c.code) << c.parent;
  }
  EXPECT_EQ(Count(store::Table::kCall), 0);
}

TEST_F(CallStateStreamTest, ParentMustStayTheSame) {
  Serve();
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(1, {Start("c1")}, "accounts/a"));
  stream.Write(2, {Start("c2")}, "accounts/b");
  const grpc::Status status = stream.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("parent"));
  EXPECT_EQ(stream.acked, 1) << "what came before is acknowledged";
}

TEST_F(CallStateStreamTest, MessageIdsMustRise) {
  Serve();
  for (const int64_t id : {0, -1}) {
    Stream stream(stub_.get());
    stream.Write(id, {});
    EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(7, {Start("c1")}));
  stream.Write(7, {Start("c2")});
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(stream.acked, 7);
}

TEST_F(CallStateStreamTest, AccountThatIsDeletedEndsTheStream) {
  Serve();
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(1, {Start("c1")}));
  ASSERT_TRUE(stream.AwaitAck(1));
  catalog_.RemoveAccount("a");
  catalog_.AddAccount(9, "a");  // another one of that name
  stream.Write(2, {Start("c2")});
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CallStateStreamTest, StreamsOfTwoAccountsKeepTheirCallsApart) {
  Serve();
  Stream a(stub_.get());
  Stream b(stub_.get());
  ASSERT_TRUE(a.Write(1, {Start("c1")}, "accounts/a"));
  ASSERT_TRUE(b.Write(1, {Start("c1")}, "accounts/b"));
  ASSERT_TRUE(a.AwaitAck(1));
  ASSERT_TRUE(b.AwaitAck(1));
  EXPECT_EQ(b.duplicates, 0);
  EXPECT_EQ(Count(store::Table::kCall), 2);
}

TEST_F(CallStateStreamTest, FailedCommitEndsTheStreamAndIsNotAcknowledged) {
  Serve();
  Stream stream(stub_.get());
  ASSERT_TRUE(stream.Write(1, {Start("c1")}));
  ASSERT_TRUE(stream.AwaitAck(1));
  ledger_.FailNext(absl::InternalError("torn page at /data/42"));
  ASSERT_TRUE(stream.Write(2, {Start("c2")}));
  const grpc::Status status = stream.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), ::testing::Not(HasSubstr("/data")));
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(status).has_retry_delay());
  EXPECT_EQ(stream.acked, 1);
  // A new call repeats it.
  Stream again(stub_.get());
  ASSERT_TRUE(again.Write(2, {Start("c2")}));
  EXPECT_TRUE(again.AwaitAck(2));
  EXPECT_EQ(again.duplicates, 0);
}

// With at most two messages in flight, none of the batches can hold more than
// two, however many the client has ready.
TEST_F(CallStateStreamTest, ReadsNoFurtherThanItsLimits) {
  Serve({}, {.max_messages_in_flight = 2});
  Stream stream(stub_.get());
  ledger_.Hold();
  std::thread writer([&stream] {
    for (int i = 1; i <= 50; ++i) {
      EXPECT_TRUE(stream.Write(i, {Start(absl::StrCat("c", i))}));
    }
  });
  ledger_.AwaitHeld();
  ledger_.Release();
  EXPECT_TRUE(stream.AwaitAck(50));
  writer.join();
  for (const store::Batch& batch : ledger_.applied()) {
    int calls = 0;
    ASSERT_TRUE(batch
                    .ForEach([&](store::Table table, std::string_view,
                                 const std::string_view*) {
                      calls += table == store::Table::kCall;
                    })
                    .ok());
    EXPECT_LE(calls, 2);
  }
}

TEST_F(CallStateStreamTest, WaitsForRoomInTheIntake) {
  Serve({.max_queued_states = 1, .max_rounds_in_flight = 1});
  ledger_.Hold();
  std::vector<std::unique_ptr<Stream>> streams;
  for (int s = 0; s < 8; ++s) {
    streams.push_back(std::make_unique<Stream>(stub_.get()));
    for (int i = 1; i <= 4; ++i) {
      ASSERT_TRUE(
          streams.back()->Write(i, {Start(absl::StrCat("c", s, "-", i))}));
    }
    streams.back()->HalfClose();
  }
  ledger_.AwaitHeld();
  ledger_.Release();
  for (const auto& stream : streams) {
    EXPECT_TRUE(stream->Finish().ok());
    EXPECT_EQ(stream->acked, 4);
  }
  EXPECT_EQ(Count(store::Table::kCall), 32);
}

TEST_F(CallStateStreamTest, DrainAcknowledgesWhatIsUnderWayFirst) {
  Serve();
  Stream idle(stub_.get());
  ASSERT_TRUE(idle.Write(1, {}));
  ASSERT_TRUE(idle.AwaitAck(1));
  Stream busy(stub_.get());
  ledger_.Hold();
  ASSERT_TRUE(busy.Write(1, {Start("c1")}));
  ledger_.AwaitHeld();
  live_->Drain(
      Unavailable("SHUTTING_DOWN", "the server is stopping", absl::Seconds(3)));
  const grpc::Status status = idle.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DetailOf<google::rpc::RetryInfo>(status).retry_delay().seconds(),
            3);
  ledger_.Release();
  EXPECT_EQ(busy.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(busy.acked, 1);
  // None gets in any more.
  Stream late(stub_.get());
  late.Write(1, {Start("c2")});
  EXPECT_EQ(late.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(live_->WaitUntilEmpty(absl::Seconds(30)));
}

TEST_F(CallStateStreamTest, SurvivesCancelStorms) {
  Serve();
  for (int round = 0; round < 5; ++round) {
    ledger_.Hold();
    std::vector<std::unique_ptr<Stream>> streams;
    for (int s = 0; s < 40; ++s) {
      streams.push_back(std::make_unique<Stream>(stub_.get()));
      for (int i = 1; i <= 3; ++i) {
        streams.back()->Write(i, {Start(absl::StrCat("c", round, "-", s))});
      }
    }
    ledger_.AwaitHeld();
    for (size_t s = 0; s < streams.size(); ++s) {
      if (s % 2 == 0) streams[s]->Cancel();
    }
    ledger_.Release();
    for (size_t s = 1; s < streams.size(); s += 2) {
      streams[s]->HalfClose();
      EXPECT_TRUE(streams[s]->Finish().ok());
      EXPECT_EQ(streams[s]->acked, 3);
    }
    for (size_t s = 0; s < streams.size(); s += 2) {
      EXPECT_EQ(streams[s]->Finish().error_code(), grpc::StatusCode::CANCELLED);
    }
  }
  EXPECT_TRUE(live_->WaitUntilEmpty(absl::Seconds(30)));
}

}  // namespace
}  // namespace gancho::service
