// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_CREDENTIALS_H_
#define GANCHO_DELIVERY_CREDENTIALS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "delivery/http_sender.h"
#include "delivery/language/field_problem.h"
#include "gancho/v1/event.pb.h"
#include "store/clock.h"

namespace gancho::delivery {

// The headers with which requests of one event version prove who sends them.
// Used on one shard's thread, where its callbacks come too.
class CredentialSource {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  // An error's message is for people and holds no secret.
  using Done = absl::AnyInvocable<void(absl::StatusOr<Headers>)>;

  // Whoever waits gets CANCELLED.
  virtual ~CredentialSource() = default;

  // Calls back once; before it returns if the headers are at hand.
  virtual void Get(Done done) = 0;

  // The destination answered 401. True if the credentials can be had anew,
  // which the next Get() does.
  virtual bool Invalidate() = 0;
};

// Never null; without authentication there are no headers. Tokens are fetched
// with `sender`; both pointers outlive the source.
std::unique_ptr<CredentialSource> MakeCredentialSource(
    const v1::Authentication& authentication, HttpSender* sender,
    const store::Clock* clock);

// The client certificate, or null. Make one per event version: connections are
// shared by those who have the same object.
std::shared_ptr<const ClientIdentity> MakeClientIdentity(
    const v1::Authentication& authentication);

// Checks what can be checked without asking anybody: sizes, characters, the
// token URL, keys and certificates, with their secrets filled in. Problems'
// fields are relative to `authentication`, and show no secret.
void ValidateAuthentication(const v1::Authentication& authentication,
                            FieldProblems* problems);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_CREDENTIALS_H_
