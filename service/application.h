// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_APPLICATION_H_
#define GANCHO_SERVICE_APPLICATION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "service/flags.h"

namespace gancho::service {

// The whole server: makes its parts in the order in which they need each
// other, and ends them in the order that loses nothing (see ARCHITECTURE.md).
class Application {
 public:
  // Returns when the server takes calls. Errors are one line for the operator.
  // Files and ports are checked before anything is changed.
  static absl::StatusOr<std::unique_ptr<Application>> Start(
      const ServerOptions& options);

  // Drains if that has not been done.
  ~Application();

  // Stops taking calls, ends streams, lets attempts end for at most
  // `drain_timeout`, and closes the ledger. Blocks. Idempotent.
  void Drain();

 private:
  class Impl;
  explicit Application(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_APPLICATION_H_
