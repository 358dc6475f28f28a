// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/connection_acceptor.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "delivery/shortage.h"
#include "service/concat.h"
#include "service/log.h"

namespace gancho::service {
namespace {

// Of one listener, before the others and the end are looked at.
constexpr int kMaxAtOnce = 64;

int AcceptOn(int listener) {
  const int fd =
      accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  return fd >= 0 ? fd : -errno;
}

// Its own entry in the table of the machine as well, for ENFILE.
Descriptor NewSpare() { return Descriptor(eventfd(0, EFD_CLOEXEC)); }

// Closes so that the peer sees a reset: at once, and with nothing left behind.
void ResetConnection(Descriptor connection) {
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &at_once,
             sizeof(at_once));
}

// Of the one connection, which is gone: the next one may be well.
bool IsOfConnection(int error) {
  return error == EINTR || error == ECONNABORTED || error == EPROTO;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> ConnectionAcceptor::Start(
    std::vector<Descriptor> listeners, const Options& options, Parts parts) {
  Descriptor wake(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  Descriptor spare = NewSpare();
  if (!wake.valid() || !spare.valid()) {
    return absl::UnavailableError(
        Concat("cannot accept connections: ", std::strerror(errno)));
  }
  if (parts.accept == nullptr) parts.accept = AcceptOn;
  if (parts.warn == nullptr) parts.warn = LogWarning;
  auto acceptor = std::unique_ptr<ConnectionAcceptor>(
      new ConnectionAcceptor(std::move(listeners), options, std::move(parts),
                             std::move(wake), std::move(spare)));
  acceptor->thread_ = std::thread([self = acceptor.get()] { self->Run(); });
  return acceptor;
}

ConnectionAcceptor::ConnectionAcceptor(std::vector<Descriptor> listeners,
                                       const Options& options, Parts parts,
                                       Descriptor wake, Descriptor spare)
    : options_(options),
      parts_(std::move(parts)),
      wake_(std::move(wake)),
      listeners_(std::move(listeners)),
      spare_(std::move(spare)),
      next_log_(parts_.clock->Steady()) {}

ConnectionAcceptor::~ConnectionAcceptor() { Stop(); }

void ConnectionAcceptor::Stop() {
  if (!thread_.joinable()) return;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written =
      write(wake_.get(), &one, sizeof(one));
  thread_.join();
  listeners_.clear();
  spare_.Reset();
}

ConnectionAcceptor::Stats ConnectionAcceptor::stats() const {
  absl::MutexLock lock(&mu_);
  open_.ForgetClosed();
  Stats stats = stats_;
  stats.open = open_.count();
  return stats;
}

void ConnectionAcceptor::Run() {
  std::vector<pollfd> fds = {
      {.fd = wake_.get(), .events = POLLIN, .revents = 0}};
  for (const Descriptor& listener : listeners_) {
    fds.push_back({.fd = listener.get(), .events = POLLIN, .revents = 0});
  }
  const int pause_ms =
      static_cast<int>(absl::ToInt64Milliseconds(options_.error_pause));
  bool paused = false;
  while (true) {
    // A pause waits for the end only: the listeners would be ready at once.
    for (pollfd& fd : fds) fd.revents = 0;
    poll(fds.data(), paused ? 1 : fds.size(), paused ? pause_ms : -1);
    if (fds[0].revents != 0) return;
    if (!spare_.valid()) spare_ = NewSpare();
    if (std::exchange(paused, false)) continue;
    for (size_t i = 1; i < fds.size(); ++i) {
      if (fds[i].revents != 0 && !AcceptFrom(fds[i].fd)) paused = true;
    }
  }
}

bool ConnectionAcceptor::AcceptFrom(int listener) {
  for (int i = 0; i < kMaxAtOnce; ++i) {
    const int result = parts_.accept(listener);
    if (result >= 0) {
      Admit(listener, Descriptor(result));
    } else if (result == -EAGAIN) {
      return true;
    } else if (delivery::IsShortage(-result)) {
      if (!RefuseOneFrom(listener)) return false;
    } else if (!IsOfConnection(-result)) {
      OnError(-result);
      return false;
    }
  }
  return true;
}

bool ConnectionAcceptor::RefuseOneFrom(int listener) {
  spare_.Reset();
  const int result = parts_.accept(listener);
  if (result >= 0) {
    OnRefused(Refusal::kDescriptors);
    ResetConnection(Descriptor(result));
  }
  spare_ = NewSpare();
  if (result >= 0) return true;
  if (result == -EAGAIN || IsOfConnection(-result)) return true;
  // Another thread was faster, or it is not descriptors that are short.
  OnError(-result);
  return false;
}

void ConnectionAcceptor::Admit(int listener, Descriptor connection) {
  bool admitted = false;
  {
    absl::MutexLock lock(&mu_);
    admitted = HasRoom();
    if (admitted) {
      ++stats_.accepted;
      // Before it is handed on: from then on it may be closed.
      open_.Add(connection.get());
    }
  }
  // Never called out with the lock held.
  if (admitted) return parts_.serve(listener, std::move(connection));
  OnRefused(Refusal::kLimit);
  ResetConnection(std::move(connection));
}

bool ConnectionAcceptor::HasRoom() {
  if (open_.count() < options_.max_connections) return true;
  const absl::Duration now = parts_.clock->Steady();
  if (now < next_count_) return false;
  next_count_ = now + options_.count_interval;
  open_.ForgetClosed();
  return open_.count() < options_.max_connections;
}

void ConnectionAcceptor::OnRefused(Refusal why) {
  uint64_t so_far = 0;
  {
    absl::MutexLock lock(&mu_);
    uint64_t& count = why == Refusal::kLimit ? stats_.refused_by_limit
                                             : stats_.refused_by_descriptors;
    so_far = ++count;
  }
  Warn(why == Refusal::kLimit
           ? Concat("connections are refused: there are ",
                    options_.max_connections,
                    ", see --max_connections; refused so far: ", so_far)
           : Concat("connections are refused: no file descriptor is free; "
                    "refused so far: ",
                    so_far));
}

void ConnectionAcceptor::OnError(int error) {
  {
    absl::MutexLock lock(&mu_);
    ++stats_.errors;
  }
  Warn(Concat("no connection can be accepted for now: ", std::strerror(error)));
}

void ConnectionAcceptor::Warn(const std::string& line) {
  const absl::Duration now = parts_.clock->Steady();
  if (now < next_log_) return;
  next_log_ = now + options_.log_interval;
  parts_.warn(line);
}

}  // namespace gancho::service
