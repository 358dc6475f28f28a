// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// How a shard makes attempts and what follows from them.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/attempt_record.h"
#include "delivery/shard.h"
#include "delivery/shard_state.h"

namespace gancho::delivery {

namespace {

// Until means of this machine may have become free.
constexpr absl::Duration kShortagePause = absl::Seconds(1);

HttpResult CredentialsFailure(const absl::Status& status) {
  HttpResult result;
  result.shortage = absl::IsAborted(status);
  result.failure =
      result.shortage ? v1::Attempt::INTERNAL : v1::Attempt::CREDENTIALS;
  result.reason = std::string(status.message());
  result.total = absl::ZeroDuration();
  return result;
}

}  // namespace

void Shard::StartOne(Event* event) {
  Entry* entry = event->queue.NextRunnable();
  if (entry == nullptr) return;
  if (event->ending.has_value()) {
    return End(event, entry, event->ending->state, event->ending->reason,
               nullptr);
  }
  if (entry->expire_us() != 0 && entry->expire_us() <= NowUs()) {
    return End(event, entry, v1::Delivery::EXPIRED, "its time ran out",
               nullptr);
  }
  if (!LoadRecord(event, entry)) return;
  if (!parts_.sender->HasCapacity(entry->record->request())) {
    event->queue.PutBack(entry);
    event->no_capacity = true;
    without_capacity_.push_back(event);
    return;
  }
  StartAttempt(event, entry);
}

// False if the record could not be had; then the entry has been dealt with.
bool Shard::LoadRecord(Event* event, Entry* entry) {
  if (entry->record != nullptr) return true;
  auto record =
      event->queue.tables().ReadRecord(entry->pending.account_uid(), entry->id);
  if (record.ok()) {
    entry->record = *std::move(record);
    return true;
  }
  if (absl::IsDataLoss(record.status())) {
    End(event, entry, v1::Delivery::FAILED,
        "its request cannot be read from the ledger", nullptr);
  } else {
    event->queue.PutBack(entry);
    event->backoff_until = parts_.clock->Steady() + absl::Seconds(1);
  }
  return false;
}

void Shard::StartAttempt(Event* event, Entry* entry) {
  event->queue.MarkInFlight(entry);
  event->governor.OnStart(parts_.clock->Steady());
  ++in_flight_;
  ++counters_.attempts;
  Send(event, entry, NowUs(), /*renewed=*/false);
}

void Shard::Send(Event* event, Entry* entry, int64_t start_us, bool renewed) {
  // The rendered request lives in the record; both share one owner.
  std::shared_ptr<const store::RenderedRequest> rendered(
      entry->record, &entry->record->request());
  parts_.preparer->Prepare(
      event->runtime, entry->id, std::move(rendered), parts_.clock->Now(),
      [this, event, entry, start_us,
       renewed](absl::StatusOr<OutboundRequest> request) {
        if (!request.ok()) {
          // Not inside the call that started it.
          parts_.loop->Post([this, event, entry, start_us, renewed,
                             status = request.status()] {
            OnResult(event, entry, start_us, renewed,
                     CredentialsFailure(status));
          });
          return;
        }
        ++counters_.requests;
        parts_.sender->Send(*std::move(request), [this, event, entry, start_us,
                                                  renewed](HttpResult result) {
          OnResult(event, entry, start_us, renewed, std::move(result));
        });
      });
}

void Shard::OnResult(Event* event, Entry* entry, int64_t start_us, bool renewed,
                     HttpResult result) {
  if (result.connection_reused) ++counters_.reused;
  if (result.status_code == 401 && !renewed && !draining_ &&
      parts_.preparer->Renew(*event->runtime)) {
    return Send(event, entry, start_us, /*renewed=*/true);
  }
  --in_flight_;
  MarkDirty(event);
  if (draining_ && result.failure == v1::Attempt::INTERNAL) {
    event->governor.OnAbandoned();
    for (Engine::Done& done : std::exchange(entry->cancels, {})) {
      done(absl::UnavailableError("the server is shutting down"));
    }
    event->queue.ReturnUnsent(entry);
    return EndTurnSoon();
  }
  if (result.shortage && entry->cancels.empty()) return Postpone(event, entry);
  const int number = entry->pending.attempt_count() + 1;
  const Verdict verdict =
      Judge(event->runtime->policy, result, number, parts_.clock->Now());
  event->governor.OnEnd(verdict, result, parts_.clock->Steady(),
                        parts_.clock->Now());
  const store::AttemptRecord attempt =
      MakeAttemptRecord(number, start_us, verdict, std::move(result));
  Settle(event, entry, verdict, attempt);
  MaybeDisable(event, verdict);
  KeepHealth(event);
  EndTurnSoon();
}

// Nothing was sent, so it is no attempt: it takes none of those that the policy
// allows, and comes again soon instead of by the schedule.
void Shard::Postpone(Event* event, Entry* entry) {
  ++counters_.postponed;
  event->governor.OnAbandoned();
  event->queue.ReturnUnsent(entry);
  event->backoff_until = parts_.clock->Steady() + kShortagePause;
  EndTurnSoon();
}

// What the attempt means for its delivery.
void Shard::Settle(Event* event, Entry* entry, const Verdict& verdict,
                   const store::AttemptRecord& attempt) {
  entry->pending.set_attempt_count(attempt.number());
  if (verdict.kind == Verdict::Kind::kDelivered) {
    return End(event, entry, v1::Delivery::DELIVERED, "", &attempt);
  }
  if (!entry->cancels.empty()) {
    entry->cancelled = true;
    return End(event, entry, v1::Delivery::CANCELLED, entry->cancel_reason,
               &attempt);
  }
  if (verdict.kind == Verdict::Kind::kFail) {
    return End(event, entry, v1::Delivery::FAILED, verdict.reason, &attempt);
  }
  const int attempts =
      attempt.number() - entry->pending.attempts_before_retry();
  const auto delay = event->runtime->policy.retry.DelayAfter(
      attempts, parts_.random(), verdict.retry_after);
  if (!delay.has_value()) {
    return End(event, entry, v1::Delivery::FAILED,
               absl::StrCat("gave up after ", attempts,
                            attempts == 1 ? " attempt: " : " attempts: ",
                            verdict.reason),
               &attempt);
  }
  RetryLater(event, entry, *delay, verdict, attempt);
}

void Shard::RetryLater(Event* event, Entry* entry, absl::Duration delay,
                       const Verdict& verdict,
                       const store::AttemptRecord& attempt) {
  ++counters_.retried;
  int64_t due_us = NowUs() + absl::ToInt64Microseconds(delay);
  // It ends as EXPIRED then, instead of waiting past its time.
  if (entry->expire_us() != 0) due_us = std::min(due_us, entry->expire_us());
  store::StatusRecord status;
  status.set_state(v1::Delivery::PENDING);
  status.set_reason(verdict.reason);
  status.set_attempt_count(attempt.number());
  status.set_next_attempt_time_us(due_us);
  status.set_attempts_before_retry(entry->pending.attempts_before_retry());
  EventQueue::Touched touched;
  event->queue.Reschedule(entry, due_us, status, attempt, &next_.batch,
                          &touched);
  AddChanges(event, touched);
  Notice(*entry, std::move(status), &attempt);
}

void Shard::MaybeDisable(Event* event, const Verdict& verdict) {
  if (event->ending.has_value() || event->disable_asked) return;
  std::string reason;
  if (verdict.disable_event) {
    reason = absl::StrCat("the destination answered ", verdict.reason);
  } else {
    const absl::Duration after = event->runtime->policy.disable_after;
    if (after == absl::ZeroDuration()) return;
    if (parts_.clock->Now() - event->governor.failing_since() < after) return;
    reason =
        absl::StrCat("nothing but failures for ", absl::FormatDuration(after),
                     ", the last one: ", verdict.reason);
  }
  event->disable_asked = true;
  parts_.observer->OnDisable(event->runtime->account_uid,
                             event->runtime->account_id,
                             event->runtime->event_id, reason);
}

void Shard::SendOnce(std::shared_ptr<const EventRuntime> event,
                     store::DeliveryId id,
                     std::shared_ptr<const store::RenderedRequest> request,
                     absl::AnyInvocable<void(store::AttemptRecord)> done) {
  const int64_t start_us = NowUs();
  // A drain waits for it as for any attempt.
  ++single_sends_;
  auto finish = [this, event, start_us,
                 done = std::move(done)](HttpResult result) mutable {
    const Verdict verdict =
        Judge(event->policy, result, /*attempt=*/1, parts_.clock->Now());
    done(MakeAttemptRecord(1, start_us, verdict, std::move(result)));
    --single_sends_;
    EndTurn();
  };
  parts_.preparer->Prepare(
      event, id, std::move(request), parts_.clock->Now(),
      [this, finish = std::move(finish)](
          absl::StatusOr<OutboundRequest> outbound) mutable {
        if (!outbound.ok()) {
          return finish(CredentialsFailure(outbound.status()));
        }
        parts_.sender->Send(*std::move(outbound), std::move(finish));
      });
}

}  // namespace gancho::delivery
