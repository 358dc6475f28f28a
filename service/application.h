// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_APPLICATION_H_
#define GANCHO_SERVICE_APPLICATION_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/flags.h"
#include "service/listener.h"
#include "store/clock.h"
#include "store/rocksdb/rocksdb_ledger.h"

namespace gancho::service {

// What a server stands on. Tests put clocks and disks of their own here.
struct Surroundings {
  // Outlives the server; null for the machine's.
  const store::Clock* clock = nullptr;
  // `accept_data_loss` and `message_sink` are set by the server.
  store::RocksdbOptions ledger;
};

// The whole server: makes its parts in the order in which they need each
// other, and ends them in the order that loses nothing (see ARCHITECTURE.md).
class Application {
 public:
  // Returns when the server takes calls. Errors are one line for the operator.
  // Files and ports are checked before anything is changed.
  static absl::StatusOr<std::unique_ptr<Application>> Start(
      const ServerOptions& options, const Surroundings& surroundings = {});

  // Ends everything at once if Drain() has not.
  ~Application();

  // Stops taking calls, ends streams, lets attempts end for at most `timeout`,
  // and closes the ledger. Blocks. Idempotent.
  void Drain(absl::Duration timeout);

  // Where it listens, with the ports that were chosen.
  const HostPort& address() const;
  const std::optional<HostPort>& metrics_address() const;

  // OK unless the ledger takes no writes and never will before it is opened
  // anew: then what went wrong. A full disk is not of that kind. Thread-safe.
  absl::Status ledger_loss() const;

 private:
  class Impl;
  explicit Application(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_APPLICATION_H_
