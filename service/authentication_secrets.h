// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_
#define GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_

#include <string>

#include "gancho/v1/event.pb.h"
#include "google/protobuf/map.h"

// The secrets of an event, which are INPUT_ONLY.
namespace gancho::service {

using SecretValues = google::protobuf::Map<std::string, std::string>;

void RemoveSecrets(v1::Authentication* authentication);
// Empties the values of `Event.secrets`; the names stay.
void RemoveSecrets(SecretValues* secrets);

// Puts the secret of `stored` where `authentication` has none, if both are of
// the same kind.
void KeepSecrets(const v1::Authentication& stored,
                 v1::Authentication* authentication);
// Fills in the values that `secrets` leaves empty and `stored` has.
void KeepSecrets(const SecretValues& stored, SecretValues* secrets);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_
