// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/delivery_id.h"

#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace gancho::store {
namespace {

const absl::Time kNoon = absl::FromUnixMillis(1'790'000'000'123);

DeliveryIdGenerator SeededGenerator(uint16_t partition, DeliveryId last) {
  return DeliveryIdGenerator(
      partition, last,
      [random = std::mt19937_64(7)]() mutable { return random(); });
}

TEST(DeliveryIdTest, IsAUuidOfVersion7) {
  const DeliveryId id = SeededGenerator(0, {}).Next(kNoon);
  const std::string text = id.ToString();
  ASSERT_EQ(text.size(), 36u);
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  // The first 48 bits are the milliseconds: anyone's UUID tool reads them.
  EXPECT_EQ(text.substr(0, 8) + text.substr(9, 4), "01a0c4506c7b");
}

TEST(DeliveryIdTest, CarriesPartitionAndTime) {
  for (const int partition : {0, 1, 255, 256, 1023}) {
    const DeliveryId id =
        SeededGenerator(static_cast<uint16_t>(partition), {}).Next(kNoon);
    EXPECT_EQ(id.partition(), partition);
    EXPECT_EQ(id.time(), kNoon);
  }
}

TEST(DeliveryIdTest, TextAndBytesRoundTrip) {
  DeliveryIdGenerator generator = SeededGenerator(5, {});
  for (int i = 0; i < 1000; ++i) {
    const DeliveryId id = generator.Next(kNoon + absl::Milliseconds(i / 3));
    EXPECT_EQ(DeliveryId::Parse(id.ToString()), id);
    EXPECT_EQ(DeliveryId::FromBytes(id.bytes()), id);
  }
}

TEST(DeliveryIdTest, ParseAcceptsBothCases) {
  const auto lower = DeliveryId::Parse("01a0c450-6c7b-7abc-8def-0123456789ab");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(DeliveryId::Parse("01A0C450-6C7B-7ABC-8DEF-0123456789AB"), lower);
  EXPECT_EQ(lower->ToString(), "01a0c450-6c7b-7abc-8def-0123456789ab");
}

TEST(DeliveryIdTest, ParseRefusesWhatIsNoUuid7) {
  for (const char* text : {
           "",
           "01a0c450-6c7b-7abc-8def-0123456789a",    // too short
           "01a0c450-6c7b-7abc-8def-0123456789abc",  // too long
           "01a0c4506c7b7abc8def0123456789abcdef",   // no dashes
           "01a0c450-6c7b-4abc-8def-0123456789ab",   // version 4
           "01a0c450-6c7b-7abc-cdef-0123456789ab",   // another variant
           "01a0c450-6c7b-7abc-8def-0123456789ag",   // not hexadecimal
           "01a0c45--6c7b-7abc-8def-0123456789ab",
           "{1a0c450-6c7b-7abc-8def-0123456789ab",
       }) {
    EXPECT_FALSE(DeliveryId::Parse(text).has_value()) << text;
  }
}

TEST(DeliveryIdGeneratorTest, RisesWhenTheClockGoesBack) {
  DeliveryIdGenerator generator = SeededGenerator(3, {});
  DeliveryId last = generator.Next(kNoon);
  for (const absl::Time now :
       {kNoon, kNoon - absl::Hours(1), absl::UnixEpoch(),
        kNoon - absl::Milliseconds(1), kNoon, kNoon + absl::Milliseconds(1),
        absl::InfinitePast()}) {
    const DeliveryId id = generator.Next(now);
    EXPECT_LT(last, id);
    last = id;
  }
}

TEST(DeliveryIdGeneratorTest, RisesAcrossRestartsWithAnOlderClock) {
  const DeliveryId last = SeededGenerator(3, {}).Next(kNoon);
  DeliveryIdGenerator restarted = SeededGenerator(3, last);
  EXPECT_LT(last, restarted.Next(kNoon - absl::Hours(24)));
}

TEST(DeliveryIdGeneratorTest, MillionIdsOfOneMillisecondRiseAndDiffer) {
  DeliveryIdGenerator generator = SeededGenerator(0, {});
  DeliveryId last = generator.Next(kNoon);
  for (int i = 0; i < 1'000'000; ++i) {
    const DeliveryId id = generator.Next(kNoon);
    ASSERT_LT(last, id);
    last = id;
  }
  // At least half of the counter is left for every new millisecond.
  EXPECT_EQ(last.time(), kNoon);
}

TEST(DeliveryIdGeneratorTest, FullCounterBorrowsFromTheNextMillisecond) {
  const auto full = DeliveryId::Parse("01a0c450-6c7b-7fff-bfff-ffffffffffff");
  ASSERT_TRUE(full.has_value());
  DeliveryIdGenerator generator = SeededGenerator(0, *full);
  const DeliveryId next = generator.Next(kNoon);
  EXPECT_LT(*full, next);
  EXPECT_EQ(next.time(), kNoon + absl::Milliseconds(1));
  EXPECT_LT(next, generator.Next(kNoon));
}

TEST(DeliveryIdGeneratorTest, PartitionsNeverCollide) {
  // The same clock and the same random bits: only the partition differs.
  DeliveryIdGenerator a = SeededGenerator(0, {});
  DeliveryIdGenerator b = SeededGenerator(1, {});
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(a.Next(kNoon).ToString()).second);
    EXPECT_TRUE(seen.insert(b.Next(kNoon).ToString()).second);
  }
}

}  // namespace
}  // namespace gancho::store
