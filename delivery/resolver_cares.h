// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_RESOLVER_CARES_H_
#define GANCHO_DELIVERY_RESOLVER_CARES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/resolver_cache.h"

namespace gancho::delivery {

// Looks names up with c-ares on one thread of its own: /etc/hosts first, then
// the name servers of /etc/resolv.conf, for IPv4 and IPv6 at once. All
// look-ups are under way together, so a slow name delays nobody else. Names
// are absolute: search domains are not tried. A changed resolv.conf is read
// within ten seconds. Thread-safe.
class CaresLookup final : public NameLookup {
 public:
  struct Options {
    // Per name server and try; the second try waits twice as long.
    absl::Duration try_timeout = absl::Milliseconds(1500);
    int tries = 3;
    // "host" or "host:port", separated by commas, instead of resolv.conf's;
    // for tests.
    std::string servers;
  };

  // UNAVAILABLE if c-ares cannot start.
  static absl::StatusOr<std::unique_ptr<CaresLookup>> Create(
      const Options& options);

  // Look-ups under way end with UNAVAILABLE.
  ~CaresLookup() override;

  void Look(const std::string& name, Done done) override;

 private:
  class Impl;

  explicit CaresLookup(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_RESOLVER_CARES_H_
