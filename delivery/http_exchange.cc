// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_exchange.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

#include "delivery/shortage.h"

namespace gancho::delivery {

void ShardMailbox::Post(absl::AnyInvocable<void()> task) {
  absl::MutexLock lock(&mu_);
  if (io_ != nullptr) boost::asio::post(*io_, std::move(task));
}

void ShardMailbox::Close() {
  absl::MutexLock lock(&mu_);
  io_ = nullptr;
}

HttpExchange::HttpExchange(HttpExchangeContext* context, AttemptPlan plan,
                           std::string request,
                           std::shared_ptr<TlsProfile> profile,
                           HttpSender::Done done)
    : context_(context),
      request_(std::move(request)),
      profile_(std::move(profile)),
      done_(std::move(done)),
      attempt_(std::move(plan), context->clock->Steady()) {}

void HttpExchange::Start() {
  starting_ = true;
  Run(attempt_.Start());
  starting_ = false;
}

void HttpExchange::Abort(std::string_view why) {
  Run(attempt_.OnInternalError(why, Now()));
}

void HttpExchange::OnTick(absl::Duration now) { Run(attempt_.OnTick(now)); }

void HttpExchange::Run(Action action) {
  while (action != Action::kWait) {
    switch (action) {
      case Action::kWait:
        break;
      case Action::kAcquire:
        action = Acquire(false);
        break;
      case Action::kAcquireFresh:
        action = Acquire(true);
        break;
      case Action::kResolve:
        Resolve();
        action = Action::kWait;
        break;
      case Action::kConnect:
        Connect();
        action = Action::kWait;
        break;
      case Action::kSendProxyHead:
        action = BeginWrite(attempt_.proxy_head());
        break;
      case Action::kHandshake:
        action = BeginHandshake();
        break;
      case Action::kSend:
        action = BeginWrite(request_);
        break;
      case Action::kReceive:
        action = Receive();
        break;
      case Action::kFinish:
        Finish();
        return;
    }
  }
}

HttpExchange::Action HttpExchange::Acquire(bool fresh) {
  DropConnection();
  if (has_place_) return UsePlace(fresh);
  const AttemptPlan& plan = attempt_.plan();
  const ConnectionPool::Lease lease = context_->pool->Acquire(
      {.tls = plan.tls, .host = plan.host, .port = plan.port}, this);
  origin_ = lease.origin;
  switch (lease.grant) {
    case ConnectionPool::Grant::kPlace:
      has_place_ = true;
      return UsePlace(fresh);
    case ConnectionPool::Grant::kWait:
      return Action::kWait;
    case ConnectionPool::Grant::kRefused:
      break;
  }
  return attempt_.OnInternalError(
      "too many requests wait for a connection to the destination", Now());
}

void HttpExchange::OnPlace() {
  has_place_ = true;
  // Not now: the one who gives the place is in the middle of ending.
  context_->mailbox->Post([self = shared_from_this()] {
    if (!self->attempt_.finished()) self->Run(self->UsePlace(false));
  });
}

HttpExchange::Action HttpExchange::UsePlace(bool fresh) {
  const absl::Duration now = Now();
  if (!fresh) {
    if (auto idle = context_->pool->TakeIdle(origin_, profile_.get(), now)) {
      connection_ = std::static_pointer_cast<Connection>(std::move(idle));
      connection_->SetUser(this);
      ++context_->stats.reused;
      return attempt_.OnReused(connection_->address(), now);
    }
  }
  return attempt_.OnOpen(now);
}

void HttpExchange::Resolve() {
  // The resolver may outlive the sender, and answer on any thread.
  context_->resolver->Resolve(
      attempt_.dial_host(),
      [weak = weak_from_this(), mailbox = context_->mailbox](
          absl::StatusOr<std::vector<IpAddress>> addresses) {
        mailbox->Post([weak, addresses = std::move(addresses)] {
          const std::shared_ptr<HttpExchange> self = weak.lock();
          if (self == nullptr || self->attempt_.finished()) return;
          self->Run(self->attempt_.OnResolved(addresses, self->Now()));
        });
      });
}

void HttpExchange::Connect() {
  const Attempt::Endpoint endpoint = attempt_.endpoint();
  auto connection =
      std::make_shared<Connection>(*context_->io, context_->poller);
  connection->SetUser(this);
  connecting_.resize(static_cast<size_t>(endpoint.index));
  connecting_.push_back(connection);
  ++context_->stats.connections_opened;
  connection->Connect(endpoint.address, endpoint.port);
}

void HttpExchange::OnConnect(Connection* connection, int error) {
  const auto self = shared_from_this();
  const auto it = std::find_if(
      connecting_.begin(), connecting_.end(),
      [&](const auto& candidate) { return candidate.get() == connection; });
  if (it == connecting_.end()) return;
  const int index = static_cast<int>(it - connecting_.begin());
  if (error != 0) {
    connection->Close();
    Run(attempt_.OnConnectFailed(index, SocketErrorInWords(error), Now(),
                                 IsShortage(error)));
    return;
  }
  connection_ = std::move(*it);
  connection_->SetState(PooledConnection::State::kBusy);
  DropConnecting();
  const Action action = attempt_.OnConnected(index, Now());
  connection_->set_address(attempt_.address());
  Run(action);
}

HttpExchange::Action HttpExchange::BeginHandshake() {
  const AttemptPlan& plan = attempt_.plan();
  if (!connection_->StartTls(profile_, plan.host, plan.port)) {
    return attempt_.OnShortage("no memory for TLS", Now());
  }
  return ContinueHandshake();
}

HttpExchange::Action HttpExchange::ContinueHandshake() {
  const Connection::Io io = connection_->Handshake();
  switch (io) {
    case Connection::Io::kDone:
      return attempt_.OnHandshake(Now());
    case Connection::Io::kClosed:
      // OpenSSL looks for trust roots in files.
      if (OutOfDescriptors()) {
        return attempt_.OnShortage(SocketErrorInWords(EMFILE), Now());
      }
      return attempt_.OnHandshakeFailed(connection_->reason(), Now());
    default:
      WaitFor(io, Waiting::kHandshake);
      return Action::kWait;
  }
}

HttpExchange::Action HttpExchange::BeginWrite(std::string_view bytes) {
  unsent_ = bytes;
  return ContinueWrite();
}

HttpExchange::Action HttpExchange::ContinueWrite() {
  while (!unsent_.empty()) {
    size_t written = 0;
    const Connection::Io io = connection_->Write(unsent_, &written);
    if (io == Connection::Io::kDone) {
      unsent_.remove_prefix(written);
      continue;
    }
    if (io != Connection::Io::kClosed) {
      WaitFor(io, Waiting::kWrite);
      // A receiver that refuses a request may answer before it is all there.
      connection_->WaitReadable();
      return Action::kWait;
    }
    return OnWriteFailed();
  }
  // Nothing of the answer can be there yet.
  read_at_once_ = connection_->HasBuffered() || attempt_.answer_started();
  return attempt_.OnSent(Now());
}

// What the receiver answered before it closed may still be there to read.
HttpExchange::Action HttpExchange::OnWriteFailed() {
  const Attempt::Closing closing = connection_->closing();
  const std::string reason = connection_->reason();
  std::vector<char>& buffer = context_->read_buffer;
  size_t size = 0;
  Connection::Io io;
  while ((io = connection_->Read(buffer.data(), buffer.size(), &size)) ==
         Connection::Io::kDone) {
    const Action action = attempt_.OnData({buffer.data(), size}, Now());
    if (attempt_.finished()) return action;
  }
  // The end of an answer, or an alert, says more than the failed write.
  if (io == Connection::Io::kClosed &&
      ((connection_->closing() == Attempt::Closing::kOrderly &&
        attempt_.answer_started()) ||
       connection_->closing() == Attempt::Closing::kTlsAlert)) {
    return attempt_.OnClosed(connection_->closing(), connection_->reason(),
                             Now());
  }
  return attempt_.OnClosed(closing, reason, Now());
}

HttpExchange::Action HttpExchange::Receive() {
  if (!read_at_once_) {
    WaitFor(Connection::Io::kWantRead, Waiting::kRead);
    return Action::kWait;
  }
  std::vector<char>& buffer = context_->read_buffer;
  size_t size = 0;
  const Connection::Io io =
      connection_->Read(buffer.data(), buffer.size(), &size);
  switch (io) {
    case Connection::Io::kDone:
      return attempt_.OnData({buffer.data(), size}, Now());
    case Connection::Io::kClosed:
      return attempt_.OnClosed(connection_->closing(), connection_->reason(),
                               Now());
    default:
      WaitFor(io, Waiting::kRead);
      return Action::kWait;
  }
}

void HttpExchange::WaitFor(Connection::Io io, Waiting waiting) {
  waiting_ = waiting;
  if (io == Connection::Io::kWantWrite) {
    connection_->WaitWritable();
  } else {
    connection_->WaitReadable();
  }
}

void HttpExchange::OnReady(bool readable) {
  const auto self = shared_from_this();
  const Waiting waiting = waiting_;
  waiting_ = Waiting::kNothing;
  switch (waiting) {
    case Waiting::kNothing:
      return;
    case Waiting::kHandshake:
      return Run(ContinueHandshake());
    case Waiting::kRead:
      read_at_once_ = true;
      return Run(Receive());
    case Waiting::kWrite:
      break;
  }
  if (!readable) return Run(ContinueWrite());
  // Something came while the request is not out yet.
  read_at_once_ = true;
  Action action = Action::kReceive;
  while (action == Action::kReceive || action == Action::kWait) {
    waiting_ = Waiting::kNothing;
    action = Receive();
    if (waiting_ == Waiting::kRead) {  // nothing more for now
      waiting_ = Waiting::kWrite;
      return;
    }
  }
  Run(action);
}

void HttpExchange::DropConnecting() {
  for (const auto& connection : connecting_) {
    if (connection != nullptr) connection->Close();
  }
  connecting_.clear();
}

void HttpExchange::DropConnection() {
  if (connection_ == nullptr) return;
  connection_->SetState(PooledConnection::State::kClosed);
  connection_->Close();
  connection_.reset();
}

void HttpExchange::Finish() {
  const auto self = shared_from_this();
  HttpResult result = attempt_.TakeResult();
  DropConnecting();
  if (connection_ != nullptr && attempt_.keep_connection()) {
    connection_->SetUser(nullptr);
    context_->pool->Park(origin_, profile_.get(), std::move(connection_),
                         attempt_.keep_alive(), Now());
  } else {
    DropConnection();
    if (has_place_) {
      context_->pool->Release(origin_);
    } else if (origin_ != nullptr) {
      context_->pool->CancelWait(origin_, this);
    }
  }
  connection_.reset();
  has_place_ = false;
  origin_ = nullptr;
  context_->on_end(this);
  if (!starting_) {
    std::exchange(done_, nullptr)(std::move(result));
    return;
  }
  boost::asio::post(*context_->io, [done = std::move(done_),
                                    result = std::move(result)]() mutable {
    done(std::move(result));
  });
}

}  // namespace gancho::delivery
