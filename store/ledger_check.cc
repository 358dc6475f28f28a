// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/ledger_check.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "store/key.h"
#include "store/ledger_check_parts.h"

namespace gancho::store {
namespace {

constexpr int kMaxPartitions = 1024;
constexpr std::string_view kLastDeliveryId = "last_delivery_id/";
constexpr std::string_view kEventHealth = "event_health/";

// The delivery that a key is about, for those of such tables.
std::optional<DeliveryId> IdOf(Table table, std::string_view key) {
  size_t behind = 0;
  switch (table) {
    case Table::kDelivery:
    case Table::kStatus:
    case Table::kReady:
    case Table::kTimer:
    case Table::kParked:
      break;
    case Table::kAttempt:
      behind = 2;
      break;
    default:
      return std::nullopt;
  }
  if (key.size() < DeliveryId::kSize + behind) return std::nullopt;
  return DeliveryId::FromBytes(
      key.substr(key.size() - DeliveryId::kSize - behind, DeliveryId::kSize));
}

void CheckMetaEntry(LedgerCheck* check, std::string_view name,
                    std::string_view value) {
  LedgerReport* report = check->report;
  uint64_t number = 0;
  if (name == kMetaFormatVersion) {
    if (!ReadMetaNumber(value, &report->format_version) ||
        report->format_version > kFormatVersion) {
      report->Add(Table::kMeta, name, "not a format version of this server");
    }
  } else if (name == kMetaAppliedBatch) {
    if (!ReadMetaNumber(value, &report->applied_batch)) {
      report->Add(Table::kMeta, name, "not a number");
    }
  } else if (name == kMetaNextUid) {
    if (!ReadMetaNumber(value, &number)) {
      report->Add(Table::kMeta, name, "not a number");
    }
  } else if (name.starts_with(kLastDeliveryId)) {
    const std::string digits(name.substr(kLastDeliveryId.size()));
    int partition = -1;
    if (!absl::SimpleAtoi(digits, &partition) || partition < 0 ||
        partition >= kMaxPartitions || value.size() != DeliveryId::kSize ||
        DeliveryId::FromBytes(value).partition() != partition) {
      report->Add(Table::kMeta, name, "not a delivery id of that partition");
      return;
    }
    check->last_ids[partition] = DeliveryId::FromBytes(value);
  } else if (name.starts_with(kEventHealth)) {
    const std::string digits(name.substr(kEventHealth.size()));
    EventHealthRecord health;
    if (!absl::SimpleAtoi(digits, &number) || !ParseRecord(value, &health)) {
      report->Add(Table::kMeta, name, "unreadable value");
    }
  }
  // Other names come with later versions.
}

// Reads the entries of one table of definitions, whose uids are all different
// and below `next_uid`.
class DefinitionCheck {
 public:
  DefinitionCheck(LedgerCheck* check, uint64_t next_uid)
      : check_(check), next_uid_(next_uid) {}

  template <typename Record>
  void Read(Table table) {
    ForEachEntry(check_, table,
                 [&](std::string_view key, std::string_view value) {
                   CheckEntry<Record>(table, key, value);
                 });
  }

 private:
  template <typename Record>
  void CheckEntry(Table table, std::string_view key, std::string_view value) {
    const auto problem = [&](std::string what) {
      check_->report->Add(table, key, std::move(what));
    };
    Record record;
    if (!ParseRecord(value, &record)) return problem("unreadable value");
    if (record.uid() >= next_uid_) {
      problem(absl::StrCat("uid ", record.uid(), " is not below next_uid"));
    }
    if (!uids_.insert(record.uid()).second) {
      problem(absl::StrCat("uid ", record.uid(), " is another one's, too"));
    }
    if (table == Table::kAccount) {
      accounts_.insert(record.uid());
      return;
    }
    uint64_t account_uid;
    std::string_view id;
    if (!ReadDefinitionKey(key, &account_uid, &id)) {
      return problem("unreadable key");
    }
    if (!accounts_.contains(account_uid)) {
      problem(absl::StrCat("there is no account with uid ", account_uid));
    }
  }

  LedgerCheck* const check_;
  const uint64_t next_uid_;
  absl::flat_hash_set<uint64_t> uids_;
  absl::flat_hash_set<uint64_t> accounts_;
};

}  // namespace

void LedgerReport::Add(Table table, std::string_view key, std::string what) {
  // Only where it will be told: a damaged ledger may have millions.
  std::string where;
  if (problems.size() < kMaxTold) {
    where = absl::StrCat("table '", std::string(TableName(table)), "'");
    if (table == Table::kMeta) {
      absl::StrAppend(&where, ", name '", std::string(key), "'");
    } else if (!key.empty()) {
      absl::StrAppend(&where, ", key 0x",
                      absl::BytesToHexString(std::string(key)));
      if (const auto id = IdOf(table, key); id.has_value()) {
        absl::StrAppend(&where, " (delivery ", id->ToString(), ")");
      }
    }
  }
  Add(std::move(where), std::move(what));
}

void LedgerReport::Add(std::string where, std::string what) {
  ++problem_count;
  if (problems.size() >= kMaxTold) return;
  problems.push_back({std::move(where), std::move(what)});
}

void ForEachEntry(
    LedgerCheck* check, Table table,
    absl::FunctionRef<void(std::string_view key, std::string_view value)>
        callback) {
  CheckedColumn column(check, table, /*counted=*/true);
  for (; column.Valid(); column.Next()) callback(column.key(), column.value());
  column.Finish();
}

std::vector<std::optional<std::string>> ReadAll(
    LedgerCheck* check, Table table, const std::vector<std::string>& keys) {
  std::vector<std::optional<std::string>> values;
  values.reserve(keys.size());
  for (auto& value : check->ledger.MultiGet(table, keys)) {
    if (value.ok()) {
      values.emplace_back(*std::move(value));
      continue;
    }
    if (!absl::IsNotFound(value.status())) {
      check->incomplete = true;
      check->report->Add(table, keys[values.size()],
                         absl::StrCat("cannot be read: ",
                                      std::string(value.status().message())));
    }
    values.emplace_back(std::nullopt);
  }
  return values;
}

CheckedColumn::CheckedColumn(LedgerCheck* check, Table table, bool counted)
    : check_(check),
      table_(table),
      counted_(counted),
      scan_(check->ledger.NewScan(table, {.once = true})) {
  Count();
}

void CheckedColumn::Next() {
  scan_->Next();
  Count();
}

void CheckedColumn::Count() {
  if (!counted_ || !scan_->Valid()) return;
  LedgerReport::TableSize& size =
      check_->report->tables[static_cast<size_t>(table_)];
  ++size.entries;
  size.bytes += scan_->key().size() + scan_->value().size();
}

void CheckedColumn::Finish() {
  const absl::Status status = scan_->status();
  if (status.ok()) return;
  check_->incomplete = true;
  if (!counted_) return;  // told when it was read for the first time
  check_->report->Add(
      table_, "",
      absl::StrCat("cannot be read behind its first ",
                   check_->report->tables[static_cast<size_t>(table_)].entries,
                   " entries: ", std::string(status.message())));
}

void CheckMeta(LedgerCheck* check) {
  ForEachEntry(check, Table::kMeta,
               [&](std::string_view name, std::string_view value) {
                 CheckMetaEntry(check, name, value);
               });
}

void CheckDefinitions(LedgerCheck* check) {
  uint64_t next_uid = 0;
  if (const auto value = check->ledger.Get(Table::kMeta, kMetaNextUid);
      value.ok()) {
    ReadMetaNumber(*value, &next_uid);
  }
  DefinitionCheck definitions(check, next_uid);
  definitions.Read<AccountRecord>(Table::kAccount);
  definitions.Read<EventRecord>(Table::kEvent);
  definitions.Read<TriggerRecord>(Table::kTrigger);
  ForEachEntry(check, Table::kRequest,
               [&](std::string_view key, std::string_view value) {
                 RequestRecord record;
                 if (ParseRecord(value, &record)) return;
                 check->report->Add(Table::kRequest, key, "unreadable value");
               });
}

void CheckLedger(const Ledger& ledger, LedgerReport* report) {
  LedgerCheck check{.ledger = ledger, .report = report};
  CheckMeta(&check);
  CheckDefinitions(&check);
  CheckCalls(&check);
  CheckDeliveries(&check);
  CheckPending(&check);
  // Each entry stands for another pending delivery: with as many of both none
  // is forgotten.
  if (!check.incomplete && check.pending_entries != report->pending) {
    FindForgotten(&check);
  }
}

}  // namespace gancho::store
