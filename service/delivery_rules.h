// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_RULES_H_
#define GANCHO_SERVICE_DELIVERY_RULES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/language/field_problem.h"
#include "gancho/v1/event.pb.h"

namespace gancho::service {

// What the registration of an event asks of the parts that will send it. All
// are set, thread-safe, and do not block.
struct DeliveryRules {
  // Whether the engine may ever dial `host`; only address literals can be
  // judged so early. The message is for people.
  std::function<absl::Status(std::string_view host, int port)> check_host;

  // Adds what is wrong with the credentials, secrets included; fields are
  // relative to `authentication`.
  std::function<void(const v1::Authentication& authentication,
                     delivery::FieldProblems* problems)>
      check_authentication;

  // Signing keys as Signing.secret describes them, from and to raw bytes (the
  // HMAC key or the ed25519 seed). INVALID_ARGUMENT for a malformed text.
  std::function<absl::StatusOr<std::string>(v1::Signing::Scheme scheme,
                                            std::string_view text)>
      parse_signing_secret;
  std::function<std::string(v1::Signing::Scheme scheme, std::string_view raw)>
      format_signing_secret;
  std::function<std::string(v1::Signing::Scheme scheme)> make_signing_secret;
  // `whpk_` and base64; only for ED25519.
  std::function<std::string(std::string_view raw)> signing_public_key;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_RULES_H_
