// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/intake.h"

#include <utility>

#include "absl/synchronization/notification.h"
#include "service/status.h"
#include "store/key.h"
#include "store/thread_name.h"

namespace gancho::service {
namespace {

// What a failed commit or read means to a caller. Always something to try
// again: nobody else knows the states, so they must not be given up.
absl::Status Retryable(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    return FromLedger(status);
  }
  return FromLedger(absl::UnavailableError(""));
}

// A message without states still costs its place in the queue.
int CountStates(const IntakeMessage& message) {
  return message.states->size() + 1;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Intake>> Intake::Create(IntakeOptions options,
                                                       IntakeParts parts) {
  store::DeliveryId last_id;
  const absl::StatusOr<std::string> last = parts.ledger->Get(
      store::Table::kMeta, store::MetaLastDeliveryIdKey(options.partition));
  if (last.ok()) {
    if (last->size() != store::DeliveryId::kSize) {
      return absl::DataLossError("the last delivery id is damaged");
    }
    last_id = store::DeliveryId::FromBytes(*last);
  } else if (last.status().code() != absl::StatusCode::kNotFound) {
    return last.status();
  }
  return std::unique_ptr<Intake>(
      new Intake(options, std::move(parts), last_id));
}

Intake::Intake(IntakeOptions options, IntakeParts parts,
               store::DeliveryId last_id)
    : options_(options),
      parts_(std::move(parts)),
      builder_({.partition = options.partition,
                .max_cached_bytes = options.max_cached_bytes},
               parts_.ledger, parts_.catalog, parts_.call_observer,
               store::DeliveryIdGenerator(options.partition, last_id,
                                          parts_.random)),
      thread_([this] { Run(); }),
      answer_thread_([this] { RunAnswers(); }) {}

Intake::~Intake() { Stop(); }

void Intake::Stop() {
  absl::MutexLock stop_lock(&stop_mu_);
  if (!thread_.joinable()) return;
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
    work_.Signal();
  }
  // Ends when every round has been committed and handed to the answers.
  thread_.join();
  {
    absl::MutexLock lock(&answers_mu_);
    answers_end_ = true;
    has_answers_.Signal();
  }
  answer_thread_.join();
  std::deque<absl::AnyInvocable<void()>> waiting;
  {
    absl::MutexLock lock(&mu_);
    waiting.swap(waiting_);
  }
  for (auto& when_room : waiting) when_room();
}

Intake::Admission Intake::TrySubmit(IntakeMessage& message,
                                    absl::AnyInvocable<void()> when_room) {
  absl::MutexLock lock(&mu_);
  if (stopping_) return Admission::kStopped;
  if (!HasRoom()) {
    if (when_room) waiting_.push_back(std::move(when_room));
    return Admission::kFull;
  }
  queued_states_ += CountStates(message);
  queued_bytes_ += message.size_bytes;
  queue_.push_back(std::move(message));
  // While rounds are in flight the end of one wakes the thread as well, but
  // it may be waiting for nothing but work.
  if (queue_.size() == 1) work_.Signal();
  return Admission::kTaken;
}

void Intake::Sweep(CallSweepRequest request) {
  {
    absl::MutexLock lock(&mu_);
    if (!stopping_) {
      sweeps_.push_back(std::move(request));
      work_.Signal();
      return;
    }
  }
  request.done({.status = absl::UnavailableError("the intake has stopped")});
}

Intake::Stats Intake::stats() const {
  absl::MutexLock lock(&mu_);
  Stats stats = stats_;
  stats.queued_states = static_cast<uint64_t>(queued_states_);
  stats.queued_bytes = queued_bytes_;
  return stats;
}

bool Intake::HasRoom() const {
  return queued_states_ < options_.max_queued_states &&
         queued_bytes_ < options_.max_queued_bytes;
}

void Intake::Run() {
  store::NameThisThread("intake");
  while (WaitForWork()) {
    HoldBack();
    BuildRound();
  }
}

bool Intake::WaitForWork() {
  absl::MutexLock lock(&mu_);
  while (true) {
    const bool may_build = rounds_in_flight_ < options_.max_rounds_in_flight;
    const bool has_work = !active_.empty() || !queue_.empty() ||
                          !active_sweeps_.empty() || !sweeps_.empty();
    if (may_build && has_work) break;
    if (stopping_ && rounds_in_flight_ == 0) return false;
    work_.Wait(&mu_);
  }
  while (!queue_.empty()) {
    active_.push_back({.message = std::move(queue_.front())});
    queue_.pop_front();
  }
  while (!sweeps_.empty()) {
    active_sweeps_.push_back(std::move(sweeps_.front()));
    sweeps_.pop_front();
  }
  return true;
}

void Intake::HoldBack() {
  if (!parts_.ledger->health().status.ok()) {
    // One round at a time: it fails at once as long as the ledger is ill, and
    // is the only way to learn that it is well again.
    absl::MutexLock lock(&mu_);
    while (rounds_in_flight_ > 0) work_.Wait(&mu_);
    return;
  }
  if (!parts_.committer->full()) return;
  // Others filled the committer. An empty piece comes back when what is
  // queued now is done.
  absl::Notification done;
  parts_.committer->Enqueue(store::Batch(), store::Committer::kAnyEpoch,
                            [&done](const absl::Status&) { done.Notify(); });
  done.WaitForNotification();
}

void Intake::BuildRound() {
  auto round = std::make_unique<IntakeRound>();
  round->number = ++round_number_;
  builder_.Begin(parts_.committer->epoch(), parts_.clock->Now(), round.get());
  AddSweep(round.get());
  PickStates();
  builder_.Load(&refs_);
  AddPicked(round.get());
  FinishMerged(round.get());
  builder_.End(round.get(), durable_round_.load(std::memory_order_acquire));
  Commit(std::move(round));
}

void Intake::AddSweep(IntakeRound* round) {
  if (active_sweeps_.empty()) return;
  round->sweep = std::move(active_sweeps_.front());
  active_sweeps_.pop_front();
  builder_.Sweep(round->sweep->sweeps, round, &round->sweep_result.applied);
}

void Intake::PickStates() {
  picks_.clear();
  refs_.clear();
  const size_t limit = static_cast<size_t>(options_.max_round_states);
  for (size_t i = 0; i < active_.size() && picks_.size() < limit; ++i) {
    Pending& pending = active_[i];
    const int count = pending.message.states->size();
    for (int s = pending.next_state; s < count && picks_.size() < limit; ++s) {
      picks_.push_back({.pending = i, .index = s});
      refs_.push_back({.account = pending.message.account.get(),
                       .state = pending.message.states->Mutable(s)});
    }
  }
}

void Intake::AddPicked(IntakeRound* round) {
  for (size_t i = 0; i < picks_.size(); ++i) {
    if (round->batch.size_bytes() >= options_.max_round_bytes) return;
    Pending& pending = active_[picks_[i].pending];
    AddState(&pending, picks_[i].index, refs_[i], round);
    pending.next_state = picks_[i].index + 1;
  }
}

void Intake::AddState(Pending* pending, int index,
                      const IntakeRoundBuilder::StateRef& ref,
                      IntakeRound* round) {
  IntakeResult& result = pending->result;
  if (pending->next_state == 0) {
    pending->epoch = round->epoch;
  } else if (pending->epoch != round->epoch && result.status.ok()) {
    // The round with its first states may be the one that failed.
    result.status = Retryable(absl::AbortedError(""));
  }
  if (!result.status.ok()) return;
  if (!ref.call->loaded) {
    if (ref.call->status.code() == absl::StatusCode::kDataLoss) {
      // Trying again would not help, and would hold up the caller for ever.
      result.rejections.push_back(
          {.index = index, .status = FromLedger(ref.call->status)});
    } else {
      result.status = Retryable(ref.call->status);
    }
    return;
  }
  StateRejection rejection = {.index = index};
  switch (builder_.Add(
      ref, round, &rejection,
      pending->message.wants_deliveries ? &result.deliveries : nullptr)) {
    case IntakeRoundBuilder::Outcome::kAccepted:
      ++result.accepted;
      break;
    case IntakeRoundBuilder::Outcome::kDuplicate:
      ++result.duplicates;
      break;
    case IntakeRoundBuilder::Outcome::kRejected:
      result.rejections.push_back(std::move(rejection));
      break;
  }
}

void Intake::FinishMerged(IntakeRound* round) {
  int states = 0;
  size_t bytes = 0;
  while (!active_.empty()) {
    Pending& pending = active_.front();
    if (pending.next_state < pending.message.states->size()) break;
    states += CountStates(pending.message);
    bytes += pending.message.size_bytes;
    round->finished.push_back({.done = std::move(pending.message.done),
                               .result = std::move(pending.result)});
    active_.pop_front();
  }
  if (states > 0) ReleaseRoom(states, bytes);
}

void Intake::Commit(std::unique_ptr<IntakeRound> round) {
  {
    absl::MutexLock lock(&mu_);
    ++rounds_in_flight_;
  }
  store::Batch batch = std::move(round->batch);
  const uint64_t epoch = round->epoch;
  // An empty batch is a barrier: a message of duplicates is answered after
  // what it repeats is durable.
  parts_.committer->Enqueue(
      std::move(batch), epoch,
      [this, round = std::move(round)](const absl::Status& status) mutable {
        OnCommitted(std::move(round), status);
      });
}

void Intake::ReleaseRoom(int states, size_t bytes) {
  {
    absl::MutexLock lock(&mu_);
    queued_states_ -= states;
    queued_bytes_ -= bytes;
  }
  while (true) {
    absl::AnyInvocable<void()> when_room;
    {
      absl::MutexLock lock(&mu_);
      if (waiting_.empty() || !HasRoom()) return;
      when_room = std::move(waiting_.front());
      waiting_.pop_front();
    }
    when_room();
  }
}

void Intake::OnCommitted(std::unique_ptr<IntakeRound> round,
                         const absl::Status& status) {
  const uint64_t deliveries = status.ok() ? round->accepted.size() : 0;
  if (status.ok()) {
    durable_round_.store(round->number, std::memory_order_release);
    if (deliveries > 0) parts_.engine->Accept(std::move(round->accepted));
  } else {
    round->calls.clear();
    round->failed.clear();
    const absl::Status retryable = Retryable(status);
    for (IntakeRound::Finished& finished : round->finished) {
      finished.result.status = retryable;
    }
  }
  if (round->sweep.has_value()) {
    round->sweep_result.status = status;
    round->sweep->done(std::move(round->sweep_result));
  }
  Answer(std::move(round));
  // Last: the intake may be destroyed once no round is in flight.
  absl::MutexLock lock(&mu_);
  stats_.deliveries += deliveries;
  --rounds_in_flight_;
  work_.Signal();
}

void Intake::Answer(std::unique_ptr<IntakeRound> round) {
  absl::MutexLock lock(&answers_mu_);
  answers_.push_back(std::move(round));
  if (answers_.size() == 1) has_answers_.Signal();
}

void Intake::RunAnswers() {
  std::vector<std::unique_ptr<IntakeRound>> rounds;
  while (true) {
    {
      absl::MutexLock lock(&answers_mu_);
      while (answers_.empty() && !answers_end_) has_answers_.Wait(&answers_mu_);
      if (answers_.empty()) return;
      rounds.swap(answers_);
    }
    for (auto& round : rounds) GiveAnswers(*round);
    rounds.clear();
  }
}

void Intake::GiveAnswers(IntakeRound& round) {
  Stats sum;
  for (const IntakeRound::Finished& finished : round.finished) {
    const IntakeResult& result = finished.result;
    if (result.status.ok()) {
      sum.accepted += static_cast<uint64_t>(result.accepted);
      sum.duplicates += static_cast<uint64_t>(result.duplicates);
      sum.rejected += result.rejections.size();
    } else {
      sum.failed_messages += 1;
    }
  }
  {
    absl::MutexLock lock(&mu_);
    stats_.accepted += sum.accepted;
    stats_.duplicates += sum.duplicates;
    stats_.rejected += sum.rejected;
    stats_.failed_deliveries += round.failed.size();
    stats_.rounds += 1;
    stats_.failed_messages += sum.failed_messages;
  }
  for (auto& [account_uid, call] : round.calls) {
    parts_.call_observer->OnCallChange(account_uid, std::move(call));
  }
  if (parts_.delivery_observer != nullptr) {
    for (const delivery::DeliveryChange& change : round.failed) {
      parts_.delivery_observer->OnChange(change);
    }
  }
  for (IntakeRound::Finished& finished : round.finished) {
    finished.done(std::move(finished.result));
  }
}

}  // namespace gancho::service
