// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/scripted_ledger.h"

#include <utility>

namespace gancho::testing {

void ScriptedLedger::Hold() {
  absl::MutexLock lock(&mu_);
  hold_ = true;
}

void ScriptedLedger::AwaitHeld() {
  absl::MutexLock lock(&mu_);
  mu_.Await(absl::Condition(&held_));
}

void ScriptedLedger::Release() {
  absl::MutexLock lock(&mu_);
  hold_ = false;
}

void ScriptedLedger::FailNext(absl::Status status) {
  absl::MutexLock lock(&mu_);
  failures_.push_back(std::move(status));
}

std::vector<store::Batch> ScriptedLedger::applied() const {
  absl::MutexLock lock(&mu_);
  return applied_;
}

absl::StatusOr<std::string> ScriptedLedger::Get(store::Table table,
                                                std::string_view key) const {
  return ledger_.Get(table, key);
}

std::vector<absl::StatusOr<std::string>> ScriptedLedger::MultiGet(
    store::Table table, const std::vector<std::string>& keys) const {
  return ledger_.MultiGet(table, keys);
}

std::unique_ptr<store::Scan> ScriptedLedger::NewScan(
    store::Table table, store::KeyRange range) const {
  return ledger_.NewScan(table, std::move(range));
}

absl::Status ScriptedLedger::Apply(const store::Batch& batch) {
  absl::MutexLock lock(&mu_);
  held_ = hold_;
  mu_.Await(absl::Condition(
      +[](bool* hold) { return !*hold; }, &hold_));
  held_ = false;
  if (!failures_.empty()) {
    latest_ = std::move(failures_.front());
    failures_.pop_front();
    return latest_;
  }
  latest_ = ledger_.Apply(batch);
  if (latest_.ok()) applied_.push_back(batch);
  return latest_;
}

uint64_t ScriptedLedger::applied_batch() const {
  return ledger_.applied_batch();
}

store::LedgerHealth ScriptedLedger::health() const {
  absl::MutexLock lock(&mu_);
  return {.status = latest_};
}

}  // namespace gancho::testing
