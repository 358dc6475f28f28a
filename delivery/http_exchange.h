// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_HTTP_EXCHANGE_H_
#define GANCHO_DELIVERY_HTTP_EXCHANGE_H_

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/attempt.h"
#include "delivery/connection.h"
#include "delivery/connection_pool.h"
#include "delivery/http_sender.h"
#include "delivery/resolver.h"
#include "delivery/tls_context.h"
#include "store/clock.h"

namespace gancho::delivery {

// A way to an io_context that may go away before the last event for it comes.
// Thread-safe.
class ShardMailbox {
 public:
  explicit ShardMailbox(boost::asio::io_context* io) : io_(io) {}

  // Runs `task` on the io_context later; drops it after Close().
  void Post(absl::AnyInvocable<void()> task) ABSL_LOCKS_EXCLUDED(mu_);
  void Close() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  absl::Mutex mu_;
  boost::asio::io_context* io_ ABSL_GUARDED_BY(mu_);
};

class HttpExchange;

// What the exchanges of one sender share. Outlives those that are under way.
struct HttpExchangeContext {
  boost::asio::io_context* io = nullptr;
  std::shared_ptr<ShardMailbox> mailbox;
  std::shared_ptr<SocketPoller> poller;
  Resolver* resolver = nullptr;
  const store::Clock* clock = nullptr;
  ConnectionPool* pool = nullptr;
  HttpSender::Stats stats;
  // Called with every exchange that ends, before its callback.
  absl::AnyInvocable<void(HttpExchange*)> on_end;
  // Of the bytes that come in; nothing stays in it between two reads.
  std::vector<char> read_buffer;
};

// One request under way: performs the actions of its Attempt on the pool, the
// resolver and a connection. On the shard's thread.
class HttpExchange final : public ConnectionPool::Waiter,
                           public Connection::User,
                           public std::enable_shared_from_this<HttpExchange> {
 public:
  // `request` is what goes over the wire, head and body; `profile` is null for
  // http.
  HttpExchange(HttpExchangeContext* context, AttemptPlan plan,
               std::string request, std::shared_ptr<TlsProfile> profile,
               HttpSender::Done done);

  // Goes as far as is possible without waiting; never calls `done` itself.
  void Start();
  // Ends the exchange at once, as a failure of our own.
  void Abort(std::string_view why);
  void OnTick(absl::Duration now);
  absl::Duration wake_time() const { return attempt_.wake_time(); }

  // Where the exchange stands in its sender's list.
  size_t position = 0;

  // ConnectionPool::Waiter:
  void OnPlace() override;
  // Connection::User:
  void OnConnect(Connection* connection, int error) override;
  void OnReadable() override { OnReady(true); }
  void OnWritable() override { OnReady(false); }

 private:
  using Action = Attempt::Action;
  // What the socket's readiness is waited for.
  enum class Waiting { kNothing, kHandshake, kWrite, kRead };

  // Performs `action` and those that follow from it until one has to wait.
  void Run(Action action);
  Action Acquire(bool fresh);
  Action UsePlace(bool fresh);
  void Resolve();
  void Connect();
  Action BeginHandshake();
  Action ContinueHandshake();
  Action BeginWrite(std::string_view bytes);
  Action ContinueWrite();
  Action OnWriteFailed();
  Action Receive();
  void OnReady(bool readable);
  void WaitFor(Connection::Io io, Waiting waiting);
  void DropConnecting();
  void DropConnection();
  void Finish();
  absl::Duration Now() const { return context_->clock->Steady(); }

  HttpExchangeContext* const context_;
  const std::string request_;
  const std::shared_ptr<TlsProfile> profile_;
  HttpSender::Done done_;
  Attempt attempt_;

  ConnectionPool::Origin* origin_ = nullptr;
  bool has_place_ = false;
  bool starting_ = false;
  Waiting waiting_ = Waiting::kNothing;
  std::vector<std::shared_ptr<Connection>> connecting_;  // by index
  std::shared_ptr<Connection> connection_;
  std::string_view unsent_;
  // The next read is worth trying without waiting for the socket.
  bool read_at_once_ = false;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_HTTP_EXCHANGE_H_
