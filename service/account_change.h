// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_ACCOUNT_CHANGE_H_
#define GANCHO_SERVICE_ACCOUNT_CHANGE_H_

#include <string>

#include "absl/status/status.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/account_service.pb.h"
#include "service/definition_change.h"
#include "service/definition_store.h"

// The mutations of accounts, as plans for the definition store. `id` is the
// account's, checked for its form.
namespace gancho::service {

absl::Status PlanCreateAccount(const v1::CreateAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change, v1::Account* response);

absl::Status PlanUpdateAccount(const v1::UpdateAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change, v1::Account* response);

// Calls and deliveries of a deleted account are out of reach at once, as its
// uid is never used again; what was pending is cancelled.
absl::Status PlanDeleteAccount(const v1::DeleteAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_ACCOUNT_CHANGE_H_
