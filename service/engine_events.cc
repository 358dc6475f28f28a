// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/engine_events.h"

#include "gancho/v1/delivery.pb.h"

namespace gancho::service {

void EngineEvents::OnChange(const delivery::DeliveryChange& change) {
  constexpr auto kOrder = std::memory_order_relaxed;
  switch (change.status.state()) {
    case v1::Delivery::DELIVERED:
      delivered_.fetch_add(1, kOrder);
      break;
    case v1::Delivery::FAILED:
      failed_.fetch_add(1, kOrder);
      break;
    case v1::Delivery::EXPIRED:
      expired_.fetch_add(1, kOrder);
      break;
    case v1::Delivery::CANCELLED:
      cancelled_.fetch_add(1, kOrder);
      break;
    default:
      break;
  }
  if (listeners_.on_change) listeners_.on_change(change);
}

void EngineEvents::OnDisable(uint64_t /*account_uid*/,
                             const std::string& account_id,
                             const std::string& event_id,
                             const std::string& reason) {
  if (listeners_.on_disable) {
    listeners_.on_disable(account_id, event_id, reason);
  }
}

EngineEvents::Ended EngineEvents::ended() const {
  constexpr auto kOrder = std::memory_order_relaxed;
  return {.delivered = delivered_.load(kOrder),
          .failed = failed_.load(kOrder),
          .expired = expired_.load(kOrder),
          .cancelled = cancelled_.load(kOrder)};
}

}  // namespace gancho::service
