// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_RESOLVER_H_
#define GANCHO_DELIVERY_RESOLVER_H_

#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "delivery/ip_address.h"

namespace gancho::delivery {

// Turns names into addresses. Thread-safe.
class Resolver {
 public:
  // At least one address, in the order of preference; else NOT_FOUND (there is
  // no such name, or it has no address), DEADLINE_EXCEEDED, UNAVAILABLE or
  // RESOURCE_EXHAUSTED with a reason for people; ABORTED if this machine lacks
  // means of its own (see shortage.h), so that nobody was asked.
  using Done = absl::AnyInvocable<void(absl::StatusOr<std::vector<IpAddress>>)>;

  virtual ~Resolver() = default;

  // Calls `done` once, before it returns or later on any thread. Never blocks.
  virtual void Resolve(const std::string& name, Done done) = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_RESOLVER_H_
