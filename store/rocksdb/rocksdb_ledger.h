// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_
#define GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/batch.h"
#include "store/ledger.h"
#include "store/table.h"

// Not rocksdb's headers: who opens a ledger need not see them.
namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
}  // namespace rocksdb

namespace gancho::store {

class HealthListener;

struct RocksdbOptions {
  // Blocks, indexes and filters that were read.
  size_t block_cache_bytes = size_t{64} << 20;
  // What was written and not yet flushed, over all tables.
  size_t memtable_bytes = size_t{64} << 20;
  // The log: bounds the time of a restart.
  uint64_t max_wal_bytes = uint64_t{256} << 20;
  int max_open_files = 512;
  // How often at most Apply() tries to resume after the disk was full.
  absl::Duration resume_interval = absl::Seconds(1);
  // Opens although acknowledged batches are unreadable in a damaged log, and
  // drops them and all that came later.
  bool accept_data_loss = false;
  // Tests put a failing file system here. Not owned; null for the machine's.
  rocksdb::Env* env = nullptr;
};

// The ledger on disk: one column family for each table, one write-ahead log,
// fsynced with every batch. docs/storage_format.md describes the bytes. Must
// outlive its scans.
class RocksdbLedger final : public Ledger {
 public:
  // Opens the ledger in the directory `path`, or makes both. Errors, with a
  // message for the operator:
  //   FAILED_PRECONDITION  in use by another process; or written by a newer
  //                        version, in which case nothing was changed
  //   PERMISSION_DENIED    not writable, or not a directory
  //   DATA_LOSS            damaged; nothing was changed
  //   RESOURCE_EXHAUSTED   no space
  //   UNAVAILABLE          an I/O error
  static absl::StatusOr<std::unique_ptr<RocksdbLedger>> Open(
      const std::string& path, const RocksdbOptions& options);
  // Closes the database. Nothing needs flushing: what was applied is in the
  // log.
  ~RocksdbLedger() override;

  absl::StatusOr<std::string> Get(Table table,
                                  std::string_view key) const override;
  std::vector<absl::StatusOr<std::string>> MultiGet(
      Table table, const std::vector<std::string>& keys) const override;
  std::unique_ptr<Scan> NewScan(Table table, KeyRange range) const override;
  // After an error that left the database read-only, such as a full disk, each
  // call tries at most once per `resume_interval` to make it writable again.
  // May wait while compaction catches up.
  absl::Status Apply(const Batch& batch) override;
  uint64_t applied_batch() const override;
  LedgerHealth health() const override;

 private:
  RocksdbLedger(std::unique_ptr<rocksdb::DB> db,
                std::array<rocksdb::ColumnFamilyHandle*, kTableCount> families,
                std::shared_ptr<HealthListener> listener,
                const RocksdbOptions& options);

  rocksdb::ColumnFamilyHandle* family(Table table) const;
  // Reads `applied_batch` of an existing ledger, or marks a new one with the
  // format version.
  absl::Status LoadMeta();
  // Tries to make the database writable after a failed write.
  absl::Status Resume();

  // Constant after construction.
  const std::unique_ptr<rocksdb::DB> db_;
  const std::array<rocksdb::ColumnFamilyHandle*, kTableCount> families_;
  const std::shared_ptr<HealthListener> listener_;
  const absl::Duration resume_interval_;

  std::atomic<uint64_t> applied_batch_{0};
  // Used by Apply() alone.
  absl::Status last_failure_;
  absl::Time next_resume_ = absl::InfinitePast();
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_
