// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_LEDGER_CHECK_H_
#define GANCHO_STORE_LEDGER_CHECK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/ledger.h"
#include "store/table.h"

namespace gancho::store {

// What a check has found. Its size does not depend on the ledger's.
struct LedgerReport {
  // More are counted, not told: they are most often of one kind.
  static constexpr size_t kMaxTold = 100;

  struct Problem {
    std::string where;  // "table 'ready', key 0x0000…" or "file '000012.sst'"
    std::string what;
  };
  struct TableSize {
    int64_t entries = 0;
    uint64_t bytes = 0;  // of keys and values, uncompressed
  };

  uint64_t format_version = 0;
  uint64_t applied_batch = 0;
  std::array<TableSize, kTableCount> tables;
  // Deliveries by their states.
  int64_t pending = 0;
  int64_t delivered = 0;
  int64_t failed = 0;
  int64_t expired = 0;
  int64_t cancelled = 0;

  int64_t problem_count = 0;
  std::vector<Problem> problems;  // the first ones

  bool healthy() const { return problem_count == 0; }
  // `where` is made from table and key; the key may be empty.
  void Add(Table table, std::string_view key, std::string what);
  void Add(std::string where, std::string what);
};

// Reads the whole of a ledger that nobody writes and checks what
// docs/storage_format.md says of it: every key and value can be read, and the
// tables agree with each other. Reads each table once, and once more what
// another one points to; in memory are a few hundred entries and the uids of
// all definitions. What cannot be read is a problem in the report, never an
// error. Adds to `report`.
void CheckLedger(const Ledger& ledger, LedgerReport* report);

}  // namespace gancho::store

#endif  // GANCHO_STORE_LEDGER_CHECK_H_
