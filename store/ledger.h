// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_LEDGER_H_
#define GANCHO_STORE_LEDGER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/batch.h"
#include "store/table.h"

namespace gancho::store {

// A bounded scan over one table in key order. Sees the ledger as it was when
// the scan was made. Not thread-safe; short-lived: it pins files and memory.
//
//   auto scan = ledger.NewScan(Table::kReady, {from, to});
//   for (; scan->Valid(); scan->Next()) Use(scan->key(), scan->value());
//   if (!scan->status().ok()) ...   // an I/O error looks like the end
class Scan {
 public:
  virtual ~Scan() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;
  // Valid until the next call of Next().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // Must be checked after the loop.
  virtual absl::Status status() const = 0;
};

// Keys in [from, to). An empty `to` means the end of the table.
struct KeyRange {
  std::string from;
  std::string to;
  bool reverse = false;  // from the last key down
  // A long scan whose entries nobody will want again: leaves what is cached.
  bool once = false;
};

// What an open ledger can tell of its health.
struct LedgerHealth {
  // Not OK while writes are refused. RESOURCE_EXHAUSTED, no space, comes right
  // by itself; after anything else the ledger must be opened anew.
  absl::Status status;
  // Writes are slowed down or stopped until compaction catches up.
  bool stalled = false;
};

// Tables of ordered keys and values that change by atomic batches. It holds
// the whole durable state of a node. Reads are thread-safe and see every batch
// whose Apply() has returned; Apply() is called by one thread (the Committer).
class Ledger {
 public:
  virtual ~Ledger() = default;

  // The value, or NOT_FOUND.
  virtual absl::StatusOr<std::string> Get(Table table,
                                          std::string_view key) const = 0;

  // The values in the order of `keys`; NOT_FOUND for each that is absent.
  virtual std::vector<absl::StatusOr<std::string>> MultiGet(
      Table table, const std::vector<std::string>& keys) const = 0;

  virtual std::unique_ptr<Scan> NewScan(Table table, KeyRange range) const = 0;

  // Makes all changes of `batch` visible and durable (fsynced), or none. A
  // batch whose number is not above applied_batch() is already there: OK, and
  // nothing changes, so a log can be replayed from any earlier point.
  // RESOURCE_EXHAUSTED: no space. UNAVAILABLE: an I/O error. After an error
  // nothing of the batch is visible, and it may be tried again. Refused as a
  // mistake of the caller: INVALID_ARGUMENT without a number (0) or with a
  // change to a name of kMeta that is the ledger's own; FAILED_PRECONDITION
  // for a number that leaves a gap, because a batch between was lost.
  virtual absl::Status Apply(const Batch& batch) = 0;

  // The number of the last batch, 0 for a new ledger.
  virtual uint64_t applied_batch() const = 0;

  virtual LedgerHealth health() const = 0;

  // Makes a ledger of its own in `directory`, which must not exist and whose
  // parent must: a consistent copy with every batch whose Apply() had returned
  // before, durable when this returns. Thread-safe; reads and Apply() go on.
  // ALREADY_EXISTS, or NOT_FOUND without a parent; RESOURCE_EXHAUSTED: no
  // space; UNAVAILABLE: an I/O error; UNIMPLEMENTED for a ledger that is not on
  // disk.
  virtual absl::Status Checkpoint(const std::string& directory) const;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_LEDGER_H_
