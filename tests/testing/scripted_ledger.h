// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SCRIPTED_LEDGER_H_
#define GANCHO_TESTS_TESTING_SCRIPTED_LEDGER_H_

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "store/batch.h"
#include "store/ledger.h"
#include "store/memory_ledger.h"

namespace gancho::testing {

// A ledger in memory whose Apply() a test can hold back and let fail.
// Thread-safe.
class ScriptedLedger final : public store::Ledger {
 public:
  // From now on every Apply() waits for Release().
  void Hold();
  // Returns when an Apply() waits.
  void AwaitHeld();
  // Lets the waiting Apply() and all later ones go on.
  void Release();
  // The next Apply() that is not yet decided fails with `status` and changes
  // nothing. Several calls script several applications.
  void FailNext(absl::Status status);

  // What was applied, in order.
  std::vector<store::Batch> applied() const;

  absl::StatusOr<std::string> Get(store::Table table,
                                  std::string_view key) const override;
  std::vector<absl::StatusOr<std::string>> MultiGet(
      store::Table table, const std::vector<std::string>& keys) const override;
  std::unique_ptr<store::Scan> NewScan(store::Table table,
                                       store::KeyRange range) const override;
  absl::Status Apply(const store::Batch& batch) override;
  uint64_t applied_batch() const override;
  // The status of the latest Apply().
  store::LedgerHealth health() const override;

 private:
  store::MemoryLedger ledger_;
  mutable absl::Mutex mu_;
  bool hold_ ABSL_GUARDED_BY(mu_) = false;
  bool held_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<absl::Status> failures_ ABSL_GUARDED_BY(mu_);
  absl::Status latest_ ABSL_GUARDED_BY(mu_);
  std::vector<store::Batch> applied_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SCRIPTED_LEDGER_H_
