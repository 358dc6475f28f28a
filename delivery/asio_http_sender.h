// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ASIO_HTTP_SENDER_H_
#define GANCHO_DELIVERY_ASIO_HTTP_SENDER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "delivery/address_guard.h"
#include "delivery/connection_pool.h"
#include "delivery/http_response_parser.h"
#include "delivery/http_sender.h"
#include "delivery/proxy.h"
#include "delivery/resolver.h"
#include "delivery/tls_context.h"
#include "store/clock.h"

namespace boost::asio {
class io_context;
}  // namespace boost::asio

namespace gancho::delivery {

// Sends HTTP/1.1 requests over TCP and TLS, with connections that are kept and
// used again. One per engine shard, on its io_context and thread; what the
// constructor is given may be shared by all shards and outlives the sender.
//
// Deadlines are watched by one coarse tick for all attempts, so an attempt may
// end up to 20 ms after its time-out.
class AsioHttpSender final : public HttpSender {
 public:
  struct Options {
    ConnectionPool::Options pool;
    HttpResponseLimits response;
    // Value of the header; "Gancho/<version>".
    std::string user_agent;
    std::optional<EgressProxy> proxy;
  };

  AsioHttpSender(boost::asio::io_context& io, Resolver* resolver,
                 const AddressGuard* guard, TlsContexts* tls,
                 const store::Clock* clock, Options options);
  // As Abort(). The io_context must not run meanwhile, or be on this thread.
  ~AsioHttpSender() override;

  void Send(OutboundRequest request, Done done) override;
  bool HasCapacity(const store::RenderedRequest& request) const override;
  void SetCapacityCallback(absl::AnyInvocable<void()> callback) override;
  void Abort() override;
  Stats stats() const override;

 private:
  class Exchange;
  struct Shared;

  // Held by callbacks too, so that one that comes after the sender is gone
  // finds nothing to do.
  std::shared_ptr<Shared> shared_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ASIO_HTTP_SENDER_H_
