// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/key.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"

namespace gancho::store {
namespace {

constexpr int kRounds = 20'000;

// Values from a small set with all the edges, so that equal prefixes and sign
// changes are common.
class Values {
 public:
  uint64_t Uid() { return Pick(kUids); }
  int64_t Time() { return Pick(kTimes); }
  uint16_t Partition() { return Pick(kPartitions); }
  std::string Text() {
    std::string text;
    for (size_t size = random_() % 4; size > 0; --size) {
      text.push_back(Pick(kBytes));
    }
    return text;
  }
  DeliveryId Id(uint16_t partition) {
    DeliveryIdGenerator generator(partition, {}, [this] { return random_(); });
    return generator.Next(absl::FromUnixMillis(random_() % 3));
  }

 private:
  template <typename T>
  T Pick(const std::vector<T>& values) {
    return values[random_() % values.size()];
  }

  const std::vector<uint64_t> kUids = {
      0, 1, 0x7f, 0x80, 0xff, 0x100, uint64_t{1} << 63, ~uint64_t{0}};
  const std::vector<int64_t> kTimes = {std::numeric_limits<int64_t>::min(),
                                       -1,
                                       0,
                                       1,
                                       255,
                                       256,
                                       1'790'000'000'000'000,
                                       std::numeric_limits<int64_t>::max()};
  const std::vector<uint16_t> kPartitions = {0, 1, 255, 256, 1023};
  const std::vector<char> kBytes = {'\0', 'a', 'b', '\x7f', '\x80', '\xff'};
  std::mt19937_64 random_{11};
};

bool Contains(const KeyRange& range, const std::string& key) {
  return range.from <= key && (range.to.empty() || key < range.to);
}

// std::string compares as unsigned bytes, as the ledgers do.
template <typename Tuple>
void ExpectSameOrder(const Tuple& a, const Tuple& b, const std::string& key_a,
                     const std::string& key_b) {
  EXPECT_EQ(a < b, key_a < key_b);
  EXPECT_EQ(a == b, key_a == key_b);
}

TEST(KeyTest, OrderOfKeysIsTheOrderOfTheirParts) {
  Values values;
  for (int round = 0; round < kRounds; ++round) {
    const auto make = [&] {
      const uint16_t partition = values.Partition();
      return std::tuple(partition, values.Uid(), values.Time(),
                        values.Id(partition));
    };
    const auto a = make();
    const auto b = make();
    const auto& [pa, ua, ta, da] = a;
    const auto& [pb, ub, tb, db] = b;
    ExpectSameOrder(a, b, TimerKey(ua, ta, da), TimerKey(ub, tb, db));
    ExpectSameOrder(std::tuple(pa, ua, da), std::tuple(pb, ub, db),
                    ReadyKey(ua, da), ReadyKey(ub, db));
    const std::string ca = values.Text();
    const std::string cb = values.Text();
    ExpectSameOrder(std::tuple(pa, ua, ta, ca), std::tuple(pb, ub, tb, cb),
                    CallTimeKey(pa, ua, ta, ca), CallTimeKey(pb, ub, tb, cb));
    ExpectSameOrder(std::tuple(ua, ca), std::tuple(ub, cb), EventKey(ua, ca),
                    EventKey(ub, cb));
    const int na = static_cast<int>(ta & 0xffff);
    const int nb = static_cast<int>(tb & 0xffff);
    ExpectSameOrder(std::tuple(pa, ua, da, na), std::tuple(pb, ub, db, nb),
                    AttemptKey(ua, da, na), AttemptKey(ub, db, nb));
  }
}

TEST(KeyTest, EveryKeyRoundTrips) {
  Values values;
  for (int round = 0; round < kRounds; ++round) {
    const uint16_t partition = values.Partition();
    const uint64_t uid = values.Uid();
    const uint64_t lane = values.Uid();
    const int64_t time = values.Time();
    const DeliveryId id = values.Id(partition);
    const std::string text = values.Text() + "x";  // ids are never empty

    uint64_t uid_read = 0;
    uint64_t lane_read = 0;
    int64_t time_read = 0;
    uint16_t partition_read = 0;
    DeliveryId id_read;
    std::string_view text_read;
    ASSERT_TRUE(ReadDeliveryKey(DeliveryKey(uid, id), &uid_read, &id_read));
    EXPECT_EQ(std::tuple(uid_read, id_read), std::tuple(uid, id));
    ASSERT_TRUE(ReadReadyKey(ReadyKey(uid, id), &uid_read, &id_read));
    EXPECT_EQ(std::tuple(uid_read, id_read), std::tuple(uid, id));
    ASSERT_TRUE(
        ReadTimerKey(TimerKey(uid, time, id), &uid_read, &time_read, &id_read));
    EXPECT_EQ(std::tuple(uid_read, time_read, id_read),
              std::tuple(uid, time, id));
    ASSERT_TRUE(ReadParkedKey(ParkedKey(uid, lane, id), &uid_read, &lane_read,
                              &id_read));
    EXPECT_EQ(std::tuple(uid_read, lane_read, id_read),
              std::tuple(uid, lane, id));
    ASSERT_TRUE(ReadLaneKey(LaneKey(partition, uid, lane), &partition_read,
                            &uid_read, &lane_read));
    EXPECT_EQ(std::tuple(partition_read, uid_read, lane_read),
              std::tuple(partition, uid, lane));
    const std::string call_time = CallTimeKey(partition, uid, time, text);
    ASSERT_TRUE(ReadCallTimeKey(call_time, &uid_read, &time_read, &text_read));
    EXPECT_EQ(std::tuple(uid_read, time_read, text_read),
              std::tuple(uid, time, text));
    const std::string definition = TriggerKey(uid, text);
    ASSERT_TRUE(ReadDefinitionKey(definition, &uid_read, &text_read));
    EXPECT_EQ(std::tuple(uid_read, text_read), std::tuple(uid, text));
  }
}

TEST(KeyTest, KeysOfTheRetentionRoundTrip) {
  Values values;
  for (int round = 0; round < kRounds; ++round) {
    const DeliveryId id = values.Id(values.Partition());
    const uint64_t uid = values.Uid();
    const uint64_t hash = values.Uid();
    const int64_t time = values.Time();
    const int64_t create = values.Time();
    int64_t read_time = 0;
    uint64_t read_uid = 0;
    DeliveryId read_id;
    ASSERT_TRUE(ReadExpiryKey(ExpiryKey(time, uid, id), &read_time, &read_uid,
                              &read_id));
    EXPECT_TRUE(read_time == time && read_uid == uid && read_id == id);
    Revisit revisit;
    ASSERT_TRUE(
        ReadRevisitKey(RevisitDeliveryKey(time, uid, id, hash), &revisit));
    EXPECT_FALSE(revisit.is_call);
    EXPECT_TRUE(revisit.time_us == time && revisit.account_uid == uid &&
                revisit.id == id && revisit.call_hash == hash);
    ASSERT_TRUE(ReadRevisitKey(
        RevisitCallKey(id.partition(), time, uid, create, "c"), &revisit));
    EXPECT_TRUE(revisit.is_call);
    EXPECT_TRUE(revisit.time_us == time && revisit.account_uid == uid &&
                revisit.create_us == create && revisit.call_id == "c");
    ASSERT_TRUE(
        ReadMetaDeletedAccountKey(MetaDeletedAccountKey(uid), &read_uid));
    EXPECT_EQ(read_uid, uid);
    EXPECT_TRUE(
        Contains(MetaDeletedAccountsRange(), MetaDeletedAccountKey(uid)));
  }
  Revisit revisit;
  uint64_t uid;
  EXPECT_FALSE(ReadRevisitKey("", &revisit));
  EXPECT_FALSE(ReadRevisitKey(RevisitCallKey(0, 1, 2, 3, ""), &revisit));
  EXPECT_FALSE(ReadMetaDeletedAccountKey("deleted_account/1x", &uid));
  EXPECT_FALSE(ReadMetaDeletedAccountKey("event_health/1", &uid));
}

TEST(KeyTest, ReadersRefuseOtherForms) {
  const DeliveryId id =
      *DeliveryId::Parse("01a0c4dd-a47b-7abc-8def-0123456789ab");
  uint64_t uid = 0;
  uint64_t lane = 0;
  int64_t time = 0;
  uint16_t partition = 0;
  DeliveryId read;
  std::string_view text;
  const std::string ready = ReadyKey(1, id);
  EXPECT_FALSE(ReadReadyKey("", &uid, &read));
  EXPECT_FALSE(ReadReadyKey(ready.substr(1), &uid, &read));
  EXPECT_FALSE(ReadReadyKey(ready + "x", &uid, &read));
  std::string other_partition = ready;
  other_partition[1] = '\7';
  EXPECT_FALSE(ReadReadyKey(other_partition, &uid, &read));
  EXPECT_FALSE(ReadTimerKey(ready, &uid, &time, &read));
  EXPECT_FALSE(ReadParkedKey(ready, &uid, &lane, &read));
  EXPECT_FALSE(ReadLaneKey(ready, &partition, &uid, &lane));
  EXPECT_FALSE(ReadDeliveryKey(TimerKey(1, 2, id), &uid, &read));
  EXPECT_FALSE(ReadCallTimeKey("short", &uid, &time, &text));
  EXPECT_FALSE(ReadCallTimeKey(CallTimeKey(0, 1, 2, ""), &uid, &time, &text));
  EXPECT_FALSE(ReadDefinitionKey(EventKey(1, ""), &uid, &text));
  uint64_t number = 0;
  EXPECT_FALSE(ReadMetaNumber("1", &number));
  EXPECT_FALSE(ReadMetaNumber(MetaNumber(1) + "x", &number));
  ASSERT_TRUE(ReadMetaNumber(MetaNumber(~uint64_t{0} - 1), &number));
  EXPECT_EQ(number, ~uint64_t{0} - 1);
}

TEST(KeyTest, RangesHoldExactlyTheirOwn) {
  Values values;
  for (int round = 0; round < kRounds; ++round) {
    const uint16_t p = values.Partition();
    const uint16_t q = values.Partition();
    const uint64_t u = values.Uid();
    const uint64_t v = values.Uid();
    const uint64_t lane = values.Uid();
    const uint64_t other_lane = values.Uid();
    const int64_t until = values.Time();
    const int64_t time = values.Time();
    const DeliveryId a = values.Id(p);
    const DeliveryId b = values.Id(q);
    const bool same_owner = p == q && u == v;
    EXPECT_EQ(Contains(ReadyRange(p, u, a), ReadyKey(v, b)),
              same_owner && b > a);
    EXPECT_EQ(Contains(TimerRange(p, u, until), TimerKey(v, time, b)),
              same_owner && time <= until);
    EXPECT_EQ(Contains(ParkedRange(p, u, lane), ParkedKey(v, other_lane, b)),
              same_owner && lane == other_lane);
    EXPECT_EQ(Contains(AttemptRange(u, a), AttemptKey(v, b, 1)),
              u == v && a == b);
    const DeliveryId c = values.Id(p);
    EXPECT_EQ(Contains(DeliveryRange(p, u, a, c), DeliveryKey(v, b)),
              same_owner && a <= b && b < c);
    EXPECT_EQ(Contains(ExpiryRange(p, "", until), ExpiryKey(time, v, b)),
              p == q && time <= until);
    const std::string after = ExpiryKey(values.Time(), u, a);
    const std::string expiry = ExpiryKey(time, v, b);
    EXPECT_EQ(Contains(ExpiryRange(p, after, until), expiry),
              p == q && time <= until && expiry > after);
    EXPECT_EQ(Contains(RevisitRange(p, until),
                       RevisitCallKey(q, time, v, values.Time(), "c")),
              p == q && time <= until);
    EXPECT_EQ(Contains(HeldRange(p, u, lane), HeldKey(v, other_lane, b)),
              same_owner && lane == other_lane);
    EXPECT_EQ(
        Contains(CallTimeRange(p, u, "", until), CallTimeKey(q, v, time, "c")),
        same_owner && time < until);
    EXPECT_EQ(Contains(AccountRange(u), EventKey(v, values.Text())), u == v);
    EXPECT_EQ(Contains(AccountCallsRange(p, u), CallKey(q, v, "c")),
              same_owner);
  }
}

TEST(KeyTest, ReadyRangeFromNothingHoldsAll) {
  Values values;
  EXPECT_TRUE(
      Contains(ReadyRange(1, 2, DeliveryId()), ReadyKey(2, values.Id(1))));
}

TEST(KeyTest, PrefixRangeEndsBehindAllThatStartWithIt) {
  EXPECT_EQ(PrefixRange("ab").to, "ac");
  EXPECT_EQ(PrefixRange("a\xff\xff").to, "b");
  EXPECT_EQ(PrefixRange("\xff\xff").to, "");
  EXPECT_EQ(PrefixRange("").to, "");
}

// These are on disk: another value would lose calls and mix lanes.
TEST(KeyTest, HashesAreStable) {
  EXPECT_EQ(LaneOf(1, "call-1"), 0x8ca64f023ff0f765u);
  EXPECT_EQ(PartitionOf(1, "call-1", 1), 0);
  EXPECT_EQ(PartitionOf(1, "call-1", 1024), 869);
}

TEST(KeyTest, PartitionsAreEvenlyUsed) {
  constexpr int kPartitions = 16;
  constexpr int kCalls = 16'000;
  std::vector<int> counts(kPartitions);
  for (int i = 0; i < kCalls; ++i) {
    ++counts[PartitionOf(7, "call-" + std::to_string(i), kPartitions)];
  }
  // 1,000 each, standard deviation about 31.
  EXPECT_GT(*std::min_element(counts.begin(), counts.end()), 850);
  EXPECT_LT(*std::max_element(counts.begin(), counts.end()), 1150);
}

}  // namespace
}  // namespace gancho::store
