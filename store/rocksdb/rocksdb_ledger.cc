// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/rocksdb_ledger.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/convenience.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/transaction_log.h"
#include "rocksdb/write_batch.h"
#include "store/apply_check.h"
#include "store/key.h"
#include "store/rocksdb/background_pace.h"
#include "store/rocksdb/bounded_iterator.h"
#include "store/rocksdb/health_listener.h"
#include "store/rocksdb/open_check.h"
#include "store/rocksdb/options.h"
#include "store/rocksdb/status.h"

namespace gancho::store {
namespace {

rocksdb::Slice ToSlice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions options;
  // Acknowledged means durable: it survives a power loss, too.
  options.sync = true;
  // A stall holds back the one writer, behind which the committer's queue
  // fills; that is what slows the callers down.
  options.no_slowdown = false;
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksdbLedger>> RocksdbLedger::Open(
    const std::string& path, const RocksdbOptions& options) {
  absl::Status usable = CheckBeforeOpen(path, options);
  if (!usable.ok()) return usable;
  auto listener = std::make_shared<HealthListener>();
  auto limiter = std::make_shared<BackgroundLimiter>();
  auto pacer = std::make_shared<BackgroundPacer>(limiter);
  rocksdb::DBOptions db_options = MakeDbOptions(options, listener);
  db_options.rate_limiter = limiter;
  db_options.listeners.push_back(pacer);
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const rocksdb::Status opened =
      rocksdb::DB::Open(db_options, path, MakeFamilies(options), &handles, &db);
  if (!opened.ok()) {
    const absl::Status status = ToStatus(opened);
    return absl::Status(status.code(),
                        absl::StrCat("cannot open data directory '", path,
                                     "': ", std::string(status.message())));
  }
  RocksdbOptions limits = options;
  std::error_code unknown;
  const auto disk = std::filesystem::space(path, unknown);
  if (!unknown) {
    limits.min_free_bytes =
        std::min<uint64_t>(limits.min_free_bytes, disk.capacity / 8);
  }
  std::unique_ptr<RocksdbLedger> ledger(new RocksdbLedger(
      std::unique_ptr<rocksdb::DB>(db), handles, std::move(listener), limits));
  absl::Status loaded = ledger->LoadMeta();
  if (!loaded.ok()) return loaded;
  loaded = ledger->PrimeMemtable();
  if (!loaded.ok()) return loaded;
  ledger->pacer_ = std::move(pacer);
  ledger->pacer_->Watch(db, handles);
  ledger->recovery_ = std::thread([raw = ledger.get()] { raw->RunRecovery(); });
  return ledger;
}

absl::Status RocksdbLedger::ProbeDisk(const std::string& path,
                                      const RocksdbOptions& options) {
  rocksdb::Env* const env =
      options.env != nullptr ? options.env : rocksdb::Env::Default();
  // RocksDB takes it for a temporary file of its own and removes what a crash
  // leaves of it. It uses no such number itself.
  const std::string file = path + "/000000.dbtmp";
  const std::string bytes(64 << 10, 'x');
  const rocksdb::Status written =
      rocksdb::WriteStringToFile(env, bytes, file, /*should_sync=*/true);
  const rocksdb::Status deleted = env->DeleteFile(file);
  return ToStatus(written.ok() ? deleted : written);
}

RocksdbLedger::RocksdbLedger(
    std::unique_ptr<rocksdb::DB> db,
    const std::vector<rocksdb::ColumnFamilyHandle*>& families,
    std::shared_ptr<HealthListener> listener, const RocksdbOptions& options)
    : db_(std::move(db)),
      listener_(std::move(listener)),
      resume_interval_(options.resume_interval),
      min_free_bytes_(options.min_free_bytes) {
  // By name: a position would silently be another table one day.
  for (rocksdb::ColumnFamilyHandle* handle : families) {
    const std::optional<Table> table = TableOfFamily(handle->GetName());
    families_[static_cast<size_t>(*table)] = handle;
  }
}

RocksdbLedger::~RocksdbLedger() {
  if (recovery_.joinable()) {
    closing_.Set();
    // Wakes a Resume() that waits.
    rocksdb::CancelAllBackgroundWork(db_.get(), /*wait=*/false);
    recovery_.join();
  }
  if (pacer_ != nullptr) pacer_->Unwatch();
  for (rocksdb::ColumnFamilyHandle* handle : families_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  // Nothing to be done about an error: what was acknowledged is in the log.
  db_->Close().PermitUncheckedError();
}

absl::StatusOr<std::string> RocksdbLedger::Get(Table table,
                                               std::string_view key) const {
  std::string value;
  const rocksdb::Status read =
      db_->Get(rocksdb::ReadOptions(), family(table), ToSlice(key), &value);
  if (!read.ok()) return ToStatus(read);
  return value;
}

std::vector<absl::StatusOr<std::string>> RocksdbLedger::MultiGet(
    Table table, const std::vector<std::string>& keys) const {
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db_->MultiGet(rocksdb::ReadOptions(), family(table), keys.size(),
                slices.data(), found.data(), statuses.data());
  std::vector<absl::StatusOr<std::string>> values;
  values.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok()) {
      values.push_back(found[i].ToString());
    } else {
      values.push_back(ToStatus(statuses[i]));
    }
  }
  return values;
}

std::unique_ptr<Scan> RocksdbLedger::NewScan(Table table,
                                             KeyRange range) const {
  return std::make_unique<BoundedIterator>(db_.get(), family(table),
                                           std::move(range));
}

absl::Status RocksdbLedger::Apply(const Batch& batch) {
  bool already_applied = false;
  absl::Status valid = CheckBatch(batch, applied_batch(), &already_applied);
  if (!valid.ok() || already_applied) return valid;
  // RocksDB's form of a change is a few bytes longer than ours.
  rocksdb::WriteBatch changes(batch.size_bytes() + batch.count() * size_t{4} +
                              64);
  rocksdb::Status added;
  absl::Status read = batch.ForEach(
      [&](Table table, std::string_view key, const std::string_view* value) {
        if (!added.ok()) return;
        added = value == nullptr
                    ? changes.Delete(family(table), ToSlice(key))
                    : changes.Put(family(table), ToSlice(key), ToSlice(*value));
      });
  if (!read.ok()) return read;
  // In the same write, so that the number and the changes cannot part.
  if (added.ok()) {
    added = changes.Put(family(Table::kMeta), ToSlice(kMetaAppliedBatch),
                        MetaNumber(batch.number()));
  }
  if (!added.ok()) return ToStatus(added);
  absl::MutexLock lock(&write_mu_);
  absl::Status writable = health().status;
  if (!writable.ok()) return writable;
  const rocksdb::Status written = db_->Write(SyncedWrite(), &changes);
  if (!written.ok()) {
    if (listener_->TakeLogFailure()) bad_log_ = CurrentLog();
    // The listener knows more of it, but for errors that RocksDB takes lightly.
    absl::Status failure = listener_->health().status;
    if (failure.ok()) failure = ToStatus(written);
    listener_->SetFailed(failure);
    return failure;
  }
  applied_batch_.store(batch.number(), std::memory_order_release);
  return absl::OkStatus();
}

uint64_t RocksdbLedger::applied_batch() const {
  return applied_batch_.load(std::memory_order_acquire);
}

LedgerHealth RocksdbLedger::health() const {
  LedgerHealth health = listener_->health();
  if (health.status.ok()) health.status = CheckFreeSpace();
  return health;
}

rocksdb::ColumnFamilyHandle* RocksdbLedger::family(Table table) const {
  return families_[static_cast<size_t>(table)];
}

absl::Status RocksdbLedger::LoadMeta() {
  const auto version = Get(Table::kMeta, kMetaFormatVersion);
  if (absl::IsNotFound(version.status())) {
    return ToStatus(db_->Put(SyncedWrite(), family(Table::kMeta),
                             ToSlice(kMetaFormatVersion),
                             MetaNumber(kFormatVersion)));
  }
  if (!version.ok()) return version.status();
  const auto applied = Get(Table::kMeta, kMetaAppliedBatch);
  if (absl::IsNotFound(applied.status())) return absl::OkStatus();
  if (!applied.ok()) return applied.status();
  uint64_t number = 0;
  if (!ReadMetaNumber(*applied, &number)) {
    return absl::DataLossError("unreadable applied_batch");
  }
  applied_batch_.store(number, std::memory_order_release);
  return absl::OkStatus();
}

absl::Status RocksdbLedger::CheckFreeSpace() const {
  uint64_t free_bytes = 0;
  const rocksdb::Status known =
      db_->GetEnv()->GetFreeSpace(db_->GetName(), &free_bytes);
  // A file system that cannot tell is found full when it is.
  if (!known.ok() || free_bytes >= min_free_bytes_) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("only ", free_bytes, " bytes are free where '",
                   db_->GetName(), "' is; ", min_free_bytes_, " are needed"));
}

uint64_t RocksdbLedger::CurrentLog() const {
  std::unique_ptr<rocksdb::LogFile> log;
  const rocksdb::Status found = db_->GetCurrentWalFile(&log);
  return found.ok() ? log->LogNumber() : 0;
}

absl::Status RocksdbLedger::PrimeMemtable() {
  rocksdb::WriteOptions not_logged;
  not_logged.disableWAL = true;
  // What is there already: harmless when it is lost.
  return ToStatus(db_->Put(not_logged, family(Table::kMeta),
                           ToSlice(kMetaAppliedBatch),
                           MetaNumber(applied_batch())));
}

void RocksdbLedger::RunRecovery() {
  while (!closing_.WaitFor(resume_interval_)) TryResume();
}

// Resuming flushes all memtables, and with that begins a new log. Were they all
// empty, RocksDB 7.8 would go on with the old log, to which a failed write has
// left half a record, or a whole one that a restart would take for valid.
// PrimeMemtable() makes that all but impossible; where it happens nonetheless
// (the failed write was the first after a flush of everything) the ledger stays
// read-only until it is opened anew.
//
// Resume() runs without the lock: 7.8 may wait in it for ever, if a flush that
// began before fails meanwhile. Flushes that still run are awaited for that
// reason, and should it happen nonetheless, writes go on to fail at once.
void RocksdbLedger::TryResume() {
  absl::Status failure;
  {
    // With the lock, so that a write that is failing has done so completely.
    absl::MutexLock lock(&write_mu_);
    failure = listener_->health().status;
  }
  if (!absl::IsResourceExhausted(failure) || !CheckFreeSpace().ok()) return;
  uint64_t running_flushes = 0;
  db_->GetIntProperty(rocksdb::DB::Properties::kNumRunningFlushes,
                      &running_flushes);
  if (running_flushes > 0) return;
  const rocksdb::Status resumed = db_->Resume();
  if (!resumed.ok()) {
    // Still full, or worse by now.
    listener_->SetFailed(ToStatus(resumed));
    return;
  }
  absl::MutexLock lock(&write_mu_);
  const uint64_t bad_log = std::exchange(bad_log_, 0);
  if (bad_log != 0 && CurrentLog() == bad_log) {
    listener_->SetFailed(absl::UnavailableError(
        "the log was not replaced after a failed write; restart the server"));
    return;
  }
  const absl::Status primed = PrimeMemtable();
  if (primed.ok()) {
    listener_->SetWritable();
  } else {
    listener_->SetFailed(primed);
  }
}

}  // namespace gancho::store
