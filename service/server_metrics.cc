// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/server_metrics.h"

#include <vector>

#include "service/prometheus_text.h"

namespace gancho::service {
namespace {

double D(uint64_t count) { return static_cast<double>(count); }

void AddConnections(const ConnectionAcceptor::Stats& connections,
                    PrometheusText* text) {
  text->Gauge("gancho_open_connections", "Connections of callers.",
              D(connections.open));
  text->Counter("gancho_connections_accepted_total",
                "Connections of callers that were accepted.",
                D(connections.accepted));
  text->Counters("gancho_connections_refused_total",
                 "Connections of callers that were reset at once, by what there"
                 " was too little of.",
                 "reason",
                 {{"max_connections", D(connections.refused_by_limit)},
                  {"file_descriptors", D(connections.refused_by_descriptors)}});
  text->Counter("gancho_accept_errors_total",
                "Times that no connection could be accepted, nor refused.",
                D(connections.errors));
}

void AddIntake(const Intake::Stats& intake, PrometheusText* text) {
  text->Counters("gancho_call_states_total",
                 "Call states received, by what became of them.", "result",
                 {{"accepted", D(intake.accepted)},
                  {"duplicate", D(intake.duplicates)},
                  {"rejected", D(intake.rejected)}});
  text->Counter("gancho_deliveries_accepted_total",
                "Deliveries that call states caused.", D(intake.deliveries));
  text->Gauge("gancho_intake_queued_states",
              "Call states that wait to become durable.",
              D(intake.queued_states));
  text->Gauge("gancho_intake_queued_bytes",
              "Bytes of call states that wait to become durable.",
              D(intake.queued_bytes));
}

void AddEngine(const delivery::Engine::Stats& engine,
               const EngineEvents::Ended& ended, PrometheusText* text) {
  text->Counters("gancho_deliveries_ended_total",
                 "Deliveries that have ended, by how.", "state",
                 {{"DELIVERED", D(ended.delivered)},
                  {"FAILED", D(ended.failed)},
                  {"EXPIRED", D(ended.expired)},
                  {"CANCELLED", D(ended.cancelled)}});
  text->Counter("gancho_attempts_total", "Attempts that have ended.",
                D(engine.attempts));
  text->Counter("gancho_attempts_retried_total",
                "Attempts that failed and are to be repeated.",
                D(engine.retried));
  text->Counter("gancho_attempts_postponed_total",
                "Attempts that were not made and are to be: this machine had no"
                " file descriptor or memory for a connection.",
                D(engine.postponed));
  text->Counter("gancho_requests_total", "HTTP requests sent.",
                D(engine.requests));
  text->Counter("gancho_requests_on_reused_connections_total",
                "HTTP requests sent over a kept-alive connection.",
                D(engine.reused_connections));
  text->Gauge("gancho_attempts_in_flight", "Attempts under way.",
              D(engine.in_flight));
  text->Gauge("gancho_window_deliveries", "Pending deliveries in memory.",
              D(engine.window_deliveries));
  text->Gauge("gancho_window_bytes", "Bytes of pending deliveries in memory.",
              D(engine.window_bytes));
}

void AddLedger(const ServerMetrics& metrics, PrometheusText* text) {
  const store::Committer::Stats& committer = metrics.committer;
  text->Counter("gancho_commit_groups_total",
                "Groups of changes that were synced to disk.",
                D(committer.groups));
  text->Counter("gancho_commit_pieces_total",
                "Changes within those groups, each whole.",
                D(committer.pieces));
  text->Counter("gancho_commit_bytes_total", "Bytes within those groups.",
                D(committer.bytes));
  text->Counter("gancho_commit_failures_total",
                "Groups that could not be written.", D(committer.failures));
  const auto& bounds = MeasuredLedger::kBounds;
  const auto& counts = metrics.commit_times.counts;
  text->Histogram("gancho_commit_seconds", "Time to sync one group to disk.",
                  {bounds.begin(), bounds.end()},
                  {counts.begin(), counts.end()},
                  metrics.commit_times.sum_seconds);
  text->Gauge("gancho_ledger_healthy",
              "1 while the ledger takes writes, else 0.",
              metrics.ledger.status.ok() ? 1 : 0);
  text->Gauge("gancho_ledger_stalled",
              "1 while writes wait for compaction, else 0.",
              metrics.ledger.stalled ? 1 : 0);
}

void AddRetention(const RetentionSweeper::Stats& retention,
                  PrometheusText* text) {
  text->Counter("gancho_swept_deliveries_total",
                "Deliveries removed because their retention was over.",
                D(retention.deliveries));
  text->Counter("gancho_swept_calls_total",
                "Calls removed because their retention was over.",
                D(retention.calls));
  text->Counter("gancho_closed_calls_total",
                "Calls closed because no state came for too long.",
                D(retention.closed_calls));
  text->Gauge("gancho_last_sweep_timestamp_seconds",
              "When the retention was last through with everything; 0 before.",
              retention.last_pass);
  text->Gauge("gancho_oldest_kept_timestamp_seconds",
              "When the oldest delivery was accepted, those apart that outlive"
              " the retention because they were pending; 0 for none.",
              retention.oldest_kept);
}

}  // namespace

std::string RenderMetrics(const ServerMetrics& metrics) {
  PrometheusText text;
  text.Gauge("gancho_serving", "1 while the server takes calls, else 0.",
             metrics.serving ? 1 : 0);
  text.Gauge("gancho_uptime_seconds", "Time since the server started.",
             metrics.uptime_seconds);
  text.Gauge("gancho_open_streams", "gRPC streams that are open.",
             D(metrics.live_streams));
  AddConnections(metrics.connections, &text);
  AddIntake(metrics.intake, &text);
  AddEngine(metrics.engine, metrics.ended, &text);
  AddLedger(metrics, &text);
  AddRetention(metrics.retention, &text);
  return text.text();
}

}  // namespace gancho::service
