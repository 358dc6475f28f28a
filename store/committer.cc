// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/committer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/synchronization/notification.h"
#include "store/thread_name.h"

namespace gancho::store {
namespace {

// What a piece costs in memory beside its changes; so that many barriers or
// tiny pieces make the committer full, too.
constexpr size_t kPieceOverheadBytes = 128;

// Above any real number of a kAnyEpoch or a counted epoch: marks pieces that
// came after Stop().
constexpr uint64_t kStoppedEpoch = Committer::kAnyEpoch - 1;

// So many groups may pass a piece of the background.
constexpr int kMaxGroupsAhead = 16;

size_t Footprint(const Batch& batch) {
  return batch.size_bytes() + kPieceOverheadBytes;
}

absl::Status Stopped() {
  return absl::UnavailableError("the committer has stopped");
}

}  // namespace

Committer::Committer(Ledger* ledger, CommitterOptions options)
    : ledger_(ledger), options_(options), thread_([this] { Run(); }) {}

Committer::~Committer() { Stop(); }

uint64_t Committer::epoch() const {
  absl::MutexLock lock(&mu_);
  return epoch_;
}

bool Committer::full() const {
  absl::MutexLock lock(&mu_);
  return queued_bytes_ >= options_.max_queued_bytes;
}

Committer::Stats Committer::stats() const {
  absl::MutexLock lock(&mu_);
  return stats_;
}

void Committer::Enqueue(Batch piece, uint64_t epoch, Done done) {
  Push(&queue_, std::move(piece), epoch, std::move(done));
}

void Committer::EnqueueBackground(Batch piece, Done done) {
  Push(&background_, std::move(piece), kAnyEpoch, std::move(done));
}

void Committer::Push(Group* queue, Batch piece, uint64_t epoch, Done done) {
  {
    absl::MutexLock lock(&mu_);
    if (!ended_) {
      queued_bytes_ += Footprint(piece);
      queue->push_back({.batch = std::move(piece),
                        .epoch = stopping_ ? kStoppedEpoch : epoch,
                        .done = std::move(done)});
      // Signalled only when it sleeps: a wake-up costs more than the rest.
      if (waiting_) wake_.Signal();
      return;
    }
    ++stats_.refused;
  }
  if (done) done(Stopped());
}

absl::Status Committer::Commit(Batch piece) {
  assert(std::this_thread::get_id() != thread_.get_id());
  absl::Notification committed;
  absl::Status status;
  Enqueue(std::move(piece), kAnyEpoch, [&](const absl::Status& outcome) {
    status = outcome;
    committed.Notify();
  });
  committed.WaitForNotification();
  return status;
}

void Committer::Stop() {
  assert(std::this_thread::get_id() != thread_.get_id());
  absl::call_once(stop_once_, [this] {
    {
      absl::MutexLock lock(&mu_);
      stopping_ = true;
      wake_.Signal();
    }
    thread_.join();
  });
}

void Committer::Run() {
  NameThisThread("committer");
  while (true) {
    Group group = TakeGroup();
    if (group.empty()) return;
    CommitGroup(std::move(group));
  }
}

Committer::Group Committer::TakeGroup() {
  Group group;
  absl::MutexLock lock(&mu_);
  while (queue_.empty() && background_.empty() && !stopping_) {
    waiting_ = true;
    wake_.Wait(&mu_);
    waiting_ = false;
  }
  size_t group_bytes = 0;
  bool has_changes = false;
  while (!queue_.empty()) {
    Piece& piece = queue_.front();
    Judge(piece);
    const size_t size = piece.status.ok() ? piece.batch.size_bytes() : 0;
    if (has_changes && group_bytes + size > options_.max_group_bytes) break;
    has_changes |= size > 0;
    group_bytes += size;
    group.push_back(std::move(piece));
    queue_.pop_front();
  }
  if (!background_.empty() &&
      (queue_.empty() || ++groups_ahead_ >= kMaxGroupsAhead)) {
    groups_ahead_ = 0;
    Judge(background_.front());
    group.push_back(std::move(background_.front()));
    background_.pop_front();
  }
  // From here on Enqueue() answers by itself.
  if (group.empty()) ended_ = true;
  return group;
}

void Committer::Judge(Piece& piece) const {
  if (piece.epoch == kStoppedEpoch) {
    piece.status = Stopped();
  } else if (piece.epoch != kAnyEpoch && piece.epoch != epoch_) {
    piece.status = absl::AbortedError("built upon changes that were lost");
  }
}

void Committer::CommitGroup(Group group) {
  size_t footprint = 0;
  Batch merged;
  for (Piece& piece : group) {
    footprint += Footprint(piece.batch);
    if (!piece.status.ok()) continue;
    if (merged.empty()) {
      merged = std::move(piece.batch);
    } else {
      merged.Append(piece.batch);
    }
  }
  absl::Status status;
  if (!merged.empty()) {
    merged.set_number(ledger_->applied_batch() + 1);
    status = ledger_->Apply(merged);
  }
  {
    absl::MutexLock lock(&mu_);
    queued_bytes_ -= footprint;
  }
  RecordOutcome(status, group, merged.size_bytes());
  for (Piece& piece : group) {
    if (piece.status.ok()) piece.status = status;
    if (piece.done) piece.done(piece.status);
  }
}

void Committer::RecordOutcome(const absl::Status& status, const Group& group,
                              size_t group_bytes) {
  uint64_t refused = 0;
  for (const Piece& piece : group) refused += piece.status.ok() ? 0 : 1;
  const uint64_t pieces = group.size() - refused;
  absl::MutexLock lock(&mu_);
  stats_.refused += refused;
  if (!status.ok()) {
    ++stats_.failures;
    // Before any callback, so that what a callback enqueues has firm ground.
    ++epoch_;
    return;
  }
  if (pieces == 0) return;
  ++stats_.groups;
  stats_.pieces += pieces;
  stats_.bytes += group_bytes;
  stats_.max_group_pieces = std::max(stats_.max_group_pieces, pieces);
  stats_.max_group_bytes =
      std::max<uint64_t>(stats_.max_group_bytes, group_bytes);
}

}  // namespace gancho::store
