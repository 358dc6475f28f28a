// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/batch.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace gancho::store {
namespace {

using ::testing::ElementsAre;

struct Change {
  Table table;
  std::string key;
  std::optional<std::string> value;
  bool operator==(const Change&) const = default;
};

std::vector<Change> Changes(const Batch& batch) {
  std::vector<Change> changes;
  const absl::Status read = batch.ForEach([&](Table table, std::string_view key,
                                              const std::string_view* value) {
    changes.push_back({table, std::string(key),
                       value == nullptr
                           ? std::nullopt
                           : std::optional<std::string>(std::string(*value))});
  });
  EXPECT_TRUE(read.ok()) << read;
  return changes;
}

Batch SampleBatch() {
  Batch batch;
  batch.set_number(42);
  batch.Put(Table::kCall, "key", "value");
  batch.Delete(Table::kReady, std::string("\0\xff", 2));
  batch.Put(Table::kLane, "", "");
  batch.Put(Table::kDelivery, "large", std::string(70'000, 'x'));
  return batch;
}

TEST(BatchTest, KeepsChangesInOrder) {
  EXPECT_THAT(
      Changes(SampleBatch()),
      ElementsAre(Change{Table::kCall, "key", "value"},
                  Change{Table::kReady, std::string("\0\xff", 2), std::nullopt},
                  Change{Table::kLane, "", ""},
                  Change{Table::kDelivery, "large", std::string(70'000, 'x')}));
  EXPECT_EQ(SampleBatch().count(), 4);
}

TEST(BatchTest, AppendPutsTheOthersChangesBehind) {
  Batch first;
  first.Put(Table::kCall, "k", "1");
  Batch second;
  second.Delete(Table::kCall, "k");
  first.Append(second);
  first.Append(Batch());
  EXPECT_THAT(Changes(first),
              ElementsAre(Change{Table::kCall, "k", "1"},
                          Change{Table::kCall, "k", std::nullopt}));
  EXPECT_EQ(first.count(), 2);
  first.Clear();
  EXPECT_TRUE(first.empty());
  EXPECT_EQ(first.size_bytes(), 0u);
}

TEST(BatchTest, SerialisedFormRoundTrips) {
  const absl::StatusOr<Batch> read = Batch::Parse(SampleBatch().Serialize());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->number(), 42u);
  EXPECT_EQ(Changes(*read), Changes(SampleBatch()));
  EXPECT_TRUE(Batch::Parse(Batch().Serialize()).ok());
}

// These bytes are what a replicated log carries: they never change.
TEST(BatchTest, SerialisedFormIsStable) {
  Batch batch;
  batch.set_number(0x0102);
  batch.Put(Table::kCall, "ab", "c");
  batch.Delete(Table::kTimer, "d");
  const std::string bytes = batch.Serialize();
  EXPECT_EQ(bytes.substr(0, bytes.size() - 4),
            std::string("\1\0\0\0\0\0\0\1\2\0\0\0\2"
                        "\5\2ab\1c"
                        "\x8b\1d",
                        22));
  EXPECT_EQ(bytes.substr(bytes.size() - 4), std::string("\x29\x79\xa0\x56"));
}

TEST(BatchTest, ParseRefusesEveryFlippedBit) {
  Batch batch;
  batch.set_number(1);
  batch.Put(Table::kCall, "key", "value");
  const std::string bytes = batch.Serialize();
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_TRUE(absl::IsDataLoss(Batch::Parse(damaged).status())) << bit;
  }
}

TEST(BatchTest, ParseRefusesEveryTruncation) {
  const std::string bytes = SampleBatch().Serialize();
  for (size_t size = 0; size < bytes.size(); size += 1 + size / 7) {
    EXPECT_TRUE(absl::IsDataLoss(Batch::Parse(bytes.substr(0, size)).status()));
  }
}

uint32_t Crc32(std::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
  }
  return ~crc;
}

// Random changes under a right checksum: what a faulty writer could send. It
// may be refused or accepted, but is never read beyond its end.
TEST(BatchTest, ParseSurvivesArbitraryChanges) {
  std::mt19937 random(20260101);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    const uint8_t count = random() % 4;
    std::string bytes("\1\0\0\0\0\0\0\0\1\0\0\0", 12);
    bytes.push_back(static_cast<char>(count));
    const size_t size = random() % 24;
    for (size_t i = 0; i < size; ++i) {
      // Mostly small bytes, so that many lengths are plausible.
      const uint32_t bits = random();
      bytes.push_back(
          static_cast<char>(bits % 4 == 0 ? bits >> 8 : (bits >> 8) % 6));
    }
    const uint32_t crc = Crc32(bytes);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(crc >> shift));
    }
    const absl::StatusOr<Batch> batch = Batch::Parse(bytes);
    if (!batch.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(batch.status())) << batch.status();
      continue;
    }
    ++accepted;
    EXPECT_EQ(Changes(*batch).size(), count);
    EXPECT_EQ(batch->Serialize(), bytes);
  }
  // Or the test tests nothing.
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace gancho::store
