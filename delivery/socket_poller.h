// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SOCKET_POLLER_H_
#define GANCHO_DELIVERY_SOCKET_POLLER_H_

#include <sys/epoll.h>
#include <sys/types.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <memory>

namespace gancho::delivery {

// A connected socket and what is known of it. The flags are hints on the safe
// side: a socket that is not readable has been read until nothing was left,
// and an event will come when that changes.
struct PolledSocket {
  int fd = -1;
  bool readable = false;
  bool writable = true;
  // The peer has closed: an end that is still to be read raises no event.
  bool hung_up = false;

  // As send() and recv(), without blocking and without SIGPIPE.
  ssize_t Send(const void* data, size_t size);
  ssize_t Receive(void* buffer, size_t size);
};

// Tells when sockets become ready. They are registered once, edge-triggered,
// with an epoll instance for which the shard's io_context waits: one look
// brings everything that is ready, and to wait for a socket again costs no
// system call. Asio's own waits cost one each.
//
// Used on the shard's thread only.
class SocketPoller : public std::enable_shared_from_this<SocketPoller> {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // The flags of its socket have been brought up to date. May Remove() any.
    virtual void OnSocketEvent() = 0;
    virtual PolledSocket& polled_socket() = 0;
  };

  explicit SocketPoller(boost::asio::io_context& io);
  ~SocketPoller();
  SocketPoller(const SocketPoller&) = delete;
  SocketPoller& operator=(const SocketPoller&) = delete;

  // Events of the listener's socket go to it from now on. False, with errno,
  // if the system has no room for it.
  bool Add(Listener* listener);
  // Before the socket is closed.
  void Remove(Listener* listener);

 private:
  static constexpr size_t kMaxEvents = 256;

  bool Open();
  void Wait();
  void Dispatch();

  boost::asio::posix::stream_descriptor epoll_;
  size_t sockets_ = 0;
  bool waiting_ = false;
  // The events that are being dispatched; those before next_ are done.
  std::array<epoll_event, kMaxEvents> events_;
  size_t next_ = 0;
  size_t end_ = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SOCKET_POLLER_H_
