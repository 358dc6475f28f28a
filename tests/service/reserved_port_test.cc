// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/reserved_port.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

using ::testing::EndsWith;

TEST(ReservedPortTest, ChoosesAPortAndFreesIt) {
  int port = 0;
  {
    auto first = ReservedPort::Reserve({.host = "127.0.0.1"});
    ASSERT_TRUE(first.ok()) << first.status();
    port = first->address().port;
    EXPECT_GT(port, 0);
    EXPECT_TRUE(std::move(*first).Listen().ok());
  }
  auto second = ReservedPort::Reserve({.host = "127.0.0.1", .port = port});
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST(ReservedPortTest, RefusesAnAddressOfAnotherMachine) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      ReservedPort::Reserve({.host = "203.0.113.1"}).status()));
}

TEST(ReservedPortTest, RefusesAPortThatIsListenedOn) {
  auto first = ReservedPort::Reserve({.host = "localhost"});
  ASSERT_TRUE(first.ok()) << first.status();
  const int port = first->address().port;
  // Both are bound; only one can come to listen.
  auto second = ReservedPort::Reserve({.host = "127.0.0.1", .port = port});
  ASSERT_TRUE(second.ok()) << second.status();
  const auto listeners = std::move(*first).Listen();
  ASSERT_TRUE(listeners.ok()) << listeners.status();
  EXPECT_THAT(std::string(std::move(*second).Listen().status().message()),
              EndsWith(": the port is in use"));
  for (const char* host : {"127.0.0.1", "0.0.0.0", "localhost"}) {
    EXPECT_TRUE(absl::IsUnavailable(
        ReservedPort::Reserve({.host = host, .port = port}).status()))
        << host;
  }
}

TEST(ReservedPortTest, TakesEveryAddressOfItsHost) {
  auto port = ReservedPort::Reserve({.host = "localhost"});
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_THAT(
      port->numeric_addresses(),
      ::testing::Contains(absl::StrCat("127.0.0.1:", port->address().port)));
}

}  // namespace
}  // namespace gancho::service
