// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_REQUEST_PREPARER_H_
#define GANCHO_DELIVERY_REQUEST_PREPARER_H_

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/event_runtime.h"
#include "delivery/http_sender.h"
#include "store/delivery_id.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// Adds to a rendered request what belongs to one attempt: webhook-id,
// webhook-timestamp, signatures and credentials. One per shard; all methods
// and callbacks on the shard's thread.
class RequestPreparer {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<OutboundRequest>)>;

  virtual ~RequestPreparer() = default;

  // Calls back once, perhaps before it returns. An error's message is for
  // people and holds no secret; ABORTED says that this machine lacks means of
  // its own (see shortage.h).
  virtual void Prepare(const std::shared_ptr<const EventRuntime>& event,
                       const store::DeliveryId& id,
                       std::shared_ptr<const store::RenderedRequest> rendered,
                       absl::Time now, Done done) = 0;

  // The destination answered 401. True if the event's credentials are of a
  // kind that can be had anew; the next Prepare() will fetch them.
  virtual bool Renew(const EventRuntime& event) = 0;

  // Drops what is kept for an event.
  virtual void Forget(uint64_t event_uid) = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_REQUEST_PREPARER_H_
