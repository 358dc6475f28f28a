// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_ENGINE_EVENTS_H_
#define GANCHO_SERVICE_ENGINE_EVENTS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "delivery/engine.h"

namespace gancho::service {

// Takes what the engine tells to those who want to know. The engine is made
// before them, so they are set later, and hear what happens from then on.
// Thread-safe.
class EngineEvents final : public delivery::EngineObserver {
 public:
  struct Listeners {
    std::function<void(const delivery::DeliveryChange&)> on_change;
    // Account id, event id, reason.
    std::function<void(const std::string&, const std::string&,
                       const std::string&)>
        on_disable;
  };

  // Once, before the engine starts. What the functions refer to outlives the
  // engine's threads.
  void SetListeners(Listeners listeners) { listeners_ = std::move(listeners); }

  void OnChange(const delivery::DeliveryChange& change) override;
  void OnDisable(uint64_t account_uid, const std::string& account_id,
                 const std::string& event_id,
                 const std::string& reason) override;

  // Deliveries that have ended since the server started.
  struct Ended {
    uint64_t delivered = 0;
    uint64_t failed = 0;
    uint64_t expired = 0;
    uint64_t cancelled = 0;
  };
  Ended ended() const;

 private:
  Listeners listeners_;
  std::atomic<uint64_t> delivered_ = 0;
  std::atomic<uint64_t> failed_ = 0;
  std::atomic<uint64_t> expired_ = 0;
  std::atomic<uint64_t> cancelled_ = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_ENGINE_EVENTS_H_
