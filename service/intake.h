// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_INTAKE_H_
#define GANCHO_SERVICE_INTAKE_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"
#include "service/call_sweep.h"
#include "service/catalog.h"
#include "service/intake_message.h"
#include "service/intake_round.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::service {

struct IntakeOptions {
  uint16_t partition = 0;

  // Admission: above either, messages are not taken. One message may pass
  // them, so that every valid message fits.
  int max_queued_states = 50'000;
  size_t max_queued_bytes = 64 << 20;

  // A round ends at whichever comes first. More states a round cost fewer
  // reads and pieces; more bytes would make a group of the committer slower
  // to sync than to build.
  int max_round_states = 2'048;
  size_t max_round_bytes = 1 << 20;
  // So that one round is built while another is synced; while this many are
  // under way what waits gathers into a larger round.
  int max_rounds_in_flight = 3;

  size_t max_cached_bytes = 64 << 20;
};

// What an intake works with. Everything outlives it.
struct IntakeParts {
  const store::Ledger* ledger = nullptr;
  store::Committer* committer = nullptr;
  const Catalog* catalog = nullptr;
  delivery::Engine* engine = nullptr;
  const store::Clock* clock = nullptr;
  // 64 random bits; used on the intake's thread.
  std::function<uint64_t()> random;
  // May be null.
  CallObserver* call_observer = nullptr;
  // Hears of deliveries that failed as they were accepted; may be null.
  delivery::EngineObserver* delivery_observer = nullptr;
};

// The way of a call state into the ledger, of one partition: one thread merges
// what waits into a round, which becomes durable as a whole; then the engine
// gets the deliveries and every message its answer. At low load a round is one
// message and starts at once; under load rounds grow while the disk is busy.
//
// The order of submission is kept per call and per caller. Thread-safe.
class Intake {
 public:
  // Reads where delivery ids go on.
  static absl::StatusOr<std::unique_ptr<Intake>> Create(IntakeOptions options,
                                                        IntakeParts parts);
  // Stops.
  ~Intake();

  enum class Admission {
    kTaken,
    // Too much waits. The message is unchanged; `when_room` will be called.
    kFull,
    // Stopped for good. The message is unchanged.
    kStopped,
  };

  // Never blocks. If there is no room now, `when_room` (if given) is called
  // once there is, or when the intake stops: on another thread, in the order
  // of these calls, so that all who wait get their turn.
  Admission TrySubmit(IntakeMessage& message,
                      absl::AnyInvocable<void()> when_room = nullptr);

  // Closes and removes calls, in a round between those of the callers. For one
  // caller at a time, which keeps the requests small: all of one is in one
  // round. Never blocks; UNAVAILABLE at once if the intake has stopped.
  void Sweep(CallSweepRequest request);

  // Takes nothing more, finishes what was taken and ends the threads. The
  // committer must still run. Idempotent.
  void Stop();

  struct Stats {
    uint64_t accepted = 0;
    uint64_t duplicates = 0;
    uint64_t rejected = 0;
    uint64_t deliveries = 0;
    uint64_t failed_deliveries = 0;  // at once: disabled, or not rendered
    uint64_t rounds = 0;
    uint64_t failed_messages = 0;
    uint64_t queued_states = 0;  // now
    uint64_t queued_bytes = 0;   // now
  };
  Stats stats() const;

 private:
  // A message on the intake's thread. A large one may take several rounds; it
  // is answered after the last.
  struct Pending {
    IntakeMessage message;
    int next_state = 0;
    uint64_t epoch = 0;  // of the round that has its first states
    IntakeResult result;
  };
  // A state that has been picked for a round, and whose it is.
  struct Pick {
    size_t pending = 0;  // index into active_
    int index = 0;
  };

  Intake(IntakeOptions options, IntakeParts parts, store::DeliveryId last_id);

  // The intake's thread.
  void Run();
  bool WaitForWork();
  void HoldBack();
  void BuildRound();
  void PickStates();
  void AddPicked(IntakeRound* round);
  void AddState(Pending* pending, int index,
                const IntakeRoundBuilder::StateRef& ref, IntakeRound* round);
  void AddSweep(IntakeRound* round);
  void FinishMerged(IntakeRound* round);
  void Commit(std::unique_ptr<IntakeRound> round);
  void ReleaseRoom(int states, size_t bytes);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // The committer's thread.
  void OnCommitted(std::unique_ptr<IntakeRound> round,
                   const absl::Status& status);

  // The answering thread: observers and answers cost system calls, which the
  // committer must not wait for.
  void Answer(std::unique_ptr<IntakeRound> round);
  void RunAnswers();
  void GiveAnswers(IntakeRound& round);

  // Constant after construction.
  const IntakeOptions options_;
  const IntakeParts parts_;

  // Of the intake's thread.
  IntakeRoundBuilder builder_;
  std::deque<Pending> active_;
  std::deque<CallSweepRequest> active_sweeps_;
  std::vector<Pick> picks_;
  std::vector<IntakeRoundBuilder::StateRef> refs_;
  uint64_t round_number_ = 0;

  std::atomic<uint64_t> durable_round_ = 0;

  mutable absl::Mutex mu_;
  absl::CondVar work_;  // for the intake's thread
  std::deque<IntakeMessage> queue_ ABSL_GUARDED_BY(mu_);
  std::deque<CallSweepRequest> sweeps_ ABSL_GUARDED_BY(mu_);
  int queued_states_ ABSL_GUARDED_BY(mu_) = 0;
  size_t queued_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<absl::AnyInvocable<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  int rounds_in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  Stats stats_ ABSL_GUARDED_BY(mu_);

  absl::Mutex answers_mu_;
  absl::CondVar has_answers_;
  std::vector<std::unique_ptr<IntakeRound>> answers_
      ABSL_GUARDED_BY(answers_mu_);
  bool answers_end_ ABSL_GUARDED_BY(answers_mu_) = false;

  absl::Mutex stop_mu_;  // one Stop() at a time
  std::thread thread_;
  std::thread answer_thread_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_INTAKE_H_
