// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RETENTION_SWEEPER_H_
#define GANCHO_SERVICE_RETENTION_SWEEPER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/revival_guard.h"
#include "service/call_sweep.h"
#include "service/catalog.h"
#include "service/request_log.h"
#include "service/retention_clock.h"
#include "store/batch.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/record.pb.h"

namespace gancho::service {

struct RetentionOptions {
  uint16_t partition = 0;
  // Of accounts that say nothing else.
  absl::Duration retention = absl::Hours(24 * 30);
  // A call without a state for so long is closed.
  absl::Duration call_close_timeout = absl::Hours(24);
  // What is read, and changed in one batch, at most: what a sync of the ledger
  // and a turn of the intake do not notice.
  int piece_entries = 512;
  int piece_changes = 2'048;
};

// What a sweeper works with. Everything outlives it.
struct RetentionParts {
  const store::Ledger* ledger = nullptr;
  store::Committer* committer = nullptr;
  const store::Clock* clock = nullptr;
  delivery::RevivalGuard* revivals = nullptr;
  // All accounts.
  std::function<std::vector<std::shared_ptr<const AccountDefinition>>()>
      list_accounts;
  // Intake::Sweep().
  std::function<void(CallSweepRequest)> sweep_calls;
};

// Removes what has been kept for long enough, and closes calls that never end,
// in pieces: each a batch of the committer's that nobody waits for, or a part
// of a round of the intake, which alone changes calls.
//
// Deliveries and calls are walked in the order of their acceptance, from where
// the last walk ended. What may not go yet (it is pending, or ended late) is
// left behind, with an entry in kRevisit that tells when it could go at the
// earliest; so everything is looked at once a retention, however much waits.
// docs/storage_format.md, docs/adr/0013-retention-in-batches.md.
//
// All methods on one thread, but stats(). They block.
class RetentionSweeper {
 public:
  // Called after each piece with the time that it took; false ends the pass.
  using Pause = absl::FunctionRef<bool(absl::Duration)>;

  // Reads which moment is certainly past.
  static absl::StatusOr<std::unique_ptr<RetentionSweeper>> Create(
      RetentionOptions options, RetentionParts parts);

  // Sweeps all that is due. After an error the rest is left for the next pass.
  absl::Status RunPass(Pause pause);

  // How long to wait between two passes: a sixtieth of the shortest time that
  // anything is kept, 1 s to 10 min.
  absl::Duration interval() const { return interval_; }

  struct Stats {
    uint64_t deliveries = 0;
    uint64_t calls = 0;
    uint64_t closed_calls = 0;
    // Seconds since 1970; 0 before the first pass, and if nothing is kept.
    double last_pass = 0;
    double oldest_kept = 0;
  };
  // Thread-safe.
  Stats stats() const;

 private:
  struct Account {
    uint64_t uid = 0;
    absl::Duration retention;
    bool deleted = false;
  };
  struct Progress {
    store::SweepRecord record;
    bool loaded = false;
  };
  // A delivery to be looked at.
  struct Candidate {
    store::DeliveryId id;
    uint64_t account_uid = 0;
    // Of the kRevisit entry that led here; empty on the walk.
    std::string revisit_key;
    uint64_t call_hash = 0;
  };
  // A call to be looked at.
  struct CallCandidate {
    enum class Origin { kRemoveWalk, kCloseWalk, kRevisit };
    Origin origin = Origin::kRevisit;
    uint64_t account_uid = 0;
    int64_t create_us = 0;
    std::string call_id;
    std::string revisit_key;  // as above
  };
  enum class Walk { kRemoveCalls, kCloseCalls };
  struct PlannedCall {
    CallCandidate candidate;
    CallSweep sweep;
  };
  // What has been decided about some calls.
  struct CallPlan {
    store::Batch batch;
    std::vector<PlannedCall> sweeps;
  };

  RetentionSweeper(RetentionOptions options, RetentionParts parts,
                   absl::Time last_known);

  // retention_sweeper.cc
  absl::Status BeginPass();
  absl::Status ReadDeletedAccounts();
  absl::Status NoteTime();
  absl::StatusOr<Progress*> ProgressOf(uint64_t account_uid);
  void PutProgress(uint64_t account_uid, const Progress& progress,
                   store::Batch* batch) const;
  // Runs `piece` until nothing is left of its kind: it returns how much it has
  // looked at. False if the pass is to end.
  absl::StatusOr<bool> Repeat(Pause pause,
                              absl::FunctionRef<absl::StatusOr<int>()> piece);
  absl::StatusOr<int> SweepRevisits();
  absl::StatusOr<int> SweepRequests();
  absl::StatusOr<bool> SweepAccount(const Account& account, Pause pause);
  absl::Status ForgetAccount(const Account& account);
  absl::Status Commit(store::Batch batch);
  Account AccountOf(uint64_t account_uid) const;

  // delivery_sweep.cc
  absl::StatusOr<int> SweepDeliveries(const Account& account);
  absl::Status JudgeDeliveries(const std::vector<Candidate>& candidates,
                               store::Batch* batch, int* judged);
  absl::Status JudgeDelivery(const Candidate& candidate, bool revived,
                             const absl::StatusOr<std::string>& status,
                             store::Batch* batch);
  absl::Status HoldDelivery(const Candidate& candidate, int64_t until_us,
                            store::Batch* batch);
  void RemoveDelivery(const Candidate& candidate,
                      const store::StatusRecord& status, store::Batch* batch);
  absl::Status FindOldest(const Account& account);

  // call_sweep.cc
  absl::StatusOr<int> SweepCalls(const Account& account, Walk walk);
  absl::Status JudgeCalls(const std::vector<CallCandidate>& candidates,
                          CallPlan* plan);
  absl::Status JudgeCall(const CallCandidate& candidate,
                         const store::CallRecord& record, CallPlan* plan);
  bool WalkHasPassed(const CallCandidate& candidate);
  absl::StatusOr<bool> HasDeliveries(const CallCandidate& candidate,
                                     const store::CallRecord& record);
  void RevisitCall(const CallCandidate& candidate, int64_t at_us,
                   store::Batch* batch) const;
  // Has the intake do what is planned; what it found changed is looked at
  // again. `plan.batch` is left to be committed.
  absl::Status ApplyCalls(CallPlan* plan);

  // Constant after construction.
  const RetentionOptions options_;
  const RetentionParts parts_;

  RetentionClock clock_;
  absl::Time noted_time_ = absl::InfinitePast();
  RequestLog request_log_;
  absl::Duration next_requests_;  // steady time of the next look at them
  std::map<uint64_t, Progress> progress_;  // by account
  absl::Duration interval_ = absl::Seconds(1);

  // Of the pass.
  absl::Time now_;
  int64_t now_us_ = 0;
  std::vector<Account> accounts_;
  absl::flat_hash_map<uint64_t, Account> account_of_;
  absl::flat_hash_map<uint64_t, int64_t> delete_time_us_;
  int64_t oldest_us_ = 0;
  // Of the piece.
  uint64_t removed_deliveries_ = 0;

  std::atomic<uint64_t> deliveries_ = 0;
  std::atomic<uint64_t> calls_ = 0;
  std::atomic<uint64_t> closed_calls_ = 0;
  std::atomic<double> last_pass_ = 0;
  std::atomic<double> oldest_kept_ = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RETENTION_SWEEPER_H_
