// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_LOG_H_
#define GANCHO_SERVICE_LOG_H_

#include <string_view>

// The server's log: one line an entry, UTC, on stderr. Secrets, and the path
// and query of a URL, which often are secrets, are never logged. Thread-safe.
namespace gancho::service {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Keeps gRPC's own lines off stderr until StartLog(). Called first in main().
void HoldLog();

// Entries below `level` are dropped; gRPC's own errors appear as warnings from
// here on. Before this call nothing is logged. The first call is made before
// there are threads that log; later ones change nothing.
void StartLog(LogLevel level);

void LogDebug(std::string_view text);
void LogInfo(std::string_view text);
void LogWarning(std::string_view text);
void LogError(std::string_view text);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_LOG_H_
