// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_MESSAGE_LOGGER_H_
#define GANCHO_STORE_ROCKSDB_MESSAGE_LOGGER_H_

#include <cstdarg>
#include <functional>
#include <string_view>

#include "rocksdb/env.h"

namespace gancho::store {

// Hands RocksDB's warnings and errors on. In place of RocksDB's own logger,
// which writes files into the directory of a database that must not be changed,
// and in Debian's build of 7.8 ends the process by an assertion when it cannot
// write because the disk is full. Thread-safe if `sink` is.
class MessageLogger final : public rocksdb::Logger {
 public:
  // `sink` takes one line without its end; an empty one discards all.
  explicit MessageLogger(std::function<void(std::string_view)> sink);

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override;

 private:
  const std::function<void(std::string_view)> sink_;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_MESSAGE_LOGGER_H_
