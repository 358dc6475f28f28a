// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_EVENT_PREVIEW_H_
#define GANCHO_SERVICE_EVENT_PREVIEW_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/event_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "service/catalog.h"
#include "service/host_check.h"
#include "service/sample_call.h"
#include "store/clock.h"
#include "store/delivery_id.h"
#include "store/ledger.h"
#include "store/record.pb.h"

namespace gancho::service {

// A request that was rendered to be looked at or tried out.
struct Preview {
  std::shared_ptr<const EventDefinition> event;
  store::DeliveryId delivery_id;
  std::shared_ptr<const store::RenderedRequest> request;
  // As a person may see it.
  v1::Delivery::RenderedRequest shown;
};

// Renders events against real or sample calls. Reads the ledger, so it is for
// threads that may block; thread-safe. What it is given outlives it.
class EventPreviewer {
 public:
  EventPreviewer(const Catalog* catalog, HostCheck check_host,
                 const store::Ledger* ledger, const store::Clock* clock,
                 int partitions)
      : catalog_(*catalog),
        check_host_(std::move(check_host)),
        ledger_(*ledger),
        clock_(*clock),
        partitions_(partitions) {}

  absl::StatusOr<Preview> Render(const v1::PreviewEventRequest& request) const;
  absl::StatusOr<Preview> Render(const v1::TestEventRequest& request) const;

 private:
  // What both requests say.
  struct Subject {
    std::string account_id;
    std::shared_ptr<const AccountDefinition> account;
    std::shared_ptr<const EventDefinition> event;
  };
  using CallStates = google::protobuf::RepeatedPtrField<v1::CallState>;

  absl::StatusOr<Subject> FindEvent(const std::string& name) const;
  absl::StatusOr<Subject> BuildEvent(const v1::Event& event) const;
  absl::StatusOr<FiredCall> ReadCall(const Subject& subject,
                                     const std::string& name) const;
  absl::StatusOr<v1::Trigger> FindTrigger(const Subject& subject,
                                          const std::string& name,
                                          const v1::CallState& state) const;
  absl::StatusOr<Preview> RenderFor(const Subject& subject,
                                    const std::string& call,
                                    const CallStates& call_states,
                                    const std::string& trigger) const;

  const Catalog& catalog_;
  HostCheck check_host_;
  const store::Ledger& ledger_;
  const store::Clock& clock_;
  const int partitions_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_EVENT_PREVIEW_H_
