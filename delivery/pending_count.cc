// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/pending_count.h"

#include "store/delivery_id.h"
#include "store/key.h"

namespace gancho::delivery {

using store::Table;

namespace {

constexpr int64_t kStopCheckInterval = 1024;  // entries

bool ReadEventUid(Table table, std::string_view key, uint64_t* event_uid) {
  store::DeliveryId id;
  int64_t due_us;
  uint64_t lane;
  switch (table) {
    case Table::kReady:
      return store::ReadReadyKey(key, event_uid, &id);
    case Table::kTimer:
      return store::ReadTimerKey(key, event_uid, &due_us, &id);
    default:
      return store::ReadParkedKey(key, event_uid, &lane, &id);
  }
}

}  // namespace

PendingCount::PendingCount(const store::Ledger* ledger, uint16_t partition)
    : sources_{{{Table::kReady, nullptr},
                {Table::kTimer, nullptr},
                {Table::kParked, nullptr}}} {
  for (Source& source : sources_) {
    source.scan = ledger->NewScan(source.table, store::PendingRange(partition));
  }
}

void PendingCount::Read(const std::atomic<bool>& stop) {
  status_ = absl::OkStatus();
  for (Source& source : sources_) {
    if (status_.ok()) status_ = Count(source, stop);
    source.scan.reset();
  }
}

absl::Status PendingCount::Count(const Source& source,
                                 const std::atomic<bool>& stop) {
  // Entries of one event lie together.
  uint64_t last_uid = 0;
  int64_t* count = nullptr;
  int64_t until_check = 0;
  for (; source.scan->Valid(); source.scan->Next()) {
    if (--until_check < 0) {
      if (stop) return absl::UnavailableError("the server is shutting down");
      until_check = kStopCheckInterval;
    }
    uint64_t event_uid;
    if (!ReadEventUid(source.table, source.scan->key(), &event_uid)) {
      return absl::DataLossError("unreadable key");
    }
    if (count == nullptr || event_uid != last_uid) {
      count = &counts_[event_uid];
      last_uid = event_uid;
    }
    ++*count;
  }
  return source.scan->status();
}

int64_t PendingCount::Of(uint64_t event_uid) const {
  const auto count = counts_.find(event_uid);
  return count == counts_.end() ? 0 : count->second;
}

}  // namespace gancho::delivery
