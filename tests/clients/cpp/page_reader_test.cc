// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/page_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gancho/v1/event_service.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace gancho::client {
namespace {

using ::testing::ElementsAre;

// Answers like a generated stub, from pages that a test sets.
struct FakeStub {
  grpc::Status ListEvents(grpc::ClientContext* /*context*/,
                          const v1::ListEventsRequest& request,
                          v1::ListEventsResponse* response) {
    tokens.push_back(request.page_token());
    if (!next_error.ok()) {
      const grpc::Status error = next_error;
      next_error = grpc::Status::OK;
      return error;
    }
    const size_t page =
        request.page_token().empty() ? 0 : std::stoul(request.page_token());
    for (const std::string& name : pages[page]) {
      response->add_events()->set_name(name);
    }
    if (page + 1 < pages.size()) {
      response->set_next_page_token(absl::StrCat(page + 1));
    }
    return grpc::Status::OK;
  }

  std::vector<std::vector<std::string>> pages;
  std::vector<std::string> tokens;  // of the requests
  grpc::Status next_error;
};

auto Events(FakeStub* stub) {
  return PageReader(stub, &FakeStub::ListEvents, v1::ListEventsRequest(),
                    &v1::ListEventsResponse::events);
}

TEST(PageReaderTest, GoesOnBehindEmptyPages) {
  FakeStub stub{.pages = {{"a", "b"}, {}, {"c"}, {}}};
  auto events = Events(&stub);
  std::vector<std::string> names;
  while (true) {
    const auto event = events.Next();
    ASSERT_TRUE(event.ok());
    if (!event->has_value()) break;
    names.push_back((*event)->name());
  }
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
  EXPECT_THAT(stub.tokens, ElementsAre("", "1", "2", "3"));
  EXPECT_FALSE(events.Next()->has_value());
  EXPECT_EQ(stub.tokens.size(), 4u);
}

TEST(PageReaderTest, AsksAgainAfterAnError) {
  FakeStub stub{.pages = {{"a"}, {"b"}}};
  auto events = Events(&stub);
  EXPECT_EQ((*events.Next())->name(), "a");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  google::rpc::Status rich;
  rich.set_code(grpc::StatusCode::RESOURCE_EXHAUSTED);
  rich.add_details()->PackFrom(retry);
  stub.next_error = {grpc::StatusCode::RESOURCE_EXHAUSTED, "slower",
                     rich.SerializeAsString()};
  const absl::Status error = events.Next().status();
  EXPECT_EQ(error.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailsOf(error).retry_delay, absl::Seconds(2));
  EXPECT_EQ((*events.Next())->name(), "b");
}

}  // namespace
}  // namespace gancho::client
