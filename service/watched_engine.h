// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_WATCHED_ENGINE_H_
#define GANCHO_SERVICE_WATCHED_ENGINE_H_

#include <memory>
#include <string>
#include <vector>

#include "delivery/engine.h"
#include "service/delivery_watch.h"

namespace gancho::service {

// An engine that passes everything on, and tells those who watch deliveries of
// new ones before the engine can have changed them. Thread-safe.
class WatchedEngine final : public delivery::Engine {
 public:
  // Both outlive this one.
  WatchedEngine(delivery::Engine* engine, DeliveryWatch* watch);

  void Accept(std::vector<delivery::AcceptedDelivery> deliveries) override;

  void SetEvent(std::shared_ptr<const delivery::EventRuntime> event) override;
  void RemoveEvent(uint64_t event_uid, std::string reason,
                   absl::AnyInvocable<void()> done) override;
  void Start() override;
  void SendOnce(std::shared_ptr<const delivery::EventRuntime> event,
                store::DeliveryId id,
                std::shared_ptr<const store::RenderedRequest> request,
                absl::AnyInvocable<void(store::AttemptRecord)> done) override;
  void Retry(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
             Done done) override;
  void Cancel(uint64_t account_uid, uint64_t event_uid, store::DeliveryId id,
              std::string reason, Done done) override;
  void GetStats(
      uint64_t event_uid,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) override;
  void Drain(absl::Duration timeout) override;
  Stats stats() const override;

 private:
  delivery::Engine* const engine_;
  DeliveryWatch* const watch_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_WATCHED_ENGINE_H_
