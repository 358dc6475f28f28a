// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/key.h"

#include <cassert>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

namespace gancho::store {
namespace {

// Times are signed: with the sign bit inverted their bytes sort as numbers do.
constexpr uint64_t kSignBit = uint64_t{1} << 63;

constexpr std::string_view kDeletedAccountPrefix = "deleted_account/";

// What a key of kRevisit is about.
constexpr uint8_t kRevisitDelivery = 1;
constexpr uint8_t kRevisitCall = 2;

// Appends the parts of a key, most significant first.
class KeyWriter {
 public:
  KeyWriter& U8(uint8_t value) { return BigEndian(value, 1); }
  KeyWriter& U16(uint16_t value) { return BigEndian(value, 2); }
  KeyWriter& U64(uint64_t value) { return BigEndian(value, 8); }
  KeyWriter& Time(int64_t us) {
    return U64(static_cast<uint64_t>(us) ^ kSignBit);
  }
  KeyWriter& Text(std::string_view text) {
    key_.append(text);
    return *this;
  }
  KeyWriter& Id(const DeliveryId& id) { return Text(id.bytes()); }
  std::string Take() { return std::move(key_); }

 private:
  KeyWriter& BigEndian(uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      key_.push_back(static_cast<char>(value >> shift));
    }
    return *this;
  }

  std::string key_;
};

// Takes the parts of a key off its front. Once a part is missing every further
// one is zero and Complete() is false.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key) : rest_(key) {}

  uint8_t U8() { return static_cast<uint8_t>(BigEndian(1)); }
  uint16_t U16() { return static_cast<uint16_t>(BigEndian(2)); }
  uint64_t U64() { return BigEndian(8); }
  int64_t Time() { return static_cast<int64_t>(U64() ^ kSignBit); }
  DeliveryId Id() {
    const std::string_view bytes = Bytes(DeliveryId::kSize);
    return ok_ ? DeliveryId::FromBytes(bytes) : DeliveryId();
  }
  std::string_view Rest() { return Bytes(rest_.size()); }
  // Whether every part was there and nothing is left.
  bool Complete() const { return ok_ && rest_.empty(); }

 private:
  std::string_view Bytes(size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  uint64_t BigEndian(size_t size) {
    uint64_t value = 0;
    for (const char c : Bytes(size)) {
      value = value << 8 | static_cast<uint8_t>(c);
    }
    return value;
  }

  std::string_view rest_;
  bool ok_ = true;
};

// The partition at the head of a key and the one inside its delivery id are
// the same, or the key was not made here.
bool Consistent(const KeyReader& reader, uint16_t partition,
                const DeliveryId& id) {
  return reader.Complete() && id.partition() == partition;
}

std::string OwnerPrefix(uint16_t partition, uint64_t uid) {
  return KeyWriter().U16(partition).U64(uid).Take();
}

// The least key behind all that start with `prefix`; empty if there is none.
std::string PrefixEnd(std::string prefix) {
  while (!prefix.empty()) {
    const uint8_t last = static_cast<uint8_t>(prefix.back());
    if (last != 0xff) {
      prefix.back() = static_cast<char>(last + 1);
      return prefix;
    }
    prefix.pop_back();
  }
  return prefix;
}

// FNV-1a of the uid's eight bytes and the call id, then the finaliser of
// MurmurHash3, without which the low bits would be poor. On disk: a change is
// a new format version.
uint64_t StableHash(uint64_t uid, std::string_view call_id) {
  constexpr uint64_t kPrime = 0x100000001b3;
  uint64_t hash = 0xcbf29ce484222325;
  for (int shift = 56; shift >= 0; shift -= 8) {
    hash = (hash ^ (uid >> shift & 0xff)) * kPrime;
  }
  for (const char c : call_id) hash = (hash ^ static_cast<uint8_t>(c)) * kPrime;
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccd;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53;
  return hash ^ hash >> 33;
}

}  // namespace

std::string MetaLastDeliveryIdKey(uint16_t partition) {
  return "last_delivery_id/" + std::to_string(partition);
}

std::string MetaEventHealthKey(uint64_t event_uid) {
  return "event_health/" + std::to_string(event_uid);
}

std::string MetaSweepKey(uint16_t partition, uint64_t account_uid) {
  return "sweep/" + std::to_string(partition) + "/" +
         std::to_string(account_uid);
}

std::string MetaDeletedAccountKey(uint64_t account_uid) {
  return std::string(kDeletedAccountPrefix) + std::to_string(account_uid);
}

KeyRange MetaDeletedAccountsRange() {
  return PrefixRange(std::string(kDeletedAccountPrefix));
}

bool ReadMetaDeletedAccountKey(std::string_view key, uint64_t* account_uid) {
  if (!key.starts_with(kDeletedAccountPrefix)) return false;
  key.remove_prefix(kDeletedAccountPrefix.size());
  const auto read =
      std::from_chars(key.data(), key.data() + key.size(), *account_uid);
  return read.ec == std::errc() && read.ptr == key.data() + key.size();
}

std::string MetaNumber(uint64_t number) {
  return KeyWriter().U64(number).Take();
}

bool ReadMetaNumber(std::string_view value, uint64_t* number) {
  KeyReader reader(value);
  *number = reader.U64();
  return reader.Complete();
}

std::string AccountKey(std::string_view account_id) {
  return std::string(account_id);
}

std::string EventKey(uint64_t account_uid, std::string_view event_id) {
  return KeyWriter().U64(account_uid).Text(event_id).Take();
}

std::string TriggerKey(uint64_t account_uid, std::string_view trigger_id) {
  return KeyWriter().U64(account_uid).Text(trigger_id).Take();
}

std::string CallKey(uint16_t partition, uint64_t account_uid,
                    std::string_view call_id) {
  return KeyWriter().U16(partition).U64(account_uid).Text(call_id).Take();
}

std::string CallTimeKey(uint16_t partition, uint64_t account_uid,
                        int64_t create_us, std::string_view call_id) {
  return KeyWriter()
      .U16(partition)
      .U64(account_uid)
      .Time(create_us)
      .Text(call_id)
      .Take();
}

std::string DeliveryKey(uint64_t account_uid, const DeliveryId& id) {
  return KeyWriter().U16(id.partition()).U64(account_uid).Id(id).Take();
}

std::string AttemptKey(uint64_t account_uid, const DeliveryId& id, int number) {
  assert(number >= 0 && number <= std::numeric_limits<uint16_t>::max());
  return KeyWriter()
      .U16(id.partition())
      .U64(account_uid)
      .Id(id)
      .U16(static_cast<uint16_t>(number))
      .Take();
}

std::string ReadyKey(uint64_t event_uid, const DeliveryId& id) {
  return KeyWriter().U16(id.partition()).U64(event_uid).Id(id).Take();
}

std::string TimerKey(uint64_t event_uid, int64_t due_us, const DeliveryId& id) {
  return KeyWriter()
      .U16(id.partition())
      .U64(event_uid)
      .Time(due_us)
      .Id(id)
      .Take();
}

std::string ParkedKey(uint64_t event_uid, uint64_t lane, const DeliveryId& id) {
  return KeyWriter().U16(id.partition()).U64(event_uid).U64(lane).Id(id).Take();
}

std::string LaneKey(uint16_t partition, uint64_t event_uid, uint64_t lane) {
  return KeyWriter().U16(partition).U64(event_uid).U64(lane).Take();
}

std::string ExpiryKey(int64_t expire_us, uint64_t event_uid,
                      const DeliveryId& id) {
  return KeyWriter()
      .U16(id.partition())
      .Time(expire_us)
      .U64(event_uid)
      .Id(id)
      .Take();
}

std::string HeldKey(uint64_t account_uid, uint64_t call_hash,
                    const DeliveryId& id) {
  return KeyWriter()
      .U16(id.partition())
      .U64(account_uid)
      .U64(call_hash)
      .Id(id)
      .Take();
}

std::string RevisitDeliveryKey(int64_t time_us, uint64_t account_uid,
                               const DeliveryId& id, uint64_t call_hash) {
  return KeyWriter()
      .U16(id.partition())
      .Time(time_us)
      .U64(account_uid)
      .U8(kRevisitDelivery)
      .Id(id)
      .U64(call_hash)
      .Take();
}

std::string RevisitCallKey(uint16_t partition, int64_t time_us,
                           uint64_t account_uid, int64_t create_us,
                           std::string_view call_id) {
  return KeyWriter()
      .U16(partition)
      .Time(time_us)
      .U64(account_uid)
      .U8(kRevisitCall)
      .Time(create_us)
      .Text(call_id)
      .Take();
}

bool ReadDeliveryKey(std::string_view key, uint64_t* account_uid,
                     DeliveryId* id) {
  KeyReader reader(key);
  const uint16_t partition = reader.U16();
  *account_uid = reader.U64();
  *id = reader.Id();
  return Consistent(reader, partition, *id);
}

bool ReadReadyKey(std::string_view key, uint64_t* event_uid, DeliveryId* id) {
  return ReadDeliveryKey(key, event_uid, id);  // the same layout
}

bool ReadTimerKey(std::string_view key, uint64_t* event_uid, int64_t* due_us,
                  DeliveryId* id) {
  KeyReader reader(key);
  const uint16_t partition = reader.U16();
  *event_uid = reader.U64();
  *due_us = reader.Time();
  *id = reader.Id();
  return Consistent(reader, partition, *id);
}

bool ReadParkedKey(std::string_view key, uint64_t* event_uid, uint64_t* lane,
                   DeliveryId* id) {
  KeyReader reader(key);
  const uint16_t partition = reader.U16();
  *event_uid = reader.U64();
  *lane = reader.U64();
  *id = reader.Id();
  return Consistent(reader, partition, *id);
}

bool ReadLaneKey(std::string_view key, uint16_t* partition, uint64_t* event_uid,
                 uint64_t* lane) {
  KeyReader reader(key);
  *partition = reader.U16();
  *event_uid = reader.U64();
  *lane = reader.U64();
  return reader.Complete();
}

bool ReadCallKey(std::string_view key, uint16_t* partition,
                 uint64_t* account_uid, std::string_view* call_id) {
  KeyReader reader(key);
  *partition = reader.U16();
  *account_uid = reader.U64();
  *call_id = reader.Rest();
  return reader.Complete() && !call_id->empty();
}

bool ReadCallTimeKey(std::string_view key, uint64_t* account_uid,
                     int64_t* create_us, std::string_view* call_id) {
  KeyReader reader(key);
  reader.U16();
  *account_uid = reader.U64();
  *create_us = reader.Time();
  *call_id = reader.Rest();
  return reader.Complete() && !call_id->empty();
}

bool ReadExpiryKey(std::string_view key, int64_t* expire_us,
                   uint64_t* event_uid, DeliveryId* id) {
  KeyReader reader(key);
  const uint16_t partition = reader.U16();
  *expire_us = reader.Time();
  *event_uid = reader.U64();
  *id = reader.Id();
  return Consistent(reader, partition, *id);
}

bool ReadRevisitKey(std::string_view key, Revisit* revisit) {
  KeyReader reader(key);
  const uint16_t partition = reader.U16();
  revisit->time_us = reader.Time();
  revisit->account_uid = reader.U64();
  const uint8_t kind = reader.U8();
  revisit->is_call = kind == kRevisitCall;
  if (revisit->is_call) {
    revisit->create_us = reader.Time();
    revisit->call_id = std::string(reader.Rest());
    return reader.Complete() && !revisit->call_id.empty();
  }
  revisit->id = reader.Id();
  revisit->call_hash = reader.U64();
  return kind == kRevisitDelivery && Consistent(reader, partition, revisit->id);
}

bool ReadDefinitionKey(std::string_view key, uint64_t* account_uid,
                       std::string_view* id) {
  KeyReader reader(key);
  *account_uid = reader.U64();
  *id = reader.Rest();
  return reader.Complete() && !id->empty();
}

KeyRange PrefixRange(std::string prefix) {
  std::string end = PrefixEnd(prefix);
  return {.from = std::move(prefix), .to = std::move(end)};
}

KeyRange PendingRange(uint16_t partition) {
  KeyRange range = PrefixRange(KeyWriter().U16(partition).Take());
  range.once = true;
  return range;
}

KeyRange ReadyRange(uint16_t partition, uint64_t event_uid,
                    const DeliveryId& after) {
  KeyRange range = PrefixRange(OwnerPrefix(partition, event_uid));
  // The least key above that of `after`.
  range.from.append(after.bytes()).push_back('\0');
  return range;
}

KeyRange TimerRange(uint16_t partition, uint64_t event_uid, int64_t until_us) {
  KeyRange range = PrefixRange(OwnerPrefix(partition, event_uid));
  if (until_us < std::numeric_limits<int64_t>::max()) {
    range.to = KeyWriter().Text(range.from).Time(until_us + 1).Take();
  }
  return range;
}

KeyRange ParkedRange(uint16_t partition, uint64_t event_uid, uint64_t lane) {
  return PrefixRange(LaneKey(partition, event_uid, lane));
}

KeyRange AttemptRange(uint64_t account_uid, const DeliveryId& id) {
  return PrefixRange(DeliveryKey(account_uid, id));
}

KeyRange DeliveryRange(uint16_t partition, uint64_t account_uid,
                       const DeliveryId& from, const DeliveryId& to) {
  const std::string prefix = OwnerPrefix(partition, account_uid);
  return {.from = KeyWriter().Text(prefix).Id(from).Take(),
          .to = KeyWriter().Text(prefix).Id(to).Take()};
}

KeyRange AccountRange(uint64_t account_uid) {
  return PrefixRange(KeyWriter().U64(account_uid).Take());
}

KeyRange AccountCallsRange(uint16_t partition, uint64_t account_uid) {
  return PrefixRange(OwnerPrefix(partition, account_uid));
}

KeyRange CallTimeRange(uint16_t partition, uint64_t account_uid,
                       std::string_view after, int64_t until_us) {
  KeyRange range = PrefixRange(OwnerPrefix(partition, account_uid));
  range.to = KeyWriter().Text(range.from).Time(until_us).Take();
  if (!after.empty()) range.from = std::string(after) + '\0';
  return range;
}

KeyRange ExpiryRange(uint16_t partition, std::string_view after,
                     int64_t until_us) {
  KeyRange range = PrefixRange(KeyWriter().U16(partition).Take());
  if (until_us < std::numeric_limits<int64_t>::max()) {
    range.to = KeyWriter().Text(range.from).Time(until_us + 1).Take();
  }
  if (!after.empty()) range.from = std::string(after) + '\0';
  return range;
}

KeyRange HeldRange(uint16_t partition, uint64_t account_uid,
                   uint64_t call_hash) {
  return PrefixRange(
      KeyWriter().U16(partition).U64(account_uid).U64(call_hash).Take());
}

KeyRange RevisitRange(uint16_t partition, int64_t until_us) {
  return ExpiryRange(partition, "", until_us);  // the same head
}

uint64_t CallHash(uint64_t account_uid, std::string_view call_id) {
  return StableHash(account_uid, call_id);
}

uint16_t PartitionOf(uint64_t account_uid, std::string_view call_id,
                     int partitions) {
  assert(partitions >= 1 && partitions <= 1024);
  return static_cast<uint16_t>(StableHash(account_uid, call_id) %
                               static_cast<uint64_t>(partitions));
}

uint64_t LaneOf(uint64_t event_uid, std::string_view call_id) {
  return StableHash(event_uid, call_id);
}

}  // namespace gancho::store
