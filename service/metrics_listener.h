// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_METRICS_LISTENER_H_
#define GANCHO_SERVICE_METRICS_LISTENER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/listener.h"

namespace gancho::service {

// A small HTTP listener for operators: `/metrics` (Prometheus text),
// `/healthz` (200 while the process answers) and `/readyz` (200 while the
// server takes calls, else 503 with the reason). No TLS and no secrets. Listens
// again when accepting failed.
class MetricsListener {
 public:
  // Both are called on the listener's threads.
  struct Sources {
    std::function<std::string()> metrics;
    // OK, or why the server is not ready.
    std::function<absl::Status()> readiness;
  };

  // UNAVAILABLE if the port is in use.
  static absl::StatusOr<std::unique_ptr<MetricsListener>> Start(
      const HostPort& address, Sources sources);

  // Answers what is under way, then ends its threads.
  ~MetricsListener();

  // With the port that was chosen.
  const std::string& address() const;

 private:
  class Impl;  // keeps the HTTP library out of this header
  explicit MetricsListener(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_METRICS_LISTENER_H_
