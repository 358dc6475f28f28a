// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/delivery_id.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace gancho::store {
namespace {

constexpr uint64_t kMaxUnixMs = (uint64_t{1} << 48) - 1;
constexpr uint32_t kMaxCounter = (uint32_t{1} << 26) - 1;
// A new millisecond starts its counter at a random value below this: ids are
// hard to guess, and at least half of the counter (33 million) is left.
constexpr uint32_t kCounterSeedMask = (uint32_t{1} << 25) - 1;
constexpr uint16_t kMaxPartition = 1023;

constexpr size_t kTextSize = 36;
constexpr bool IsDash(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

uint64_t UnixMs(const std::array<uint8_t, DeliveryId::kSize>& bytes) {
  uint64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | bytes[i];
  return ms;
}

uint32_t Counter(const std::array<uint8_t, DeliveryId::kSize>& bytes) {
  return uint32_t{bytes[6] & 0x0fu} << 22 | uint32_t{bytes[7]} << 14 |
         uint32_t{bytes[8] & 0x3fu} << 8 | bytes[9];
}

}  // namespace

DeliveryId DeliveryId::FromBytes(std::string_view bytes) {
  assert(bytes.size() == kSize);
  DeliveryId id;
  std::memcpy(id.bytes_.data(), bytes.data(), std::min(bytes.size(), kSize));
  return id;
}

std::optional<DeliveryId> DeliveryId::Parse(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  DeliveryId id;
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDash(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = HexValue(text[i]);
    if (value < 0) return std::nullopt;
    uint8_t& byte = id.bytes_[digits / 2];
    byte = static_cast<uint8_t>(byte << 4 | value);
    ++digits;
  }
  const bool is_version_7 =
      (id.bytes_[6] & 0xf0) == 0x70 && (id.bytes_[8] & 0xc0) == 0x80;
  if (!is_version_7) return std::nullopt;
  return id;
}

std::string_view DeliveryId::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

std::string DeliveryId::ToString() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(kTextSize, '-');
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDash(i)) continue;
    const uint8_t byte = bytes_[digits / 2];
    text[i] = kDigits[digits % 2 == 0 ? byte >> 4 : byte & 0x0f];
    ++digits;
  }
  return text;
}

uint16_t DeliveryId::partition() const {
  return static_cast<uint16_t>(bytes_[10] << 2 | bytes_[11] >> 6);
}

absl::Time DeliveryId::time() const {
  return absl::FromUnixMillis(static_cast<int64_t>(UnixMs(bytes_)));
}

DeliveryIdGenerator::DeliveryIdGenerator(uint16_t partition, DeliveryId last,
                                         std::function<uint64_t()> random)
    : partition_(partition), random_(std::move(random)), last_(last) {
  assert(partition <= kMaxPartition);
}

DeliveryId DeliveryIdGenerator::Next(absl::Time now) {
  const uint64_t random = random_();
  const uint64_t last_ms = UnixMs(last_.bytes_);
  uint64_t ms = static_cast<uint64_t>(std::clamp<int64_t>(
      absl::ToUnixMillis(now), 0, static_cast<int64_t>(kMaxUnixMs)));
  // The random bits that do not go into the id itself.
  const uint32_t seed = static_cast<uint32_t>(random >> 38) & kCounterSeedMask;
  uint32_t counter = seed;
  if (ms <= last_ms) {
    // The same millisecond, or the clock went back: stay where we were.
    ms = last_ms;
    counter = Counter(last_.bytes_) + 1;
    if (counter > kMaxCounter) {
      // Borrow from the next millisecond.
      ms = last_ms + 1;
      counter = seed;
    }
  }
  auto& bytes = last_.bytes_;
  for (int i = 0; i < 6; ++i) {
    bytes[i] = static_cast<uint8_t>(ms >> (40 - 8 * i));
  }
  bytes[6] = static_cast<uint8_t>(0x70 | counter >> 22);
  bytes[7] = static_cast<uint8_t>(counter >> 14);
  bytes[8] = static_cast<uint8_t>(0x80 | (counter >> 8 & 0x3f));
  bytes[9] = static_cast<uint8_t>(counter);
  bytes[10] = static_cast<uint8_t>(partition_ >> 2);
  bytes[11] = static_cast<uint8_t>(partition_ << 6 | (random >> 32 & 0x3f));
  for (int i = 12; i < 16; ++i) {
    bytes[i] = static_cast<uint8_t>(random >> (8 * (15 - i)));
  }
  return last_;
}

}  // namespace gancho::store
