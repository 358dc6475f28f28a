// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// A server without file descriptors: callers are told at once, what is there
// goes on, and everything comes back when there are some again.

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/fault_fixture.h"

namespace gancho {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

class DescriptorTest : public FaultTest {
 protected:
  ~DescriptorTest() override { CloseAll(); }

  void Start(testing::FaultyServer::Options options) {
    options.flags = {"--metrics_address=127.0.0.1:0", "--engine_threads=1"};
    StartServer(options);
    ASSERT_NE(server_, nullptr);
    const auto metrics = server_->process().WaitForLine(
        " metrics on 127.0.0.1:", absl::Seconds(5));
    ASSERT_TRUE(metrics.ok()) << metrics.status();
    ASSERT_TRUE(absl::SimpleAtoi(*metrics, &metrics_port_));
    ASSERT_TRUE(
        absl::SimpleAtoi(address_.substr(address_.rfind(':') + 1), &port_));
    Define();
    StartFeed();
  }

  // Opens connections until one is reset; false if `most` were not.
  bool ConnectUntilRefused(int most) {
    for (int i = 0; i < most; ++i) {
      if (!ConnectionIsTaken()) return true;
    }
    return false;
  }

  void CloseAll() {
    for (const int fd : connections_) close(fd);
    connections_.clear();
  }

  // As a client that comes anew: with a connection of its own.
  grpc::Status CallAnew(absl::Duration timeout) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const testing::ServerClient client(grpc::CreateCustomChannel(
        address_, grpc::InsecureChannelCredentials(), arguments));
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    v1::ListAccountsResponse response;
    return client.accounts->ListAccounts(&context, {}, &response);
  }

  // What is on /metrics; empty if there is no answer.
  std::string Metrics() {
    httplib::Client http("127.0.0.1", metrics_port_);
    const auto answer = http.Get("/metrics");
    return answer ? answer->body : "";
  }

  // The value of the sample with this name; -1 if there is none.
  double Metric(const std::string& name) {
    const std::string text = Metrics();
    const size_t at = text.find(absl::StrCat("\n", name, " "));
    double value = -1;
    if (at == std::string::npos ||
        !absl::SimpleAtod(
            text.substr(at + name.size() + 2,
                        text.find('\n', at + 1) - at - name.size() - 2),
            &value)) {
      return -1;
    }
    return value;
  }

  // Leaves the server `spare` descriptors beyond those that are open.
  void LeaveDescriptors(int spare) {
    const std::string path =
        absl::StrCat("/proc/", server_->process().pid(), "/fd");
    int highest = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      int fd = 0;
      if (absl::SimpleAtoi(entry.path().filename().string(), &fd)) {
        highest = std::max(highest, fd);
      }
    }
    const int limit = highest + 1 + spare;
    SetSoftLimit(static_cast<rlim_t>(limit));
  }

  void LeaveAllDescriptors() {
    rlimit limit;
    ASSERT_EQ(prlimit(server_->process().pid(), RLIMIT_NOFILE, nullptr, &limit),
              0);
    SetSoftLimit(limit.rlim_max);
  }

  void SetSoftLimit(rlim_t soft) {
    rlimit limit;
    const pid_t pid = server_->process().pid();
    ASSERT_EQ(prlimit(pid, RLIMIT_NOFILE, nullptr, &limit), 0);
    limit.rlim_cur = soft;
    ASSERT_EQ(prlimit(pid, RLIMIT_NOFILE, &limit, nullptr), 0);
  }

 private:
  // Whether a new connection gets what HTTP/2 begins with.
  bool ConnectionIsTaken() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_GE(fd, 0);
    connections_.push_back(fd);
    const timeval limit = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char byte;
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
            0 &&
        recv(fd, &byte, 1, 0) > 0) {
      return true;
    }
    EXPECT_EQ(errno, ECONNRESET) << "it hangs instead of being refused";
    return false;
  }

  int port_ = 0;
  int metrics_port_ = 0;
  std::vector<int> connections_;
};

TEST_F(DescriptorTest, CallersDoNotTakeWhatTheServerNeeds) {
  Start({.max_descriptors = 256});
  ASSERT_TRUE(ConnectUntilRefused(256));
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  EXPECT_EQ(Report(), grpc::StatusCode::OK);
  EXPECT_FALSE(CallAnew(absl::Seconds(1)).ok());
  EXPECT_GE(
      Metric("gancho_connections_refused_total{reason=\"max_connections\"}"),
      1);
  EXPECT_EQ(Metric("gancho_connections_refused_total{reason=\"file_"
                   "descriptors\"}"),
            0);
  EXPECT_EQ(Metric("gancho_open_connections"), 76);
  CloseAll();
  EXPECT_TRUE(Await([&] { return CallAnew(absl::Seconds(5)).ok(); }));
  EXPECT_TRUE(Await([&] { return Metric("gancho_open_connections") < 10; }));
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  ExpectNothingLost();
  EXPECT_EQ(Metric("gancho_attempts_postponed_total"), 0);
}

// The sanitizers' check of a virtual call makes a pipe to see whether memory
// can be read, and takes the object for broken where there is no descriptor:
// the two tests that leave none are those of the builds without.
#ifndef __SANITIZE_ADDRESS__

// As when something else takes them: a library, or a limit of the machine.
TEST_F(DescriptorTest, WithoutAnyDescriptorNothingIsLostAndAllComesBack) {
  testing::LoadReceiver other(
      [](const testing::LoadReceiver::Request&, int64_t) {
        return testing::LoadReceiver::Reply();
      });
  Start({});
  ASSERT_TRUE(client_
                  ->CreateEvent("other", absl::StrCat("http://127.0.0.1:",
                                                      other.port(), "/"))
                  .ok());
  ASSERT_TRUE(client_->CreateTrigger("other", {v1::CallState::END}).ok());
  LeaveDescriptors(10);
  ASSERT_TRUE(ConnectUntilRefused(256));
  const auto names = client_->Report("late", v1::CallState::END);
  ASSERT_EQ(names.size(), 1);
  EXPECT_EQ(Report(), grpc::StatusCode::OK);
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  EXPECT_TRUE(AwaitServing(true));
  // Callers that end are enough.
  CloseAll();
  EXPECT_TRUE(Await([&] { return CallAnew(absl::Seconds(5)).ok(); }));
  LeaveAllDescriptors();
  const v1::Delivery late =
      client_->AwaitState(names[0], v1::Delivery::DELIVERED);
  EXPECT_EQ(late.attempt_count(), 1);
  EXPECT_GE(Metric("gancho_attempts_postponed_total"), 1);
  EXPECT_GE(
      Metric("gancho_connections_refused_total{reason=\"file_descriptors\"}"),
      1);
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  ExpectNothingLost();
}

// Not even the descriptor that is kept for refusals can be had again.
TEST_F(DescriptorTest, ALimitBelowWhatIsOpenOnlyMakesCallersWait) {
  Start({});
  SetSoftLimit(3);
  EXPECT_FALSE(CallAnew(absl::Seconds(1)).ok());
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  EXPECT_EQ(Report(), grpc::StatusCode::OK);
  LeaveAllDescriptors();
  EXPECT_TRUE(Await([&] { return CallAnew(absl::Seconds(5)).ok(); }));
  EXPECT_GE(Metric("gancho_accept_errors_total"), 1);
  ExpectNothingLost();
}

#endif  // __SANITIZE_ADDRESS__

// The ledger begins a log or a table and cannot: as any error of the disk.
TEST_F(DescriptorTest, ALedgerThatCannotOpenFilesIsRefusedAndHealsItself) {
  Start({.memtable_bytes = 1 << 20});
  Command("fault no_descriptor");
  ASSERT_TRUE(AwaitReport(grpc::StatusCode::UNAVAILABLE));
  EXPECT_TRUE(AwaitServing(false));
  Command("fault none");
  EXPECT_TRUE(AwaitReport(grpc::StatusCode::OK));
  EXPECT_TRUE(AwaitServing(true));
  EXPECT_TRUE(feed_->AwaitProgress(kPatience));
  ExpectNothingLost();
}

}  // namespace
}  // namespace gancho
