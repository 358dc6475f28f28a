// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/address_guard.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

AddressGuard Guard(AddressGuard::Options options = {}) {
  auto guard = AddressGuard::Create(options);
  EXPECT_TRUE(guard.ok()) << guard.status();
  return *guard;
}

struct GuardCase {
  const char* host;
  bool allowed;
  const char* why;  // part of the reason of a refusal
};

// Refused and allowed neighbours of every block, and every spelling of a
// literal.
constexpr GuardCase kCases[] = {
    {"0.0.0.0", false, "this network"},
    {"0.255.255.255", false, "this network"},
    {"1.0.0.0", true, ""},
    {"9.255.255.255", true, ""},
    {"10.0.0.0", false, "private"},
    {"10.255.255.255", false, "private"},
    {"11.0.0.0", true, ""},
    {"100.63.255.255", true, ""},
    {"100.64.0.0", false, "carrier-internal"},
    {"100.127.255.255", false, "carrier-internal"},
    {"100.128.0.0", true, ""},
    {"127.0.0.1", false, "loopback"},
    {"127.255.255.255", false, "loopback"},
    {"128.0.0.0", true, ""},
    {"169.253.255.255", true, ""},
    {"169.254.169.254", false, "link-local"},
    {"172.15.255.255", true, ""},
    {"172.16.0.1", false, "private"},
    {"172.31.255.255", false, "private"},
    {"172.32.0.0", true, ""},
    {"192.0.0.8", false, "protocol assignment"},
    {"192.0.1.0", true, ""},
    {"192.0.2.1", false, "documentation"},
    {"192.88.99.1", false, "6to4 relay"},
    {"192.167.255.255", true, ""},
    {"192.168.1.1", false, "private"},
    {"192.169.0.0", true, ""},
    {"198.17.255.255", true, ""},
    {"198.18.0.1", false, "benchmarking"},
    {"198.19.255.255", false, "benchmarking"},
    {"198.20.0.0", true, ""},
    {"198.51.100.7", false, "documentation"},
    {"203.0.113.7", false, "documentation"},
    {"203.0.114.0", true, ""},
    {"223.255.255.255", true, ""},
    {"224.0.0.1", false, "multicast"},
    {"239.255.255.255", false, "multicast"},
    {"240.0.0.1", false, "reserved"},
    {"255.255.255.255", false, "reserved"},
    {"8.8.8.8", true, ""},
    // Other spellings of IPv4.
    {"127.1", false, "loopback"},
    {"127.0.1", false, "loopback"},
    {"2130706433", false, "loopback"},
    {"0x7f000001", false, "loopback"},
    {"0x7f.1", false, "loopback"},
    {"0X7F.0.0.0x1", false, "loopback"},
    {"017700000001", false, "loopback"},
    {"0177.0.0.01", false, "loopback"},
    {"127.0.0.1.", false, "loopback"},
    {"0", false, "this network"},
    {"0x", false, "this network"},
    {"2852039166", false, "link-local"},
    {"134744072", true, ""},  // 8.8.8.8
    {"0x08080808", true, ""},
    {"256.1.1.1", false, "neither a name nor an address"},
    {"1.2.3.4.5", false, "neither a name nor an address"},
    {"1.2.3.256", false, "neither a name nor an address"},
    {"4294967296", false, "neither a name nor an address"},
    {"127.0.0.08", false, "neither a name nor an address"},
    {"10.1.2.0xg", true, ""},  // a name: its last label is no number
    // IPv6.
    {"::", false, "unspecified"},
    {"::1", false, "loopback"},
    {"[::1]", false, "loopback"},
    {"0:0:0:0:0:0:0:1", false, "loopback"},
    {"::2", false, "IPv4-compatible"},
    {"::8.8.8.8", false, "IPv4-compatible"},
    {"::127.0.0.1", false, "IPv4-compatible"},
    {"::ffff:127.0.0.1", false, "loopback"},
    {"::ffff:7f00:1", false, "loopback"},
    {"::ffff:8.8.8.8", true, ""},
    {"64:ff9b::8.8.8.8", false, "NAT64"},
    {"64:ff9b::7f00:1", false, "NAT64"},
    {"64:ff9b:1::1", false, "NAT64"},
    {"64:ff9b:2::1", true, ""},
    {"100::1", false, "discard-only"},
    {"100:0:0:1::1", true, ""},
    {"2001::1", false, "Teredo"},
    {"2001:0:ffff::1", false, "Teredo"},
    {"2001:db8::7", false, "documentation"},
    {"2001:4860:4860::8888", true, ""},
    {"2002:7f00:1::", false, "6to4"},
    {"2002:808:808::1", false, "6to4"},
    {"2003::1", true, ""},
    {"3fff::1", false, "documentation"},
    {"3fff:1000::1", true, ""},
    {"5f00::1", false, "segment-routing"},
    {"fbff::1", true, ""},
    {"fc00::1", false, "private"},
    {"fdff::1", false, "private"},
    {"fe80::1", false, "link-local"},
    {"fec0::1", false, "site-local"},
    {"ff02::1", false, "multicast"},
    {"fe80::1%eth0", false, "neither a name nor an address"},
    {"::1::", false, "neither a name nor an address"},
    // Names.
    {"localhost", false, "loopback"},
    {"LOCALHOST.", false, "loopback"},
    {"a.localhost", false, "loopback"},
    {"hooks.slack.com", true, ""},
    {"1.2.3.4.example", true, ""},
    {"0x7f.example", true, ""},
};

TEST(AddressGuardTest, JudgesEveryKindOfAddress) {
  const AddressGuard guard = Guard();
  for (const GuardCase& c : kCases) {
    const absl::Status status = guard.CheckLiteral(c.host, 443);
    std::printf("%-26s %-8s %s\n", c.host, status.ok() ? "allowed" : "refused",
                std::string(status.message()).c_str());
    EXPECT_EQ(status.ok(), c.allowed) << c.host << ": " << status;
    EXPECT_TRUE(absl::StrContains(status.message(), c.why))
        << c.host << ": " << status;
  }
}

TEST(AddressGuardTest, AllowedBlocksOpenWhatTheyHold) {
  const AddressGuard guard = Guard({.allow = {"10.1.0.0/16", "fd00::/8"}});
  EXPECT_TRUE(guard.CheckLiteral("10.1.2.3", 80).ok());
  EXPECT_TRUE(guard.CheckLiteral("::ffff:10.1.2.3", 80).ok());
  EXPECT_TRUE(guard.CheckLiteral("0x0a010203", 80).ok());
  EXPECT_TRUE(guard.CheckLiteral("fd12::1", 80).ok());
  EXPECT_FALSE(guard.CheckLiteral("10.2.0.1", 80).ok());
  EXPECT_FALSE(guard.CheckLiteral("fc12::1", 80).ok());
}

TEST(AddressGuardTest, TunnelsNeedTheAddressWithinToBeAllowedToo) {
  const AddressGuard tunnels =
      Guard({.allow = {"64:ff9b::/96", "2002::/16", "2001::/32", "::/96"}});
  EXPECT_TRUE(tunnels.CheckLiteral("64:ff9b::8.8.8.8", 443).ok());
  EXPECT_FALSE(tunnels.CheckLiteral("64:ff9b::10.0.0.1", 443).ok());
  EXPECT_FALSE(tunnels.CheckLiteral("64:ff9b::127.0.0.1", 443).ok());
  EXPECT_TRUE(tunnels.CheckLiteral("2002:808:808::1", 443).ok());
  EXPECT_FALSE(tunnels.CheckLiteral("2002:a9fe:a9fe::1", 443).ok());
  EXPECT_FALSE(tunnels.CheckLiteral("::192.168.0.1", 443).ok());
  // Teredo carries the client inverted: f5ff:fffe is 10.0.0.1.
  EXPECT_FALSE(tunnels.CheckLiteral("2001::f5ff:fffe", 443).ok());
  EXPECT_TRUE(tunnels.CheckLiteral("2001::f7f7:f7f7", 443).ok());
  const AddressGuard both = Guard({.allow = {"64:ff9b::/96", "10.0.0.0/8"}});
  EXPECT_TRUE(both.CheckLiteral("64:ff9b::10.0.0.1", 443).ok());
}

TEST(AddressGuardTest, OwnListenersAreRefusedWhateverIsAllowed) {
  const AddressGuard guard = Guard(
      {.allow = {"0.0.0.0/0", "::/0"},
       .own_listeners = {"127.0.0.1:7233", "[::1]:7233", "0.0.0.0:9090"}});
  EXPECT_FALSE(guard.CheckLiteral("127.0.0.1", 7233).ok());
  EXPECT_FALSE(guard.CheckLiteral("::ffff:127.0.0.1", 7233).ok());
  EXPECT_FALSE(guard.CheckLiteral("localhost", 7233).ok());
  EXPECT_FALSE(guard.CheckLiteral("::1", 7233).ok());
  EXPECT_TRUE(guard.CheckLiteral("127.0.0.1", 7234).ok());
  EXPECT_TRUE(guard.CheckLiteral("8.8.8.8", 7233).ok());
  // The wildcard listens on every address of this machine.
  EXPECT_FALSE(guard.CheckLiteral("127.0.0.1", 9090).ok());
  EXPECT_FALSE(guard.CheckLiteral("127.8.8.8", 9090).ok());
  EXPECT_FALSE(guard.CheckLiteral("0.0.0.0", 9090).ok());
  EXPECT_FALSE(guard.CheckLiteral("::1", 9090).ok());
  EXPECT_TRUE(guard.CheckLiteral("8.8.8.8", 9090).ok());
}

TEST(AddressGuardTest, OneBadAddressRefusesTheName) {
  const AddressGuard guard = Guard();
  const IpAddress good = *IpAddress::Parse("8.8.8.8");
  const IpAddress bad = *IpAddress::Parse("10.0.0.1");
  EXPECT_TRUE(guard.CheckAll({good, good}, 443).ok());
  EXPECT_FALSE(guard.CheckAll({good, bad}, 443).ok());
  EXPECT_FALSE(guard.CheckAll({bad, good}, 443).ok());
}

TEST(AddressGuardTest, MalformedOptionsAreRefused) {
  for (const char* cidr : {"10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "x", "",
                           "10.0.0.0/", "10.0.0.0/-1", "::/129", "10/8"}) {
    EXPECT_FALSE(AddressGuard::Create({.allow = {cidr}}).ok()) << cidr;
  }
  for (const char* listener : {"127.0.0.1", "host:80", ":80", "1.2.3.4:x"}) {
    EXPECT_FALSE(AddressGuard::Create({.own_listeners = {listener}}).ok())
        << listener;
  }
  EXPECT_TRUE(AddressGuard::Create({.allow = {"10.0.0.1", "::1/128"}}).ok());
}

}  // namespace
}  // namespace gancho::delivery
