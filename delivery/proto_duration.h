// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_PROTO_DURATION_H_
#define GANCHO_DELIVERY_PROTO_DURATION_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "delivery/language/field_problem.h"
#include "google/protobuf/duration.pb.h"

namespace gancho::delivery {

// Reads a duration that has to lie from `min` to `max`. Otherwise, or if it
// is no valid duration, adds a problem for `field` and returns `min`.
absl::Duration ReadDuration(const google::protobuf::Duration& duration,
                            absl::Duration min, absl::Duration max,
                            std::string_view field, FieldProblems* problems);

// `duration` to the nanosecond; it must be finite.
google::protobuf::Duration ToProtoDuration(absl::Duration duration);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_PROTO_DURATION_H_
