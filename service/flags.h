// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_FLAGS_H_
#define GANCHO_SERVICE_FLAGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/descriptor_budget.h"
#include "service/listener.h"
#include "service/log.h"

namespace gancho::service {

// What the flags of ganchod say, checked.
struct ServerOptions {
  ListenerOptions listener;
  std::string data_dir;
  bool accept_data_loss = false;
  std::optional<HostPort> metrics_address;
  // CIDR blocks and addresses, as text; the address guard reads them.
  std::vector<std::string> allow_destinations;
  std::string ca_file;
  std::string egress_proxy;
  absl::Duration drain_timeout;
  absl::Duration retention;
  absl::Duration call_close_timeout;
  int engine_threads = 1;
  // 0: as the limit of open files allows.
  int max_connections = 0;
  // Of that limit; not from the flags.
  DescriptorBudget descriptors;
  LogLevel log_level = LogLevel::kInfo;
};

// What is to be done with the ledger instead of serving.
struct LedgerCommand {
  enum class Kind { kNone, kCheck, kBackup };
  Kind kind = Kind::kNone;
  std::string data_dir;
  std::string backup_to;
};

// Reads the command line, --flagfile included. Ends the process for --help and
// --version, and with a line on stderr and exit code 1 for a flag that does
// not exist or does not parse.
std::vector<std::string> ParseFlags(int argc, char** argv);

// Checks the values against their ranges and each other. INVALID_ARGUMENT or
// FAILED_PRECONDITION with one line that names the flag; UNIMPLEMENTED for a
// flag whose feature this version does not have.
absl::StatusOr<ServerOptions> ReadServerOptions();

// Only the flags that say so; the server's may stand beside them, as in one
// --flagfile for both. INVALID_ARGUMENT with one line that names the flag.
absl::StatusOr<LedgerCommand> ReadLedgerCommand();

// "0.1.0".
const char* Version();

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_FLAGS_H_
