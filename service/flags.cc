// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/flags.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "service/concat.h"

// NOLINTBEGIN(misc-definitions-in-headers): the macros define globals.
ABSL_FLAG(std::string, listen_address, "127.0.0.1:7233",
          "HOST:PORT of the gRPC listener. Port 0 takes a free one, which is"
          " logged as 'listening on HOST:PORT'. An address that other machines"
          " reach needs TLS or --insecure_listen.");
ABSL_FLAG(std::string, data_dir, "",
          "Directory of the ledger; made if it does not exist, used by one"
          " server at a time. Required.");
ABSL_FLAG(bool, check, false,
          "Instead of serving, checks the ledger in --data_dir, which no server"
          " may be using, and changes nothing. Exit code 0 if it is in order,"
          " 1 if not.");
ABSL_FLAG(std::string, backup_to, "",
          "Instead of serving, makes a backup of the ledger in --data_dir in"
          " this directory, which must not exist yet. If a server runs on the"
          " ledger, that server makes it and goes on meanwhile.");
ABSL_FLAG(bool, accept_data_loss, false,
          "Opens a ledger whose log is damaged before acknowledged entries, and"
          " drops those and all that came later, for good. Copy the directory"
          " away first; give the flag for one start only. Changes nothing for a"
          " ledger that is whole.");
ABSL_FLAG(std::string, metrics_address, "",
          "HOST:PORT of an HTTP listener with /metrics (Prometheus text),"
          " /healthz and /readyz. Port 0 takes a free one, which is logged."
          " Empty: none.");
ABSL_FLAG(std::vector<std::string>, allow_destinations, {},
          "CIDR blocks, separated by commas, to which deliveries may go"
          " although they are loopback, private or otherwise internal, for"
          " example 127.0.0.0/8,10.1.0.0/16. Empty: none.");
ABSL_FLAG(std::string, ca_file, "",
          "PEM file with trust roots for deliveries, beside those of the"
          " system. Empty: only those of the system.");
ABSL_FLAG(std::string, tls_certificate, "",
          "PEM file with the certificate chain of the gRPC listener, leaf"
          " first. Needs --tls_key. Read once, at the start.");
ABSL_FLAG(std::string, tls_key, "",
          "PEM file with the private key of --tls_certificate.");
ABSL_FLAG(std::string, tls_client_ca, "",
          "PEM file with the authorities of client certificates. With it,"
          " every client must show one (mutual TLS).");
ABSL_FLAG(bool, insecure_listen, false,
          "Lets --listen_address be reached by other machines without TLS."
          " Only for a network that nobody else is on.");
ABSL_FLAG(absl::Duration, retention, absl::Hours(24 * 30),
          "How long ended deliveries and calls are kept, 1s to 87600h (ten"
          " years); an account may say otherwise. Less than an hour is for"
          " tests.");
ABSL_FLAG(absl::Duration, call_close_timeout, absl::Hours(24),
          "A call without END is closed when no state has come for this time,"
          " 1s to 8760h (a year). Nothing fires; from then on the retention"
          " counts.");
ABSL_FLAG(std::string, master_key_file, "",
          "File with the key that encrypts secrets in the ledger. This version"
          " does not encrypt and refuses the flag.");
ABSL_FLAG(std::string, egress_proxy, "",
          "URL of the HTTP proxy through which all deliveries go, by CONNECT:"
          " http://[user:password@]host[:port]. Empty: none.");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(30),
          "How long SIGTERM waits for attempts that are under way, 0s to 10m."
          " What has not ended by then stays pending.");
ABSL_FLAG(int, engine_threads, 0,
          "Threads that send requests, 1 to 64. 0: one for each core, at most"
          " 8.");
ABSL_FLAG(int, max_connections, 0,
          "Connections of callers at once; those beyond are reset. At most half"
          " of what the limit of open files (ulimit -n) leaves beside the"
          " server's own. 0: that half, at most 10000.");
ABSL_FLAG(std::string, log_level, "info",
          "What is logged: debug, info, warning or error.");
// NOLINTEND(misc-definitions-in-headers)

namespace gancho::service {
namespace {

constexpr absl::Duration kMaxDrainTimeout = absl::Minutes(10);
constexpr absl::Duration kMinRetention = absl::Seconds(1);
constexpr absl::Duration kMaxRetention = absl::Hours(24 * 3650);
constexpr absl::Duration kMaxCallCloseTimeout = absl::Hours(24 * 365);
constexpr int kMaxEngineThreads = 64;
constexpr int kMaxDefaultEngineThreads = 8;

absl::StatusOr<LogLevel> ReadLogLevel(const std::string& text) {
  if (text == "debug") return LogLevel::kDebug;
  if (text == "info") return LogLevel::kInfo;
  if (text == "warning") return LogLevel::kWarning;
  if (text == "error") return LogLevel::kError;
  return absl::InvalidArgumentError(
      Concat("--log_level: '", text, "' is not debug, info, warning or error"));
}

// A flag that is silently ignored is worse than none: somebody relies on it.
absl::Status CheckUnavailable() {
  if (!absl::GetFlag(FLAGS_master_key_file).empty()) {
    return absl::UnimplementedError(
        "--master_key_file: this version does not encrypt secrets yet");
  }
  return absl::OkStatus();
}

absl::Status ReadRetention(ServerOptions* options) {
  options->retention = absl::GetFlag(FLAGS_retention);
  if (options->retention < kMinRetention ||
      options->retention > kMaxRetention) {
    return absl::InvalidArgumentError("--retention: must be 1s to 87600h");
  }
  options->call_close_timeout = absl::GetFlag(FLAGS_call_close_timeout);
  if (options->call_close_timeout < kMinRetention ||
      options->call_close_timeout > kMaxCallCloseTimeout) {
    return absl::InvalidArgumentError(
        "--call_close_timeout: must be 1s to 8760h");
  }
  return absl::OkStatus();
}

int DefaultEngineThreads() {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(cores, 1, kMaxDefaultEngineThreads);
}

}  // namespace

const char* Version() { return GANCHO_VERSION; }

std::vector<std::string> ParseFlags(int argc, char** argv) {
  absl::FlagsUsageConfig config;
  // --help shows the flags of this file.
  config.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "service/flags.cc");
  };
  config.version_string = [] { return Concat("ganchod ", Version(), "\n"); };
  absl::SetFlagsUsageConfig(std::move(config));
  absl::SetProgramUsageMessage(
      "Gancho, a call-webhook server: takes call states over gRPC and delivers"
      " them over HTTPS.\n\n  ganchod --data_dir=DIR [--flagfile=FILE]"
      " [--flag=value ...]\n  ganchod --data_dir=DIR --check\n"
      "  ganchod --data_dir=DIR --backup_to=NEW_DIR");
  std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  return std::vector<std::string>(rest.begin() + 1, rest.end());
}

absl::StatusOr<LedgerCommand> ReadLedgerCommand() {
  LedgerCommand command;
  const bool check = absl::GetFlag(FLAGS_check);
  command.data_dir = absl::GetFlag(FLAGS_data_dir);
  command.backup_to = absl::GetFlag(FLAGS_backup_to);
  if (!check && command.backup_to.empty()) return command;
  if (check && !command.backup_to.empty()) {
    return absl::InvalidArgumentError("--check and --backup_to: one at a time");
  }
  if (command.data_dir.empty()) {
    return absl::InvalidArgumentError(
        "--data_dir is required: the directory of the ledger");
  }
  command.kind =
      check ? LedgerCommand::Kind::kCheck : LedgerCommand::Kind::kBackup;
  return command;
}

absl::StatusOr<ServerOptions> ReadServerOptions() {
  ServerOptions options;
  if (absl::Status status = CheckUnavailable(); !status.ok()) return status;
  auto address =
      ParseHostPort(absl::GetFlag(FLAGS_listen_address), "listen_address");
  if (!address.ok()) return address.status();
  options.listener = {.address = *address,
                      .tls_certificate = absl::GetFlag(FLAGS_tls_certificate),
                      .tls_key = absl::GetFlag(FLAGS_tls_key),
                      .tls_client_ca = absl::GetFlag(FLAGS_tls_client_ca),
                      .insecure = absl::GetFlag(FLAGS_insecure_listen)};
  if (absl::Status status = CheckListenerOptions(options.listener);
      !status.ok()) {
    return status;
  }
  options.data_dir = absl::GetFlag(FLAGS_data_dir);
  if (options.data_dir.empty()) {
    return absl::InvalidArgumentError(
        "--data_dir is required: the directory of the ledger");
  }
  options.accept_data_loss = absl::GetFlag(FLAGS_accept_data_loss);
  if (const std::string text = absl::GetFlag(FLAGS_metrics_address);
      !text.empty()) {
    auto metrics_address = ParseHostPort(text, "metrics_address");
    if (!metrics_address.ok()) return metrics_address.status();
    options.metrics_address = *metrics_address;
  }
  options.allow_destinations = absl::GetFlag(FLAGS_allow_destinations);
  options.ca_file = absl::GetFlag(FLAGS_ca_file);
  options.egress_proxy = absl::GetFlag(FLAGS_egress_proxy);
  options.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  if (options.drain_timeout < absl::ZeroDuration() ||
      options.drain_timeout > kMaxDrainTimeout) {
    return absl::InvalidArgumentError("--drain_timeout: must be 0s to 10m");
  }
  if (absl::Status status = ReadRetention(&options); !status.ok()) {
    return status;
  }
  options.engine_threads = absl::GetFlag(FLAGS_engine_threads);
  if (options.engine_threads < 0 ||
      options.engine_threads > kMaxEngineThreads) {
    return absl::InvalidArgumentError("--engine_threads: must be 0 to 64");
  }
  if (options.engine_threads == 0) {
    options.engine_threads = DefaultEngineThreads();
  }
  options.max_connections = absl::GetFlag(FLAGS_max_connections);
  if (options.max_connections < 0) {
    return absl::InvalidArgumentError(
        "--max_connections: must not be negative");
  }
  auto log_level = ReadLogLevel(absl::GetFlag(FLAGS_log_level));
  if (!log_level.ok()) return log_level.status();
  options.log_level = *log_level;
  return options;
}

}  // namespace gancho::service
