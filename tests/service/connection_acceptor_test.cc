// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/connection_acceptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <deque>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/reserved_port.h"
#include "tests/testing/sim_clock.h"

namespace gancho::service {
namespace {

using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(20);

// An acceptor on a real port, whose accept() answers what the test says before
// it asks the machine.
class ConnectionAcceptorTest : public ::testing::Test {
 protected:
  void Start(ConnectionAcceptor::Options options = {}) {
    options.error_pause = absl::Milliseconds(5);
    options.count_interval = absl::ZeroDuration();
    auto port = ReservedPort::Reserve({.host = "127.0.0.1"});
    ASSERT_TRUE(port.ok()) << port.status();
    port_ = port->address().port;
    auto listeners = std::move(*port).Listen();
    ASSERT_TRUE(listeners.ok()) << listeners.status();
    ConnectionAcceptor::Parts parts;
    parts.clock = &clock_;
    parts.serve = [this](int /*listener*/, Descriptor connection) {
      absl::MutexLock lock(&mu_);
      served_.push_back(std::move(connection));
    };
    parts.accept = [this](int listener) { return Accept(listener); };
    parts.warn = [this](std::string_view line) {
      absl::MutexLock lock(&mu_);
      lines_.emplace_back(line);
    };
    auto acceptor = ConnectionAcceptor::Start(*std::move(listeners), options,
                                              std::move(parts));
    ASSERT_TRUE(acceptor.ok()) << acceptor.status();
    acceptor_ = *std::move(acceptor);
  }

  // The next answers of accept(), each -errno.
  void Script(std::deque<int> answers) {
    absl::MutexLock lock(&mu_);
    script_ = std::move(answers);
  }

  Descriptor Connect() {
    Descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(client.get(), reinterpret_cast<sockaddr*>(&address),
                      sizeof(address)),
              0);
    const timeval limit = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    return client;
  }

  // Whether the peer resets the connection instead of leaving it open.
  static bool IsReset(const Descriptor& client) {
    char byte;
    return recv(client.get(), &byte, 1, 0) < 0 && errno == ECONNRESET;
  }

  bool AwaitServed(size_t count) {
    absl::MutexLock lock(&mu_);
    const auto enough = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      return served_.size() >= count;
    };
    return mu_.AwaitWithTimeout(absl::Condition(&enough), kPatience);
  }

  void CloseServed() {
    absl::MutexLock lock(&mu_);
    served_.clear();
  }

  std::vector<std::string> lines() {
    absl::MutexLock lock(&mu_);
    return lines_;
  }

  int calls() {
    absl::MutexLock lock(&mu_);
    return calls_;
  }

  testing::SimClock clock_;
  int port_ = 0;
  absl::Mutex mu_;
  std::deque<int> script_ ABSL_GUARDED_BY(mu_);
  int calls_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<Descriptor> served_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<ConnectionAcceptor> acceptor_;

 private:
  int Accept(int listener) {
    absl::MutexLock lock(&mu_);
    ++calls_;
    if (!script_.empty()) {
      const int answer = script_.front();
      script_.pop_front();
      if (answer != 0) return answer;
    }
    const int fd =
        accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return fd >= 0 ? fd : -errno;
  }
};

TEST_F(ConnectionAcceptorTest, HandsConnectionsOn) {
  Start();
  const Descriptor client = Connect();
  ASSERT_TRUE(AwaitServed(1));
  EXPECT_EQ(acceptor_->stats().accepted, 1);
  EXPECT_EQ(acceptor_->stats().open, 1);
  CloseServed();
  EXPECT_EQ(acceptor_->stats().open, 0);
}

class ShortageTest : public ConnectionAcceptorTest,
                     public ::testing::WithParamInterface<int> {};

TEST_P(ShortageTest, ResetsTheCallerAndGoesOn) {
  Start();
  Script({-GetParam()});  // and the second accept(), with the spare, succeeds
  EXPECT_TRUE(IsReset(Connect()));
  const Descriptor client = Connect();
  EXPECT_TRUE(AwaitServed(1));
  const ConnectionAcceptor::Stats stats = acceptor_->stats();
  EXPECT_EQ(stats.refused_by_descriptors, 1);
  EXPECT_EQ(stats.accepted, 1);
  EXPECT_EQ(stats.errors, 0);
}

INSTANTIATE_TEST_SUITE_P(Errors, ShortageTest,
                         ::testing::Values(EMFILE, ENFILE, ENOBUFS, ENOMEM));

// Another thread takes the descriptor that was given up.
TEST_F(ConnectionAcceptorTest, PausesWhileTheSpareDoesNotHelp) {
  Start();
  Script({-EMFILE, -EMFILE, -EMFILE, -EMFILE});
  const Descriptor client = Connect();
  EXPECT_TRUE(AwaitServed(1));
  EXPECT_EQ(acceptor_->stats().errors, 2);
  EXPECT_EQ(acceptor_->stats().refused_by_descriptors, 0);
}

TEST_F(ConnectionAcceptorTest, GoesOnAfterWhatConcernsOneConnection) {
  Start();
  Script({-ECONNABORTED, -EINTR, -EPROTO});
  const Descriptor client = Connect();
  EXPECT_TRUE(AwaitServed(1));
  EXPECT_EQ(acceptor_->stats().errors, 0);
}

TEST_F(ConnectionAcceptorTest, PausesAndGoesOnAfterAnythingElse) {
  Start();
  Script({-EPERM, -EINVAL});
  const Descriptor client = Connect();
  EXPECT_TRUE(AwaitServed(1));
  EXPECT_EQ(acceptor_->stats().errors, 2);
  // One line, for the clock stands still.
  EXPECT_EQ(lines().size(), 1);
}

TEST_F(ConnectionAcceptorTest, NeverSpins) {
  Start({.error_pause = absl::Milliseconds(5)});
  Script(std::deque<int>(10, -EPERM));
  const Descriptor client = Connect();
  EXPECT_TRUE(AwaitServed(1));
  // Ten errors, the connection, and that there is no other.
  EXPECT_LE(calls(), 12);
}

TEST_F(ConnectionAcceptorTest, ResetsWhatIsBeyondItsLimit) {
  Start({.max_connections = 2});
  const Descriptor first = Connect();
  const Descriptor second = Connect();
  ASSERT_TRUE(AwaitServed(2));
  EXPECT_TRUE(IsReset(Connect()));
  EXPECT_TRUE(IsReset(Connect()));
  EXPECT_EQ(acceptor_->stats().refused_by_limit, 2);
  ASSERT_EQ(lines().size(), 1);
  EXPECT_THAT(lines()[0], HasSubstr("--max_connections"));
  clock_.Advance(absl::Seconds(6));
  EXPECT_TRUE(IsReset(Connect()));
  ASSERT_EQ(lines().size(), 2);
  EXPECT_THAT(lines()[1], HasSubstr("refused so far: 3"));
  // Nobody tells the acceptor that they are closed.
  CloseServed();
  const Descriptor third = Connect();
  EXPECT_TRUE(AwaitServed(1));
  EXPECT_EQ(acceptor_->stats().open, 1);
}

// Numbers are used again at once; a socket with the number of one that was
// closed is not that one.
TEST_F(ConnectionAcceptorTest, TellsASocketFromAnotherOfItsNumber) {
  OpenConnections open;
  Descriptor socket_of_caller(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int number = socket_of_caller.get();
  open.Add(number);
  open.ForgetClosed();
  EXPECT_EQ(open.count(), 1);
  Descriptor other(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(dup2(other.get(), number), number);
  open.ForgetClosed();
  EXPECT_EQ(open.count(), 0);
}

TEST_F(ConnectionAcceptorTest, StopsInAPauseAndFreesThePort) {
  Start();
  Script(std::deque<int>(1'000'000, -EPERM));
  const Descriptor client = Connect();
  acceptor_->Stop();
  EXPECT_TRUE(ReservedPort::Reserve({.host = "127.0.0.1", .port = port_}).ok());
}

}  // namespace
}  // namespace gancho::service
