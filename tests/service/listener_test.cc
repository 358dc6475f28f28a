// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/listener.h"

#include "gtest/gtest.h"

namespace gancho::service {
namespace {

HostPort Parse(std::string_view text) {
  const auto address = ParseHostPort(text, "listen_address");
  EXPECT_TRUE(address.ok()) << address.status();
  return address.value_or(HostPort());
}

TEST(ListenerTest, ReadsHostAndPort) {
  EXPECT_EQ(Parse("127.0.0.1:7233").ToString(), "127.0.0.1:7233");
  EXPECT_EQ(Parse("[::1]:0").ToString(), "[::1]:0");
  EXPECT_EQ(Parse("localhost:80").host, "localhost");
  for (const char* text :
       {"", "7233", "127.0.0.1", ":7233", "::1:7233", "127.0.0.1:65536",
        "127.0.0.1:-1", "127.0.0.1:x", "unix:/tmp/x", "127.0.0.1: 80x"}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(ParseHostPort(text, "listen_address").status()))
        << text;
  }
}

TEST(ListenerTest, KnowsLoopback) {
  for (const char* text :
       {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(Parse(text).IsLoopback()) << text;
  }
  for (const char* text :
       {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example.com:1"}) {
    EXPECT_FALSE(Parse(text).IsLoopback()) << text;
  }
}

TEST(ListenerTest, RefusesToBeReachedWithoutTls) {
  ListenerOptions options = {.address = Parse("0.0.0.0:7233")};
  EXPECT_TRUE(absl::IsFailedPrecondition(CheckListenerOptions(options)));
  options.insecure = true;
  EXPECT_TRUE(CheckListenerOptions(options).ok());
  options.insecure = false;
  options.tls_certificate = "c.pem";
  EXPECT_TRUE(absl::IsInvalidArgument(CheckListenerOptions(options)));
  options.tls_key = "k.pem";
  EXPECT_TRUE(CheckListenerOptions(options).ok());
}

TEST(ListenerTest, WantsACertificateBesideClientAuthorities) {
  const ListenerOptions options = {.address = Parse("127.0.0.1:0"),
                                   .tls_client_ca = "ca.pem"};
  EXPECT_TRUE(absl::IsInvalidArgument(CheckListenerOptions(options)));
}

TEST(ListenerTest, NamesTheFileThatCannotBeRead) {
  const ListenerOptions options = {.address = Parse("127.0.0.1:0"),
                                   .tls_certificate = "/nowhere/c.pem",
                                   .tls_key = "/nowhere/k.pem"};
  const auto credentials = MakeServerCredentials(options);
  EXPECT_EQ(credentials.status().message(),
            "--tls_certificate: cannot read '/nowhere/c.pem'");
}

}  // namespace
}  // namespace gancho::service
