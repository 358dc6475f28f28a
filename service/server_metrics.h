// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_SERVER_METRICS_H_
#define GANCHO_SERVICE_SERVER_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "delivery/engine.h"
#include "service/connection_acceptor.h"
#include "service/engine_events.h"
#include "service/intake.h"
#include "service/measured_ledger.h"
#include "service/retention_sweeper.h"
#include "store/committer.h"
#include "store/ledger.h"

namespace gancho::service {

// What the server counts, at one moment.
struct ServerMetrics {
  double uptime_seconds = 0;
  bool serving = false;
  size_t live_streams = 0;
  ConnectionAcceptor::Stats connections;
  Intake::Stats intake;
  delivery::Engine::Stats engine;
  EngineEvents::Ended ended;
  store::Committer::Stats committer;
  MeasuredLedger::Histogram commit_times;
  store::LedgerHealth ledger;
  RetentionSweeper::Stats retention;
};

// The text that /metrics answers. Names begin with "gancho_" and are never
// changed once released.
std::string RenderMetrics(const ServerMetrics& metrics);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_SERVER_METRICS_H_
