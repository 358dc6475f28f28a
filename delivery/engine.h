// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ENGINE_H_
#define GANCHO_DELIVERY_ENGINE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/event_runtime.h"
#include "gancho/v1/event.pb.h"
#include "store/delivery_id.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// A delivery that has just become durable.
struct AcceptedDelivery {
  store::DeliveryId id;
  uint64_t account_uid = 0;
  std::shared_ptr<const store::DeliveryRecord> record;
};

// What happened to a delivery; for WatchDeliveries and metrics.
struct DeliveryChange {
  store::DeliveryId id;
  uint64_t account_uid = 0;
  // Null where the record was not at hand.
  std::shared_ptr<const store::DeliveryRecord> record;
  // With the attempt that ended the delivery, if one did.
  store::StatusRecord status;
  // The attempt after which the delivery waits for another; else number 0.
  store::AttemptRecord attempt;
};

// The engine tells the service what only the service can do. Called on engine
// threads; must not block.
class EngineObserver {
 public:
  virtual ~EngineObserver() = default;
  // After the change is durable.
  virtual void OnChange(const DeliveryChange& change) = 0;
  // The engine wants the event DISABLED; the service writes that and answers
  // with Engine::SetEvent(). May be called again until it has.
  virtual void OnDisable(uint64_t account_uid, const std::string& account_id,
                         const std::string& event_id,
                         const std::string& reason) = 0;
};

// Delivers what is pending: in order per lane, isolated per destination,
// within every limit of an event's policy. All methods are thread-safe; none
// blocks unless it says so.
class Engine {
 public:
  virtual ~Engine() = default;

  // Introduces an event or a new version of it. Older versions than the known
  // one are ignored. Before Start() for all events of the ledger.
  virtual void SetEvent(std::shared_ptr<const EventRuntime> event) = 0;

  // The event was deleted: what is pending is CANCELLED with `reason`.
  // `done` after all of it is durable.
  virtual void RemoveEvent(uint64_t event_uid, std::string reason,
                           absl::AnyInvocable<void()> done) = 0;

  // Starts the shards; they pick up what is pending.
  virtual void Start() = 0;

  // Takes over deliveries that are durable, in the order of their ids.
  virtual void Accept(std::vector<AcceptedDelivery> deliveries) = 0;

  // Sends one request now, outside lanes and limits; records nothing.
  virtual void SendOnce(
      std::shared_ptr<const EventRuntime> event, store::DeliveryId id,
      std::shared_ptr<const store::RenderedRequest> request,
      absl::AnyInvocable<void(store::AttemptRecord)> done) = 0;

  // See DeliveryService. FAILED_PRECONDITION if the delivery's state forbids
  // it, NOT_FOUND if there is none. `done` after the change is durable.
  using Done = absl::AnyInvocable<void(absl::Status)>;
  virtual void Retry(uint64_t account_uid, uint64_t event_uid,
                     store::DeliveryId id, Done done) = 0;
  virtual void Cancel(uint64_t account_uid, uint64_t event_uid,
                      store::DeliveryId id, std::string reason, Done done) = 0;

  // Fills everything but `event`.
  virtual void GetStats(
      uint64_t event_uid,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) = 0;

  // Starts no new attempts; waits (blocks) until those under way have ended
  // and their outcomes are durable, at most `timeout`; aborts the rest, which
  // stay pending. Then ends the threads. Idempotent.
  virtual void Drain(absl::Duration timeout) = 0;

  struct Stats {
    uint64_t attempts = 0;
    uint64_t delivered = 0;
    uint64_t failed = 0;
    uint64_t retried = 0;
    uint64_t postponed = 0;  // not made for want of this machine's means
    uint64_t requests = 0;
    uint64_t reused_connections = 0;
    uint64_t in_flight = 0;
    uint64_t window_deliveries = 0;  // in memory
    uint64_t window_bytes = 0;
  };
  virtual Stats stats() const = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ENGINE_H_
