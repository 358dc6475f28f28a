// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_KEY_H_
#define GANCHO_STORE_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "store/delivery_id.h"
#include "store/ledger.h"

// Makes and reads the keys of table.h. No other code knows their layout. Keys
// sort as the tuple of their parts does; times may be negative.
namespace gancho::store {

// Names of kMeta. The first two belong to the ledger itself: a batch that
// changes them is refused.
inline constexpr std::string_view kMetaFormatVersion = "format_version";
inline constexpr std::string_view kMetaAppliedBatch = "applied_batch";
inline constexpr std::string_view kMetaNextUid = "next_uid";  // 8 bytes
// The last delivery id of a partition (16 bytes); written with every batch
// that makes deliveries, so that ids rise across restarts and clock jumps.
std::string MetaLastDeliveryIdKey(uint16_t partition);
// EventHealthRecord of an event that fails.
std::string MetaEventHealthKey(uint64_t event_uid);
// The time by which the retention judged last, now and then written down (a
// MetaNumber, microseconds).
inline constexpr std::string_view kMetaRetentionTime = "retention_time";
// SweepRecord: how far the retention has come with an account.
std::string MetaSweepKey(uint16_t partition, uint64_t account_uid);
// When an account was deleted (a MetaNumber, microseconds); there until its
// calls and deliveries are gone.
std::string MetaDeletedAccountKey(uint64_t account_uid);
KeyRange MetaDeletedAccountsRange();
bool ReadMetaDeletedAccountKey(std::string_view key, uint64_t* account_uid);
// The numbers in kMeta (all but the delivery ids): 8 bytes, big-endian.
std::string MetaNumber(uint64_t number);
bool ReadMetaNumber(std::string_view value, uint64_t* number);

std::string AccountKey(std::string_view account_id);
std::string EventKey(uint64_t account_uid, std::string_view event_id);
std::string TriggerKey(uint64_t account_uid, std::string_view trigger_id);
std::string CallKey(uint16_t partition, uint64_t account_uid,
                    std::string_view call_id);
std::string CallTimeKey(uint16_t partition, uint64_t account_uid,
                        int64_t create_us, std::string_view call_id);
std::string DeliveryKey(uint64_t account_uid, const DeliveryId& id);
std::string AttemptKey(uint64_t account_uid, const DeliveryId& id, int number);
std::string ReadyKey(uint64_t event_uid, const DeliveryId& id);
std::string TimerKey(uint64_t event_uid, int64_t due_us, const DeliveryId& id);
std::string ParkedKey(uint64_t event_uid, uint64_t lane, const DeliveryId& id);
std::string LaneKey(uint16_t partition, uint64_t event_uid, uint64_t lane);
std::string ExpiryKey(int64_t expire_us, uint64_t event_uid,
                      const DeliveryId& id);
std::string HeldKey(uint64_t account_uid, uint64_t call_hash,
                    const DeliveryId& id);
// What the retention has to look at again, and when.
std::string RevisitDeliveryKey(int64_t time_us, uint64_t account_uid,
                               const DeliveryId& id, uint64_t call_hash);
std::string RevisitCallKey(uint16_t partition, int64_t time_us,
                           uint64_t account_uid, int64_t create_us,
                           std::string_view call_id);

// A key of kRevisit, read.
struct Revisit {
  int64_t time_us = 0;
  uint64_t account_uid = 0;
  bool is_call = false;
  // Of a delivery.
  DeliveryId id;
  uint64_t call_hash = 0;
  // Of a call: its key in kCallTime.
  int64_t create_us = 0;
  std::string call_id;
};

// Read what the functions above made. False if `key` has another form; what
// was read is then meaningless.
bool ReadDeliveryKey(std::string_view key, uint64_t* account_uid,
                     DeliveryId* id);
bool ReadReadyKey(std::string_view key, uint64_t* event_uid, DeliveryId* id);
bool ReadTimerKey(std::string_view key, uint64_t* event_uid, int64_t* due_us,
                  DeliveryId* id);
bool ReadParkedKey(std::string_view key, uint64_t* event_uid, uint64_t* lane,
                   DeliveryId* id);
bool ReadLaneKey(std::string_view key, uint16_t* partition, uint64_t* event_uid,
                 uint64_t* lane);
bool ReadCallKey(std::string_view key, uint16_t* partition,
                 uint64_t* account_uid, std::string_view* call_id);
bool ReadCallTimeKey(std::string_view key, uint64_t* account_uid,
                     int64_t* create_us, std::string_view* call_id);
bool ReadExpiryKey(std::string_view key, int64_t* expire_us,
                   uint64_t* event_uid, DeliveryId* id);
bool ReadRevisitKey(std::string_view key, Revisit* revisit);
bool ReadDefinitionKey(std::string_view key, uint64_t* account_uid,
                       std::string_view* id);  // kEvent, kTrigger

// Ranges.
KeyRange PrefixRange(std::string prefix);
// All of kReady, kTimer or kParked in a partition, to be read once.
KeyRange PendingRange(uint16_t partition);
// Ready deliveries of an event with ids above `after`.
KeyRange ReadyRange(uint16_t partition, uint64_t event_uid,
                    const DeliveryId& after);
// All timers of an event, earliest first, due at or before `until_us`.
KeyRange TimerRange(uint16_t partition, uint64_t event_uid, int64_t until_us);
KeyRange ParkedRange(uint16_t partition, uint64_t event_uid, uint64_t lane);
KeyRange AttemptRange(uint64_t account_uid, const DeliveryId& id);
// Deliveries of an account with ids in [from, to).
KeyRange DeliveryRange(uint16_t partition, uint64_t account_uid,
                       const DeliveryId& from, const DeliveryId& to);
KeyRange AccountRange(uint64_t account_uid);  // kEvent, kTrigger
KeyRange AccountCallsRange(uint16_t partition, uint64_t account_uid);
// Calls of an account by their first states: behind the key `after` (from the
// first one if it is empty), and before `until_us`.
KeyRange CallTimeRange(uint16_t partition, uint64_t account_uid,
                       std::string_view after, int64_t until_us);
// Expiries up to `until_us`, the earliest first, behind the key `after` (from
// the first one if it is empty).
KeyRange ExpiryRange(uint16_t partition, std::string_view after,
                     int64_t until_us);
KeyRange HeldRange(uint16_t partition, uint64_t account_uid,
                   uint64_t call_hash);
// What is to be looked at up to `until_us`, the earliest first.
KeyRange RevisitRange(uint16_t partition, int64_t until_us);

// Stands for a call in keys of fixed width. Of two calls that collide, one
// merely is kept a little longer.
uint64_t CallHash(uint64_t account_uid, std::string_view call_id);
// The partition of a call: a stable hash of account and call id, modulo
// `partitions` (1 to 1,024).
uint16_t PartitionOf(uint64_t account_uid, std::string_view call_id,
                     int partitions);
// The lane of (event, call): a stable 64-bit hash. Two calls that collide
// merely wait for each other.
uint64_t LaneOf(uint64_t event_uid, std::string_view call_id);

}  // namespace gancho::store

#endif  // GANCHO_STORE_KEY_H_
