// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_LEDGER_COMMAND_H_
#define GANCHO_SERVICE_LEDGER_COMMAND_H_

#include <string>

#include "absl/status/status.h"
#include "store/ledger_check.h"

// What ganchod does with a ledger instead of serving.
namespace gancho::service {

// ganchod --check: prints the report on stdout. Returns the exit code.
int CheckLedgerCommand(const std::string& data_dir);

// ganchod --backup_to: has the server make it that has the ledger open, or
// makes it if none runs. Returns the exit code.
int BackupCommand(const std::string& data_dir, const std::string& directory);

// What CheckLedgerCommand() prints of a check that could be made.
std::string RenderReport(const std::string& data_dir,
                         const store::LedgerReport& report);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_LEDGER_COMMAND_H_
