// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The check of calls and of the deliveries' own records.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gancho/v1/delivery.pb.h"
#include "store/key.h"
#include "store/ledger_check_parts.h"

namespace gancho::store {
namespace {

// Entries of kCallTime whose calls are looked up together.
class CallTimePage {
 public:
  explicit CallTimePage(LedgerCheck* check) : check_(check) {}

  void Take(std::string_view key) {
    uint16_t partition;
    uint64_t account_uid;
    int64_t create_us;
    std::string_view call_id;
    std::string_view rest;
    if (!ReadCallTimeKey(key, &account_uid, &create_us, &call_id) ||
        // Begins alike.
        !ReadCallKey(key, &partition, &account_uid, &rest)) {
      check_->report->Add(Table::kCallTime, key, "unreadable key");
      return;
    }
    keys_.emplace_back(key);
    calls_.push_back(CallKey(partition, account_uid, call_id));
    if (keys_.size() == kCheckPage) Flush();
  }

  void Flush() {
    const auto found = ReadAll(check_, Table::kCall, calls_);
    for (size_t i = 0; i < keys_.size() && !check_->incomplete; ++i) {
      if (found[i].has_value()) continue;
      check_->report->Add(Table::kCallTime, keys_[i], "there is no such call");
    }
    keys_.clear();
    calls_.clear();
  }

 private:
  LedgerCheck* const check_;
  std::vector<std::string> keys_;
  std::vector<std::string> calls_;
};

// One delivery with all that is beside it.
class DeliveryCheck {
 public:
  DeliveryCheck(LedgerCheck* check, std::string_view key)
      : check_(check), key_(key) {}

  void ReadRecord(std::string_view value) {
    uint64_t account_uid;
    DeliveryId id;
    if (!ReadDeliveryKey(key_, &account_uid, &id)) {
      return Problem(Table::kDelivery, "unreadable key");
    }
    const auto last = check_->last_ids.find(id.partition());
    if (last == check_->last_ids.end() || last->second < id) {
      Problem(Table::kDelivery, "its id is above last_delivery_id");
    }
    DeliveryRecord record;
    if (!ParseRecord(value, &record)) {
      Problem(Table::kDelivery, "unreadable value");
    }
  }

  void ReadStatus(std::string_view value) {
    if (!ParseRecord(value, &status_)) {
      return Problem(Table::kStatus, "unreadable value");
    }
    const bool is_end = status_.state() == v1::Delivery::DELIVERED ||
                        status_.state() == v1::Delivery::FAILED ||
                        status_.state() == v1::Delivery::EXPIRED ||
                        status_.state() == v1::Delivery::CANCELLED;
    if (!is_end && status_.state() != v1::Delivery::PENDING) {
      return Problem(Table::kStatus,
                     absl::StrCat("unknown state ", status_.state()));
    }
    if (is_end != HasEnded(status_)) {
      Problem(Table::kStatus, is_end ? "has ended without a time"
                                     : "is pending, but has an end time");
    }
  }

  void ReadAttempt(std::string_view key, std::string_view value) {
    AttemptRecord attempt;
    if (!ParseRecord(value, &attempt)) {
      return check_->report->Add(Table::kAttempt, key, "unreadable value");
    }
    const int number = static_cast<uint8_t>(key[key.size() - 2]) << 8 |
                       static_cast<uint8_t>(key[key.size() - 1]);
    if (attempt.number() != number) {
      check_->report->Add(
          Table::kAttempt, key,
          absl::StrCat("holds attempt ", attempt.number(), " instead"));
    } else if (number > status_.attempt_count()) {
      check_->report->Add(
          Table::kAttempt, key,
          absl::StrCat("attempt ", number, " of a delivery with ",
                       status_.attempt_count()));
    }
  }

  void Count() const {
    LedgerReport& report = *check_->report;
    if (!HasEnded(status_)) {
      ++report.pending;
      return;
    }
    switch (status_.state()) {
      case v1::Delivery::DELIVERED:
        ++report.delivered;
        break;
      case v1::Delivery::FAILED:
        ++report.failed;
        break;
      case v1::Delivery::EXPIRED:
        ++report.expired;
        break;
      default:
        ++report.cancelled;
        break;
    }
  }

 private:
  void Problem(Table table, std::string what) {
    check_->report->Add(table, key_, std::move(what));
  }

  LedgerCheck* const check_;
  const std::string key_;
  StatusRecord status_;
};

// Entries before `key` belong to no delivery.
void SkipStrays(LedgerCheck* check, Table table, std::string_view key,
                CheckedColumn* column) {
  for (; column->Valid() && (key.empty() || column->key() < key);
       column->Next()) {
    check->report->Add(table, column->key(), "there is no such delivery");
  }
}

}  // namespace

void CheckCalls(LedgerCheck* check) {
  ForEachEntry(check, Table::kCall,
               [&](std::string_view key, std::string_view value) {
                 uint16_t partition;
                 uint64_t account_uid;
                 std::string_view call_id;
                 CallRecord record;
                 if (!ReadCallKey(key, &partition, &account_uid, &call_id)) {
                   check->report->Add(Table::kCall, key, "unreadable key");
                 } else if (!ParseRecord(value, &record)) {
                   check->report->Add(Table::kCall, key, "unreadable value");
                 }
               });
  CallTimePage page(check);
  ForEachEntry(check, Table::kCallTime,
               [&](std::string_view key, std::string_view /*value*/) {
                 page.Take(key);
               });
  page.Flush();
  const auto& tables = check->report->tables;
  const int64_t missing = tables[static_cast<size_t>(Table::kCall)].entries -
                          tables[static_cast<size_t>(Table::kCallTime)].entries;
  if (missing > 0 && !check->incomplete) {
    check->report->Add(Table::kCallTime, "",
                       absl::StrCat(missing, " calls are not in it"));
  }
}

void CheckDeliveries(LedgerCheck* check) {
  CheckedColumn deliveries(check, Table::kDelivery, /*counted=*/true);
  CheckedColumn statuses(check, Table::kStatus, /*counted=*/true);
  CheckedColumn attempts(check, Table::kAttempt, /*counted=*/true);
  for (; deliveries.Valid(); deliveries.Next()) {
    const std::string_view key = deliveries.key();
    DeliveryCheck delivery(check, key);
    delivery.ReadRecord(deliveries.value());
    SkipStrays(check, Table::kStatus, key, &statuses);
    if (statuses.Valid() && statuses.key() == key) {
      delivery.ReadStatus(statuses.value());
      statuses.Next();
    }
    // The key of an attempt is that of its delivery with two bytes more.
    SkipStrays(check, Table::kAttempt, key, &attempts);
    while (attempts.Valid() && attempts.key().size() == key.size() + 2 &&
           attempts.key().substr(0, key.size()) == key) {
      delivery.ReadAttempt(attempts.key(), attempts.value());
      attempts.Next();
    }
    delivery.Count();
  }
  deliveries.Finish();
  // If deliveries cannot be read, the rest may well have one.
  if (!check->incomplete) {
    SkipStrays(check, Table::kStatus, "", &statuses);
    SkipStrays(check, Table::kAttempt, "", &attempts);
  }
  statuses.Finish();
  attempts.Finish();
}

}  // namespace gancho::store
