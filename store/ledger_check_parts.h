// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_LEDGER_CHECK_PARTS_H_
#define GANCHO_STORE_LEDGER_CHECK_PARTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "store/delivery_id.h"
#include "store/ledger.h"
#include "store/ledger_check.h"
#include "store/record.pb.h"

// The parts of CheckLedger(), each for some tables. For ledger_check*.cc only.
namespace gancho::store {

// Entries that are looked up in other tables at once.
inline constexpr size_t kCheckPage = 256;

// What the parts know of each other.
struct LedgerCheck {
  const Ledger& ledger;
  LedgerReport* report;
  std::map<int, DeliveryId> last_ids = {};  // by partition
  // A table could not be read to its end: what seems to be missing from it may
  // be there.
  bool incomplete = false;
  // Pending entries that stand for a pending delivery, each for another.
  int64_t pending_entries = 0;
};

// Counts and calls back for each entry of a table.
void ForEachEntry(
    LedgerCheck* check, Table table,
    absl::FunctionRef<void(std::string_view key, std::string_view value)>
        callback);

// Reads `keys` of `table`: nullopt for each that is absent. One that cannot be
// read is a problem, and nullopt too; `incomplete` is set.
std::vector<std::optional<std::string>> ReadAll(
    LedgerCheck* check, Table table, const std::vector<std::string>& keys);

template <typename Record>
bool ParseRecord(std::string_view value, Record* record) {
  return record->ParseFromArray(value.data(), static_cast<int>(value.size()));
}

// A table that is read along with others that have the same keys.
class CheckedColumn {
 public:
  CheckedColumn(LedgerCheck* check, Table table, bool counted);

  bool Valid() const { return scan_->Valid(); }
  std::string_view key() const { return scan_->key(); }
  std::string_view value() const { return scan_->value(); }
  void Next();
  // After the last entry: an error looks like the end.
  void Finish();

 private:
  void Count();

  LedgerCheck* const check_;
  const Table table_;
  const bool counted_;
  const std::unique_ptr<Scan> scan_;
};

// "it has ended" is a matter of the end time alone.
inline bool HasEnded(const StatusRecord& status) {
  return status.end_time_us() != 0;
}

void CheckMeta(LedgerCheck* check);
void CheckDefinitions(LedgerCheck* check);
void CheckCalls(LedgerCheck* check);
// kDelivery, kStatus and kAttempt.
void CheckDeliveries(LedgerCheck* check);
// kReady, kTimer, kParked and kLane.
void CheckPending(LedgerCheck* check);
// Finds the pending deliveries that no table of pending ones holds.
void FindForgotten(LedgerCheck* check);

}  // namespace gancho::store

#endif  // GANCHO_STORE_LEDGER_CHECK_PARTS_H_
