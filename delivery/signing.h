// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SIGNING_H_
#define GANCHO_DELIVERY_SIGNING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gancho/v1/event.pb.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// The secrets of Standard Webhooks as people write them: "whsec_" and base64
// of 24 to 64 bytes for HMAC_SHA256; "whsk_" and base64 of the 32-byte seed,
// or of seed and public key, for ED25519.
//
// Returns what store::SigningKey.secret holds, the HMAC key or the seed;
// INVALID_ARGUMENT, without showing the text, if it is not a secret of that
// scheme.
absl::StatusOr<std::string> ParseSigningSecret(v1::Signing::Scheme scheme,
                                               std::string_view text);

// The other way round; "whsk_" holds seed and public key.
std::string FormatSigningSecret(v1::Signing::Scheme scheme,
                                std::string_view secret);

// "whpk_" and the base64 of the public key to an ED25519 seed.
std::string FormatSigningPublicKey(std::string_view seed);

// 32 random bytes, a secret of either scheme.
std::string GenerateSigningSecret();

// Makes the `webhook-signature` header of one event version. Keeps keyed
// contexts, so that a signature costs little more than hashing the body. Not
// thread-safe: one per engine shard.
class Signer {
 public:
  // `keys` as in EventRecord, the current one first. With scheme NONE nothing
  // is signed.
  Signer(v1::Signing::Scheme scheme,
         const std::vector<store::SigningKey>& keys);
  ~Signer();
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;

  // The signatures of `id.timestamp.body` with every key that has not expired
  // at `now`, separated by spaces, the current key's first; empty if there is
  // none. `timestamp` is the value of `webhook-timestamp`, Unix seconds.
  std::string Sign(std::string_view id, int64_t timestamp,
                   std::string_view body, absl::Time now);

 private:
  class Key;
  std::vector<Key> keys_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SIGNING_H_
