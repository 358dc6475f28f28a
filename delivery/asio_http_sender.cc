// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/asio_http_sender.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"
#include "delivery/http_exchange.h"
#include "delivery/http_request_head.h"

namespace gancho::delivery {
namespace {

// How late a deadline may be noticed; half of the shortest that is worth
// having. 50 looks a second at a few thousand attempts are nothing.
constexpr std::chrono::milliseconds kTick(20);
constexpr absl::Duration kPoolSweepInterval = absl::Milliseconds(500);
// Room for one TLS record, the most that one read returns.
constexpr size_t kReadBufferSize = 16 * 1024;

OriginKey KeyOf(const store::RenderedRequest& request) {
  return {.tls = request.tls(), .host = request.host(), .port = request.port()};
}

}  // namespace

struct AsioHttpSender::Shared : std::enable_shared_from_this<Shared> {
  Shared(boost::asio::io_context& io_context, const AddressGuard* address_guard,
         TlsContexts* contexts, Options sender_options)
      : io(io_context),
        guard(address_guard),
        tls(contexts),
        options(std::move(sender_options)),
        pool(options.pool),
        timer(io_context) {}

  void Add(std::shared_ptr<HttpExchange> exchange);
  void Remove(HttpExchange* exchange);
  void ArmTimer();
  void Tick();
  void FailLater(HttpSender::Done done, v1::Attempt::Failure failure,
                 std::string reason);

  boost::asio::io_context& io;
  const AddressGuard* const guard;
  TlsContexts* const tls;
  const Options options;
  ConnectionPool pool;
  HttpExchangeContext context;
  boost::asio::steady_timer timer;
  bool timer_armed = false;
  bool aborted = false;
  absl::Duration next_pool_sweep;
  std::vector<std::shared_ptr<HttpExchange>> active;
};

void AsioHttpSender::Shared::Add(std::shared_ptr<HttpExchange> exchange) {
  exchange->position = active.size();
  active.push_back(std::move(exchange));
  ArmTimer();
}

void AsioHttpSender::Shared::Remove(HttpExchange* exchange) {
  const size_t position = exchange->position;
  active.back()->position = position;
  std::swap(active[position], active.back());
  active.pop_back();
}

void AsioHttpSender::Shared::ArmTimer() {
  if (timer_armed || aborted) return;
  timer_armed = true;
  timer.expires_after(kTick);
  timer.async_wait(
      [self = shared_from_this()](const boost::system::error_code& error) {
        self->timer_armed = false;
        if (!error && !self->aborted) self->Tick();
      });
}

void AsioHttpSender::Shared::Tick() {
  const absl::Duration now = context.clock->Steady();
  // A callback may send or end others, so first it is seen who is due.
  std::vector<std::shared_ptr<HttpExchange>> due;
  for (const auto& exchange : active) {
    if (now >= exchange->wake_time()) due.push_back(exchange);
  }
  for (const auto& exchange : due) exchange->OnTick(now);
  if (now >= next_pool_sweep) {
    next_pool_sweep = now + kPoolSweepInterval;
    pool.Sweep(now);
  }
  if (!active.empty() || pool.idle() > 0) ArmTimer();
}

void AsioHttpSender::Shared::FailLater(HttpSender::Done done,
                                       v1::Attempt::Failure failure,
                                       std::string reason) {
  HttpResult result;
  result.failure = failure;
  result.reason = std::move(reason);
  boost::asio::post(
      io, [done = std::move(done), result = std::move(result)]() mutable {
        done(std::move(result));
      });
}

AsioHttpSender::AsioHttpSender(boost::asio::io_context& io, Resolver* resolver,
                               const AddressGuard* guard, TlsContexts* tls,
                               const store::Clock* clock, Options options)
    : shared_(std::make_shared<Shared>(io, guard, tls, std::move(options))) {
  HttpExchangeContext& context = shared_->context;
  context.io = &io;
  context.mailbox = std::make_shared<ShardMailbox>(&io);
  context.poller = std::make_shared<SocketPoller>(io);
  context.resolver = resolver;
  context.clock = clock;
  context.pool = &shared_->pool;
  context.on_end = [shared = shared_.get()](HttpExchange* exchange) {
    shared->Remove(exchange);
  };
  context.read_buffer.resize(kReadBufferSize);
}

AsioHttpSender::~AsioHttpSender() {
  Abort();
  shared_->context.mailbox->Close();
}

void AsioHttpSender::Send(OutboundRequest request, Done done) {
  ++shared_->context.stats.requests;
  if (shared_->aborted) {
    shared_->FailLater(std::move(done), v1::Attempt::INTERNAL,
                       "server is shutting down");
    return;
  }
  const store::RenderedRequest& rendered = *request.rendered;
  std::string wire;
  if (absl::Status status = SerializeRequest(
          rendered, request.headers, shared_->options.user_agent, &wire);
      !status.ok()) {
    shared_->FailLater(std::move(done), v1::Attempt::INTERNAL,
                       std::string(StdView(status.message())));
    return;
  }
  std::shared_ptr<TlsProfile> profile;
  if (rendered.tls()) {
    auto found = shared_->tls->ForIdentity(request.client_identity);
    if (!found.ok()) {
      shared_->FailLater(
          std::move(done), v1::Attempt::CREDENTIALS,
          absl::StrCat("client certificate: ", found.status().message()));
      return;
    }
    profile = *std::move(found);
  }
  AttemptPlan plan;
  plan.tls = rendered.tls();
  plan.host = rendered.host();
  plan.port = rendered.port();
  plan.timeout = request.timeout;
  plan.connect_timeout = request.connect_timeout;
  plan.guard = shared_->guard;
  plan.proxy = shared_->options.proxy ? &*shared_->options.proxy : nullptr;
  plan.limits = shared_->options.response;
  plan.limits.kept_body_bytes =
      std::min(request.kept_body_bytes, plan.limits.body_bytes);
  auto exchange = std::make_shared<HttpExchange>(
      &shared_->context, std::move(plan), std::move(wire), std::move(profile),
      std::move(done));
  shared_->Add(exchange);
  exchange->Start();
}

bool AsioHttpSender::HasCapacity(const store::RenderedRequest& request) const {
  return shared_->pool.HasCapacity(KeyOf(request));
}

void AsioHttpSender::SetCapacityCallback(absl::AnyInvocable<void()> callback) {
  // The pool calls within an ending exchange; the engine is called after.
  auto posted =
      std::make_shared<absl::AnyInvocable<void()>>(std::move(callback));
  shared_->pool.SetCapacityCallback([shared = shared_.get(), posted] {
    shared->context.mailbox->Post([posted] { (*posted)(); });
  });
}

void AsioHttpSender::Abort() {
  if (shared_->aborted) return;
  shared_->aborted = true;
  shared_->timer.cancel();
  const std::vector<std::shared_ptr<HttpExchange>> active = shared_->active;
  for (const auto& exchange : active) {
    exchange->Abort("server is shutting down");
  }
  shared_->pool.CloseIdle();
}

HttpSender::Stats AsioHttpSender::stats() const {
  Stats stats = shared_->context.stats;
  stats.idle_connections = shared_->pool.idle();
  return stats;
}

}  // namespace gancho::delivery
