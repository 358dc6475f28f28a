// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_CONNECTION_H_
#define GANCHO_DELIVERY_CONNECTION_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "delivery/attempt.h"
#include "delivery/connection_pool.h"
#include "delivery/ip_address.h"
#include "delivery/socket_poller.h"
#include "delivery/tls_context.h"

namespace gancho::delivery {

// One TCP connection, with TLS once StartTls() was called. Reads and writes are
// tried at once and never block; where they cannot go on, the user waits for
// the socket to be ready. That saves the copies and queues of a stream with
// asynchronous operations. Used on the shard's thread only, through a
// shared_ptr.
class Connection final : public PooledConnection,
                         private SocketPoller::Listener,
                         public std::enable_shared_from_this<Connection> {
 public:
  // Who uses the connection at the moment.
  class User {
   public:
    virtual ~User() = default;
    // `error` is an errno, 0 if connected.
    virtual void OnConnect(Connection* connection, int error) = 0;
    virtual void OnReadable() = 0;
    virtual void OnWritable() = 0;
  };

  enum class Io {
    kDone,       // made progress
    kWantRead,   // wait for the socket to be readable
    kWantWrite,  // wait for the socket to be writable
    kClosed,     // see closing() and reason()
  };

  Connection(boost::asio::io_context& io, std::shared_ptr<SocketPoller> poller);
  ~Connection() override;

  // Events go to `user`, which may be null.
  void SetUser(User* user) {
    user_ = user;
    waiting_read_ = waiting_write_ = false;
  }

  // Opens the socket and begins to connect; OnConnect() follows, never before
  // Connect() has returned.
  void Connect(const IpAddress& address, uint32_t port);

  // Prepares TLS as `profile` to `host`; false if there is no memory.
  bool StartTls(std::shared_ptr<TlsProfile> profile, const std::string& host,
                uint32_t port);
  // kDone when the handshake is complete. After kClosed reason() says why.
  Io Handshake();

  // Writes what the socket takes of `data`; kDone with `*written` over 0.
  Io Write(std::string_view data, size_t* written);
  // Reads at most `capacity` bytes; kDone with `*size` over 0.
  Io Read(char* buffer, size_t capacity, size_t* size);
  // Whether bytes were received that Read() has not returned, so that the
  // socket need not become readable.
  bool HasBuffered() const;

  // OnReadable() or OnWritable() once, unless that wait is under way already.
  void WaitReadable();
  void WaitWritable();

  Attempt::Closing closing() const { return closing_; }
  const std::string& reason() const { return reason_; }

  // "203.0.113.7:443", or as the user wants it shown.
  const std::string& address() const { return address_; }
  void set_address(std::string address) { address_ = std::move(address); }
  const TlsProfile* profile() const { return profile_.get(); }

  bool Probe() override;
  void Close() override;

 private:
  void OnConnected(int error);
  bool open() const { return socket_.fd >= 0; }
  // Calls the user if it waits for what has come.
  void OnSocketEvent() override;
  PolledSocket& polled_socket() override { return socket_; }
  void TellUserSoon();
  Io OnTlsError(int result);
  Io OnSocketError(int error);

  // Asio's while it is being connected, then the poller's.
  boost::asio::ip::tcp::socket connecting_;
  const std::shared_ptr<SocketPoller> poller_;
  PolledSocket socket_;
  User* user_ = nullptr;
  bool waiting_read_ = false;
  bool waiting_write_ = false;
  bool telling_ = false;
  std::shared_ptr<TlsProfile> profile_;
  ssl_st* ssl_ = nullptr;
  bool handshake_done_ = false;
  bool failed_ = false;
  std::string address_;
  Attempt::Closing closing_ = Attempt::Closing::kBroken;
  std::string reason_;
};

// "connection refused" and the like.
std::string SocketErrorInWords(int error);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_CONNECTION_H_
