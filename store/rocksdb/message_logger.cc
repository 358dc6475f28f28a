// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/message_logger.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace gancho::store {

MessageLogger::MessageLogger(std::function<void(std::string_view)> sink)
    : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), sink_(std::move(sink)) {}

void MessageLogger::Logv(const char* format, va_list arguments) {
  if (!sink_) return;
  char line[1024];  // longer messages are cut
  const int written = std::vsnprintf(line, sizeof(line), format, arguments);
  if (written < 0) return;
  std::string_view text(
      line, std::min(static_cast<size_t>(written), sizeof(line) - 1));
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  sink_(text);
}

}  // namespace gancho::store
