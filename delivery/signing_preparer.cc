// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/signing_preparer.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "delivery/credentials.h"
#include "delivery/language/secret_mark.h"
#include "delivery/signing.h"

namespace gancho::delivery {

// How requests of one event version prove who sends them.
struct SigningPreparer::Identity {
  Identity(const EventRuntime& event, HttpSender* sender,
           const store::Clock* clock)
      : version(event.version),
        signer(event.signing_scheme, event.signing_keys),
        credentials(MakeCredentialSource(event.authentication, sender, clock)),
        certificate(MakeClientIdentity(event.authentication)) {}

  const uint64_t version;
  Signer signer;
  const std::unique_ptr<CredentialSource> credentials;
  const std::shared_ptr<const ClientIdentity> certificate;
};

SigningPreparer::SigningPreparer(HttpSender* sender, const store::Clock* clock)
    : sender_(sender), clock_(clock) {}

SigningPreparer::~SigningPreparer() = default;

std::shared_ptr<SigningPreparer::Identity> SigningPreparer::IdentityOf(
    const EventRuntime& event) {
  std::shared_ptr<Identity>& identity = identities_[event.uid];
  if (identity == nullptr || identity->version != event.version) {
    identity = std::make_shared<Identity>(event, sender_, clock_);
  }
  return identity;
}

void SigningPreparer::Prepare(
    const std::shared_ptr<const EventRuntime>& event,
    const store::DeliveryId& id,
    std::shared_ptr<const store::RenderedRequest> rendered, absl::Time now,
    Done done) {
  if (rendered->secrets_in_head() || rendered->secrets_in_body()) {
    absl::StatusOr<store::RenderedRequest> filled =
        FillSecrets(*rendered, event->secrets);
    if (!filled.ok()) return done(filled.status());
    rendered =
        std::make_shared<const store::RenderedRequest>(*std::move(filled));
  }
  const std::shared_ptr<Identity> identity = IdentityOf(*event);
  OutboundRequest request;
  request.timeout = event->policy.timeout;
  request.connect_timeout = event->policy.connect_timeout;
  request.client_identity = identity->certificate;
  const std::string webhook_id = id.ToString();
  const int64_t timestamp = absl::ToUnixSeconds(now);
  std::string signature =
      identity->signer.Sign(webhook_id, timestamp, rendered->body(), now);
  request.headers.emplace_back("webhook-id", webhook_id);
  request.headers.emplace_back("webhook-timestamp", std::to_string(timestamp));
  if (!signature.empty()) {
    request.headers.emplace_back("webhook-signature", std::move(signature));
  }
  request.rendered = std::move(rendered);
  // A source whose event has changed lives on until it has answered.
  identity->credentials->Get(
      [identity, request = std::move(request), done = std::move(done)](
          absl::StatusOr<CredentialSource::Headers> headers) mutable {
        if (!headers.ok()) return done(headers.status());
        for (auto& header : *headers) {
          request.headers.push_back(std::move(header));
        }
        done(std::move(request));
      });
}

bool SigningPreparer::Renew(const EventRuntime& event) {
  return IdentityOf(event)->credentials->Invalidate();
}

void SigningPreparer::Forget(uint64_t event_uid) {
  identities_.erase(event_uid);
}

}  // namespace gancho::delivery
