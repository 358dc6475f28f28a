// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/resolver_cares.h"

#include <ares.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/shortage.h"

namespace gancho::delivery {
namespace {

constexpr int kResolvConfCheckMs = 10'000;

NameLookup::Answer Failed(absl::Status status) {
  return {.addresses = std::move(status), .ttl = absl::ZeroDuration()};
}

absl::Status ToStatus(int code, const std::string& name) {
  switch (code) {
    case ARES_ENOTFOUND:
    case ARES_ENONAME:
      return absl::NotFoundError(absl::StrCat("no such name: ", name));
    case ARES_ENODATA:
      return absl::NotFoundError(absl::StrCat("no address for ", name));
    case ARES_EBADNAME:
      return absl::NotFoundError(
          absl::StrCat("'", name, "' is not a possible name"));
    case ARES_ETIMEOUT:
      return absl::DeadlineExceededError(
          absl::StrCat("no answer from the name servers for ", name));
    case ARES_ESERVFAIL:
      return absl::UnavailableError(
          absl::StrCat("the name servers failed for ", name));
    case ARES_EREFUSED:
      return absl::UnavailableError(
          absl::StrCat("the name servers refused to answer for ", name));
    case ARES_ECONNREFUSED:
      return absl::UnavailableError("no name server can be reached");
    case ARES_EDESTRUCTION:
    case ARES_ECANCELLED:
      return absl::UnavailableError("name look-ups are shutting down");
    default:
      return absl::UnavailableError(absl::StrCat(
          "the name ", name, " was not resolved: ", ares_strerror(code)));
  }
}

std::vector<IpAddress> Addresses(const ares_addrinfo& info,
                                 absl::Duration* ttl) {
  std::vector<IpAddress> result;
  int seconds = INT32_MAX;
  for (auto* node = info.nodes; node != nullptr; node = node->ai_next) {
    seconds = std::min(seconds, node->ai_ttl);
    if (node->ai_family == AF_INET) {
      sockaddr_in in;
      std::memcpy(&in, node->ai_addr, sizeof(in));
      result.push_back(IpAddress::V4(ntohl(in.sin_addr.s_addr)));
    } else if (node->ai_family == AF_INET6) {
      sockaddr_in6 in;
      std::memcpy(&in, node->ai_addr, sizeof(in));
      std::array<uint8_t, 16> bytes;
      std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
      result.push_back(IpAddress::V6(bytes));
    }
  }
  for (auto* cname = info.cnames; cname != nullptr; cname = cname->next) {
    seconds = std::min(seconds, cname->ttl);
  }
  *ttl = absl::Seconds(std::max(seconds, 0));
  return result;
}

int64_t ModificationTime(const char* path) {
  struct stat info = {};
  if (stat(path, &info) != 0) return 0;
  return static_cast<int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 +
         info.st_mtim.tv_nsec;
}

}  // namespace

// Owned by its CaresLookup; everything about c-ares happens on thread_.
class CaresLookup::Impl {
 public:
  explicit Impl(const Options& options) : options_(options) {}

  ~Impl() {
    if (thread_.joinable()) {
      {
        absl::MutexLock lock(&mu_);
        stopping_ = true;
      }
      Wake();
      thread_.join();
    }
    if (wake_fd_ >= 0) close(wake_fd_);
  }

  absl::Status Start() {
    if (const int code = ares_library_init(ARES_LIB_INIT_ALL);
        code != ARES_SUCCESS) {
      return absl::UnavailableError(ares_strerror(code));
    }
    if (auto status = OpenChannel(); !status.ok()) return status;
    wake_fd_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_fd_ < 0) return absl::UnavailableError("no eventfd");
    thread_ = std::thread([this] { Run(); });
    return absl::OkStatus();
  }

  void Look(const std::string& name, Done done) {
    {
      absl::MutexLock lock(&mu_);
      if (!stopping_) {
        queue_.push_back({name, std::move(done)});
        done = nullptr;
      }
    }
    if (done) {
      return done(Failed(ToStatus(ARES_EDESTRUCTION, name)));
    }
    Wake();
  }

 private:
  struct Query {
    std::string name;
    Done done;
    Impl* impl = nullptr;
  };

  void Wake() {
    const uint64_t one = 1;
    // A full counter wakes just as well.
    [[maybe_unused]] const ssize_t written = write(wake_fd_, &one, sizeof(one));
  }

  absl::Status OpenChannel() {
    ares_options options = {};
    options.flags = ARES_FLAG_NOSEARCH;
    options.timeout =
        static_cast<int>(absl::ToInt64Milliseconds(options_.try_timeout));
    options.tries = options_.tries;
    char lookups[] = "fb";  // files, then the name servers
    options.lookups = lookups;
    const int mask =
        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS;
    resolv_conf_time_ = ModificationTime("/etc/resolv.conf");
    int code = ares_init_options(&channel_, &options, mask);
    if (code == ARES_SUCCESS && !options_.servers.empty()) {
      code = ares_set_servers_ports_csv(channel_, options_.servers.c_str());
    }
    if (code == ARES_SUCCESS) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("c-ares: ", ares_strerror(code)));
  }

  void Run() {
    while (TakeQueue()) {
      ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
      const int mask = ares_getsock(channel_, sockets, ARES_GETSOCK_MAXNUM);
      std::vector<pollfd> fds = {
          {.fd = wake_fd_, .events = POLLIN, .revents = 0}};
      for (int i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        const bool readable = ARES_GETSOCK_READABLE(mask, i) != 0;
        const bool writable = ARES_GETSOCK_WRITABLE(mask, i) != 0;
        if (!readable && !writable) break;
        fds.push_back({.fd = sockets[i],
                       .events = static_cast<int16_t>((readable ? POLLIN : 0) |
                                                      (writable ? POLLOUT : 0)),
                       .revents = 0});
      }
      timeval longest = {.tv_sec = 1, .tv_usec = 0};
      timeval storage;
      const timeval* wait = ares_timeout(channel_, &longest, &storage);
      const int wait_ms =
          under_way_ == 0
              ? kResolvConfCheckMs
              : static_cast<int>(wait->tv_sec * 1000 + wait->tv_usec / 1000) +
                    1;
      poll(fds.data(), fds.size(), wait_ms);
      uint64_t drained = 0;
      [[maybe_unused]] const ssize_t size =
          read(wake_fd_, &drained, sizeof(drained));
      for (size_t i = 1; i < fds.size(); ++i) {
        const auto events = fds[i].revents;
        ares_process_fd(channel_,
                        (events & (POLLIN | POLLERR | POLLHUP)) != 0
                            ? fds[i].fd
                            : ARES_SOCKET_BAD,
                        (events & POLLOUT) != 0 ? fds[i].fd : ARES_SOCKET_BAD);
      }
      ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // timers
      ReopenIfChanged();
    }
    ares_destroy(channel_);  // calls back what is under way
  }

  // Starts what waits in the queue; false when it is time to stop.
  bool TakeQueue() {
    std::deque<Query> queue;
    bool stopping = false;
    {
      absl::MutexLock lock(&mu_);
      queue.swap(queue_);
      stopping = stopping_;
    }
    for (Query& query : queue) {
      ares_addrinfo_hints hints = {};
      hints.ai_family = AF_UNSPEC;
      hints.ai_socktype = SOCK_STREAM;
      hints.ai_flags = ARES_AI_NUMERICSERV;
      auto* argument = new Query(std::move(query));
      argument->impl = this;
      ++under_way_;
      ares_getaddrinfo(channel_, argument->name.c_str(), nullptr, &hints,
                       OnAnswer, argument);
    }
    return !stopping;
  }

  static void OnAnswer(void* argument, int code, int /*timeouts*/,
                       ares_addrinfo* info) {
    std::unique_ptr<Query> query(static_cast<Query*>(argument));
    --query->impl->under_way_;
    Answer answer = Failed(ToStatus(code, query->name));
    // Then c-ares has read no file and asked no server.
    if (code != ARES_SUCCESS && OutOfDescriptors()) {
      answer = Failed(absl::AbortedError("too many open files"));
    }
    if (code == ARES_SUCCESS && info != nullptr) {
      std::vector<IpAddress> addresses = Addresses(*info, &answer.ttl);
      if (addresses.empty()) {
        answer.addresses = ToStatus(ARES_ENODATA, query->name);
      } else {
        answer.addresses = std::move(addresses);
      }
    }
    if (info != nullptr) ares_freeaddrinfo(info);
    query->done(std::move(answer));
  }

  // c-ares reads resolv.conf only when a channel opens.
  void ReopenIfChanged() {
    if (under_way_ > 0 || !options_.servers.empty()) return;
    if (ModificationTime("/etc/resolv.conf") == resolv_conf_time_) return;
    const ares_channel old = channel_;
    if (OpenChannel().ok()) {
      ares_destroy(old);
    } else {
      channel_ = old;
    }
  }

  const Options options_;
  int wake_fd_ = -1;
  std::thread thread_;

  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Query> queue_ ABSL_GUARDED_BY(mu_);

  // Of thread_.
  ares_channel channel_ = nullptr;
  int under_way_ = 0;
  int64_t resolv_conf_time_ = 0;
};

CaresLookup::CaresLookup(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CaresLookup::~CaresLookup() = default;

absl::StatusOr<std::unique_ptr<CaresLookup>> CaresLookup::Create(
    const Options& options) {
  auto impl = std::make_unique<Impl>(options);
  if (absl::Status status = impl->Start(); !status.ok()) return status;
  return std::unique_ptr<CaresLookup>(new CaresLookup(std::move(impl)));
}

void CaresLookup::Look(const std::string& name, Done done) {
  impl_->Look(name, std::move(done));
}

}  // namespace gancho::delivery
