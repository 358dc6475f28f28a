// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/error_details.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace gancho::client {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ErrorDetailsTest, ReadsWhatServersSend) {
  google::rpc::ErrorInfo info;
  info.set_reason("API_KEY_INVALID");
  info.set_domain("gancho.dev");
  (*info.mutable_metadata())["key"] = "k-1";
  google::rpc::BadRequest request;
  for (const char* field : {"event.request.url", "event.policy"}) {
    auto* violation = request.add_field_violations();
    violation->set_field(field);
    violation->set_description("is wrong");
  }
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(1'500'000);
  google::rpc::Status rich;
  rich.set_code(3);
  rich.set_message("inner");
  rich.add_details()->PackFrom(info);
  rich.add_details()->PackFrom(request);
  rich.add_details()->PackFrom(retry);

  const absl::Status status = ToAbslStatus(grpc::Status(
      grpc::StatusCode::INVALID_ARGUMENT, "outer", rich.SerializeAsString()));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "outer");
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, "API_KEY_INVALID");
  EXPECT_EQ(details.domain, "gancho.dev");
  EXPECT_THAT(details.metadata, ElementsAre(Pair("key", "k-1")));
  ASSERT_EQ(details.field_violations.size(), 2u);
  EXPECT_EQ(details.field_violations[0].field, "event.request.url");
  EXPECT_EQ(details.field_violations[1].description, "is wrong");
  EXPECT_EQ(details.retry_delay, absl::Microseconds(1'500));
}

TEST(ErrorDetailsTest, IsEmptyWithoutDetails) {
  for (const char* bytes : {"", "\xFF\xFF not a message"}) {
    const absl::Status status = ToAbslStatus(
        grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone", bytes));
    EXPECT_EQ(status, absl::UnavailableError("gone"));
    const ErrorDetails details = DetailsOf(status);
    EXPECT_EQ(details.reason, "");
    EXPECT_TRUE(details.field_violations.empty());
    EXPECT_FALSE(details.retry_delay);
  }
  EXPECT_TRUE(ToAbslStatus(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace gancho::client
