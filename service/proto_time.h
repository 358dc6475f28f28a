// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_PROTO_TIME_H_
#define GANCHO_SERVICE_PROTO_TIME_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "service/delivery_conversion.h"

namespace gancho::service {

// To the microsecond, which is what the ledger keeps.
inline google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return ToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_PROTO_TIME_H_
