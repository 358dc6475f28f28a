// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// How a shard changes deliveries durably, and a person's hand on them.

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "delivery/shard.h"
#include "delivery/shard_state.h"

namespace gancho::delivery {

namespace {

// While commits fail, the same piece is tried again after a pause that doubles
// from the first to the last.
constexpr absl::Duration kFirstCommitPause = absl::Milliseconds(100);
constexpr int kMaxCommitPauseDoublings = 5;

store::StatusRecord EndedStatus(v1::Delivery::State state, std::string reason,
                                int attempt_count, int64_t end_us) {
  store::StatusRecord status;
  status.set_state(state);
  status.set_reason(std::move(reason));
  status.set_attempt_count(attempt_count);
  status.set_end_time_us(end_us);
  return status;
}

}  // namespace

// Ends a delivery. If the ledger cannot be read just now, a moment later.
void Shard::End(Event* event, Entry* entry, v1::Delivery::State state,
                std::string reason, const store::AttemptRecord* attempt) {
  store::StatusRecord status =
      EndedStatus(state, reason, entry->pending.attempt_count(), NowUs());
  status.set_attempts_before_retry(entry->pending.attempts_before_retry());
  if (attempt != nullptr) *status.mutable_last_attempt() = *attempt;
  EventQueue::Touched touched;
  const absl::Status ended =
      event->queue.End(entry, status, NowUs(), &next_.batch, &touched);
  if (!ended.ok()) {
    if (entry->state != Entry::State::kInFlight) {
      event->queue.MarkInFlight(entry);  // nobody else touches it meanwhile
    }
    deferred_.push_back([this, event, entry, state, reason = std::move(reason),
                         attempt = attempt != nullptr
                                       ? std::optional(*attempt)
                                       : std::nullopt]() mutable {
      End(event, entry, state, std::move(reason),
          attempt.has_value() ? &*attempt : nullptr);
    });
    return;
  }
  AddChanges(event, touched);
  switch (state) {
    case v1::Delivery::DELIVERED:
      ++event->delivered;
      ++counters_.delivered;
      break;
    case v1::Delivery::FAILED:
      ++event->failed;
      ++counters_.failed;
      break;
    case v1::Delivery::EXPIRED:
      ++event->expired;
      break;
    default:
      ++event->cancelled;
      break;
  }
  Notice(*entry, std::move(status), nullptr);
}

void Shard::Notice(const Entry& entry, store::StatusRecord status,
                   const store::AttemptRecord* attempt) {
  DeliveryChange& change = next_.notices.emplace_back();
  change.id = entry.id;
  change.account_uid = entry.pending.account_uid();
  change.record = entry.record;
  change.status = std::move(status);
  if (attempt != nullptr) change.attempt = *attempt;
}

void Shard::AddChanges(Event* event, const EventQueue::Touched& touched) {
  for (Entry* entry : touched) {
    next_.changes.push_back({event, entry});
    ++uncommitted_;
  }
}

// One piece is with the committer at a time; what gathers meanwhile goes next.
void Shard::Flush() {
  if (committing_.has_value()) return;
  if (next_.batch.empty() && next_.answers.empty()) return;
  committing_ = std::exchange(next_, Piece());
  CommitPiece();
}

void Shard::CommitPiece() {
  store::Batch batch = committing_->batch;  // kept, to be tried again
  parts_.committer->Enqueue(
      std::move(batch), store::Committer::kAnyEpoch,
      [this](const absl::Status& status) {
        parts_.loop->Post([this, status] { OnCommitted(status); });
      });
}

void Shard::OnCommitted(const absl::Status& status) {
  if (!status.ok()) {
    const int doublings =
        std::min(commit_failures_++, kMaxCommitPauseDoublings);
    commit_retry_at_ =
        parts_.clock->Steady() + kFirstCommitPause * (1 << doublings);
    return EndTurn();
  }
  commit_failures_ = 0;
  Piece piece = *std::move(committing_);
  committing_.reset();
  FinishPiece(std::move(piece));
  EndTurnSoon();
}

void Shard::FinishPiece(Piece piece) {
  const int64_t now_us = NowUs();
  for (DeliveryChange& notice : piece.notices) {
    parts_.observer->OnChange(notice);
  }
  for (const Change& change : piece.changes) FinishChange(change, now_us);
  for (Answer& answer : piece.answers) {
    answer.done(std::move(answer.status));
  }
}

void Shard::FinishChange(const Change& change, int64_t now_us) {
  --uncommitted_;
  const auto& [event, entry] = change;
  if (entry->ended) --event->pending_change;
  MarkDirty(event);
  // Cancels that came while the change was under way.
  std::vector<Engine::Done> cancels = std::exchange(entry->cancels, {});
  const std::string reason = entry->cancel_reason;
  const store::DeliveryId id = entry->id;
  const uint64_t account_uid = entry->pending.account_uid();
  const bool ended = entry->ended;
  const bool cancelled = entry->cancelled;
  EventQueue::Touched touched;
  event->queue.OnCommitted(entry, now_us, &next_.batch, &touched);
  AddChanges(event, touched);
  for (Engine::Done& done : cancels) {
    if (ended) {
      done(cancelled ? absl::OkStatus()
                     : absl::FailedPreconditionError("the delivery has ended"));
    } else {
      Cancel(account_uid, event->uid, id, reason, std::move(done));
    }
  }
}

void Shard::Retry(uint64_t account_uid, uint64_t event_uid,
                  store::DeliveryId id, Engine::Done done) {
  Event* event = FindOrAddEvent(event_uid);
  MarkDirty(event);
  if (event->ending.has_value()) {
    done(absl::FailedPreconditionError(
        absl::StrCat("nothing is sent: ", event->ending->reason)));
    return EndTurn();
  }
  if (event->runtime == nullptr) {
    // Deleted before the last start, or SetEvent() would have been first: a
    // delivery that was revived would be pending for ever.
    done(absl::FailedPreconditionError(
        "nothing is sent: the event was deleted"));
    return EndTurn();
  }
  if (Entry* entry = event->queue.Find(id); entry != nullptr) {
    if (entry->ended) {
      done(absl::UnavailableError("the delivery is changing at this moment"));
    } else {
      event->queue.MakeDue(entry);
      done(absl::OkStatus());
    }
    return EndTurn();
  }
  if (parts_.revivals != nullptr && !parts_.revivals->BeginRevival(id)) {
    deferred_.push_back(
        [this, account_uid, event_uid, id, done = std::move(done)]() mutable {
          Retry(account_uid, event_uid, id, std::move(done));
        });
    return EndTurn();
  }
  // Until it is known that the delivery is to be revived, or not.
  absl::Cleanup end_revival = [this, id] {
    if (parts_.revivals != nullptr) parts_.revivals->EndRevival(id);
  };
  const auto status = event->queue.tables().ReadStatus(account_uid, id);
  if (!status.ok()) {
    done(status.status());
  } else if (status->state() == v1::Delivery::DELIVERED) {
    done(absl::FailedPreconditionError("the delivery was DELIVERED"));
  } else if (status->end_time_us() != 0) {
    std::move(end_revival).Cancel();
    Revive(event, account_uid, id, *status, std::move(done));
  } else {
    // It waits for its turn, or for its next attempt; or it was swept since
    // the caller looked.
    const auto record = event->queue.tables().ReadRecord(account_uid, id);
    if (absl::IsDataLoss(record.status())) {
      done(absl::NotFoundError("there is no such delivery"));
    } else {
      done(record.ok() ? event->queue.LoadHead((*record)->lane(), id).status()
                       : record.status());
    }
  }
  EndTurn();
}

// Makes an ended delivery pending again, with a fresh retry policy.
void Shard::Revive(Event* event, uint64_t account_uid, store::DeliveryId id,
                   const store::StatusRecord& status, Engine::Done done) {
  const PendingTables& tables = event->queue.tables();
  const auto record = tables.ReadRecord(account_uid, id);
  if (!record.ok()) {
    if (parts_.revivals != nullptr) parts_.revivals->EndRevival(id);
    return done(record.status());
  }
  store::PendingRecord pending;
  pending.set_account_uid(account_uid);
  pending.set_lane((*record)->lane());
  pending.set_attempt_count(status.attempt_count());
  pending.set_attempts_before_retry(status.attempt_count());
  store::StatusRecord revived;
  revived.set_state(v1::Delivery::PENDING);
  revived.set_reason("sent again by a person");
  revived.set_attempt_count(status.attempt_count());
  revived.set_attempts_before_retry(status.attempt_count());
  tables.PutReady(id, pending, &next_.batch);
  tables.PutStatus(account_uid, id, revived, &next_.batch);
  if (status.last_attempt().number() != 0) {
    tables.PutAttempt(account_uid, id, status.last_attempt(), &next_.batch);
  }
  auto rewind = [this, event_uid = event->uid, id,
                 done = std::move(done)](absl::Status committed) mutable {
    if (parts_.revivals != nullptr) parts_.revivals->EndRevival(id);
    Event* revived_event = FindOrAddEvent(event_uid);
    ++revived_event->pending_change;
    revived_event->queue.Rewind(id);
    MarkDirty(revived_event);
    done(std::move(committed));
  };
  next_.answers.push_back({std::move(rewind), absl::OkStatus()});
}

void Shard::Cancel(uint64_t account_uid, uint64_t event_uid,
                   store::DeliveryId id, std::string reason,
                   Engine::Done done) {
  Event* event = FindOrAddEvent(event_uid);
  MarkDirty(event);
  Entry* entry = event->queue.Find(id);
  if (entry == nullptr) {
    CancelOnDisk(event, account_uid, id, std::move(reason), std::move(done));
  } else if (entry->state == Entry::State::kQueued ||
             entry->state == Entry::State::kTimerWait) {
    // Answered with the change, which a failed read may put off.
    entry->cancelled = true;
    entry->cancels.push_back(std::move(done));
    End(event, entry, v1::Delivery::CANCELLED, std::move(reason), nullptr);
  } else {
    entry->cancel_reason = std::move(reason);
    entry->cancels.push_back(std::move(done));
  }
  EndTurn();
}

void Shard::CancelOnDisk(Event* event, uint64_t account_uid,
                         store::DeliveryId id, std::string reason,
                         Engine::Done done) {
  const PendingTables& tables = event->queue.tables();
  const auto status = tables.ReadStatus(account_uid, id);
  if (!status.ok()) return done(status.status());
  if (status->end_time_us() != 0) {
    return done(absl::FailedPreconditionError("the delivery has ended"));
  }
  const auto record = tables.ReadRecord(account_uid, id);
  if (!record.ok()) return done(record.status());
  const auto head = event->queue.LoadHead((*record)->lane(), id);
  if (!head.ok()) return done(head.status());
  if (*head != nullptr) {
    (*head)->cancelled = true;
    (*head)->cancels.push_back(std::move(done));
    End(event, *head, v1::Delivery::CANCELLED, std::move(reason), nullptr);
    return;
  }
  EventQueue::Touched touched;
  const absl::Status ended =
      event->queue.EndOnDisk(id, (*record)->lane(),
                             EndedStatus(v1::Delivery::CANCELLED, reason,
                                         status->attempt_count(), NowUs()),
                             &next_.batch, &touched);
  if (absl::IsUnavailable(ended)) {
    deferred_.push_back([this, account_uid, event_uid = event->uid, id, reason,
                         done = std::move(done)]() mutable {
      Cancel(account_uid, event_uid, id, std::move(reason), std::move(done));
    });
    return;
  }
  AddChanges(event, touched);
  if (ended.ok()) ++event->cancelled;
  next_.answers.push_back({std::move(done), ended});
}

bool Shard::Expire(const std::vector<DueExpiry>& due) {
  bool all = true;
  for (const DueExpiry& expiry : due) {
    if (uncommitted_ >= options_.max_uncommitted) {
      all = false;
      break;
    }
    Event* event = FindOrAddEvent(expiry.event_uid);
    MarkDirty(event);
    // With an ending, everything that is pending is on its way out already.
    if (event->ending.has_value()) continue;
    if (event->queue.Find(expiry.id) == nullptr) ExpireOnDisk(event, expiry);
  }
  EndTurn();
  return all;
}

void Shard::ExpireOnDisk(Event* event, const DueExpiry& due) {
  const PendingTables& tables = event->queue.tables();
  const auto status = tables.ReadStatus(due.account_uid, due.id);
  if (!status.ok()) return;
  const auto head = event->queue.LoadHead(due.lane, due.id);
  if (!head.ok()) return;
  if (*head != nullptr) {
    return End(event, *head, v1::Delivery::EXPIRED, "its time ran out",
               nullptr);
  }
  store::StatusRecord expired =
      EndedStatus(v1::Delivery::EXPIRED, "its time ran out",
                  status->attempt_count(), NowUs());
  expired.set_attempts_before_retry(status->attempts_before_retry());
  EventQueue::Touched touched;
  const absl::Status ended =
      event->queue.EndOnDisk(due.id, due.lane, expired, &next_.batch, &touched);
  if (absl::IsNotFound(ended)) {
    // Not pending: nothing else would ever take the entry away.
    tables.DeleteExpiry(due.expire_us, due.id, &next_.batch);
  }
  if (!ended.ok()) return;
  AddChanges(event, touched);
  ++event->expired;
  Notice(*touched.front(), std::move(expired), nullptr);
}

}  // namespace gancho::delivery
