// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_TABLE_H_
#define GANCHO_STORE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gancho::store {

// The registry of tables. Numbers are on disk: never changed, never reused.
// Keys are made by store/key.h alone; values are messages of record.proto.
// Integers in keys are big-endian; P is the partition (2 bytes), A an account
// uid, E an event uid, L a lane, H the hash of a call (8 bytes each), D a
// delivery id (16 bytes); a time (us) has 8 bytes and its sign bit inverted, so
// that bytes sort as times.
enum class Table : uint8_t {
  kMeta = 0,      // name                  -> per name, see key.h
  kAccount = 1,   // account id            -> AccountRecord
  kEvent = 2,     // A event id            -> EventRecord
  kTrigger = 3,   // A trigger id          -> TriggerRecord
  kRequest = 4,   // fingerprint of caller's request id -> RequestRecord
  kCall = 5,      // P A call id           -> CallRecord
  kCallTime = 6,  // P A create_us call id -> empty; order of first states
  kDelivery = 7,  // P A D                 -> DeliveryRecord
  kStatus = 8,    // P A D                 -> StatusRecord
  kAttempt = 9,   // P A D number(2)       -> AttemptRecord
  kReady = 10,    // P E D                 -> PendingRecord; may go at once
  kTimer = 11,    // P E due_us D          -> PendingRecord; waits for its time
  kParked = 12,   // P E L D               -> PendingRecord; behind a timer
  kLane = 13,     // P E L                 -> LaneRecord; head is in kTimer
  kExpiry = 14,   // P expire_us E D       -> PendingRecord; pending, expires
  kHeld = 15,     // P A H D               -> empty; outlives the retention
  kRevisit = 16,  // P time A what         -> empty; when the sweep looks again
};

inline constexpr int kTableCount = 17;

// What a table is called on disk and in messages: never changed, never reused.
// kMeta is the family that every RocksDB has, so that the format version can
// be read without knowing any other.
constexpr std::string_view TableName(Table table) {
  constexpr std::array<std::string_view, kTableCount> kNames = {
      "default",   "account",  "event",  "trigger", "request", "call",
      "call_time", "delivery", "status", "attempt", "ready",   "timer",
      "parked",    "lane",     "expiry", "held",    "revisit"};
  return kNames[static_cast<size_t>(table)];
}

// The version of the whole format: tables, keys, values, hashes. It rises when
// an older server could no longer read what this one writes, or would harm it.
inline constexpr uint64_t kFormatVersion = 1;

}  // namespace gancho::store

#endif  // GANCHO_STORE_TABLE_H_
