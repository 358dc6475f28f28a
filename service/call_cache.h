// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_CACHE_H_
#define GANCHO_SERVICE_CALL_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "store/record.pb.h"

namespace gancho::service {

// The calls that the intake works on, the least recently used ones dropped
// first. It is also the only place that knows changes which are not yet
// durable: an entry stays until the round that changed it is. Not thread-safe.
class CallCache {
 public:
  struct Entry {
    std::string key;  // of Table::kCall
    store::CallRecord record;
    // Whether `record` is what the ledger and the rounds in flight say.
    // Otherwise `status` tells why not, and the entry must not be used.
    bool loaded = false;
    absl::Status status;
    // The last round that changed it; 0 if none did.
    uint64_t changed_in_round = 0;
    // Changed in the round that is being built.
    bool dirty = false;
    size_t size_bytes = 0;
  };

  explicit CallCache(size_t max_bytes) : max_bytes_(max_bytes) {}
  CallCache(const CallCache&) = delete;
  CallCache& operator=(const CallCache&) = delete;

  // The entry of `key`, made if there is none; then it is not loaded. Valid
  // until Shrink() or Clear().
  Entry* FindOrAdd(std::string key, bool* added);

  // Says how large the record is when serialized, which stands for what it
  // costs in memory.
  void SetRecordSize(Entry* entry, size_t record_bytes);

  // Forgets one entry.
  void Remove(Entry* entry);

  // Drops entries that changed in no round above `durable_round`, the oldest
  // first, until the limit is kept.
  void Shrink(uint64_t durable_round);

  void Clear();

  size_t count() const { return index_.size(); }
  size_t size_bytes() const { return size_bytes_; }

 private:
  using Entries = std::list<Entry>;

  void Erase(Entries::iterator position);

  const size_t max_bytes_;
  size_t size_bytes_ = 0;
  Entries entries_;  // the most recently used first
  absl::flat_hash_map<absl::string_view, Entries::iterator> index_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_CACHE_H_
