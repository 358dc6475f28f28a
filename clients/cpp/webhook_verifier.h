// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_WEBHOOK_VERIFIER_H_
#define GANCHO_CLIENTS_CPP_WEBHOOK_VERIFIER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace gancho::client {

// Tells requests of the server from those of others, by the signatures of
// Standard Webhooks: `v1` (HMAC-SHA256) and `v1a` (ed25519). Thread-safe.
//
// A request that is repeated, by the server or by an attacker within the
// tolerance, has the same `webhook-id`: go by that to handle each once.
class WebhookVerifier {
 public:
  // How far the clocks of server and receiver may be apart.
  static constexpr absl::Duration kDefaultTolerance = absl::Minutes(5);

  // Takes the keys with any of which a request may be signed: secrets of
  // HMAC-SHA256, `whsec_` and base64, and public keys of ed25519, `whpk_` and
  // base64. While a secret is rotated the server signs with the old and the new
  // one, so that a receiver may know either or both. INVALID_ARGUMENT, without
  // showing it, for what is no key.
  static absl::StatusOr<WebhookVerifier> Create(
      const std::vector<std::string>& keys,
      absl::Duration tolerance = kDefaultTolerance);

  // The values of the headers of the same names; empty if there was none.
  struct Headers {
    std::string_view webhook_id;
    std::string_view webhook_timestamp;
    std::string_view webhook_signature;
  };

  // OK if the server signed this body, exactly as it came, at about `now`.
  // INVALID_ARGUMENT if a header is missing or malformed, DEADLINE_EXCEEDED if
  // the timestamp is outside of the tolerance, UNAUTHENTICATED if no signature
  // matches.
  absl::Status Verify(std::string_view body, const Headers& headers,
                      absl::Time now = absl::Now()) const;

 private:
  explicit WebhookVerifier(absl::Duration tolerance) : tolerance_(tolerance) {}

  bool Matches(std::string_view scheme, std::string_view signature,
               std::string_view signed_text) const;

  absl::Duration tolerance_;
  std::vector<std::string> secrets_;      // of HMAC-SHA256
  std::vector<std::string> public_keys_;  // of ed25519, 32 bytes each
};

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_WEBHOOK_VERIFIER_H_
