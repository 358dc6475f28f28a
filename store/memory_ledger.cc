// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/memory_ledger.h"

#include <utility>

#include "store/apply_check.h"
#include "store/key.h"

namespace gancho::store {
namespace {

size_t Index(Table table) { return static_cast<size_t>(table); }

}  // namespace

// Shares the map of the moment at which it was made. It lets go of it under
// the ledger's lock, so that Writable() can trust the count of owners.
class MemoryLedger::MapScan final : public Scan {
 public:
  MapScan(absl::Mutex* mu, std::shared_ptr<const Map> map,
          const KeyRange& range)
      : mu_(mu), map_(std::move(map)), reverse_(range.reverse) {
    begin_ = map_->lower_bound(range.from);
    end_ = range.to.empty() ? map_->end() : map_->lower_bound(range.to);
    if (!range.to.empty() && range.to < range.from) end_ = begin_;
  }
  ~MapScan() override {
    absl::MutexLock lock(mu_);
    map_.reset();
  }

  bool Valid() const override { return begin_ != end_; }
  void Next() override {
    if (reverse_) {
      --end_;
    } else {
      ++begin_;
    }
  }
  std::string_view key() const override { return Current()->first; }
  std::string_view value() const override { return Current()->second; }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  Map::const_iterator Current() const {
    return reverse_ ? std::prev(end_) : begin_;
  }

  absl::Mutex* const mu_;
  std::shared_ptr<const Map> map_;
  const bool reverse_;
  // What is left.
  Map::const_iterator begin_;
  Map::const_iterator end_;
};

absl::Status Ledger::Checkpoint(const std::string& /*directory*/) const {
  return absl::UnimplementedError("this ledger is not on disk");
}

MemoryLedger::MemoryLedger() {
  absl::MutexLock lock(&mu_);
  for (auto& map : tables_) map = std::make_shared<Map>();
  (*tables_[Index(Table::kMeta)])[std::string(kMetaFormatVersion)] =
      MetaNumber(kFormatVersion);
}

absl::StatusOr<std::string> MemoryLedger::Get(Table table,
                                              std::string_view key) const {
  absl::MutexLock lock(&mu_);
  const Map& map = *tables_[Index(table)];
  const auto it = map.find(key);
  if (it == map.end()) return absl::NotFoundError("");
  return it->second;
}

std::vector<absl::StatusOr<std::string>> MemoryLedger::MultiGet(
    Table table, const std::vector<std::string>& keys) const {
  std::vector<absl::StatusOr<std::string>> values;
  values.reserve(keys.size());
  absl::MutexLock lock(&mu_);
  const Map& map = *tables_[Index(table)];
  for (const std::string& key : keys) {
    const auto it = map.find(key);
    if (it == map.end()) {
      values.push_back(absl::NotFoundError(""));
    } else {
      values.push_back(it->second);
    }
  }
  return values;
}

std::unique_ptr<Scan> MemoryLedger::NewScan(Table table, KeyRange range) const {
  absl::MutexLock lock(&mu_);
  return std::make_unique<MapScan>(&mu_, tables_[Index(table)], range);
}

absl::Status MemoryLedger::Apply(const Batch& batch) {
  absl::MutexLock lock(&mu_);
  bool already_applied = false;
  absl::Status valid = CheckBatch(batch, applied_batch_, &already_applied);
  if (!valid.ok() || already_applied) return valid;
  absl::Status applied = batch.ForEach(
      [this](Table table, std::string_view key, const std::string_view* value)
          ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
            Map& map = Writable(table);
            if (value == nullptr) {
              const auto it = map.find(key);
              if (it != map.end()) map.erase(it);
            } else {
              map.insert_or_assign(std::string(key), std::string(*value));
            }
          });
  if (!applied.ok()) return applied;
  applied_batch_ = batch.number();
  Writable(Table::kMeta)
      .insert_or_assign(std::string(kMetaAppliedBatch),
                        MetaNumber(applied_batch_));
  return absl::OkStatus();
}

uint64_t MemoryLedger::applied_batch() const {
  absl::MutexLock lock(&mu_);
  return applied_batch_;
}

LedgerHealth MemoryLedger::health() const { return {}; }

MemoryLedger::Map& MemoryLedger::Writable(Table table) {
  std::shared_ptr<Map>& map = tables_[Index(table)];
  if (map.use_count() > 1) map = std::make_shared<Map>(*map);
  return *map;
}

}  // namespace gancho::store
