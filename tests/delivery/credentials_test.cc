// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/credentials.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "delivery/credentials_oauth2.h"
#include "tests/testing/sim_clock.h"
#include "tests/testing/test_certificates.h"

namespace gancho::delivery {
namespace {

using Headers = CredentialSource::Headers;

// Keeps what is sent and answers when told.
class ManualSender final : public HttpSender {
 public:
  void Send(OutboundRequest request, Done done) override {
    requests.push_back(std::move(request));
    dones.push_back(std::move(done));
  }
  bool HasCapacity(const store::RenderedRequest&) const override {
    return true;
  }
  void SetCapacityCallback(absl::AnyInvocable<void()>) override {}
  void Abort() override {}
  Stats stats() const override { return {}; }

  // Answers the latest request.
  void Answer(int status, std::string body) {
    HttpResult result;
    result.status_code = status;
    result.body = std::move(body);
    std::exchange(dones.back(), nullptr)(std::move(result));
  }
  const store::RenderedRequest& last() const {
    return *requests.back().rendered;
  }

  std::vector<OutboundRequest> requests;
  std::vector<Done> dones;
};

using Result = std::shared_ptr<std::optional<absl::StatusOr<Headers>>>;

Result Get(CredentialSource* source) {
  auto result = std::make_shared<std::optional<absl::StatusOr<Headers>>>();
  source->Get([result](absl::StatusOr<Headers> headers) {
    *result = std::move(headers);
  });
  return result;
}

Headers Bearer(const std::string& token) {
  return {{"Authorization", absl::StrCat("Bearer ", token)}};
}

class CredentialsTest : public ::testing::Test {
 protected:
  std::unique_ptr<CredentialSource> Make(
      const v1::Authentication& authentication) {
    return MakeCredentialSource(authentication, &sender_, &clock_);
  }
  static v1::Authentication ClientCredentials() {
    v1::Authentication authentication;
    auto* oauth2 = authentication.mutable_oauth2_client_credentials();
    oauth2->set_token_url("https://auth.example:8443/token?v=2");
    oauth2->set_client_id("id");
    oauth2->set_client_secret("s3cret/");
    oauth2->add_scopes("a");
    oauth2->add_scopes("b");
    oauth2->set_audience("aud");
    return authentication;
  }

  ManualSender sender_;
  testing::SimClock clock_;
};

TEST_F(CredentialsTest, FixedOnesAreAtHand) {
  v1::Authentication authentication;
  EXPECT_EQ(***Get(Make(authentication).get()), Headers());
  authentication.mutable_basic()->set_username("Aladdin");
  authentication.mutable_basic()->set_password("open sesame");
  EXPECT_EQ(***Get(Make(authentication).get()),
            (Headers{{"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  authentication.mutable_bearer()->set_token("t0ken");
  EXPECT_EQ(***Get(Make(authentication).get()), Bearer("t0ken"));
  authentication.mutable_header()->set_name("x-make-apikey");
  authentication.mutable_header()->set_value("k");
  EXPECT_EQ(***Get(Make(authentication).get()),
            (Headers{{"x-make-apikey", "k"}}));
  EXPECT_FALSE(Make(authentication)->Invalidate());
  EXPECT_EQ(MakeClientIdentity(authentication), nullptr);
  authentication.mutable_client_certificate()->set_certificate("c");
  EXPECT_EQ(***Get(Make(authentication).get()), Headers());
  EXPECT_EQ(MakeClientIdentity(authentication)->certificate_pem, "c");
}

TEST_F(CredentialsTest, OneTokenServesEverybodyWhoWaits) {
  const auto source = Make(ClientCredentials());
  const Result first = Get(source.get());
  const Result second = Get(source.get());
  ASSERT_EQ(sender_.requests.size(), 1u);
  EXPECT_FALSE(first->has_value());
  const auto& request = sender_.last();
  EXPECT_EQ(request.method(), "POST");
  EXPECT_EQ(request.host(), "auth.example");
  EXPECT_EQ(request.port(), 8443u);
  EXPECT_TRUE(request.tls());
  EXPECT_EQ(request.target(), "/token?v=2");
  EXPECT_EQ(request.body(),
            "grant_type=client_credentials&scope=a+b&audience=aud");
  EXPECT_EQ(
      sender_.requests.back().headers,
      (Headers{{"Authorization",
                absl::StrCat("Basic ", absl::Base64Escape("id:s3cret%2F"))}}));
  sender_.Answer(200, R"({"access_token":"t1","expires_in":3600})");
  EXPECT_EQ(***first, Bearer("t1"));
  EXPECT_EQ(***second, Bearer("t1"));
  EXPECT_EQ(***Get(source.get()), Bearer("t1"));
  EXPECT_EQ(sender_.requests.size(), 1u);
}

TEST_F(CredentialsTest, FetchesAheadOfExpiryWhileTheOldTokenServes) {
  const auto source = Make(ClientCredentials());
  Get(source.get());
  sender_.Answer(200, R"({"access_token":"t1","expires_in":"3600"})");
  clock_.Advance(absl::Seconds(3539));
  EXPECT_EQ(***Get(source.get()), Bearer("t1"));
  EXPECT_EQ(sender_.requests.size(), 1u);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(***Get(source.get()), Bearer("t1"));
  EXPECT_EQ(***Get(source.get()), Bearer("t1"));
  EXPECT_EQ(sender_.requests.size(), 2u);
  sender_.Answer(200, R"({"access_token":"t2","expires_in":10})");
  EXPECT_EQ(***Get(source.get()), Bearer("t2"));
  // An expired token serves nobody.
  clock_.Advance(absl::Seconds(10));
  const Result waiting = Get(source.get());
  EXPECT_FALSE(waiting->has_value());
}

TEST_F(CredentialsTest, AFailedRefreshLeavesTheOldToken) {
  const auto source = Make(ClientCredentials());
  Get(source.get());
  sender_.Answer(200, R"({"access_token":"t1","expires_in":3600})");
  clock_.Advance(absl::Seconds(3550));
  Get(source.get());
  sender_.Answer(503, "");
  EXPECT_EQ(***Get(source.get()), Bearer("t1"));
  EXPECT_EQ(sender_.requests.size(), 2u) << "not asked at once again";
  clock_.Advance(absl::Seconds(5));
  Get(source.get());
  EXPECT_EQ(sender_.requests.size(), 3u);
}

TEST_F(CredentialsTest, A401FetchesANewTokenOnce) {
  const auto source = Make(ClientCredentials());
  Get(source.get());
  sender_.Answer(200, R"({"access_token":"t1","expires_in":3600})");
  clock_.Advance(absl::Minutes(1));
  EXPECT_TRUE(source->Invalidate());
  const Result anew = Get(source.get());
  EXPECT_FALSE(anew->has_value());
  sender_.Answer(200, R"({"access_token":"t2"})");
  EXPECT_EQ(***anew, Bearer("t2"));
  // The 401s of the other requests that had the old token come late.
  EXPECT_TRUE(source->Invalidate());
  EXPECT_EQ(***Get(source.get()), Bearer("t2"));
  EXPECT_EQ(sender_.requests.size(), 2u);
}

TEST_F(CredentialsTest, A401ToTheFirstTokenCountsHoweverFreshItIs) {
  const auto source = Make(ClientCredentials());
  Get(source.get());
  sender_.Answer(200, R"({"access_token":"t1","expires_in":3600})");
  EXPECT_TRUE(source->Invalidate());
  const Result anew = Get(source.get());
  sender_.Answer(200, R"({"access_token":"t2"})");
  EXPECT_EQ(***anew, Bearer("t2"));
  EXPECT_EQ(sender_.requests.size(), 2u);
}

TEST_F(CredentialsTest, RefusalsAreToldAndRememberedForAMoment) {
  const auto source = Make(ClientCredentials());
  const Result refused = Get(source.get());
  sender_.Answer(400, R"({"error":"invalid_client"})");
  // Some want the client in the form.
  ASSERT_EQ(sender_.requests.size(), 2u);
  EXPECT_TRUE(sender_.requests.back().headers.empty());
  EXPECT_TRUE(absl::StrContains(sender_.last().body(),
                                "client_id=id&client_secret=s3cret%2F"));
  EXPECT_FALSE(refused->has_value());
  sender_.Answer(
      401, "{\"error\":\"invalid_client\",\"error_description\":\"no\\n\"}");
  ASSERT_TRUE(refused->has_value());
  EXPECT_EQ((**refused).status().message(),
            "no token from auth.example: it answered 401, "
            "invalid_client (no )");
  EXPECT_FALSE((*Get(source.get()))->ok());
  EXPECT_EQ(sender_.requests.size(), 2u);
  clock_.Advance(absl::Seconds(5));
  Get(source.get());
  EXPECT_EQ(sender_.requests.size(), 3u);
}

TEST_F(CredentialsTest, StrangeAnswersAreErrors) {
  for (const char* body : {"", "not json", "[]", "{}", R"({"access_token":""})",
                           R"({"access_token":5})", R"({"access_token":"a b"})",
                           "{\"access_token\":\"a\\r\\nX: y\"}"}) {
    const auto source = Make(ClientCredentials());
    const Result result = Get(source.get());
    sender_.Answer(200, body);
    ASSERT_TRUE(result->has_value());
    EXPECT_FALSE((*result)->ok()) << body;
  }
  const auto source = Make(ClientCredentials());
  const Result unreachable = Get(source.get());
  HttpResult failed;
  failed.failure = v1::Attempt::CONNECT;
  failed.reason = "connection refused";
  std::exchange(sender_.dones.back(), nullptr)(std::move(failed));
  EXPECT_EQ((**unreachable).status().message(),
            "no token from auth.example: connection refused");
}

TEST_F(CredentialsTest, WhoeverWaitsIsToldWhenTheSourceEnds) {
  auto source = Make(ClientCredentials());
  const Result waiting = Get(source.get());
  source.reset();
  EXPECT_TRUE(absl::IsCancelled((**waiting).status()));
  sender_.Answer(200, R"({"access_token":"late"})");  // finds nobody
}

TEST_F(CredentialsTest, SignsJwtAssertions) {
  v1::Authentication authentication;
  auto* jwt = authentication.mutable_oauth2_jwt_bearer();
  jwt->set_token_url("https://oauth2.googleapis.com/token");
  jwt->set_issuer("robot@project.example");
  jwt->add_scopes("https://www.googleapis.com/auth/spreadsheets");
  jwt->set_private_key(testing::RsaKeyPem(2048));
  jwt->set_key_id("k1");
  const auto source = Make(authentication);
  const Result result = Get(source.get());
  const std::string kPrefix =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&"
      "assertion=";
  ASSERT_TRUE(absl::StartsWith(sender_.last().body(), kPrefix));
  const std::vector<std::string> parts =
      absl::StrSplit(sender_.last().body().substr(kPrefix.size()), '.');
  ASSERT_EQ(parts.size(), 3u);
  std::string header, claims, signature;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[0], &header));
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[2], &signature));
  EXPECT_TRUE(testing::VerifyRs256(
      jwt->private_key(), absl::StrCat(parts[0], ".", parts[1]), signature));
  google::protobuf::Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(header, &json).ok());
  EXPECT_EQ(json.fields().at("alg").string_value(), "RS256");
  EXPECT_EQ(json.fields().at("kid").string_value(), "k1");
  json.Clear();
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(claims, &json).ok());
  EXPECT_EQ(json.fields().at("iss").string_value(), jwt->issuer());
  EXPECT_EQ(json.fields().at("aud").string_value(), jwt->token_url());
  EXPECT_EQ(json.fields().at("scope").string_value(), jwt->scopes(0));
  EXPECT_EQ(json.fields().count("sub"), 0u);
  const double issued = json.fields().at("iat").number_value();
  EXPECT_EQ(issued, absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(json.fields().at("exp").number_value(), issued + 3600);
  sender_.Answer(
      200, R"({"access_token":"g","expires_in":3599,"token_type":"Bearer"})");
  EXPECT_EQ(***result, Bearer("g"));
}

std::vector<std::string> ProblemFields(const v1::Authentication& message) {
  FieldProblems problems;
  ValidateAuthentication(message, &problems);
  std::vector<std::string> fields;
  for (const FieldProblem& problem : problems) {
    EXPECT_NE(problem.description, "");
    EXPECT_FALSE(absl::StrContains(problem.description, "s3cret"));
    fields.push_back(problem.field);
  }
  return fields;
}

using Fields = std::vector<std::string>;

TEST(ValidateAuthenticationTest, TakesWhatIsGood) {
  v1::Authentication authentication;
  EXPECT_EQ(ProblemFields(authentication), Fields());
  authentication.mutable_basic()->set_username("u");
  EXPECT_EQ(ProblemFields(authentication), Fields());
  authentication.mutable_bearer()->set_token("t");
  EXPECT_EQ(ProblemFields(authentication), Fields());
  authentication.mutable_header()->set_name("X-Key");
  authentication.mutable_header()->set_value("a b");
  EXPECT_EQ(ProblemFields(authentication), Fields());
  auto* jwt = authentication.mutable_oauth2_jwt_bearer();
  jwt->set_token_url("https://a.example/token");
  jwt->set_issuer("i");
  jwt->set_private_key(testing::RsaKeyPem(2048));
  EXPECT_EQ(ProblemFields(authentication), Fields());
  const auto pair = testing::SelfSignedCertificate();
  auto* client = authentication.mutable_client_certificate();
  client->set_certificate(pair.certificate_pem);
  client->set_private_key(pair.private_key_pem);
  EXPECT_EQ(ProblemFields(authentication), Fields());
}

TEST(ValidateAuthenticationTest, NamesWhatIsWrong) {
  v1::Authentication authentication;
  authentication.mutable_basic()->set_username("a:b");
  authentication.mutable_basic()->set_password("s3cret\n");
  EXPECT_EQ(ProblemFields(authentication),
            (Fields{"basic.username", "basic.password"}));
  authentication.mutable_bearer()->set_token("s3cret s3cret");
  EXPECT_EQ(ProblemFields(authentication), Fields{"bearer.token"});
  authentication.mutable_bearer()->set_token("");
  EXPECT_EQ(ProblemFields(authentication), Fields{"bearer.token"});
  for (const char* name : {"", "a b", "Host", "webhook-id", "content-type"}) {
    authentication.mutable_header()->set_name(name);
    authentication.mutable_header()->set_value("s3cret");
    EXPECT_EQ(ProblemFields(authentication), Fields{"header.name"}) << name;
  }
  authentication.mutable_header()->set_name("X-Key");
  authentication.mutable_header()->set_value("s3cret\r\nX: y");
  EXPECT_EQ(ProblemFields(authentication), Fields{"header.value"});

  auto* oauth2 = authentication.mutable_oauth2_client_credentials();
  oauth2->set_token_url("http://a.example/token");
  oauth2->add_scopes("two words");
  EXPECT_EQ(ProblemFields(authentication),
            (Fields{"oauth2_client_credentials.token_url",
                    "oauth2_client_credentials.client_id",
                    "oauth2_client_credentials.client_secret",
                    "oauth2_client_credentials.scopes[0]"}));
}

TEST(ValidateAuthenticationTest, ChecksKeysAndCertificates) {
  v1::Authentication authentication;
  auto* jwt = authentication.mutable_oauth2_jwt_bearer();
  jwt->set_token_url("https://a.example/token");
  jwt->set_issuer("i");
  for (const std::string& key :
       {std::string(), std::string("s3cret"), testing::RsaKeyPem(1024),
        testing::EllipticKeyPem(), testing::EncryptedKeyPem()}) {
    jwt->set_private_key(key);
    EXPECT_EQ(ProblemFields(authentication),
              Fields{"oauth2_jwt_bearer.private_key"});
  }
  const auto pair = testing::SelfSignedCertificate();
  auto* client = authentication.mutable_client_certificate();
  client->set_certificate("nonsense");
  client->set_private_key(pair.private_key_pem);
  EXPECT_EQ(ProblemFields(authentication),
            Fields{"client_certificate.certificate"});
  client->set_certificate(pair.certificate_pem);
  for (const std::string& key :
       {std::string(), std::string("s3cret"), testing::EllipticKeyPem(),
        testing::EncryptedKeyPem()}) {
    client->set_private_key(key);
    EXPECT_EQ(ProblemFields(authentication),
              Fields{"client_certificate.private_key"});
  }
}

}  // namespace
}  // namespace gancho::delivery
