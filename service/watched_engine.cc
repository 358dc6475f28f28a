// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/watched_engine.h"

#include <utility>

namespace gancho::service {

WatchedEngine::WatchedEngine(delivery::Engine* engine, DeliveryWatch* watch)
    : engine_(engine), watch_(watch) {}

void WatchedEngine::Accept(std::vector<delivery::AcceptedDelivery> deliveries) {
  watch_->OnAccepted(deliveries);
  engine_->Accept(std::move(deliveries));
}

void WatchedEngine::SetEvent(
    std::shared_ptr<const delivery::EventRuntime> event) {
  engine_->SetEvent(std::move(event));
}

void WatchedEngine::RemoveEvent(uint64_t event_uid, std::string reason,
                                absl::AnyInvocable<void()> done) {
  engine_->RemoveEvent(event_uid, std::move(reason), std::move(done));
}

void WatchedEngine::Start() { engine_->Start(); }

void WatchedEngine::SendOnce(
    std::shared_ptr<const delivery::EventRuntime> event, store::DeliveryId id,
    std::shared_ptr<const store::RenderedRequest> request,
    absl::AnyInvocable<void(store::AttemptRecord)> done) {
  engine_->SendOnce(std::move(event), id, std::move(request), std::move(done));
}

void WatchedEngine::Retry(uint64_t account_uid, uint64_t event_uid,
                          store::DeliveryId id, Done done) {
  engine_->Retry(account_uid, event_uid, id, std::move(done));
}

void WatchedEngine::Cancel(uint64_t account_uid, uint64_t event_uid,
                           store::DeliveryId id, std::string reason,
                           Done done) {
  engine_->Cancel(account_uid, event_uid, id, std::move(reason),
                  std::move(done));
}

void WatchedEngine::GetStats(
    uint64_t event_uid,
    absl::AnyInvocable<void(absl::Status, v1::EventStats)> done) {
  engine_->GetStats(event_uid, std::move(done));
}

void WatchedEngine::Drain(absl::Duration timeout) { engine_->Drain(timeout); }

delivery::Engine::Stats WatchedEngine::stats() const {
  return engine_->stats();
}

}  // namespace gancho::service
