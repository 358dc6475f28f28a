// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The check of the tables that hold what is pending.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "store/key.h"
#include "store/ledger_check_parts.h"

namespace gancho::store {
namespace {

// An entry of kReady, kTimer or kParked.
struct PendingEntry {
  std::string key;
  uint64_t event_uid = 0;
  DeliveryId id;
  int64_t due_us = 0;
  PendingRecord record;
};

// Entries of one of the three tables, checked together against the others.
class PendingPage {
 public:
  PendingPage(LedgerCheck* check, Table table) : check_(check), table_(table) {}

  void Take(std::string_view key, std::string_view value) {
    PendingEntry entry;
    entry.key = std::string(key);
    uint64_t lane = 0;
    const bool read =
        table_ == Table::kReady ? ReadReadyKey(key, &entry.event_uid, &entry.id)
        : table_ == Table::kTimer
            ? ReadTimerKey(key, &entry.event_uid, &entry.due_us, &entry.id)
            : ReadParkedKey(key, &entry.event_uid, &lane, &entry.id);
    if (!read) return Problem(entry, "unreadable key");
    if (!ParseRecord(value, &entry.record)) {
      return Problem(entry, "unreadable value");
    }
    if (table_ == Table::kParked && lane != entry.record.lane()) {
      return Problem(entry, "it is of another lane");
    }
    entries_.push_back(std::move(entry));
    if (entries_.size() == kCheckPage) Flush();
  }

  void Flush() {
    std::vector<std::string> delivery_keys;
    std::vector<std::string> lane_keys;
    std::vector<std::string> parked_keys;
    for (const PendingEntry& entry : entries_) {
      delivery_keys.push_back(
          DeliveryKey(entry.record.account_uid(), entry.id));
      lane_keys.push_back(
          LaneKey(entry.id.partition(), entry.event_uid, entry.record.lane()));
      parked_keys.push_back(
          ParkedKey(entry.event_uid, entry.record.lane(), entry.id));
    }
    const auto deliveries = ReadAll(check_, Table::kDelivery, delivery_keys);
    const auto statuses = ReadAll(check_, Table::kStatus, delivery_keys);
    const auto lanes = ReadAll(check_, Table::kLane, lane_keys);
    std::vector<std::optional<std::string>> parked(entries_.size());
    if (table_ == Table::kReady) {
      parked = ReadAll(check_, Table::kParked, parked_keys);
    }
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (check_->incomplete) break;
      const std::string problem = Judge(entries_[i], deliveries[i], statuses[i],
                                        lanes[i], parked[i].has_value());
      if (problem.empty()) {
        ++check_->pending_entries;
      } else {
        Problem(entries_[i], problem);
      }
    }
    entries_.clear();
  }

 private:
  void Problem(const PendingEntry& entry, std::string what) {
    check_->report->Add(table_, entry.key, std::move(what));
  }

  // What is wrong with the entry; empty if nothing is.
  std::string Judge(const PendingEntry& entry,
                    const std::optional<std::string>& delivery_value,
                    const std::optional<std::string>& status_value,
                    const std::optional<std::string>& lane_value,
                    bool is_parked) const {
    DeliveryRecord delivery;
    if (!delivery_value.has_value()) return "there is no such delivery";
    // An unreadable record has been told.
    if (!ParseRecord(*delivery_value, &delivery)) return "";
    if (delivery.event_uid() != entry.event_uid) {
      return absl::StrCat("the delivery is of event ", delivery.event_uid());
    }
    if (delivery.lane() != entry.record.lane()) {
      return "the delivery is of another lane";
    }
    StatusRecord status;
    if (status_value.has_value() && !ParseRecord(*status_value, &status)) {
      return "";
    }
    if (HasEnded(status)) return "the delivery has ended";
    if (status.attempt_count() != entry.record.attempt_count()) {
      return absl::StrCat("it counts ", entry.record.attempt_count(),
                          " attempts, its status ", status.attempt_count());
    }
    return JudgePlace(entry, status, lane_value, is_parked);
  }

  std::string JudgePlace(const PendingEntry& entry, const StatusRecord& status,
                         const std::optional<std::string>& lane_value,
                         bool is_parked) const {
    LaneRecord lane;
    if (lane_value.has_value() && !ParseRecord(*lane_value, &lane)) return "";
    const bool is_head =
        lane_value.has_value() && lane.delivery_id() == entry.id.bytes();
    switch (table_) {
      case Table::kReady:
        if (is_parked) return "it is in 'parked', too";
        if (is_head) return "it is the head of its lane, which is in 'timer'";
        return "";
      case Table::kParked:
        if (!lane_value.has_value()) return "its lane has no head";
        if (is_head) return "it is the head of its lane, which is in 'timer'";
        return "";
      default:
        if (!is_head || lane.due_time_us() != entry.due_us) {
          return "its lane has another head or none";
        }
        if (status.next_attempt_time_us() != 0 &&
            status.next_attempt_time_us() != entry.due_us) {
          return "its status tells another time";
        }
        return "";
    }
  }

  LedgerCheck* const check_;
  const Table table_;
  std::vector<PendingEntry> entries_;
};

// Entries of kLane, whose heads are looked up together.
class LanePage {
 public:
  explicit LanePage(LedgerCheck* check) : check_(check) {}

  void Take(std::string_view key, std::string_view value) {
    uint16_t partition;
    uint64_t event_uid;
    uint64_t lane;
    LaneRecord record;
    if (!ReadLaneKey(key, &partition, &event_uid, &lane)) {
      return check_->report->Add(Table::kLane, key, "unreadable key");
    }
    if (!ParseRecord(value, &record) ||
        record.delivery_id().size() != DeliveryId::kSize) {
      return check_->report->Add(Table::kLane, key, "unreadable value");
    }
    keys_.emplace_back(key);
    timers_.push_back(TimerKey(event_uid, record.due_time_us(),
                               DeliveryId::FromBytes(record.delivery_id())));
    if (keys_.size() == kCheckPage) Flush();
  }

  void Flush() {
    const auto heads = ReadAll(check_, Table::kTimer, timers_);
    for (size_t i = 0; i < keys_.size() && !check_->incomplete; ++i) {
      if (heads[i].has_value()) continue;
      check_->report->Add(Table::kLane, keys_[i], "its head is not in 'timer'");
    }
    keys_.clear();
    timers_.clear();
  }

 private:
  LedgerCheck* const check_;
  std::vector<std::string> keys_;
  std::vector<std::string> timers_;
};

// Pending deliveries that are looked for in the three tables.
class ForgottenPage {
 public:
  explicit ForgottenPage(LedgerCheck* check) : check_(check) {}

  void Take(std::string_view key, std::string_view value, int64_t due_us) {
    uint64_t account_uid;
    DeliveryId id;
    DeliveryRecord delivery;
    if (!ReadDeliveryKey(key, &account_uid, &id) ||
        !ParseRecord(value, &delivery)) {
      return;
    }
    keys_.emplace_back(key);
    ids_.push_back(id);
    ready_.push_back(ReadyKey(delivery.event_uid(), id));
    parked_.push_back(ParkedKey(delivery.event_uid(), delivery.lane(), id));
    timers_.push_back(TimerKey(delivery.event_uid(), due_us, id));
    lanes_.push_back(
        LaneKey(id.partition(), delivery.event_uid(), delivery.lane()));
    if (keys_.size() == kCheckPage) Flush();
  }

  void Flush() {
    const auto ready = ReadAll(check_, Table::kReady, ready_);
    const auto parked = ReadAll(check_, Table::kParked, parked_);
    const auto timers = ReadAll(check_, Table::kTimer, timers_);
    const auto lanes = ReadAll(check_, Table::kLane, lanes_);
    for (size_t i = 0; i < keys_.size(); ++i) {
      LaneRecord lane;
      const bool is_head = lanes[i].has_value() &&
                           ParseRecord(*lanes[i], &lane) &&
                           lane.delivery_id() == ids_[i].bytes();
      if (ready[i].has_value() || parked[i].has_value() ||
          timers[i].has_value() || is_head) {
        continue;
      }
      check_->report->Add(Table::kDelivery, keys_[i],
                          "it is pending, but in none of 'ready', 'timer' and "
                          "'parked': it would never be sent");
    }
    keys_.clear();
    ids_.clear();
    ready_.clear();
    parked_.clear();
    timers_.clear();
    lanes_.clear();
  }

 private:
  LedgerCheck* const check_;
  std::vector<std::string> keys_;
  std::vector<DeliveryId> ids_;
  std::vector<std::string> ready_;
  std::vector<std::string> parked_;
  std::vector<std::string> timers_;
  std::vector<std::string> lanes_;
};

}  // namespace

void CheckPending(LedgerCheck* check) {
  for (const Table table : {Table::kReady, Table::kTimer, Table::kParked}) {
    PendingPage page(check, table);
    ForEachEntry(check, table,
                 [&](std::string_view key, std::string_view value) {
                   page.Take(key, value);
                 });
    page.Flush();
  }
  LanePage page(check);
  ForEachEntry(check, Table::kLane,
               [&](std::string_view key, std::string_view value) {
                 page.Take(key, value);
               });
  page.Flush();
}

void FindForgotten(LedgerCheck* check) {
  CheckedColumn deliveries(check, Table::kDelivery, /*counted=*/false);
  CheckedColumn statuses(check, Table::kStatus, /*counted=*/false);
  ForgottenPage page(check);
  for (; deliveries.Valid(); deliveries.Next()) {
    const std::string_view key = deliveries.key();
    while (statuses.Valid() && statuses.key() < key) statuses.Next();
    StatusRecord status;
    if (statuses.Valid() && statuses.key() == key &&
        (!ParseRecord(statuses.value(), &status) || HasEnded(status))) {
      continue;
    }
    page.Take(key, deliveries.value(), status.next_attempt_time_us());
  }
  page.Flush();
  deliveries.Finish();
  statuses.Finish();
}

}  // namespace gancho::store
