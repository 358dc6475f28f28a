// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_TRIGGER_CHANGE_H_
#define GANCHO_SERVICE_TRIGGER_CHANGE_H_

#include "absl/status/status.h"
#include "gancho/v1/trigger.pb.h"
#include "gancho/v1/trigger_service.pb.h"
#include "service/definition_change.h"
#include "service/definition_store.h"
#include "service/resource_name.h"

// The mutations of triggers, as plans for the definition store. `name` is the
// trigger's, read from the request.
namespace gancho::service {

absl::Status PlanCreateTrigger(const v1::CreateTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change, v1::Trigger* response);

absl::Status PlanUpdateTrigger(const v1::UpdateTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change, v1::Trigger* response);

absl::Status PlanDeleteTrigger(const v1::DeleteTriggerRequest& request,
                               const ChildName& name, PlanContext* context,
                               DefinitionChange* change);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_TRIGGER_CHANGE_H_
