// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/cpp/webhook_verifier.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace gancho::client {
namespace {

// The test vectors of Standard Webhooks.
const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string kPublicKey =
    "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const std::string kOtherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const std::string kBody = R"({"test": 2432232314})";
const std::string kV1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const std::string kV1a =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVL"
    "Po3mNl8EM+m7TBAg==";
const absl::Time kTime = absl::FromUnixSeconds(1614265330);

WebhookVerifier::Headers Headers(const std::string& signature) {
  return {.webhook_id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
          .webhook_timestamp = "1614265330",
          .webhook_signature = signature};
}

absl::Status Verify(const std::vector<std::string>& keys,
                    const std::string& body,
                    const WebhookVerifier::Headers& headers,
                    absl::Time now = kTime) {
  const auto verifier = WebhookVerifier::Create(keys);
  return verifier.ok() ? verifier->Verify(body, headers, now)
                       : verifier.status();
}

TEST(WebhookVerifierTest, AcceptsWhatTheServerSigns) {
  EXPECT_TRUE(Verify({kSecret}, kBody, Headers(kV1)).ok());
  EXPECT_TRUE(Verify({kPublicKey}, kBody, Headers(kV1a)).ok());
}

TEST(WebhookVerifierTest, AcceptsOneOfSeveralKeysAndSignatures) {
  const std::string rotated = absl::StrCat("v9,x v1,AAAA ", kV1, " ", kV1a);
  EXPECT_TRUE(Verify({kOtherSecret, kSecret}, kBody, Headers(kV1)).ok());
  EXPECT_TRUE(Verify({kSecret}, kBody, Headers(rotated)).ok());
  EXPECT_TRUE(Verify({kPublicKey}, kBody, Headers(rotated)).ok());
}

TEST(WebhookVerifierTest, RefusesWhatIsNotSigned) {
  const auto code = [](const std::string& key, const std::string& body,
                       const WebhookVerifier::Headers& headers) {
    return Verify({key}, body, headers).code();
  };
  constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
  EXPECT_EQ(code(kSecret, kBody + " ", Headers(kV1)), kUnauthenticated);
  EXPECT_EQ(code(kPublicKey, kBody + " ", Headers(kV1a)), kUnauthenticated);
  EXPECT_EQ(code(kOtherSecret, kBody, Headers(kV1)), kUnauthenticated);
  EXPECT_EQ(code(kPublicKey, kBody, Headers(kV1)), kUnauthenticated);
  EXPECT_EQ(code(kSecret, kBody, Headers("v1,")), kUnauthenticated);
  WebhookVerifier::Headers headers = Headers(kV1);
  headers.webhook_id = "msg_other";
  EXPECT_EQ(code(kSecret, kBody, headers), kUnauthenticated);
}

TEST(WebhookVerifierTest, RefusesMalformedHeaders) {
  WebhookVerifier::Headers no_id = Headers(kV1);
  no_id.webhook_id = "";
  WebhookVerifier::Headers no_number = Headers(kV1);
  no_number.webhook_timestamp = "yesterday";
  for (const auto& headers : {no_id, no_number, Headers("")}) {
    EXPECT_EQ(Verify({kSecret}, kBody, headers).code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(WebhookVerifierTest, HoldsTheToleranceInBothDirections) {
  for (const int sign : {-1, 1}) {
    EXPECT_TRUE(
        Verify({kSecret}, kBody, Headers(kV1), kTime + sign * absl::Minutes(5))
            .ok());
    EXPECT_EQ(Verify({kSecret}, kBody, Headers(kV1),
                     kTime + sign * absl::Seconds(301))
                  .code(),
              absl::StatusCode::kDeadlineExceeded);
  }
}

TEST(WebhookVerifierTest, RefusesWhatIsNoKey) {
  for (const std::vector<std::string>& keys :
       std::vector<std::vector<std::string>>{
           {}, {""}, {"secret"}, {"whsec_"}, {"whsec_!"}, {"whpk_AAAA"}}) {
    EXPECT_EQ(WebhookVerifier::Create(keys).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace gancho::client
