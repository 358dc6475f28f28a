// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/socket_poller.h"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/system/error_code.hpp>
#include <cerrno>

namespace gancho::delivery {

namespace asio = boost::asio;
using boost::system::error_code;

ssize_t PolledSocket::Send(const void* data, size_t size) {
  const ssize_t sent = send(fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && errno == EAGAIN) writable = false;
  return sent;
}

ssize_t PolledSocket::Receive(void* buffer, size_t size) {
  const ssize_t received = recv(fd, buffer, size, MSG_DONTWAIT);
  if (received < 0) {
    if (errno == EAGAIN) readable = false;
  } else if (received > 0 && static_cast<size_t>(received) < size && !hung_up) {
    // Less than there was room for is all there was.
    readable = false;
  }
  return received;
}

SocketPoller::SocketPoller(asio::io_context& io) : epoll_(io) {}

SocketPoller::~SocketPoller() = default;

bool SocketPoller::Open() {
  if (epoll_.is_open()) return true;
  const int fd = epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0) return false;
  error_code error;
  epoll_.assign(fd, error);
  if (!error) return true;
  close(fd);
  errno = error.value();
  return false;
}

bool SocketPoller::Add(Listener* listener) {
  if (!Open()) return false;
  epoll_event event = {};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = listener;
  const int fd = listener->polled_socket().fd;
  if (epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, fd, &event) != 0) {
    return false;
  }
  ++sockets_;
  Wait();
  return true;
}

void SocketPoller::Remove(Listener* listener) {
  epoll_event unused = {};
  epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, listener->polled_socket().fd,
            &unused);
  for (size_t i = next_; i < end_; ++i) {
    if (events_[i].data.ptr == listener) events_[i].data.ptr = nullptr;
  }
  // Without sockets nothing keeps the io_context at work.
  if (--sockets_ == 0) {
    error_code ignored;
    epoll_.cancel(ignored);
  }
}

void SocketPoller::Wait() {
  if (waiting_ || sockets_ == 0) return;
  waiting_ = true;
  epoll_.async_wait(asio::posix::stream_descriptor::wait_read,
                    [weak = weak_from_this()](const error_code& error) {
                      const std::shared_ptr<SocketPoller> self = weak.lock();
                      if (self == nullptr) return;
                      self->waiting_ = false;
                      if (!error) self->Dispatch();
                      self->Wait();
                    });
}

void SocketPoller::Dispatch() {
  const int count = epoll_wait(epoll_.native_handle(), events_.data(),
                               static_cast<int>(events_.size()), 0);
  end_ = count > 0 ? static_cast<size_t>(count) : 0;
  next_ = 0;
  while (next_ < end_) {
    const epoll_event& event = events_[next_++];
    auto* listener = static_cast<Listener*>(event.data.ptr);
    if (listener == nullptr) continue;  // removed since
    PolledSocket& socket = listener->polled_socket();
    const uint32_t ended = event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR);
    if (ended != 0) socket.hung_up = true;
    if (ended != 0 || (event.events & EPOLLIN) != 0) socket.readable = true;
    if ((event.events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) {
      socket.writable = true;
    }
    listener->OnSocketEvent();
  }
  next_ = end_ = 0;
}

}  // namespace gancho::delivery
