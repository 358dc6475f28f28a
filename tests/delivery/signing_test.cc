// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/signing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gancho::delivery {
namespace {

// The test vectors of the Standard Webhooks specification.
constexpr char kId[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr int64_t kTimestamp = 1614265330;
constexpr char kBody[] = R"({"test": 2432232314})";
constexpr char kHmacSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr char kHmacSignature[] =
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr char kEd25519Secret[] =
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJ"
    "p4AJ6p9lMicMFs6Kvg==";
constexpr char kEd25519Public[] =
    "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
constexpr char kEd25519Signature[] =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVL"
    "Po3mNl8EM+m7TBAg==";

const absl::Time kNow = absl::FromUnixSeconds(kTimestamp);

store::SigningKey Key(std::string secret,
                      absl::Time expires = absl::InfiniteFuture()) {
  store::SigningKey key;
  key.set_secret(std::move(secret));
  if (expires != absl::InfiniteFuture()) {
    key.set_expire_time_us(absl::ToUnixMicros(expires));
  }
  return key;
}

TEST(SigningTest, MatchesTheHmacVector) {
  const auto secret = ParseSigningSecret(v1::Signing::HMAC_SHA256, kHmacSecret);
  ASSERT_TRUE(secret.ok()) << secret.status();
  EXPECT_EQ(FormatSigningSecret(v1::Signing::HMAC_SHA256, *secret),
            kHmacSecret);
  Signer signer(v1::Signing::HMAC_SHA256, {Key(*secret)});
  EXPECT_EQ(signer.Sign(kId, kTimestamp, kBody, kNow), kHmacSignature);
  // The keyed context is used again.
  EXPECT_NE(signer.Sign("other", kTimestamp, kBody, kNow), kHmacSignature);
  EXPECT_EQ(signer.Sign(kId, kTimestamp, kBody, kNow), kHmacSignature);
}

TEST(SigningTest, MatchesTheEd25519Vector) {
  const auto seed = ParseSigningSecret(v1::Signing::ED25519, kEd25519Secret);
  ASSERT_TRUE(seed.ok()) << seed.status();
  EXPECT_EQ(seed->size(), 32u);
  EXPECT_EQ(FormatSigningSecret(v1::Signing::ED25519, *seed), kEd25519Secret);
  EXPECT_EQ(FormatSigningPublicKey(*seed), kEd25519Public);
  Signer signer(v1::Signing::ED25519, {Key(*seed)});
  EXPECT_EQ(signer.Sign(kId, kTimestamp, kBody, kNow), kEd25519Signature);
}

TEST(SigningTest, SignsWithBothKeysDuringARotation) {
  const std::string old_key =
      *ParseSigningSecret(v1::Signing::HMAC_SHA256, kHmacSecret);
  const absl::Time expires = kNow + absl::Hours(24);
  Signer signer(v1::Signing::HMAC_SHA256,
                {Key(GenerateSigningSecret()), Key(old_key, expires)});
  const std::string both = signer.Sign(kId, kTimestamp, kBody, kNow);
  EXPECT_EQ(both.find("v1,"), 0u);
  EXPECT_EQ(both.substr(both.find(' ') + 1), kHmacSignature);
  const std::string one = signer.Sign(kId, kTimestamp, kBody, expires);
  EXPECT_EQ(one, both.substr(0, both.find(' ')));
}

TEST(SigningTest, NoneSignsNothing) {
  Signer signer(v1::Signing::NONE, {Key(GenerateSigningSecret())});
  EXPECT_EQ(signer.Sign(kId, kTimestamp, kBody, kNow), "");
}

TEST(SigningTest, GeneratedSecretsAreSecretsOfEitherScheme) {
  const std::string secret = GenerateSigningSecret();
  EXPECT_NE(secret, GenerateSigningSecret());
  for (const auto scheme : {v1::Signing::HMAC_SHA256, v1::Signing::ED25519}) {
    const auto parsed =
        ParseSigningSecret(scheme, FormatSigningSecret(scheme, secret));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, secret);
  }
}

TEST(SigningTest, RefusesWhatIsNoSecret) {
  const std::vector<std::pair<v1::Signing::Scheme, std::string>> bad = {
      {v1::Signing::HMAC_SHA256, ""},
      {v1::Signing::HMAC_SHA256, "whsec_"},
      {v1::Signing::HMAC_SHA256, "whsec_c2hvcnQ="},
      {v1::Signing::HMAC_SHA256, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
      {v1::Signing::HMAC_SHA256, "whsec_not base64 !"},
      {v1::Signing::HMAC_SHA256, kEd25519Secret},
      {v1::Signing::ED25519, kHmacSecret},
      {v1::Signing::ED25519, "whsk_c2hvcnQ="},
      // A public key that is not the seed's.
      {v1::Signing::ED25519,
       "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfXKIDij2HKpMKkioLlX0dRq"
       "SKJp4AJ6p9lMicMFs6Kvg=="},
      {v1::Signing::NONE, kHmacSecret},
  };
  for (const auto& [scheme, text] : bad) {
    const auto parsed = ParseSigningSecret(scheme, text);
    EXPECT_FALSE(parsed.ok()) << text;
  }
}

}  // namespace
}  // namespace gancho::delivery
