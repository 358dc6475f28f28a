// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_SIGNING_KEYS_H_
#define GANCHO_SERVICE_SIGNING_KEYS_H_

#include "absl/time/time.h"
#include "delivery/language/field_problem.h"
#include "store/record.pb.h"

// The signing keys of an event, the current one first.
namespace gancho::service {

// The current key and those before it that still sign. Bounds the signatures
// on a request.
inline constexpr int kMaxSigningKeys = 4;

// Moves `signing.secret` of `record`'s event into its keys. Without a secret
// the keys of `stored` stay, as long as the scheme is the same, and a key is
// made where there is none. Problems are relative to the event.
void ResolveSigningKeys(const store::EventRecord& stored, absl::Time now,
                        store::EventRecord* record,
                        delivery::FieldProblems* problems);

// Puts `secret` (raw) first; the one before signs until now + `overlap`, those
// before that until they expire.
void RotateSigningKeys(const std::string& secret, absl::Duration overlap,
                       absl::Time now, store::EventRecord* record);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_SIGNING_KEYS_H_
