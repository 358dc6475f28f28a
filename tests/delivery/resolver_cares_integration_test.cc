// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "delivery/resolver_cares.h"

namespace gancho::delivery {
namespace {

// A name server on loopback that knows one address for every name, and a few
// names that it treats badly.
class FakeNameServer {
 public:
  FakeNameServer() {
    fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    socklen_t size = sizeof(address);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    EXPECT_EQ(pipe(stop_), 0);
    thread_ = std::thread([this] { Run(); });
  }
  ~FakeNameServer() {
    close(stop_[1]);
    thread_.join();
    close(stop_[0]);
    close(fd_);
  }

  std::string server() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  void Run() {
    for (;;) {
      pollfd fds[2] = {{fd_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
      poll(fds, 2, -1);
      if (fds[1].revents != 0) return;
      char query[512];
      sockaddr_in from = {};
      socklen_t from_size = sizeof(from);
      const ssize_t size =
          recvfrom(fd_, query, sizeof(query), 0,
                   reinterpret_cast<sockaddr*>(&from), &from_size);
      if (size < 17) continue;
      const std::string answer = Answer(std::string(query, size));
      if (answer.empty()) continue;
      sendto(fd_, answer.data(), answer.size(), 0,
             reinterpret_cast<sockaddr*>(&from), from_size);
    }
  }

  static std::string Answer(const std::string& query) {
    // The first label decides: "missing", "broken" and "silent" are special.
    const std::string label = query.substr(13, query[12]);
    const size_t end = query.find('\0', 12) + 5;
    const char type = query[end - 3];
    if (label == "silent") return "";
    char code = 0;
    if (label == "missing") code = 3;
    if (label == "broken") code = 2;
    const bool has_address = code == 0 && type == 1;  // A, and no AAAA
    std::string answer = query.substr(0, 2);
    answer += std::string("\x81", 1);
    answer += static_cast<char>(0x80 | code);
    answer += std::string("\0\1\0", 3) + (has_address ? '\1' : '\0') +
              std::string("\0\0\0\0", 4) + query.substr(12, end - 12);
    if (has_address) {
      // Name of the question, A, IN, 77 s, four bytes.
      answer +=
          std::string("\xc0\x0c\0\1\0\1\0\0\0\x4d\0\4\x08\x08\x08\x08", 16);
    }
    return answer;
  }

  int fd_;
  int stop_[2];
  uint16_t port_ = 0;
  std::thread thread_;
};

NameLookup::Answer Look(NameLookup* lookup, const std::string& name) {
  NameLookup::Answer answer;
  absl::Notification done;
  lookup->Look(name, [&](NameLookup::Answer result) {
    answer = std::move(result);
    done.Notify();
  });
  EXPECT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(20)));
  return answer;
}

class CaresLookupTest : public ::testing::Test {
 protected:
  CaresLookupTest() {
    CaresLookup::Options options;
    options.servers = server_.server();
    options.try_timeout = absl::Milliseconds(250);
    options.tries = 2;
    lookup_ = *CaresLookup::Create(options);
  }

  FakeNameServer server_;
  std::unique_ptr<CaresLookup> lookup_;
};

TEST_F(CaresLookupTest, FindsAddressesAndTheirTimeToLive) {
  const NameLookup::Answer answer = Look(lookup_.get(), "a.example");
  ASSERT_TRUE(answer.addresses.ok()) << answer.addresses.status();
  ASSERT_EQ(answer.addresses->size(), 1u);
  EXPECT_EQ(answer.addresses->front().ToString(), "8.8.8.8");
  EXPECT_EQ(answer.ttl, absl::Seconds(77));
}

TEST_F(CaresLookupTest, HonoursTheHostsFile) {
  const NameLookup::Answer answer = Look(lookup_.get(), "localhost");
  ASSERT_TRUE(answer.addresses.ok()) << answer.addresses.status();
  for (const IpAddress& address : *answer.addresses) {
    EXPECT_TRUE(address.ToString() == "127.0.0.1" ||
                address.ToString() == "::1")
        << address.ToString();
  }
}

TEST_F(CaresLookupTest, SaysWhyANameWasNotFound) {
  const absl::Status missing =
      Look(lookup_.get(), "missing.example").addresses.status();
  EXPECT_TRUE(absl::IsNotFound(missing)) << missing;
  EXPECT_EQ(missing.message(), "no such name: missing.example");
  const absl::Status broken =
      Look(lookup_.get(), "broken.example").addresses.status();
  EXPECT_TRUE(absl::IsUnavailable(broken)) << broken;
  const absl::Status impossible =
      Look(lookup_.get(), std::string(300, 'x')).addresses.status();
  EXPECT_FALSE(impossible.ok());
}

TEST_F(CaresLookupTest, ASilentServerDelaysNobodyElse) {
  absl::Notification done;
  absl::Status silent;
  lookup_->Look("silent.example", [&](NameLookup::Answer answer) {
    silent = answer.addresses.status();
    done.Notify();
  });
  EXPECT_TRUE(Look(lookup_.get(), "b.example").addresses.ok());
  EXPECT_FALSE(done.HasBeenNotified());
  EXPECT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_TRUE(absl::IsDeadlineExceeded(silent)) << silent;
}

TEST_F(CaresLookupTest, EndsWhatIsUnderWay) {
  absl::Status status;
  lookup_->Look("silent.example", [&](NameLookup::Answer answer) {
    status = answer.addresses.status();
  });
  lookup_.reset();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

}  // namespace
}  // namespace gancho::delivery
