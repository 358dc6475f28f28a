// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_
#define GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_

#include "gancho/v1/event.pb.h"

// The secrets of Authentication, which are INPUT_ONLY.
namespace gancho::service {

void RemoveSecrets(v1::Authentication* authentication);

// Puts the secret of `stored` where `authentication` has none, if both are of
// the same kind.
void KeepSecrets(const v1::Authentication& stored,
                 v1::Authentication* authentication);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_AUTHENTICATION_SECRETS_H_
