// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_
#define GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "store/batch.h"
#include "store/ledger.h"
#include "store/ledger_check.h"
#include "store/stop_flag.h"
#include "store/table.h"

// Not rocksdb's headers: who opens a ledger need not see them.
namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
}  // namespace rocksdb

namespace gancho::store {

class BackgroundPacer;
class HealthListener;

struct RocksdbOptions {
  // Blocks, indexes and filters that were read.
  size_t block_cache_bytes = size_t{64} << 20;
  // What was written and not yet flushed, over all tables.
  size_t memtable_bytes = size_t{64} << 20;
  // The log: bounds the time of a restart. Twice the memtables: less would
  // flush them half full.
  uint64_t max_wal_bytes = uint64_t{128} << 20;
  int max_open_files = 512;
  // Apply() refuses batches while the disk has less room than this or an
  // eighth of its size, whichever is less: RocksDB's own work needs some, and a
  // write that RocksDB began and could not finish is harder to recover from.
  uint64_t min_free_bytes = uint64_t{128} << 20;
  // How often the ledger tries to become writable again after RocksDB itself
  // found the disk full.
  absl::Duration resume_interval = absl::Seconds(1);
  // Opens although acknowledged batches are unreadable in a damaged log, and
  // drops them and all that came later.
  bool accept_data_loss = false;
  // Takes RocksDB's warnings and errors, a line each, on any thread.
  std::function<void(std::string_view)> message_sink;
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
  //   DATA_LOSS            damaged; trying has made it no worse
  //   RESOURCE_EXHAUSTED   no space
  //   UNAVAILABLE          an I/O error
  static absl::StatusOr<std::unique_ptr<RocksdbLedger>> Open(
      const std::string& path, const RocksdbOptions& options);
  // Opens the ledger of a directory that nobody else has open (see
  // DirectoryLock) and changes nothing. Apply() fails. Errors as Open(); what
  // the log holds is in memory, at most `max_wal_bytes`.
  static absl::StatusOr<std::unique_ptr<RocksdbLedger>> OpenReadOnly(
      const std::string& path, const RocksdbOptions& options);
  // Writes a file into the directory `path`, syncs it and deletes it: whether
  // it would be worth while to open the ledger there anew. OK or an error as
  // of Open(); an open ledger does not mind.
  static absl::Status ProbeDisk(const std::string& path,
                                const RocksdbOptions& options);

  // Closes the database. Nothing needs flushing: what was applied is in the
  // log.
  ~RocksdbLedger() override;

  absl::StatusOr<std::string> Get(Table table,
                                  std::string_view key) const override;
  std::vector<absl::StatusOr<std::string>> MultiGet(
      Table table, const std::vector<std::string>& keys) const override;
  std::unique_ptr<Scan> NewScan(Table table, KeyRange range) const override;
  // Goes on by itself when a full disk has room again. After another error of
  // the disk it fails until the ledger is opened anew, since nobody knows what
  // is on the disk. May wait while compaction catches up.
  absl::Status Apply(const Batch& batch) override;
  uint64_t applied_batch() const override;
  LedgerHealth health() const override;
  absl::Status Checkpoint(const std::string& directory) const override;

  // Reads every block of every table file and compares its checksum. What is
  // bad is added to `report`.
  void CheckFiles(LedgerReport* report) const;

 private:
  RocksdbLedger(std::unique_ptr<rocksdb::DB> db,
                const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                std::shared_ptr<HealthListener> listener,
                const RocksdbOptions& options);

  rocksdb::ColumnFamilyHandle* family(Table table) const;
  // Reads `applied_batch` of an existing ledger, or marks a new one with the
  // format version.
  absl::Status LoadMeta();
  // RESOURCE_EXHAUSTED when the disk has too little room.
  absl::Status CheckFreeSpace() const;
  // The number of the log that is being written.
  uint64_t CurrentLog() const;
  // Makes sure that there is something to flush: see TryResume().
  absl::Status PrimeMemtable();

  // The body of `recovery_`.
  void RunRecovery();
  // Tries to make the database writable again if it failed for lack of space.
  void TryResume() ABSL_LOCKS_EXCLUDED(write_mu_);

  // Constant after construction.
  const std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kTableCount> families_ = {};
  const std::shared_ptr<HealthListener> listener_;
  const absl::Duration resume_interval_;
  const uint64_t min_free_bytes_;

  // Null if the ledger was opened to be read only.
  std::shared_ptr<BackgroundPacer> pacer_;

  std::atomic<uint64_t> applied_batch_{0};

  // Held while writing or resuming.
  absl::Mutex write_mu_;
  // The log that a write failed on, 0 for none: it must not be written again.
  uint64_t bad_log_ ABSL_GUARDED_BY(write_mu_) = 0;

  // Held while a checkpoint is made.
  mutable absl::Mutex checkpoint_mu_;

  StopFlag closing_;
  std::thread recovery_;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_ROCKSDB_LEDGER_H_
