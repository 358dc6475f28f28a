// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What every ledger promises. It runs on each implementation.

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/memory_ledger.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "tests/testing/temp_directory.h"

namespace gancho::store {
namespace {

using gancho::testing::TempDirectory;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct LedgerKind {
  const char* name;
  std::function<std::unique_ptr<Ledger>(const TempDirectory&)> open;
};

std::unique_ptr<Ledger> OpenRocksdb(const TempDirectory& directory) {
  auto ledger = RocksdbLedger::Open(directory.path() + "/ledger", {});
  EXPECT_TRUE(ledger.ok()) << ledger.status();
  return *std::move(ledger);
}

using Entry = std::pair<std::string, std::string>;

std::vector<Entry> Entries(Scan& scan) {
  std::vector<Entry> entries;
  for (; scan.Valid(); scan.Next()) {
    entries.emplace_back(scan.key(), scan.value());
  }
  EXPECT_TRUE(scan.status().ok()) << scan.status();
  return entries;
}

class LedgerConformanceTest : public ::testing::TestWithParam<LedgerKind> {
 protected:
  // Applies `batch` under the next number.
  absl::Status ApplyNext(Batch batch) {
    batch.set_number(ledger_->applied_batch() + 1);
    return ledger_->Apply(batch);
  }
  void Put(Table table, std::string_view key, std::string_view value) {
    Batch batch;
    batch.Put(table, key, value);
    ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
  }
  std::vector<std::string> Keys(Table table, KeyRange range) {
    std::vector<std::string> keys;
    const auto scan = ledger_->NewScan(table, std::move(range));
    for (auto& [key, value] : Entries(*scan)) keys.push_back(key);
    return keys;
  }

  TempDirectory directory_;
  std::unique_ptr<Ledger> ledger_ = GetParam().open(directory_);
};

TEST_P(LedgerConformanceTest, NewLedgerIsEmpty) {
  EXPECT_EQ(ledger_->applied_batch(), 0u);
  EXPECT_TRUE(ledger_->health().status.ok());
  EXPECT_FALSE(ledger_->health().stalled);
  for (int table = 1; table < kTableCount; ++table) {
    EXPECT_THAT(Keys(static_cast<Table>(table), {}), IsEmpty());
  }
  const auto version = ledger_->Get(Table::kMeta, kMetaFormatVersion);
  ASSERT_TRUE(version.ok());
  EXPECT_EQ(*version, MetaNumber(kFormatVersion));
}

TEST_P(LedgerConformanceTest, GetReturnsTheLatestValue) {
  EXPECT_TRUE(absl::IsNotFound(ledger_->Get(Table::kCall, "k").status()));
  Put(Table::kCall, "k", "1");
  EXPECT_EQ(*ledger_->Get(Table::kCall, "k"), "1");
  Put(Table::kCall, "k", "2");
  EXPECT_EQ(*ledger_->Get(Table::kCall, "k"), "2");
  Batch batch;
  batch.Delete(Table::kCall, "k");
  batch.Delete(Table::kCall, "never there");
  ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
  EXPECT_TRUE(absl::IsNotFound(ledger_->Get(Table::kCall, "k").status()));
}

TEST_P(LedgerConformanceTest, MultiGetKeepsTheOrderOfTheKeys) {
  Put(Table::kDelivery, "a", "1");
  Put(Table::kDelivery, "c", "");
  const auto values =
      ledger_->MultiGet(Table::kDelivery, {"c", "b", "a", "c", "d"});
  ASSERT_EQ(values.size(), 5u);
  EXPECT_EQ(*values[0], "");
  EXPECT_TRUE(absl::IsNotFound(values[1].status()));
  EXPECT_EQ(*values[2], "1");
  EXPECT_EQ(*values[3], "");
  EXPECT_TRUE(absl::IsNotFound(values[4].status()));
  EXPECT_THAT(ledger_->MultiGet(Table::kDelivery, {}), IsEmpty());
}

TEST_P(LedgerConformanceTest, EmptyBinaryAndLargeValuesSurvive) {
  const std::string binary("\0\xff\n\0", 4);
  const std::string large(5 << 20, 'x');
  Put(Table::kCall, "empty", "");
  Put(Table::kCall, binary, binary);
  Put(Table::kCall, "large", large);
  EXPECT_EQ(*ledger_->Get(Table::kCall, "empty"), "");
  EXPECT_EQ(*ledger_->Get(Table::kCall, binary), binary);
  EXPECT_TRUE(*ledger_->Get(Table::kCall, "large") == large);
  EXPECT_THAT(Keys(Table::kCall, {}), ElementsAre(binary, "empty", "large"));
}

TEST_P(LedgerConformanceTest, TablesAreSeparate) {
  Batch batch;
  for (int table = 0; table < kTableCount; ++table) {
    batch.Put(static_cast<Table>(table), "same key", std::to_string(table));
  }
  ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
  for (int table = 0; table < kTableCount; ++table) {
    EXPECT_EQ(*ledger_->Get(static_cast<Table>(table), "same key"),
              std::to_string(table));
  }
}

TEST_P(LedgerConformanceTest, ScanHoldsItsRangeInBothDirections) {
  for (const char* key : {"a", "b", "ba", "c", "d"}) {
    Put(Table::kReady, key, key);
  }
  EXPECT_THAT(Keys(Table::kReady, {}), ElementsAre("a", "b", "ba", "c", "d"));
  EXPECT_THAT(Keys(Table::kReady, {.from = "b", .to = "d"}),
              ElementsAre("b", "ba", "c"));
  EXPECT_THAT(Keys(Table::kReady, {.from = "b", .to = "d", .reverse = true}),
              ElementsAre("c", "ba", "b"));
  EXPECT_THAT(Keys(Table::kReady, {.from = "bb"}), ElementsAre("c", "d"));
  EXPECT_THAT(Keys(Table::kReady, {.from = "bb", .reverse = true}),
              ElementsAre("d", "c"));
  EXPECT_THAT(Keys(Table::kReady, {.to = "b"}), ElementsAre("a"));
  EXPECT_THAT(Keys(Table::kReady, {.to = "b", .reverse = true}),
              ElementsAre("a"));
}

TEST_P(LedgerConformanceTest, EmptyAndInvertedRangesHoldNothing) {
  Put(Table::kReady, "b", "");
  for (const bool reverse : {false, true}) {
    EXPECT_THAT(Keys(Table::kReady, {"b", "b", reverse}), IsEmpty());
    EXPECT_THAT(Keys(Table::kReady, {"c", "a", reverse}), IsEmpty());
    EXPECT_THAT(Keys(Table::kReady, {"c", "", reverse}), IsEmpty());
    EXPECT_THAT(Keys(Table::kReady, {"", "a", reverse}), IsEmpty());
  }
}

TEST_P(LedgerConformanceTest, ScanSeesTheMomentAtWhichItWasMade) {
  Put(Table::kTimer, "a", "old");
  Put(Table::kTimer, "b", "old");
  const auto forward = ledger_->NewScan(Table::kTimer, {});
  const auto backward = ledger_->NewScan(Table::kTimer, {.reverse = true});
  Batch batch;
  batch.Put(Table::kTimer, "a", "new");
  batch.Delete(Table::kTimer, "b");
  batch.Put(Table::kTimer, "c", "new");
  ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
  EXPECT_THAT(Entries(*forward),
              ElementsAre(Entry("a", "old"), Entry("b", "old")));
  EXPECT_THAT(Entries(*backward),
              ElementsAre(Entry("b", "old"), Entry("a", "old")));
  const auto later = ledger_->NewScan(Table::kTimer, {});
  EXPECT_THAT(Entries(*later),
              ElementsAre(Entry("a", "new"), Entry("c", "new")));
}

TEST_P(LedgerConformanceTest, ChangesOfOneKeyApplyInOrder) {
  Batch batch;
  batch.Put(Table::kLane, "k", "1");
  batch.Delete(Table::kLane, "k");
  batch.Put(Table::kLane, "k", "2");
  batch.Put(Table::kLane, "gone", "1");
  batch.Delete(Table::kLane, "gone");
  ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
  EXPECT_EQ(*ledger_->Get(Table::kLane, "k"), "2");
  EXPECT_FALSE(ledger_->Get(Table::kLane, "gone").ok());
}

TEST_P(LedgerConformanceTest, BatchThatIsThereAlreadyChangesNothing) {
  Batch first;
  first.Put(Table::kCall, "k", "1");
  first.set_number(1);
  ASSERT_TRUE(ledger_->Apply(first).ok());
  Put(Table::kCall, "k", "2");
  EXPECT_EQ(ledger_->applied_batch(), 2u);
  EXPECT_TRUE(ledger_->Apply(first).ok());
  EXPECT_EQ(*ledger_->Get(Table::kCall, "k"), "2");
  EXPECT_EQ(ledger_->applied_batch(), 2u);
}

TEST_P(LedgerConformanceTest, RefusesBatchesOutOfNumber) {
  Batch batch;
  batch.Put(Table::kCall, "k", "1");
  EXPECT_TRUE(absl::IsInvalidArgument(ledger_->Apply(batch)));
  batch.set_number(2);
  EXPECT_TRUE(absl::IsFailedPrecondition(ledger_->Apply(batch)));
  EXPECT_FALSE(ledger_->Get(Table::kCall, "k").ok());
  EXPECT_EQ(ledger_->applied_batch(), 0u);
}

TEST_P(LedgerConformanceTest, RefusesChangesToItsOwnNames) {
  for (const std::string_view name : {kMetaFormatVersion, kMetaAppliedBatch}) {
    Batch batch;
    batch.Put(Table::kCall, "k", "1");
    batch.Delete(Table::kMeta, name);
    EXPECT_TRUE(absl::IsInvalidArgument(ApplyNext(std::move(batch))));
  }
  EXPECT_FALSE(ledger_->Get(Table::kCall, "k").ok());
  Put(Table::kMeta, kMetaNextUid, MetaNumber(7));
  EXPECT_EQ(*ledger_->Get(Table::kMeta, kMetaNextUid), MetaNumber(7));
  EXPECT_EQ(*ledger_->Get(Table::kMeta, kMetaAppliedBatch), MetaNumber(1));
}

TEST_P(LedgerConformanceTest, EmptyBatchTakesItsNumber) {
  EXPECT_TRUE(ApplyNext(Batch()).ok());
  EXPECT_EQ(ledger_->applied_batch(), 1u);
}

// A reader on another thread sees a batch whole or not at all.
TEST_P(LedgerConformanceTest, BatchesAreAtomicForReaders) {
  Batch first;
  first.Put(Table::kCall, "a", "0");
  first.Put(Table::kCall, "b", "0");
  ASSERT_TRUE(ApplyNext(std::move(first)).ok());
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    while (!stop) {
      const auto scan = ledger_->NewScan(Table::kCall, {});
      const std::vector<Entry> entries = Entries(*scan);
      if (entries.size() != 2 || entries[0].second != entries[1].second) {
        ++torn;
      }
    }
  });
  for (int i = 1; i <= 300; ++i) {
    Batch batch;
    batch.Put(Table::kCall, "a", std::to_string(i));
    batch.Put(Table::kCall, "b", std::to_string(i));
    EXPECT_TRUE(ApplyNext(std::move(batch)).ok());
  }
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
}

// Random batches and reads against a plain map.
TEST_P(LedgerConformanceTest, AgreesWithAModel) {
  std::mt19937 random(4711);
  std::map<std::string, std::string> model;
  const auto random_key = [&] {
    std::string key;
    for (size_t size = random() % 4; size > 0; --size) {
      key.push_back("\0ab\xff"[random() % 4]);
    }
    return key;
  };
  for (int round = 0; round < 400; ++round) {
    Batch batch;
    for (uint32_t changes = random() % 8; changes > 0; --changes) {
      const std::string key = random_key();
      if (random() % 3 == 0) {
        batch.Delete(Table::kParked, key);
        model.erase(key);
      } else {
        const std::string value = std::to_string(random());
        batch.Put(Table::kParked, key, value);
        model[key] = value;
      }
    }
    ASSERT_TRUE(ApplyNext(std::move(batch)).ok());
    const KeyRange range = {random_key(), random_key(), random() % 2 == 0};
    std::vector<Entry> expected;
    for (const auto& entry : model) {
      const bool inside = entry.first >= range.from &&
                          (range.to.empty() || entry.first < range.to);
      if (inside) expected.push_back(entry);
    }
    if (range.reverse) std::reverse(expected.begin(), expected.end());
    const auto scan = ledger_->NewScan(Table::kParked, range);
    ASSERT_EQ(Entries(*scan), expected);
    const std::string key = random_key();
    ASSERT_EQ(ledger_->Get(Table::kParked, key).ok(), model.contains(key));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Ledgers, LedgerConformanceTest,
    ::testing::Values(LedgerKind{"Memory",
                                 [](const TempDirectory&) {
                                   return std::make_unique<MemoryLedger>();
                                 }},
                      LedgerKind{"Rocksdb", OpenRocksdb}),
    [](const auto& ledger) { return std::string(ledger.param.name); });

}  // namespace
}  // namespace gancho::store
