// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/connection_pool.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace gancho::delivery {
namespace {

using Grant = ConnectionPool::Grant;

constexpr absl::Duration kNow = absl::Seconds(100);
constexpr OriginKey kA = {.tls = true, .host = "a.example", .port = 443};
constexpr OriginKey kB = {.tls = true, .host = "b.example", .port = 443};

class FakeConnection final : public PooledConnection {
 public:
  FakeConnection() { SetState(State::kBusy); }
  bool Probe() override { return stands; }
  void Close() override { closed = true; }

  bool stands = true;
  bool closed = false;
};

class FakeWaiter final : public ConnectionPool::Waiter {
 public:
  void OnPlace() override { ++places; }
  int places = 0;
};

std::shared_ptr<FakeConnection> Park(ConnectionPool* pool,
                                     ConnectionPool::Origin* origin,
                                     absl::Duration now = kNow,
                                     const void* profile = nullptr) {
  auto connection = std::make_shared<FakeConnection>();
  pool->Park(origin, profile, connection, absl::InfiniteDuration(), now);
  return connection;
}

TEST(ConnectionPoolTest, GivesTheMostRecentlyUsedConnectionThatStands) {
  ConnectionPool pool({});
  std::vector<ConnectionPool::Lease> leases;
  for (int i = 0; i < 3; ++i) leases.push_back(pool.Acquire(kA, nullptr));
  const auto oldest = Park(&pool, leases[0].origin);
  const auto middle = Park(&pool, leases[1].origin);
  const auto newest = Park(&pool, leases[2].origin);
  newest->stands = false;
  EXPECT_EQ(pool.idle(), 3u);

  const auto lease = pool.Acquire(kA, nullptr);
  EXPECT_EQ(pool.TakeIdle(lease.origin, nullptr, kNow + absl::Milliseconds(1)),
            middle);
  EXPECT_TRUE(newest->closed);
  EXPECT_FALSE(oldest->closed);
  EXPECT_EQ(pool.idle(), 1u);
  // Too old now.
  EXPECT_EQ(pool.TakeIdle(lease.origin, nullptr, kNow + absl::Seconds(10)),
            nullptr);
  EXPECT_TRUE(oldest->closed);
}

TEST(ConnectionPoolTest, ConnectionsOfOtherIdentitiesAreNotGiven) {
  ConnectionPool pool({});
  const int identity = 0;
  const auto lease = pool.Acquire(kA, nullptr);
  Park(&pool, lease.origin, kNow, &identity);
  const auto other = pool.Acquire(kA, nullptr);
  EXPECT_EQ(pool.TakeIdle(other.origin, nullptr, kNow), nullptr);
  EXPECT_NE(pool.TakeIdle(other.origin, &identity, kNow), nullptr);
}

TEST(ConnectionPoolTest, OriginsAreSchemeHostAndPort) {
  ConnectionPool pool({});
  Park(&pool, pool.Acquire(kA, nullptr).origin);
  for (const OriginKey& other :
       {OriginKey{.tls = false, .host = "a.example", .port = 443},
        OriginKey{.tls = true, .host = "a.example", .port = 444}, kB}) {
    const auto lease = pool.Acquire(other, nullptr);
    EXPECT_EQ(pool.TakeIdle(lease.origin, nullptr, kNow), nullptr);
    pool.Release(lease.origin);
  }
  const auto lease = pool.Acquire(kA, nullptr);
  EXPECT_NE(pool.TakeIdle(lease.origin, nullptr, kNow), nullptr);
}

TEST(ConnectionPoolTest, WaitersAreServedInTurn) {
  ConnectionPool pool({.max_per_origin = 1, .max_waiters_per_origin = 2});
  const auto lease = pool.Acquire(kA, nullptr);
  FakeWaiter first, second, third;
  EXPECT_EQ(pool.Acquire(kA, &first).grant, Grant::kWait);
  EXPECT_EQ(pool.Acquire(kA, &second).grant, Grant::kWait);
  EXPECT_EQ(pool.Acquire(kA, &third).grant, Grant::kRefused);
  EXPECT_FALSE(pool.HasCapacity(kA));
  EXPECT_TRUE(pool.HasCapacity(kB));
  pool.Release(lease.origin);
  EXPECT_EQ(first.places, 1);
  EXPECT_EQ(second.places, 0);
  pool.CancelWait(lease.origin, &second);
  pool.Release(lease.origin);
  EXPECT_EQ(second.places, 0);
  EXPECT_EQ(pool.in_use(), 0u);
  EXPECT_TRUE(pool.HasCapacity(kA));
}

TEST(ConnectionPoolTest, HangingOriginsLeavePlacesToTheOthers) {
  ConnectionPool pool({});
  FakeWaiter waiter;
  std::vector<size_t> shares;
  for (int origin = 0; origin < 500; ++origin) {
    const std::string host = "hang" + std::to_string(origin) + ".example";
    const OriginKey key = {.tls = true, .host = host, .port = 443};
    shares.push_back(0);
    while (pool.HasCapacity(key)) {
      ASSERT_EQ(pool.Acquire(key, &waiter).grant, Grant::kPlace);
      ++shares.back();
    }
  }
  EXPECT_EQ(shares[0], 64u);
  EXPECT_EQ(shares[31], 64u);
  EXPECT_LT(shares[40], 64u);
  EXPECT_EQ(shares[499], 1u);
  EXPECT_EQ(pool.Acquire(kA, &waiter).grant, Grant::kPlace)
      << "with " << pool.in_use() << " places hanging";
}

TEST(ConnectionPoolTest, APlaceInAllServesWaitersOfOtherOrigins) {
  ConnectionPool pool({.max_per_origin = 64, .max_total = 2});
  const auto a = pool.Acquire(kA, nullptr);
  const auto b = pool.Acquire(kB, nullptr);
  ASSERT_EQ(b.grant, Grant::kPlace);
  const OriginKey c_key = {.tls = true, .host = "c.example", .port = 443};
  FakeWaiter waiter;
  EXPECT_EQ(pool.Acquire(c_key, &waiter).grant, Grant::kWait);
  pool.Release(a.origin);
  EXPECT_EQ(waiter.places, 1);
}

TEST(ConnectionPoolTest, TellsWhenThereIsCapacityAgain) {
  ConnectionPool pool({.max_per_origin = 1});
  int calls = 0;
  pool.SetCapacityCallback([&] { ++calls; });
  const auto a = pool.Acquire(kA, nullptr);
  const auto b = pool.Acquire(kB, nullptr);
  EXPECT_FALSE(pool.HasCapacity(kA));
  pool.Release(b.origin);
  EXPECT_EQ(calls, 0) << "nobody asked for b";
  pool.Release(a.origin);
  EXPECT_EQ(calls, 1);
}

TEST(ConnectionPoolTest, EvictsTheOldestIdleConnectionOfAll) {
  ConnectionPool pool({.max_idle = 2});
  const auto a1 = pool.Acquire(kA, nullptr);
  const auto a2 = pool.Acquire(kA, nullptr);
  const auto b = pool.Acquire(kB, nullptr);
  const auto first = Park(&pool, a1.origin);
  const auto second = Park(&pool, b.origin);
  const auto third = Park(&pool, a2.origin);
  EXPECT_EQ(pool.idle(), 2u);
  EXPECT_TRUE(first->closed);
  EXPECT_FALSE(second->closed);
  EXPECT_FALSE(third->closed);
}

TEST(ConnectionPoolTest, AgesByItsOwnLimitOrTheReceivers) {
  ConnectionPool pool({.idle_age = absl::Seconds(10)});
  const auto own = Park(&pool, pool.Acquire(kA, nullptr).origin);
  auto short_lived = std::make_shared<FakeConnection>();
  pool.Park(pool.Acquire(kA, nullptr).origin, nullptr, short_lived,
            absl::Seconds(2), kNow);
  auto unwanted = std::make_shared<FakeConnection>();
  pool.Park(pool.Acquire(kA, nullptr).origin, nullptr, unwanted,
            absl::ZeroDuration(), kNow);
  EXPECT_TRUE(unwanted->closed);
  pool.Sweep(kNow + absl::Seconds(2));
  EXPECT_TRUE(short_lived->closed);
  EXPECT_FALSE(own->closed);
  pool.Sweep(kNow + absl::Seconds(10));
  EXPECT_TRUE(own->closed);
  EXPECT_EQ(pool.idle(), 0u);
}

TEST(ConnectionPoolTest, AConnectionServesALimitedNumberOfRequests) {
  ConnectionPool pool({.max_requests_per_connection = 3});
  auto connection = std::make_shared<FakeConnection>();
  for (int i = 0; i < 2; ++i) {
    const auto lease = pool.Acquire(kA, nullptr);
    if (i > 0) {
      EXPECT_EQ(pool.TakeIdle(lease.origin, nullptr, kNow), connection);
    }
    pool.Park(lease.origin, nullptr, connection, absl::InfiniteDuration(),
              kNow);
    EXPECT_FALSE(connection->closed);
  }
  const auto lease = pool.Acquire(kA, nullptr);
  pool.TakeIdle(lease.origin, nullptr, kNow);
  pool.Park(lease.origin, nullptr, connection, absl::InfiniteDuration(), kNow);
  EXPECT_TRUE(connection->closed);
  EXPECT_EQ(pool.in_use(), 0u);
}

using ConnectionPoolDeathTest = ::testing::Test;

TEST(ConnectionPoolDeathTest, AnImpossibleStateEndsTheProcess) {
  FakeConnection connection;
  connection.SetState(PooledConnection::State::kClosed);
  EXPECT_DEATH(connection.SetState(PooledConnection::State::kBusy), "");
}

}  // namespace
}  // namespace gancho::delivery
