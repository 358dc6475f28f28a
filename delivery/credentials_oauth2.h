// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_CREDENTIALS_OAUTH2_H_
#define GANCHO_DELIVERY_CREDENTIALS_OAUTH2_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/credentials.h"
#include "delivery/http_sender.h"
#include "gancho/v1/event.pb.h"
#include "store/clock.h"

namespace gancho::delivery {

// Tokens from an OAuth 2.0 token endpoint as "Authorization: Bearer". A token
// is fetched once for everybody who waits, anew a minute before it expires (at
// four fifths of a life below five minutes) while the old one serves, and
// after Invalidate(). A refusal is remembered for five seconds, so that a
// broken endpoint is not asked by every delivery.

// RFC 6749, 4.4. The client authenticates with HTTP Basic, as every server
// must allow, and with form fields where that is refused.
std::unique_ptr<CredentialSource> MakeClientCredentialsSource(
    const v1::Authentication::OAuth2ClientCredentials& options,
    HttpSender* sender, const store::Clock* clock);

// RFC 7523, RS256.
std::unique_ptr<CredentialSource> MakeJwtBearerSource(
    const v1::Authentication::OAuth2JwtBearer& options, HttpSender* sender,
    const store::Clock* clock);

// INVALID_ARGUMENT with a sentence if `pem` is not an RSA private key of 2,048
// to 8,192 bits that is not encrypted.
absl::Status CheckJwtKey(std::string_view pem);

// The signed assertion, valid for an hour from `now` on.
absl::StatusOr<std::string> MakeJwtAssertion(
    const v1::Authentication::OAuth2JwtBearer& options, absl::Time now);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_CREDENTIALS_OAUTH2_H_
