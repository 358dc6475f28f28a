// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/signing_preparer.h"

#include <memory>
#include <string>
#include <utility>

#include "delivery/language/sample_context.h"
#include "delivery/signing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace gancho::delivery {
namespace {

using ::testing::HasSubstr;

class SigningPreparerTest : public ::testing::Test {
 protected:
  SigningPreparerTest() {
    event_->uid = 1;
    event_->version = 1;
    event_->signing_scheme = v1::Signing::HMAC_SHA256;
    event_->signing_keys.resize(1);
    event_->signing_keys[0].set_secret(std::string(32, 'k'));
  }

  // A form with a secret in it, as it is stored.
  std::shared_ptr<const store::RenderedRequest> Rendered() {
    v1::Request request;
    request.set_url("https://example.com/{{secret.key}}");
    (*request.mutable_form()->mutable_fields())["a"] = "{{secret.key}}";
    FieldProblems problems;
    const auto compiled = RequestTemplate::Compile(request, &problems);
    auto rendered = std::make_shared<store::RenderedRequest>();
    const SampleContext sample(SampleKind::kTypical);
    EXPECT_TRUE(compiled->Render(sample.context(), rendered.get()).ok());
    return rendered;
  }

  absl::StatusOr<OutboundRequest> Prepare() {
    absl::StatusOr<OutboundRequest> result = absl::UnknownError("not called");
    preparer_.Prepare(event_, id_, Rendered(), now_,
                      [&](absl::StatusOr<OutboundRequest> request) {
                        result = std::move(request);
                      });
    return result;
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  const store::DeliveryId id_;
  const std::shared_ptr<EventRuntime> event_ = std::make_shared<EventRuntime>();
  store::SystemClock clock_;
  SigningPreparer preparer_{/*sender=*/nullptr, &clock_};
};

TEST_F(SigningPreparerTest, PutsSecretsInAndSignsWhatIsSent) {
  event_->secrets = {{"key", "s3&cret"}};
  const absl::StatusOr<OutboundRequest> request = Prepare();
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->rendered->target(), "/s3%26cret");
  EXPECT_EQ(request->rendered->body(), "a=s3%26cret");
  Signer signer(event_->signing_scheme, event_->signing_keys);
  const std::pair<std::string, std::string> signature(
      "webhook-signature",
      signer.Sign(id_.ToString(), absl::ToUnixSeconds(now_), "a=s3%26cret",
                  now_));
  EXPECT_THAT(request->headers, ::testing::Contains(signature));
}

TEST_F(SigningPreparerTest, SendsNothingWithoutTheSecret) {
  EXPECT_THAT(Prepare().status().message(), HasSubstr("no secret \"key\""));
}

}  // namespace
}  // namespace gancho::delivery
