// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_EVENT_CHANGE_H_
#define GANCHO_SERVICE_EVENT_CHANGE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/event_service.pb.h"
#include "service/definition_change.h"
#include "service/definition_store.h"
#include "service/resource_name.h"

// The mutations of events, as plans for the definition store. `name` is the
// event's, read from the request.
namespace gancho::service {

absl::Status PlanCreateEvent(const v1::CreateEventRequest& request,
                             const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response);

absl::Status PlanUpdateEvent(const v1::UpdateEventRequest& request,
                             const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response);

// `pending_count` is how many deliveries of the event have not ended; it
// matters without `force` only.
absl::Status PlanDeleteEvent(const v1::DeleteEventRequest& request,
                             const ChildName& name, int64_t pending_count,
                             PlanContext* context, DefinitionChange* change);

absl::Status PlanPauseEvent(const v1::PauseEventRequest& request,
                            const ChildName& name, PlanContext* context,
                            DefinitionChange* change, v1::Event* response);

absl::Status PlanResumeEvent(const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response);

// By the engine. OK without a change if the event is gone or DISABLED already.
absl::Status PlanDisableEvent(const std::string& account_id,
                              const std::string& event_id,
                              const std::string& reason, PlanContext* context,
                              DefinitionChange* change);

absl::Status PlanRotateSigningSecret(
    const v1::RotateSigningSecretRequest& request, const ChildName& name,
    PlanContext* context, DefinitionChange* change,
    v1::RotateSigningSecretResponse* response);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_EVENT_CHANGE_H_
