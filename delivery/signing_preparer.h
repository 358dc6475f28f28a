// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SIGNING_PREPARER_H_
#define GANCHO_DELIVERY_SIGNING_PREPARER_H_

#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "delivery/event_runtime.h"
#include "delivery/http_sender.h"
#include "delivery/request_preparer.h"
#include "store/clock.h"
#include "store/delivery_id.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// Signs by Standard Webhooks and applies credentials. Keeps one signer and one
// source of credentials per event version.
class SigningPreparer final : public RequestPreparer {
 public:
  // Tokens are fetched with `sender`; both outlive the preparer.
  SigningPreparer(HttpSender* sender, const store::Clock* clock);
  ~SigningPreparer() override;

  void Prepare(const std::shared_ptr<const EventRuntime>& event,
               const store::DeliveryId& id,
               std::shared_ptr<const store::RenderedRequest> rendered,
               absl::Time now, Done done) override;
  bool Renew(const EventRuntime& event) override;
  void Forget(uint64_t event_uid) override;

 private:
  struct Identity;

  std::shared_ptr<Identity> IdentityOf(const EventRuntime& event);

  HttpSender* const sender_;
  const store::Clock* const clock_;
  absl::flat_hash_map<uint64_t, std::shared_ptr<Identity>> identities_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SIGNING_PREPARER_H_
