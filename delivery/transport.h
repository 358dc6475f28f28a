// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TRANSPORT_H_
#define GANCHO_DELIVERY_TRANSPORT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/sharded_engine.h"
#include "store/clock.h"

namespace gancho::delivery {

struct TransportOptions {
  // CIDR blocks that the address guard lets through.
  std::vector<std::string> allow_destinations;
  // "address:port" of our own listeners, never dialled.
  std::vector<std::string> own_listeners;
  // PEM file with trust roots beside the system's; empty for none.
  std::string ca_file;
  // "http://user:password@host:port"; empty for none.
  std::string egress_proxy;
  // Connections, in use and idle, that each shard may have; as many as the
  // pool's own limits allow if there are more.
  size_t max_descriptors_per_shard = size_t{1} << 20;
  // Value of the User-Agent header.
  std::string user_agent = "Gancho";
};

// All that shards share of the way out: the address guard, the resolver and
// the TLS contexts. Thread-safe.
class Transport {
 public:
  // INVALID_ARGUMENT for a malformed block, proxy or certificate file,
  // UNAVAILABLE if the resolver cannot start. `clock` outlives the transport.
  static absl::StatusOr<std::unique_ptr<Transport>> Create(
      const TransportOptions& options, const store::Clock* clock);
  ~Transport();

  // For EngineParts::make_thread. The transport outlives it.
  std::unique_ptr<ShardThread> MakeShardThread();

  // For registration: OK unless `host` is an address literal, in any
  // spelling, that may not be dialled, or cannot be a host at all.
  absl::Status CheckHost(std::string_view host, int port) const;

 private:
  struct Parts;
  explicit Transport(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TRANSPORT_H_
