// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_COMMITTER_H_
#define GANCHO_STORE_COMMITTER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <thread>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "store/batch.h"
#include "store/ledger.h"

namespace gancho::store {

struct CommitterOptions {
  // One fsynced group has at most this many bytes; a larger single piece is a
  // group of its own.
  size_t max_group_bytes = 4 << 20;
  // full() from here on; nothing is refused for it. Counts what is queued or
  // being synced.
  size_t max_queued_bytes = 64 << 20;
};

// Merges what waits into one fsynced batch: while one group is being synced
// the next one gathers, so the group adapts to the disk. Thread-safe.
class Committer {
 public:
  // Called once, on the committer's thread, after the group with the piece is
  // durable (OK) or has failed. Must not block; may call Enqueue(). May be
  // null. The callbacks run in the order of the pieces.
  using Done = absl::AnyInvocable<void(const absl::Status&)>;

  // `ledger` must outlive the committer and is written by nobody else.
  Committer(Ledger* ledger, CommitterOptions options);
  // Stops; what is queued is committed first.
  ~Committer();

  // The epoch of the moment. It rises when a group fails: what was built upon
  // changes that were enqueued but not yet durable has then lost its ground.
  uint64_t epoch() const;

  // Queues `piece`; pieces become durable in the order of these calls, each
  // whole. An empty piece is a barrier: done after all before it. `epoch` is
  // that of the moment when the piece was begun: if it is no longer the
  // current one, the piece fails with ABORTED. kAnyEpoch for pieces that stand
  // on nothing uncommitted. When a group fails, every piece in it fails with
  // the group's status, and what is queued with the old epoch with ABORTED.
  static constexpr uint64_t kAnyEpoch = ~uint64_t{0};
  void Enqueue(Batch piece, uint64_t epoch, Done done);

  // Queues `piece` behind everything else: it goes with a group that has taken
  // all that waited, or as the sixteenth, so that it is late but not for ever.
  // For work that nobody waits for; the caller keeps one piece queued at most,
  // and a small one. Otherwise as Enqueue() with kAnyEpoch.
  void EnqueueBackground(Batch piece, Done done);

  // Whether producers should hold back.
  bool full() const;

  // Commits one piece and waits. Not on a thread that must not block, and not
  // on the committer's own.
  absl::Status Commit(Batch piece);

  // Commits what is queued, then ends the thread. Later pieces fail with
  // UNAVAILABLE, and after the end of the thread they do so within Enqueue().
  // Idempotent; not on the committer's own thread.
  void Stop();

  struct Stats {
    uint64_t groups = 0;            // synced
    uint64_t pieces = 0;            // within them, barriers too
    uint64_t bytes = 0;             // within them
    uint64_t failures = 0;          // groups
    uint64_t refused = 0;           // pieces with ABORTED or UNAVAILABLE
    uint64_t max_group_pieces = 0;  // the mean is pieces / groups
    uint64_t max_group_bytes = 0;
  };
  Stats stats() const;

 private:
  struct Piece {
    Batch batch;
    uint64_t epoch;
    Done done;
    absl::Status status;  // what `done` is told; set early for a refusal
  };
  using Group = std::deque<Piece>;

  void Run();
  void Push(Group* queue, Batch piece, uint64_t epoch, Done done)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Waits for pieces; an empty group means the end.
  Group TakeGroup() ABSL_LOCKS_EXCLUDED(mu_);
  // Refuses `piece` if it comes too late or stands on lost ground.
  void Judge(Piece& piece) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void CommitGroup(Group group) ABSL_LOCKS_EXCLUDED(mu_);
  void RecordOutcome(const absl::Status& status, const Group& group,
                     size_t group_bytes) ABSL_LOCKS_EXCLUDED(mu_);

  // Constant after construction.
  Ledger* const ledger_;
  const CommitterOptions options_;

  mutable absl::Mutex mu_;
  absl::CondVar wake_;
  bool waiting_ ABSL_GUARDED_BY(mu_) = false;
  Group queue_ ABSL_GUARDED_BY(mu_);
  Group background_ ABSL_GUARDED_BY(mu_);
  int groups_ahead_ ABSL_GUARDED_BY(mu_) = 0;  // of the first in background_
  size_t queued_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t epoch_ ABSL_GUARDED_BY(mu_) = 1;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  Stats stats_ ABSL_GUARDED_BY(mu_);

  absl::once_flag stop_once_;
  std::thread thread_;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_COMMITTER_H_
