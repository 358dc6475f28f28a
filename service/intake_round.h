// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_INTAKE_ROUND_H_
#define GANCHO_SERVICE_INTAKE_ROUND_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "service/call_cache.h"
#include "service/call_sweep.h"
#include "service/catalog.h"
#include "service/intake_message.h"
#include "store/batch.h"
#include "store/delivery_id.h"
#include "store/ledger.h"
#include "store/record.pb.h"

namespace gancho::service {

// Hears of calls that changed, after the change is durable. Thread-safe; must
// not block.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  // Whether OnCallChange() is wanted; asked for every state, so cheap.
  virtual bool Watches(uint64_t account_uid) const = 0;
  // `call` has its name.
  virtual void OnCallChange(uint64_t account_uid,
                            std::shared_ptr<const v1::Call> call) = 0;
};

// What is written in one piece, and what follows once it is durable.
struct IntakeRound {
  struct Finished {
    absl::AnyInvocable<void(IntakeResult)> done;
    IntakeResult result;
  };

  uint64_t number = 0;
  uint64_t epoch = 0;
  store::Batch batch;
  // Pending, by id.
  std::vector<delivery::AcceptedDelivery> accepted;
  // Failed at once.
  std::vector<delivery::DeliveryChange> failed;
  // One entry a state that changed a call somebody watches.
  std::vector<std::pair<uint64_t, std::shared_ptr<const v1::Call>>> calls;
  // Messages whose last state is in this round.
  std::vector<Finished> finished;
  // Of the retention.
  std::optional<CallSweepRequest> sweep;
  CallSweepResult sweep_result;
};

// Turns states into the changes that they cause: merges them into calls, finds
// the triggers that fire and renders their requests. Belongs to the intake's
// thread.
class IntakeRoundBuilder {
 public:
  struct Options {
    uint16_t partition = 0;
    size_t max_cached_bytes = 64 << 20;
  };

  // One state of a message, with its call.
  struct StateRef {
    const AccountDefinition* account = nullptr;
    v1::CallState* state = nullptr;
    CallCache::Entry* call = nullptr;
  };

  // All pointers outlive the builder; `observer` may be null.
  IntakeRoundBuilder(Options options, const store::Ledger* ledger,
                     const Catalog* catalog, const CallObserver* observer,
                     store::DeliveryIdGenerator ids);

  // Begins a round on the ground of `epoch`; if that is not the epoch of the
  // round before, everything that is not in the ledger is forgotten.
  void Begin(uint64_t epoch, absl::Time now, IntakeRound* round);

  // Fills in `call` of each, reading from the ledger, in one go, what is not
  // at hand. A call that could not be read is not `loaded`.
  void Load(std::vector<StateRef>* states);

  // Adds what is to become of calls, before any state.
  void Sweep(const std::vector<CallSweep>& sweeps, IntakeRound* round,
             std::vector<bool>* applied);

  // Adds one state to the round. `rejection` keeps its index.
  enum class Outcome { kAccepted, kDuplicate, kRejected };
  Outcome Add(const StateRef& ref, IntakeRound* round,
              StateRejection* rejection,
              std::vector<store::DeliveryId>* deliveries);

  // Ends the round: writes each call that changed, once.
  void End(IntakeRound* round, uint64_t durable_round);

 private:
  void ReadMissing();
  // False if the call is not as it was seen.
  bool SweepCall(const CallSweep& sweep, CallCache::Entry* entry,
                 IntakeRound* round);
  void Fire(const Match& match, const StateRef& ref, IntakeRound* round,
            std::vector<store::DeliveryId>* deliveries);
  absl::Status Render(const Match& match, const StateRef& ref,
                      const store::DeliveryId& id, store::DeliveryRecord* out);
  void WriteFailed(const store::DeliveryId& id, uint64_t account_uid,
                   std::shared_ptr<const store::DeliveryRecord> record,
                   std::string reason, IntakeRound* round);
  void WritePending(const store::DeliveryId& id, uint64_t account_uid,
                    std::shared_ptr<const store::DeliveryRecord> record,
                    IntakeRound* round);
  void WriteCall(CallCache::Entry* entry, IntakeRound* round);

  const Options options_;
  const store::Ledger* const ledger_;
  const Catalog* const catalog_;
  const CallObserver* const observer_;

  store::DeliveryIdGenerator ids_;
  CallCache cache_;
  uint64_t cache_epoch_ = 0;

  // Of the round that is being built.
  absl::Time now_;
  int64_t now_us_ = 0;
  store::DeliveryId last_id_;
  bool has_deliveries_ = false;
  std::vector<CallCache::Entry*> dirty_;

  // Kept for their memory.
  std::vector<CallCache::Entry*> missing_;
  std::vector<CallCache::Entry*> unreadable_;
  std::vector<std::string> missing_keys_;
  std::vector<Match> matches_;
  v1::Delivery rendered_delivery_;
  std::string value_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_INTAKE_ROUND_H_
