// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/proto_duration.h"

#include <cstdint>
#include <cstdlib>

namespace gancho::delivery {
namespace {

// The rules of google/protobuf/duration.proto.
bool IsValid(const google::protobuf::Duration& duration) {
  constexpr int64_t kMaxSeconds = 315'576'000'000;
  constexpr int32_t kMaxNanos = 999'999'999;
  if (duration.seconds() < -kMaxSeconds || duration.seconds() > kMaxSeconds ||
      duration.nanos() < -kMaxNanos || duration.nanos() > kMaxNanos) {
    return false;
  }
  return !(duration.seconds() < 0 && duration.nanos() > 0) &&
         !(duration.seconds() > 0 && duration.nanos() < 0);
}

}  // namespace

absl::Duration ReadDuration(const google::protobuf::Duration& duration,
                            absl::Duration min, absl::Duration max,
                            std::string_view field, FieldProblems* problems) {
  const absl::Duration value =
      absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
  if (!IsValid(duration)) {
    problems->push_back({std::string(field), "is not a valid duration"});
    return min;
  }
  if (value < min || value > max) {
    problems->push_back(
        {std::string(field), "must be from " + absl::FormatDuration(min) +
                                 " to " + absl::FormatDuration(max)});
    return min;
  }
  return value;
}

google::protobuf::Duration ToProtoDuration(absl::Duration duration) {
  google::protobuf::Duration proto;
  proto.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return proto;
}

}  // namespace gancho::delivery
