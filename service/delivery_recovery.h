// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_RECOVERY_H_
#define GANCHO_SERVICE_DELIVERY_RECOVERY_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "gancho/v1/delivery_service.pb.h"
#include "service/delivery_reader.h"
#include "store/clock.h"

namespace gancho::service {

// Sends the ended deliveries of a time range again, one batch a call. A token
// carries the end of the range, so that "until now" stays the now of the first
// call. A repeated batch is harmless: what is pending again is left alone.
// Thread-safe.
class DeliveryRecovery {
 public:
  using Done =
      absl::AnyInvocable<void(absl::StatusOr<v1::RecoverDeliveriesResponse>)>;

  // All outlive the recovery.
  DeliveryRecovery(const DeliveryReader* reader, delivery::Engine* engine,
                   const store::Clock* clock);

  // Reads on the calling thread, which may block; `done` on any thread, after
  // everything recovered is durable.
  void Run(const v1::RecoverDeliveriesRequest& request, Done done) const;

  struct Candidate {
    uint64_t account_uid = 0;
    uint64_t event_uid = 0;
    store::DeliveryId id;
  };

 private:
  struct Batch {
    std::vector<Candidate> candidates;
    v1::RecoverDeliveriesResponse response;
  };
  struct Range {
    store::DeliveryId from;
    absl::Time end;
  };

  absl::StatusOr<Range> ReadRange(
      const v1::RecoverDeliveriesRequest& request) const;
  absl::StatusOr<Batch> ReadBatch(
      const v1::RecoverDeliveriesRequest& request) const;

  const DeliveryReader* const reader_;
  delivery::Engine* const engine_;
  const store::Clock* const clock_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_RECOVERY_H_
