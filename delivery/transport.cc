// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/transport.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "delivery/address_guard.h"
#include "delivery/asio_http_sender.h"
#include "delivery/asio_loop.h"
#include "delivery/proxy.h"
#include "delivery/resolver_cache.h"
#include "delivery/resolver_cares.h"
#include "delivery/signing_preparer.h"
#include "delivery/tls_context.h"

namespace gancho::delivery {

struct Transport::Parts {
  Parts(AddressGuard address_guard, std::unique_ptr<CaresLookup> name_lookup,
        std::unique_ptr<TlsContexts> tls_contexts,
        std::optional<EgressProxy> egress_proxy, std::string agent,
        size_t shard_descriptors, const store::Clock* system_clock)
      : clock(system_clock),
        guard(std::move(address_guard)),
        proxy(std::move(egress_proxy)),
        user_agent(std::move(agent)),
        max_descriptors_per_shard(shard_descriptors),
        tls(std::move(tls_contexts)),
        resolver(name_lookup.get(), system_clock, CachingResolver::Options()),
        lookup(std::move(name_lookup)) {}

  const store::Clock* const clock;
  const AddressGuard guard;
  const std::optional<EgressProxy> proxy;
  const std::string user_agent;
  const size_t max_descriptors_per_shard;
  const std::unique_ptr<TlsContexts> tls;
  CachingResolver resolver;
  // Ends before the resolver that waits for it.
  const std::unique_ptr<CaresLookup> lookup;
};

namespace {

class AsioShardThread final : public ShardThread {
 public:
  AsioShardThread(Resolver* resolver, const AddressGuard* guard,
                  TlsContexts* tls, const store::Clock* clock,
                  AsioHttpSender::Options options)
      : sender_(loop_.context(), resolver, guard, tls, clock,
                std::move(options)),
        preparer_(&sender_, clock) {}

  Loop* loop() override { return &loop_; }
  HttpSender* sender() override { return &sender_; }
  RequestPreparer* preparer() override { return &preparer_; }
  void Run() override { loop_.Run(); }
  void Stop() override { loop_.Stop(); }

 private:
  AsioLoop loop_;
  AsioHttpSender sender_;
  SigningPreparer preparer_;
};

}  // namespace

Transport::Transport(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Transport::~Transport() = default;

absl::StatusOr<std::unique_ptr<Transport>> Transport::Create(
    const TransportOptions& options, const store::Clock* clock) {
  auto guard = AddressGuard::Create({.allow = options.allow_destinations,
                                     .own_listeners = options.own_listeners});
  if (!guard.ok()) return guard.status();
  TlsContexts::Options tls_options;
  tls_options.ca_file = options.ca_file;
  auto tls = TlsContexts::Create(tls_options);
  if (!tls.ok()) return tls.status();
  std::optional<EgressProxy> proxy;
  if (!options.egress_proxy.empty()) {
    auto parsed = ParseEgressProxy(options.egress_proxy);
    if (!parsed.ok()) return parsed.status();
    proxy = *std::move(parsed);
  }
  auto lookup = CaresLookup::Create({});
  if (!lookup.ok()) return lookup.status();
  return std::unique_ptr<Transport>(new Transport(std::make_unique<Parts>(
      *std::move(guard), *std::move(lookup), *std::move(tls), std::move(proxy),
      options.user_agent, options.max_descriptors_per_shard, clock)));
}

std::unique_ptr<ShardThread> Transport::MakeShardThread() {
  AsioHttpSender::Options options;
  options.user_agent = parts_->user_agent;
  options.proxy = parts_->proxy;
  // As the pool's own limits are: two thirds in use, one third idle.
  const size_t third =
      std::max<size_t>(1, parts_->max_descriptors_per_shard / 3);
  options.pool.max_total = std::min(options.pool.max_total, 2 * third);
  options.pool.max_idle = std::min(options.pool.max_idle, third);
  return std::make_unique<AsioShardThread>(&parts_->resolver, &parts_->guard,
                                           parts_->tls.get(), parts_->clock,
                                           std::move(options));
}

absl::Status Transport::CheckHost(std::string_view host, int port) const {
  return parts_->guard.CheckLiteral(host, port);
}

}  // namespace gancho::delivery
