// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/batch.h"

#include <zlib.h>

#include <cstddef>
#include <limits>

namespace gancho::store {
namespace {

// One change: a byte with the table, and kDeleteBit for a delete; the varint
// length of the key, the key; unless a delete, the varint length of the value,
// the value.
constexpr uint8_t kDeleteBit = 0x80;

// A serialised batch: version (1), number (8), count (4), changes, CRC-32 (4)
// of all bytes before it. Integers are big-endian.
constexpr uint8_t kBatchVersion = 1;
constexpr size_t kHeaderSize = 1 + 8 + 4;
constexpr size_t kChecksumSize = 4;

void AppendVarint(std::string& out, size_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void AppendText(std::string& out, std::string_view text) {
  AppendVarint(out, text.size());
  out.append(text);
}

// Takes a varint length and as many bytes from the front of `in`.
bool ReadText(std::string_view& in, std::string_view* text) {
  uint64_t size = 0;
  for (int shift = 0;; shift += 7) {
    // Five groups of seven bits hold any length that a batch can have.
    if (in.empty() || shift > 28) return false;
    const uint8_t byte = static_cast<uint8_t>(in.front());
    in.remove_prefix(1);
    size |= uint64_t{byte & 0x7fu} << shift;
    if ((byte & 0x80) == 0) break;
  }
  if (size > in.size()) return false;
  *text = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

template <typename Int>
void AppendBigEndian(std::string& out, Int value) {
  for (int shift = 8 * (sizeof(Int) - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

template <typename Int>
Int ReadBigEndian(std::string_view bytes) {
  Int value = 0;
  for (size_t i = 0; i < sizeof(Int); ++i) {
    value = static_cast<Int>(value << 8 | static_cast<uint8_t>(bytes[i]));
  }
  return value;
}

uint32_t Checksum(std::string_view bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

absl::Status NotABatch(const char* why) {
  return absl::DataLossError(std::string("not a batch: ") + why);
}

}  // namespace

void Batch::Put(Table table, std::string_view key, std::string_view value) {
  changes_.push_back(static_cast<char>(table));
  AppendText(changes_, key);
  AppendText(changes_, value);
  ++count_;
}

void Batch::Delete(Table table, std::string_view key) {
  changes_.push_back(
      static_cast<char>(static_cast<uint8_t>(table) | kDeleteBit));
  AppendText(changes_, key);
  ++count_;
}

void Batch::Append(const Batch& other) {
  changes_.append(other.changes_);
  count_ += other.count_;
}

void Batch::Clear() {
  number_ = 0;
  count_ = 0;
  changes_.clear();
}

absl::Status Batch::ForEach(
    absl::FunctionRef<void(Table table, std::string_view key,
                           const std::string_view* value)>
        callback) const {
  std::string_view rest = changes_;
  int count = 0;
  while (!rest.empty()) {
    const uint8_t head = static_cast<uint8_t>(rest.front());
    rest.remove_prefix(1);
    const uint8_t table = head & ~kDeleteBit;
    std::string_view key;
    if (table >= kTableCount) return NotABatch("unknown table");
    if (!ReadText(rest, &key)) return NotABatch("a key is cut off");
    std::string_view value;
    const bool is_delete = (head & kDeleteBit) != 0;
    if (!is_delete && !ReadText(rest, &value)) {
      return NotABatch("a value is cut off");
    }
    callback(static_cast<Table>(table), key, is_delete ? nullptr : &value);
    ++count;
  }
  if (count != count_) return NotABatch("wrong number of changes");
  return absl::OkStatus();
}

std::string Batch::Serialize() const {
  std::string bytes;
  bytes.reserve(kHeaderSize + changes_.size() + kChecksumSize);
  bytes.push_back(static_cast<char>(kBatchVersion));
  AppendBigEndian<uint64_t>(bytes, number_);
  AppendBigEndian<uint32_t>(bytes, static_cast<uint32_t>(count_));
  bytes.append(changes_);
  AppendBigEndian<uint32_t>(bytes, Checksum(bytes));
  return bytes;
}

absl::StatusOr<Batch> Batch::Parse(std::string_view bytes) {
  if (bytes.size() < kHeaderSize + kChecksumSize) return NotABatch("too short");
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumSize);
  bytes.remove_suffix(kChecksumSize);
  if (ReadBigEndian<uint32_t>(checksum) != Checksum(bytes)) {
    return NotABatch("wrong checksum");
  }
  if (static_cast<uint8_t>(bytes[0]) != kBatchVersion) {
    return NotABatch("unknown version");
  }
  const uint32_t count = ReadBigEndian<uint32_t>(bytes.substr(9, 4));
  if (count > static_cast<uint32_t>(std::numeric_limits<int>::max())) {
    return NotABatch("wrong number of changes");
  }
  Batch batch;
  batch.number_ = ReadBigEndian<uint64_t>(bytes.substr(1, 8));
  batch.count_ = static_cast<int>(count);
  batch.changes_ = bytes.substr(kHeaderSize);
  absl::Status valid =
      batch.ForEach([](Table, std::string_view, const std::string_view*) {});
  if (!valid.ok()) return valid;
  return batch;
}

}  // namespace gancho::store
