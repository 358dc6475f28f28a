// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_cache.h"

#include <utility>

namespace gancho::service {
namespace {

// A parsed record beside its texts: the messages, the map, the list's node.
constexpr size_t kEntryBytes = 1024;
// Each text is an object with an allocation of its own.
constexpr size_t kTextFactor = 3;

}  // namespace

CallCache::Entry* CallCache::FindOrAdd(std::string key, bool* added) {
  const auto found = index_.find(key);
  *added = found == index_.end();
  if (!*added) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return &entries_.front();
  }
  Entry& entry = entries_.emplace_front();
  entry.key = std::move(key);
  entry.size_bytes = kEntryBytes;
  size_bytes_ += entry.size_bytes;
  index_.emplace(entry.key, entries_.begin());
  return &entry;
}

void CallCache::SetRecordSize(Entry* entry, size_t record_bytes) {
  size_bytes_ -= entry->size_bytes;
  entry->size_bytes = kEntryBytes + kTextFactor * record_bytes;
  size_bytes_ += entry->size_bytes;
}

void CallCache::Remove(Entry* entry) {
  const auto found = index_.find(entry->key);
  if (found != index_.end()) Erase(found->second);
}

void CallCache::Shrink(uint64_t durable_round) {
  auto position = entries_.end();
  while (size_bytes_ > max_bytes_ && position != entries_.begin()) {
    --position;
    // Used later than all before it in this order, but not much: what is not
    // durable yet was used within the last few rounds.
    if (position->changed_in_round > durable_round) return;
    const auto victim = position++;
    Erase(victim);
  }
}

void CallCache::Clear() {
  index_.clear();
  entries_.clear();
  size_bytes_ = 0;
}

void CallCache::Erase(Entries::iterator position) {
  size_bytes_ -= position->size_bytes;
  index_.erase(position->key);
  entries_.erase(position);
}

}  // namespace gancho::service
