// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/status.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

using testing::CallError;

TEST(StatusTest, MapsEveryCodeToItsNamesake) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(static_cast<int>(ToGrpcStatus(status).error_code()), code);
    EXPECT_EQ(ToRpcStatus(status).code(), code);
  }
  EXPECT_EQ(static_cast<int>(grpc::StatusCode::UNAUTHENTICATED), 16);
}

TEST(StatusTest, GivesEveryErrorWhatItsCodeMustCarry) {
  // CallError checks it on construction.
  for (int code = 1; code <= 16; ++code) {
    const CallError error(
        ToGrpcStatus(absl::Status(static_cast<absl::StatusCode>(code), "why")));
    EXPECT_EQ(error.info.reason(),
              absl::StatusCodeToString(static_cast<absl::StatusCode>(code)));
  }
}

TEST(StatusTest, HidesTheTextOfInternalErrors) {
  for (const auto& status :
       {absl::InternalError("/var/lib/x"), absl::UnknownError("/var/lib/x"),
        absl::DataLossError("/var/lib/x"),
        FromLedger(absl::DataLossError("/var/lib/x"))}) {
    EXPECT_EQ(ToGrpcStatus(status).error_message(), "internal error");
  }
  for (const auto& status :
       {absl::UnavailableError("/var/lib/x"), absl::AbortedError("/var/lib/x"),
        absl::ResourceExhaustedError("/var/lib/x")}) {
    EXPECT_EQ(FromLedger(status).message().find("/var"),
              absl::string_view::npos);
  }
}

TEST(StatusTest, TellsWhatALedgerErrorMeansToACaller) {
  EXPECT_TRUE(FromLedger(absl::OkStatus()).ok());
  EXPECT_EQ(FromLedger(absl::ResourceExhaustedError("")).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(FromLedger(absl::UnavailableError("")).code(),
            absl::StatusCode::kUnavailable);
  // The piece stood on one that failed: nothing was done.
  EXPECT_EQ(FromLedger(absl::AbortedError("")).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(FromLedger(absl::NotFoundError("")).code(),
            absl::StatusCode::kInternal);
}

TEST(StatusTest, NamesTheFirstProblemAndListsAll) {
  const grpc::Status status = ToGrpcStatus(InvalidFields(
      {{"url", "has no host"}, {"[0]", "is bad"}}, "event.request"));
  EXPECT_EQ(status.error_message(),
            "event.request.url: has no host (and 1 more)");
  const CallError error(status);
  EXPECT_EQ(error.Summary(),
            "INVALID_ARGUMENT INVALID_FIELD event.request.url "
            "event.request[0]");
  EXPECT_EQ(error.bad_request.field_violations(0).description(), "has no host");
  EXPECT_EQ(error.info.metadata().at("field"), "event.request.url");
}

TEST(StatusTest, FitsIntoTheTrailingMetadataThatClientsAccept) {
  delivery::FieldProblems problems;
  for (int i = 0; i < 1000; ++i) {
    problems.push_back({std::string(1000, 'f'), std::string(5000, 'd')});
  }
  const grpc::Status status = ToGrpcStatus(InvalidFields(problems));
  // Base64 and percent-encoding add to it; the limit is 8 KiB.
  EXPECT_LT(
      status.error_details().size() * 4 / 3 + status.error_message().size() * 3,
      8000u);
  EXPECT_GT(CallError(status).bad_request.field_violations_size(), 1);
}

TEST(StatusTest, CutsTextBetweenCharacters) {
  std::string text(511, 'x');
  for (int i = 0; i < 300; ++i) text += "\xC3\xA9";
  const grpc::Status status = ToGrpcStatus(absl::CancelledError(text));
  EXPECT_LE(status.error_message().size(), 512u);
  // Serialising refuses text that is not UTF-8 where it is checked.
  google::rpc::Status rpc;
  EXPECT_TRUE(rpc.ParseFromString(status.error_details()));
  EXPECT_EQ(rpc.message(), status.error_message());
}

TEST(StatusTest, CarriesTheDelayBeforeARetry) {
  const google::rpc::Status rpc =
      ToRpcStatus(Unavailable("REASON", "why", absl::Milliseconds(2500)));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(rpc.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
}

TEST(StatusTest, SaysWhichMethodIsNotImplemented) {
  const grpc::Status status = ToGrpcStatus(NotImplemented("X.Create"));
  EXPECT_EQ(CallError(status).Summary(),
            "UNIMPLEMENTED METHOD_NOT_IMPLEMENTED");
  EXPECT_EQ(status.error_message(),
            "X.Create is not implemented by this version");
}

}  // namespace
}  // namespace gancho::service
