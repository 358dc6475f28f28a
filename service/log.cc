// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/log.h"

#include <memory>

#include "grpc/support/log.h"
#include "service/concat.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace gancho::service {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// gRPC reports refused handshakes and the like as errors of its own.
void LogForGrpc(gpr_log_func_args* args) {
  if (args->severity == GPR_LOG_SEVERITY_ERROR) {
    LogWarning(Concat("grpc: ", args->message));
  }
}

// Set once, by StartLog(); before that gRPC's errors would be a second line
// beside the one that says why the server does not start.
std::shared_ptr<spdlog::logger> logger;

void Log(LogLevel level, std::string_view text) {
  if (logger == nullptr) return;
  logger->log(ToSpdlog(level), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace

void HoldLog() { gpr_set_log_function(&LogForGrpc); }

void StartLog(LogLevel level) {
  if (logger != nullptr) return;
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto started = std::make_shared<spdlog::logger>("gancho", std::move(sink));
  started->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                       spdlog::pattern_time_type::utc);
  started->set_level(ToSpdlog(level));
  started->flush_on(spdlog::level::info);
  logger = std::move(started);
}

void LogDebug(std::string_view text) { Log(LogLevel::kDebug, text); }
void LogInfo(std::string_view text) { Log(LogLevel::kInfo, text); }
void LogWarning(std::string_view text) { Log(LogLevel::kWarning, text); }
void LogError(std::string_view text) { Log(LogLevel::kError, text); }

}  // namespace gancho::service
