// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/options.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <thread>
#include <utility>

#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/table_properties_collectors.h"
#include "rocksdb/write_buffer_manager.h"
#include "store/rocksdb/message_logger.h"

namespace gancho::store {
namespace {

constexpr uint64_t kMiB = 1 << 20;

struct Family {
  Table table;
  // Entries are put once and deleted soon: tombstones gather at the head.
  bool is_queue = false;
  // Lookups of single keys that are often absent.
  bool often_misses = false;
  // Most of the bytes, and kept for as long as the retention.
  bool is_bulk = false;
  uint64_t memtable_bytes = 8 * kMiB;
  // Keys of one prefix (partition and uid) come nearly in order, but prefixes
  // take turns: the memtable remembers where each goes on.
  bool rises_by_prefix = false;
};

// Files in level 0 beyond those that begin a compaction, before writes are
// slowed down; and from there on until they stop.
constexpr int kLevel0Slack = 16;

// Partition and uid, see key.h.
constexpr size_t kPrefixSize = 10;

// Definitions are few; a small memtable is flushed without ceremony.
constexpr std::array<Family, kTableCount> kFamilies = {{
    {.table = Table::kMeta, .memtable_bytes = kMiB},
    {.table = Table::kAccount, .memtable_bytes = kMiB},
    {.table = Table::kEvent, .memtable_bytes = kMiB},
    {.table = Table::kTrigger, .memtable_bytes = kMiB},
    {.table = Table::kRequest, .memtable_bytes = kMiB},
    {.table = Table::kCall,
     .often_misses = true,
     .is_bulk = true,
     .memtable_bytes = 16 * kMiB},
    {.table = Table::kCallTime},
    {.table = Table::kDelivery,
     .is_bulk = true,
     .memtable_bytes = 16 * kMiB,
     .rises_by_prefix = true},
    // Many small entries, each of which costs a compaction as much as a large
    // one: twice as many of them at once.
    {.table = Table::kStatus,
     .often_misses = true,
     .is_bulk = true,
     .memtable_bytes = 16 * kMiB,
     .rises_by_prefix = true},
    {.table = Table::kAttempt, .is_bulk = true},
    {.table = Table::kReady, .is_queue = true, .rises_by_prefix = true},
    {.table = Table::kTimer, .is_queue = true},
    {.table = Table::kParked, .is_queue = true},
    {.table = Table::kLane, .is_queue = true, .often_misses = true},
    {.table = Table::kExpiry, .is_queue = true},
    {.table = Table::kHeld, .is_queue = true},
    {.table = Table::kRevisit, .is_queue = true},
}};

constexpr bool InOrderOfTables() {
  for (size_t i = 0; i < kFamilies.size(); ++i) {
    if (static_cast<size_t>(kFamilies[i].table) != i) return false;
  }
  return true;
}
static_assert(InOrderOfTables());

rocksdb::BlockBasedTableOptions MakeTableOptions(
    const Family& family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // Indexes and filters grow with the data; within the cache they are bounded.
  table.cache_index_and_filter_blocks = true;
  // The newest files answer most lookups: their metadata stays.
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // In parts, of which only the used ones take room in the cache; whole, the
  // filter of one large file would push everything else out.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.pin_top_level_index_and_filter = true;
  if (family.often_misses) {
    // 10 bits a key: 1 % false positives. Families whose keys are there when
    // they are asked for save the filter's bytes.
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.partition_filters = true;
  }
  // 4 KiB, the default, would make the index of bulk data four times as large;
  // queue entries are read in runs anyway.
  table.block_size = 16 << 10;
  // Debian builds RocksDB for any x86-64, where CRC-32C is computed by table
  // and costs five times as much.
  table.checksum = rocksdb::kXXH3;
  // RocksDB's newest of this version; named so that a library upgrade does not
  // silently write what the version before cannot read.
  table.format_version = 5;
  return table;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(
    const Family& family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(MakeTableOptions(family, cache)));
  options.write_buffer_size = family.memtable_bytes;
  if (family.rises_by_prefix) {
    options.memtable_insert_with_hint_prefix_extractor.reset(
        rocksdb::NewFixedPrefixTransform(kPrefixSize));
  }
  // One fills while two are being flushed. More than two together with eight
  // background jobs meets a bug of 7.8 in retried flushes; MakeDbOptions()
  // stays below eight.
  options.max_write_buffer_number = 3;
  // Levels sized from the bottom up: space amplification stays near 1.1
  // whatever the amount of data.
  options.level_compaction_dynamic_level_bytes = true;
  // Whatever leaves level 0 is merged with all of the level below, for every
  // file there has keys of most partitions. So that level is kept small (the
  // default is 256 MiB), and bulk data leave in larger portions. Measured at
  // 3,000,000 deliveries: compaction takes 60 % less of the processor.
  options.max_bytes_for_level_base = 64 * kMiB;
  if (family.is_bulk) options.level0_file_num_compaction_trigger = 8;
  options.level0_slowdown_writes_trigger =
      options.level0_file_num_compaction_trigger + kLevel0Slack;
  options.level0_stop_writes_trigger =
      options.level0_slowdown_writes_trigger + kLevel0Slack;
  options.target_file_size_base = family.is_bulk ? 64 * kMiB : 16 * kMiB;
  // New files are read and rewritten soon: cheap compression, and zstd only
  // where bodies come to rest for the retention (JSON shrinks about fivefold).
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression =
      family.is_bulk ? rocksdb::kZSTD : rocksdb::kLZ4Compression;
  // Level 3, RocksDB's choice, is half of what a compaction costs, and makes
  // files smaller by a few percent.
  options.bottommost_compression_opts.level = 1;
  options.bottommost_compression_opts.enabled = true;
  // A file with 1,024 deletions among 4,096 consecutive entries, or deletions
  // for a good part of its entries, is compacted soon. Measured on a queue
  // whose head was deleted: a seek takes 0.18 ms instead of 40 ms. The bulk
  // families give back the space of what the retention deleted.
  if (family.is_queue) {
    options.table_properties_collector_factories.push_back(
        rocksdb::NewCompactOnDeletionCollectorFactory(4096, 1024, 0.3));
  } else if (family.is_bulk || family.table == Table::kCallTime) {
    options.table_properties_collector_factories.push_back(
        rocksdb::NewCompactOnDeletionCollectorFactory(4096, 3072, 0.5));
  }
  // No prefix_extractor: it changes what iterators mean. No compaction filter:
  // it would remove records of one table that another still points to.
  return options;
}

}  // namespace

std::optional<Table> TableOfFamily(std::string_view name) {
  for (const Family& family : kFamilies) {
    if (TableName(family.table) == name) return family.table;
  }
  return std::nullopt;
}

rocksdb::DBOptions MakeDbOptions(
    const RocksdbOptions& options,
    std::shared_ptr<rocksdb::EventListener> listener) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  if (listener != nullptr) db.listeners.push_back(std::move(listener));
  db.create_if_missing = true;
  db.create_missing_column_families = true;

  // Durability.
  // Stops at the first bad record, so that what is recovered is a prefix of
  // what was written: a group torn by a power cut ends the log. That nothing
  // acknowledged lies behind the bad record is checked before (open_check.h).
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // Any failed write or checksum makes the database read-only at once.
  db.paranoid_checks = true;
  // Off: each group is one synced write, so a second log writer, two-phase
  // flushes or verified lists of logs add only their own failure modes (7.8
  // falsely reports missing logs in some of them).
  db.manual_wal_flush = false;
  db.track_and_verify_wals_in_manifest = false;
  // A log pinned by a family that is seldom written to (definitions) would
  // otherwise live, and grow the time of a restart, for ever. The default is
  // computed, and large. 128 MiB are replayed in about two seconds.
  db.max_total_wal_size = options.max_wal_bytes;
  // Closing is quick: what is not flushed is in the log.
  db.avoid_flush_during_shutdown = true;
  // Recycled logs save little here and weaken the checks of recovery.
  db.recycle_log_file_num = 0;

  // Memory.
  // All memtables together; the family that holds the oldest is flushed first.
  db.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options.memtable_bytes);
  // Each open file costs a descriptor and some kilobytes: bounded, for
  // connections need descriptors too.
  db.max_open_files = options.max_open_files;

  // Background work.
  // One per core, since compaction competes with TLS for them; two at least,
  // so that a flush never waits for a compaction; below eight, see above.
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  db.max_background_jobs = std::clamp(cores, 2, 6);
  // Written data goes to the disk steadily, not in one burst at the end of a
  // file that would delay the log's syncs.
  db.bytes_per_sync = kMiB;
  // And in smaller pieces than the default of 1 MiB, between which the pace of
  // background work (background_pace.h) makes it wait.
  db.writable_file_max_buffer_size = 256 << 10;
  // Deleting files is left to background threads.
  db.avoid_unnecessary_blocking_io = true;
  // One writer: the pipeline and concurrent memtable writes only cost.
  db.enable_pipelined_write = false;
  db.allow_concurrent_memtable_write = false;

  // No log files: see message_logger.h. Nor statistics among the messages.
  db.info_log = std::make_shared<MessageLogger>(options.message_sink);
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(
    const RocksdbOptions& options) {
  // Bounds the memory of reading. Not strict: a full cache slows reads, never
  // fails them.
  const std::shared_ptr<rocksdb::Cache> cache =
      rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.reserve(kFamilies.size());
  for (const Family& family : kFamilies) {
    descriptors.emplace_back(std::string(TableName(family.table)),
                             MakeFamilyOptions(family, cache));
  }
  return descriptors;
}

}  // namespace gancho::store
