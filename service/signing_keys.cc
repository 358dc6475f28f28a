// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/signing_keys.h"

#include <string>
#include <utility>
#include <vector>

#include "delivery/signing.h"

namespace gancho::service {
namespace {

v1::Signing::Scheme SchemeOf(const store::EventRecord& record) {
  const v1::Signing::Scheme scheme = record.event().signing().scheme();
  return scheme == v1::Signing::SCHEME_UNSPECIFIED ? v1::Signing::NONE : scheme;
}

bool HasExpired(const store::SigningKey& key, absl::Time now) {
  return key.expire_time_us() != 0 &&
         absl::FromUnixMicros(key.expire_time_us()) <= now;
}

}  // namespace

void ResolveSigningKeys(const store::EventRecord& stored, absl::Time now,
                        store::EventRecord* record,
                        delivery::FieldProblems* problems) {
  const v1::Signing::Scheme scheme = SchemeOf(*record);
  std::string text;
  if (record->event().has_signing()) {
    text = std::move(
        *record->mutable_event()->mutable_signing()->mutable_secret());
    record->mutable_event()->mutable_signing()->clear_secret();
  }
  std::string secret;
  record->clear_signing_keys();
  if (scheme != v1::Signing::HMAC_SHA256 && scheme != v1::Signing::ED25519) {
    // An unknown scheme is reported where the event is built.
    if (!text.empty()) {
      problems->push_back({"signing.secret", "is given without a scheme"});
    }
    return;
  }
  if (!text.empty()) {
    absl::StatusOr<std::string> parsed =
        delivery::ParseSigningSecret(scheme, text);
    if (!parsed.ok()) {
      problems->push_back(
          {"signing.secret", std::string(parsed.status().message())});
      return;
    }
    secret = *std::move(parsed);
  }
  const bool has_stored =
      SchemeOf(stored) == scheme && !stored.signing_keys().empty();
  if (has_stored &&
      (secret.empty() || secret == stored.signing_keys(0).secret())) {
    for (const store::SigningKey& key : stored.signing_keys()) {
      if (!HasExpired(key, now)) *record->add_signing_keys() = key;
    }
    return;
  }
  if (secret.empty()) secret = delivery::GenerateSigningSecret();
  record->add_signing_keys()->set_secret(std::move(secret));
}

void RotateSigningKeys(const std::string& secret, absl::Duration overlap,
                       absl::Time now, store::EventRecord* record) {
  std::vector<store::SigningKey> keys(1);
  keys[0].set_secret(secret);
  for (const store::SigningKey& old : record->signing_keys()) {
    store::SigningKey key = old;
    if (key.expire_time_us() == 0) {
      key.set_expire_time_us(absl::ToUnixMicros(now + overlap));
    }
    if (keys.size() < kMaxSigningKeys && !HasExpired(key, now) &&
        key.secret() != secret) {
      keys.push_back(std::move(key));
    }
  }
  record->clear_signing_keys();
  for (store::SigningKey& key : keys) {
    *record->add_signing_keys() = std::move(key);
  }
}

}  // namespace gancho::service
