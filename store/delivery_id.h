// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_DELIVERY_ID_H_
#define GANCHO_STORE_DELIVERY_ID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace gancho::store {

// A UUIDv7 (RFC 9562) whose order is the order of acceptance within a
// partition: 48 bits of Unix milliseconds, a 26-bit counter (12 bits in rand_a
// and 14 at the head of rand_b), 10 bits of partition, 38 random bits.
class DeliveryId {
 public:
  static constexpr size_t kSize = 16;

  DeliveryId() = default;

  // `bytes` has exactly kSize bytes.
  static DeliveryId FromBytes(std::string_view bytes);

  // Reads the canonical form, 36 lower- or upper-case characters; nullopt for
  // anything else, and for a UUID that is not version 7.
  static std::optional<DeliveryId> Parse(std::string_view text);

  std::string_view bytes() const;
  std::string ToString() const;  // canonical, lower case
  uint16_t partition() const;
  absl::Time time() const;  // to the millisecond

  friend auto operator<=>(const DeliveryId&, const DeliveryId&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const DeliveryId& id) {
    return H::combine(std::move(h), id.bytes_);
  }

 private:
  friend class DeliveryIdGenerator;
  std::array<uint8_t, kSize> bytes_ = {};
};

// Makes rising ids for one partition, even when the clock goes back. Not
// thread-safe.
class DeliveryIdGenerator {
 public:
  // `random` returns 64 random bits. Every id is greater than `last`.
  DeliveryIdGenerator(uint16_t partition, DeliveryId last,
                      std::function<uint64_t()> random);

  DeliveryId Next(absl::Time now);

 private:
  const uint16_t partition_;
  const std::function<uint64_t()> random_;
  DeliveryId last_;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_DELIVERY_ID_H_
