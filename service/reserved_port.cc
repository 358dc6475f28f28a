// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/reserved_port.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

// For port 0 and a host of several addresses: how many ports are tried until
// one is free on all.
constexpr int kMaxPortsTried = 16;

// An address to bind, and how it is written.
struct Target {
  sockaddr_storage address = {};
  socklen_t size = 0;
  std::string text;
};

void SetPort(int port, sockaddr_storage* address) {
  const auto number = htons(static_cast<uint16_t>(port));
  if (address->ss_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = number;
  } else {
    reinterpret_cast<sockaddr_in*>(address)->sin_port = number;
  }
}

// 0 if it cannot be told.
int PortOf(int fd) {
  sockaddr_storage bound = {};
  socklen_t size = sizeof(bound);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return 0;
  }
  return ntohs(bound.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

bool IsWildcard(const std::string& host) {
  return host == "0.0.0.0" || host == "::";
}

// Empty, with `*error` of getaddrinfo(), if the host stands for nothing.
std::vector<Target> TargetsOf(const std::string& host, int* error) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  *error = getaddrinfo(host.c_str(), "0", &hints, &found);
  if (*error != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found,
                                                                 &freeaddrinfo);
  std::vector<Target> targets;
  for (const addrinfo* entry = found; entry != nullptr;
       entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof(text),
                    nullptr, 0, NI_NUMERICHOST) != 0) {
      continue;
    }
    Target target;
    std::memcpy(&target.address, entry->ai_addr, entry->ai_addrlen);
    target.size = entry->ai_addrlen;
    target.text = text;
    bool known = false;
    for (const Target& other : targets) known |= other.text == target.text;
    if (!known) targets.push_back(std::move(target));
  }
  return targets;
}

// 0, or errno. `dual_stack`: an address of IPv6 takes IPv4 as well.
int Bind(const Target& target, int port, bool dual_stack, Descriptor* bound) {
  Descriptor fd(socket(target.address.ss_family,
                       SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return errno;
  // Connections of a former server do not hold the port, and whoever the port
  // is reserved for may bind it. Two that listen still exclude each other.
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (target.address.ss_family == AF_INET6) {
    const int v6_only = dual_stack ? 0 : 1;
    setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &v6_only, sizeof(v6_only));
  }
  sockaddr_storage address = target.address;
  SetPort(port, &address);
  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address),
           target.size) != 0) {
    return errno;
  }
  *bound = std::move(fd);
  return 0;
}

// The machine does not have the address, or its family.
bool IsElsewhere(int error) {
  return error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
}

// 0 if one port was bound on every target of this machine, else the error of
// the first that failed. Port 0 becomes the number that the first got.
int BindAll(const std::vector<Target>& targets, bool dual_stack, int* port,
            std::vector<Descriptor>* sockets) {
  int elsewhere = EADDRNOTAVAIL;
  for (const Target& target : targets) {
    Descriptor bound;
    const int error = Bind(target, *port, dual_stack, &bound);
    if (IsElsewhere(error)) {
      elsewhere = error;
      continue;
    }
    if (error != 0) return error;
    if (*port == 0) *port = PortOf(bound.get());
    sockets->push_back(std::move(bound));
  }
  return sockets->empty() ? elsewhere : 0;
}

std::string CannotListen(const HostPort& address, std::string_view why) {
  return Concat("cannot listen on ", address.ToString(), ": ", why);
}

absl::Status BindFailure(const HostPort& address, int error) {
  if (IsElsewhere(error)) {
    return absl::InvalidArgumentError(
        CannotListen(address, "the address is none of this machine"));
  }
  return absl::UnavailableError(
      CannotListen(address, error == EADDRINUSE ? "the port is in use"
                                                : std::strerror(error)));
}

}  // namespace

absl::StatusOr<ReservedPort> ReservedPort::Reserve(const HostPort& address) {
  const bool wildcard = IsWildcard(address.host);
  int lookup_error = 0;
  std::vector<Target> targets =
      TargetsOf(wildcard ? "::" : address.host, &lookup_error);
  if (lookup_error != 0) {
    return absl::InvalidArgumentError(
        CannotListen(address, gai_strerror(lookup_error)));
  }
  ReservedPort reserved(address);
  int error = 0;
  for (int tried = 0; tried < kMaxPortsTried; ++tried) {
    reserved.sockets_.clear();
    int port = address.port;
    error = BindAll(targets, wildcard, &port, &reserved.sockets_);
    reserved.address_.port = port;
    if (IsElsewhere(error) && wildcard && targets.front().text == "::") {
      // A machine without IPv6.
      targets = TargetsOf("0.0.0.0", &lookup_error);
      continue;
    }
    if (error != EADDRINUSE || address.port != 0) break;
  }
  if (error != 0) return BindFailure(address, error);
  for (const Target& target : targets) {
    reserved.numeric_addresses_.push_back(
        HostPort{.host = target.text, .port = reserved.address_.port}
            .ToString());
  }
  return reserved;
}

absl::StatusOr<std::vector<Descriptor>> ReservedPort::Listen() && {
  for (const Descriptor& socket : sockets_) {
    if (listen(socket.get(), SOMAXCONN) != 0) {
      return BindFailure(address_, errno);
    }
  }
  return std::move(sockets_);
}

}  // namespace gancho::service
