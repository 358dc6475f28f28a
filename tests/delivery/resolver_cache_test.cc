// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/resolver_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/testing/sim_clock.h"

namespace gancho::delivery {
namespace {

using Addresses = std::vector<IpAddress>;

const IpAddress kFirst = IpAddress::V4(0x08080808);
const IpAddress kSecond = IpAddress::V4(0x08080404);

// Answers when told.
class ManualLookup final : public NameLookup {
 public:
  void Look(const std::string& name, Done done) override {
    names.push_back(name);
    dones.push_back(std::move(done));
  }
  void Answer(size_t index, Addresses addresses, absl::Duration ttl) {
    std::exchange(dones[index],
                  nullptr)({.addresses = std::move(addresses), .ttl = ttl});
  }
  void Fail(size_t index, absl::Status status) {
    std::exchange(dones[index], nullptr)(
        {.addresses = std::move(status), .ttl = absl::ZeroDuration()});
  }

  std::vector<std::string> names;
  std::vector<Done> dones;
};

class CachingResolverTest : public ::testing::Test {
 protected:
  using Result = std::optional<absl::StatusOr<Addresses>>;

  static std::shared_ptr<Result> Ask(CachingResolver* resolver,
                                     const std::string& name) {
    auto result = std::make_shared<Result>();
    resolver->Resolve(name, [result](absl::StatusOr<Addresses> addresses) {
      *result = std::move(addresses);
    });
    return result;
  }

  ManualLookup lookup_;
  testing::SimClock clock_;
};

TEST_F(CachingResolverTest, RemembersForTheTimeToLive) {
  CachingResolver resolver(&lookup_, &clock_, {});
  const auto first = Ask(&resolver, "a.example");
  EXPECT_FALSE(first->has_value());
  lookup_.Answer(0, {kFirst}, absl::Seconds(30));
  EXPECT_EQ(***first, Addresses{kFirst});
  clock_.Advance(absl::Seconds(29));
  EXPECT_EQ(***Ask(&resolver, "a.example"), Addresses{kFirst});
  EXPECT_EQ(lookup_.names.size(), 1u);
  clock_.Advance(absl::Seconds(1));
  const auto second = Ask(&resolver, "a.example");
  ASSERT_EQ(lookup_.names.size(), 2u);
  lookup_.Answer(1, {kSecond}, absl::Seconds(30));
  EXPECT_EQ(***second, Addresses{kSecond});
}

TEST_F(CachingResolverTest, BoundsTheTimeToLive) {
  CachingResolver resolver(&lookup_, &clock_, {});
  Ask(&resolver, "zero.example");
  lookup_.Answer(0, {kFirst}, absl::ZeroDuration());
  Ask(&resolver, "zero.example");
  EXPECT_EQ(lookup_.names.size(), 1u);
  clock_.Advance(absl::Seconds(1));
  Ask(&resolver, "zero.example");
  EXPECT_EQ(lookup_.names.size(), 2u);

  Ask(&resolver, "long.example");
  lookup_.Answer(2, {kFirst}, absl::Hours(48));
  clock_.Advance(absl::Minutes(5));
  Ask(&resolver, "long.example");
  EXPECT_EQ(lookup_.names.size(), 4u);
}

TEST_F(CachingResolverTest, EverybodyWaitsForOneLookUp) {
  CachingResolver resolver(&lookup_, &clock_, {});
  const auto first = Ask(&resolver, "a.example");
  const auto second = Ask(&resolver, "a.example");
  const auto other = Ask(&resolver, "b.example");
  EXPECT_EQ(lookup_.names,
            (std::vector<std::string>{"a.example", "b.example"}));
  lookup_.Answer(1, {kSecond}, absl::Seconds(30));
  EXPECT_TRUE(other->has_value()) << "a slow name delays nobody else";
  EXPECT_FALSE(first->has_value());
  lookup_.Answer(0, {kFirst}, absl::Seconds(30));
  EXPECT_EQ(***first, Addresses{kFirst});
  EXPECT_EQ(***second, Addresses{kFirst});
}

TEST_F(CachingResolverTest, RemembersThatThereIsNoSuchName) {
  CachingResolver resolver(&lookup_, &clock_, {});
  Ask(&resolver, "none.example");
  lookup_.Fail(0, absl::NotFoundError("no such name"));
  clock_.Advance(absl::Seconds(9));
  EXPECT_TRUE(absl::IsNotFound((*Ask(&resolver, "none.example"))->status()));
  EXPECT_EQ(lookup_.names.size(), 1u);
  clock_.Advance(absl::Seconds(1));
  Ask(&resolver, "none.example");
  EXPECT_EQ(lookup_.names.size(), 2u);
}

TEST_F(CachingResolverTest, FailuresAreSoonForgotten) {
  CachingResolver resolver(&lookup_, &clock_, {});
  Ask(&resolver, "a.example");
  lookup_.Fail(0, absl::UnavailableError("the name servers failed"));
  EXPECT_FALSE((*Ask(&resolver, "a.example"))->ok());
  EXPECT_EQ(lookup_.names.size(), 1u);
  clock_.Advance(absl::Seconds(1));
  Ask(&resolver, "a.example");
  EXPECT_EQ(lookup_.names.size(), 2u);
}

TEST_F(CachingResolverTest, ForgetsTheLeastRecentlyUsed) {
  CachingResolver resolver(&lookup_, &clock_, {.max_entries = 2});
  for (const char* name : {"a", "b"}) {
    Ask(&resolver, name);
    lookup_.Answer(lookup_.names.size() - 1, {kFirst}, absl::Seconds(60));
  }
  Ask(&resolver, "a");  // used again
  Ask(&resolver, "c");
  lookup_.Answer(2, {kFirst}, absl::Seconds(60));
  EXPECT_EQ(resolver.size(), 2u);
  Ask(&resolver, "a");
  EXPECT_EQ(lookup_.names.size(), 3u);
  Ask(&resolver, "b");
  EXPECT_EQ(lookup_.names.size(), 4u);
}

TEST_F(CachingResolverTest, BoundsWhatIsUnderWay) {
  CachingResolver resolver(&lookup_, &clock_,
                           {.max_pending = 1, .max_waiters_per_name = 2});
  Ask(&resolver, "a");
  const auto waits = Ask(&resolver, "a");
  const auto too_many_waiters = Ask(&resolver, "a");
  const auto too_many_names = Ask(&resolver, "b");
  EXPECT_FALSE(waits->has_value());
  EXPECT_TRUE(absl::IsResourceExhausted((*too_many_waiters)->status()));
  EXPECT_TRUE(absl::IsResourceExhausted((*too_many_names)->status()));
}

}  // namespace
}  // namespace gancho::delivery
