// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/load_receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace gancho::testing {

namespace {

void Check(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::abort();
}

void Watch(int epoll, int fd) {
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = fd;
  Check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

// The value of a header in `head`, by its lower-case name.
std::string Header(const std::string& head, std::string_view name) {
  size_t line = head.find("\r\n");
  while (line != std::string::npos) {
    line += 2;
    const size_t end = head.find("\r\n", line);
    const size_t colon = head.find(':', line);
    if (colon == std::string::npos || end == std::string::npos) break;
    if (absl::AsciiStrToLower(head.substr(line, colon - line)) == name) {
      return std::string(
          absl::StripAsciiWhitespace(head.substr(colon + 1, end - colon - 1)));
    }
    line = end;
  }
  return "";
}

}  // namespace

LoadReceiver::LoadReceiver(Policy policy) : policy_(std::move(policy)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  Check(listener_ >= 0, "socket");
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(bind(listener_, reinterpret_cast<sockaddr*>(&address),
             sizeof(address)) == 0,
        "bind");
  Check(listen(listener_, 1024) == 0, "listen");
  socklen_t size = sizeof(address);
  Check(
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
      "getsockname");
  port_ = ntohs(address.sin_port);
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  Check(epoll_ >= 0 && wake_ >= 0, "epoll_create1");
  Watch(epoll_, listener_);
  Watch(epoll_, wake_);
  thread_ = std::thread([this] { Run(); });
}

LoadReceiver::~LoadReceiver() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  const uint64_t one = 1;
  Check(write(wake_, &one, sizeof(one)) == sizeof(one), "write");
  thread_.join();
  for (const auto& [fd, connection] : connections_) close(fd);
  close(listener_);
  close(epoll_);
  close(wake_);
}

std::vector<LoadReceiver::Request> LoadReceiver::TakeRequests() {
  absl::MutexLock lock(&mu_);
  taken_ += requests_.size();
  return std::exchange(requests_, {});
}

size_t LoadReceiver::request_count() const {
  absl::MutexLock lock(&mu_);
  return requests_.size();
}

bool LoadReceiver::AwaitDisconnected() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0,
        "bind");
  socklen_t size = sizeof(address);
  Check(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0,
        "getsockname");
  {
    absl::MutexLock lock(&mu_);
    last_port_ = ntohs(address.sin_port);
  }
  address.sin_port = htons(port_);
  Check(connect(fd, reinterpret_cast<sockaddr*>(&address), size) == 0,
        "connect");
  close(fd);
  const auto is_quiet = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return last_port_ == 0 && open_ == 0;
  };
  absl::MutexLock lock(&mu_);
  return mu_.AwaitWithTimeout(absl::Condition(&is_quiet), absl::Seconds(20));
}

void LoadReceiver::Run() {
  std::array<epoll_event, 64> events;
  while (true) {
    {
      absl::MutexLock lock(&mu_);
      if (stopping_) return;
    }
    int wait_ms = -1;
    if (!due_.empty()) {
      wait_ms = std::max<int64_t>(
          0, absl::ToInt64Milliseconds(due_.begin()->first - absl::Now()) + 1);
    }
    const int count = epoll_wait(epoll_, events.data(), events.size(), wait_ms);
    for (int i = 0; i < count; ++i) {
      const int fd = events[i].data.fd;
      if (fd == listener_) {
        Accept();
      } else if (fd != wake_) {
        Read(fd);
      }
    }
    while (!due_.empty() && due_.begin()->first <= absl::Now()) {
      const Due due = due_.begin()->second;
      due_.erase(due_.begin());
      Answer(due);
    }
  }
}

void LoadReceiver::Accept() {
  while (true) {
    sockaddr_in peer = {};
    socklen_t size = sizeof(peer);
    const int fd = accept4(listener_, reinterpret_cast<sockaddr*>(&peer), &size,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    {
      absl::MutexLock lock(&mu_);
      ++open_;
      if (ntohs(peer.sin_port) == last_port_) last_port_ = 0;
    }
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    Watch(epoll_, fd);
    connections_[fd] = {};
    serials_[fd] = next_serial_++;
  }
}

void LoadReceiver::Read(int fd) {
  const auto connection = connections_.find(fd);
  if (connection == connections_.end()) return;
  std::array<char, 16384> buffer;
  while (true) {
    const ssize_t size = read(fd, buffer.data(), buffer.size());
    if (size > 0) {
      connection->second.input.append(buffer.data(), size);
      continue;
    }
    if (size < 0 && errno == EAGAIN) break;
    return Close(fd);
  }
  while (TakeRequest(fd, &connection->second)) {
  }
}

bool LoadReceiver::TakeRequest(int fd, Connection* connection) {
  std::string& input = connection->input;
  const size_t end = input.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string head = input.substr(0, end + 2);
  size_t length = 0;
  if (!absl::SimpleAtoi(Header(head, "content-length"), &length)) length = 0;
  if (input.size() < end + 4 + length) return false;
  Request request;
  request.webhook_id = Header(head, "webhook-id");
  const size_t space = head.find(' ');
  request.target =
      head.substr(space + 1, head.find(' ', space + 1) - space - 1);
  request.body = input.substr(end + 4, length);
  request.arrived = absl::Now();
  input.erase(0, end + 4 + length);
  Due due{fd, serials_[fd], 0};
  absl::Time at;
  {
    absl::MutexLock lock(&mu_);
    due.request = taken_ + requests_.size();
    const Reply reply = policy_(request, due.request);
    request.status = reply.status;
    at = request.arrived + reply.delay;
    requests_.push_back(std::move(request));
  }
  due_.emplace(at, due);
  return true;
}

void LoadReceiver::Answer(const Due& due) {
  const auto connection = connections_.find(due.fd);
  if (connection == connections_.end() || serials_[due.fd] != due.serial) {
    return;
  }
  int status = 200;
  {
    absl::MutexLock lock(&mu_);
    if (due.request >= taken_) {
      Request& request = requests_[due.request - taken_];
      status = request.status;
      request.answered = true;
    }
  }
  absl::StrAppend(&connection->second.output, "HTTP/1.1 ", status,
                  " X\r\nContent-Length: 2\r\n\r\nok");
  Flush(due.fd, &connection->second);
}

void LoadReceiver::Flush(int fd, Connection* connection) {
  std::string& output = connection->output;
  // Answers are small: what the socket does not take at once means that the
  // peer is gone.
  const ssize_t size = send(fd, output.data(), output.size(), MSG_NOSIGNAL);
  if (size != static_cast<ssize_t>(output.size())) return Close(fd);
  output.clear();
}

void LoadReceiver::Close(int fd) {
  connections_.erase(fd);
  serials_.erase(fd);
  close(fd);
  absl::MutexLock lock(&mu_);
  --open_;
}

}  // namespace gancho::testing
