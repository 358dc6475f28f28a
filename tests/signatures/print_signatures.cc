// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Prints signed requests, for verify.sh: one a line, as JSON objects of plain
// ASCII. Each names the secret (v1) or the public key (v1a) by which it must
// verify, and `expected` where the signature is known from a test vector.

#include <cstdint>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "delivery/absl_view.h"
#include "delivery/event_runtime.h"
#include "delivery/signing.h"
#include "delivery/signing_preparer.h"
#include "store/clock.h"
#include "store/delivery_id.h"

namespace gancho::delivery {
namespace {

using v1::Signing;

constexpr std::string_view kVectorId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr int64_t kVectorTime = 1614265330;
constexpr std::string_view kVectorBody = R"({"test": 2432232314})";

// What a receiver knows and what it gets.
struct Line {
  std::string name;
  Signing::Scheme scheme = Signing::HMAC_SHA256;
  std::string key;  // the secret, or the public key
  std::string id;
  std::string timestamp;
  std::string signature;
  std::string body;
  bool text = true;      // the body is UTF-8
  std::string expected;  // of a test vector
};

void Print(const Line& line) {
  std::cout << absl::StrCat(
      R"({"name":")", line.name, R"(","scheme":")",
      line.scheme == Signing::ED25519 ? "v1a" : "v1", R"(","key":")", line.key,
      R"(","id":")", line.id, R"(","timestamp":")", line.timestamp,
      R"(","signature":")", line.signature, R"(","body_base64":")",
      absl::Base64Escape(line.body), R"(","text":)",
      line.text ? "true" : "false", R"(,"expected":")", line.expected, "\"}\n");
}

std::string ReceiverKey(Signing::Scheme scheme, std::string_view secret) {
  return scheme == Signing::ED25519 ? FormatSigningPublicKey(secret)
                                    : FormatSigningSecret(scheme, secret);
}

store::SigningKey MakeKey(std::string_view secret,
                          absl::Time expiry = absl::InfiniteFuture()) {
  store::SigningKey key;
  key.set_secret(std::string(secret));
  if (expiry != absl::InfiniteFuture()) {
    key.set_expire_time_us(absl::ToUnixMicros(expiry));
  }
  return key;
}

// The test vectors of Standard Webhooks. False if a secret is not understood.
bool PrintVector(Signing::Scheme scheme, std::string_view secret,
                 std::string_view expected) {
  const auto parsed = ParseSigningSecret(scheme, secret);
  if (!parsed.ok()) {
    std::cerr << parsed.status() << "\n";
    return false;
  }
  Signer signer(scheme, {MakeKey(*parsed)});
  Print({.name = "test vector",
         .scheme = scheme,
         .key = ReceiverKey(scheme, *parsed),
         .id = std::string(kVectorId),
         .timestamp = absl::StrCat(kVectorTime),
         .signature = signer.Sign(kVectorId, kVectorTime, kVectorBody,
                                  absl::FromUnixSeconds(kVectorTime)),
         .body = std::string(kVectorBody),
         .expected = std::string(expected)});
  return true;
}

// Signs as the engine does, and prints one line for each of `receivers`.
class Requests {
 public:
  Requests()
      : preparer_(/*sender=*/nullptr, &clock_),
        ids_(1, store::DeliveryId(), [this] { return random_(); }) {}

  void Print(const std::string& name, Signing::Scheme scheme,
             std::vector<store::SigningKey> keys,
             const std::vector<std::string>& receivers, std::string body,
             bool text) {
    auto event = std::make_shared<EventRuntime>();
    event->uid = ++events_;
    event->version = 1;
    event->signing_scheme = scheme;
    event->signing_keys = std::move(keys);
    auto rendered = std::make_shared<store::RenderedRequest>();
    rendered->set_body(body);
    preparer_.Prepare(event, ids_.Next(clock_.Now()), rendered, clock_.Now(),
                      [&](absl::StatusOr<OutboundRequest> request) {
                        Line line{.name = name, .scheme = scheme, .text = text};
                        line.body = body;
                        for (auto& [header, value] : request->headers) {
                          if (header == "webhook-id") line.id = value;
                          if (header == "webhook-timestamp")
                            line.timestamp = value;
                          if (header == "webhook-signature")
                            line.signature = value;
                        }
                        for (const std::string& receiver : receivers) {
                          line.key = ReceiverKey(scheme, receiver);
                          gancho::delivery::Print(line);
                        }
                      });
  }

  std::string RandomBytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random_());
    return bytes;
  }

  // UTF-8 with characters of one to four bytes, controls among them.
  std::string RandomText(size_t characters) {
    static constexpr std::string_view kWide[] = {"\xC3\xB1", "\xE2\x82\xAC",
                                                 "\xF0\x9F\x93\x9E"};
    std::string text;
    for (size_t i = 0; i < characters; ++i) {
      const uint64_t bits = random_();
      if (bits % 4 == 0) {
        text += kWide[bits / 4 % std::size(kWide)];
      } else {
        text += static_cast<char>(bits / 4 % 128);
      }
    }
    return text;
  }

  size_t RandomSize() { return random_() % 5000; }

 private:
  store::SystemClock clock_;
  std::mt19937_64 random_{std::random_device{}()};
  SigningPreparer preparer_;
  store::DeliveryIdGenerator ids_;
  uint64_t events_ = 0;
};

void PrintScheme(Signing::Scheme scheme, Requests* requests) {
  constexpr int kRandomBodies = 40;
  const std::string secret = GenerateSigningSecret();
  const auto key = MakeKey(secret);
  requests->Print("empty body", scheme, {key}, {secret}, "", true);
  for (int i = 0; i < kRandomBodies; ++i) {
    const std::string own = GenerateSigningSecret();
    requests->Print("random text", scheme, {MakeKey(own)}, {own},
                    requests->RandomText(requests->RandomSize()), true);
    requests->Print("random bytes", scheme, {key}, {secret},
                    requests->RandomBytes(requests->RandomSize()), false);
  }
  requests->Print("256 KiB", scheme, {key}, {secret},
                  std::string(256 * 1024, 'x'), true);
  if (scheme == Signing::HMAC_SHA256) {
    for (const size_t size : {24, 64}) {
      const std::string sized = requests->RandomBytes(size);
      requests->Print(absl::StrCat("secret of ", size, " bytes"), scheme,
                      {MakeKey(sized)}, {sized}, "{}", true);
    }
  }
  // During a rotation, receivers with either secret verify; an expired one
  // signs no more.
  const std::string old = GenerateSigningSecret();
  const absl::Time now = absl::Now();
  requests->Print("rotation", scheme, {key, MakeKey(old, now + absl::Hours(1))},
                  {secret, old}, "{}", true);
  requests->Print("after a rotation", scheme,
                  {key, MakeKey(old, now - absl::Hours(1))}, {secret}, "{}",
                  true);
}

}  // namespace
}  // namespace gancho::delivery

int main() {
  using gancho::v1::Signing;
  if (!gancho::delivery::PrintVector(
          Signing::HMAC_SHA256, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") ||
      !gancho::delivery::PrintVector(
          Signing::ED25519,
          "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0"
          "dRqSKJp4AJ6p9lMicMFs6Kvg==",
          "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7A"
          "ZdpXwVLPo3mNl8EM+m7TBAg==")) {
    return 1;
  }
  gancho::delivery::Requests requests;
  gancho::delivery::PrintScheme(Signing::HMAC_SHA256, &requests);
  gancho::delivery::PrintScheme(Signing::ED25519, &requests);
  return 0;
}
