// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_cursor.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "store/key.h"

namespace gancho::service {
namespace {

constexpr int kMaxChunk = 512;
constexpr int kTimeBytes = 6;

}  // namespace

store::DeliveryId FirstDeliveryIdAt(absl::Time time) {
  const int64_t ms = std::max<int64_t>(0, absl::ToUnixMillis(time));
  std::string bytes(store::DeliveryId::kSize, '\0');
  for (int i = 0; i < kTimeBytes; ++i) {
    bytes[i] = static_cast<char>(ms >> (8 * (kTimeBytes - 1 - i)));
  }
  return store::DeliveryId::FromBytes(bytes);
}

store::DeliveryId DeliveryIdAfter(const store::DeliveryId& id) {
  std::string bytes(id.bytes());
  for (size_t i = bytes.size(); i-- > 0;) {
    bytes[i] = static_cast<char>(static_cast<uint8_t>(bytes[i]) + 1);
    if (bytes[i] != 0) break;
  }
  return store::DeliveryId::FromBytes(bytes);
}

store::DeliveryId EndOfDeliveryIds() {
  return store::DeliveryId::FromBytes(
      std::string(store::DeliveryId::kSize, '\xff'));
}

DeliveryCursor::DeliveryCursor(const store::Ledger* ledger,
                               std::vector<Account> accounts, int partitions,
                               store::DeliveryId from, store::DeliveryId to,
                               Order order)
    : ledger_(ledger),
      accounts_(std::move(accounts)),
      newest_first_(order == Order::kNewestFirst) {
  streams_.reserve(accounts_.size() * partitions);
  for (const Account& account : accounts_) {
    for (int partition = 0; partition < partitions; ++partition) {
      streams_.push_back({.account = &account,
                          .partition = static_cast<uint16_t>(partition),
                          .from = from,
                          .to = to});
    }
  }
}

absl::StatusOr<std::vector<DeliveryCursor::Position>> DeliveryCursor::Take(
    int max) {
  if (absl::Status status = Open(); !status.ok()) return status;
  const auto later = [this](const Stream* a, const Stream* b) {
    return ComesLater(a, b);
  };
  std::vector<Position> positions;
  while (static_cast<int>(positions.size()) < max && !heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Stream* stream = heap_.back();
    heap_.pop_back();
    positions.push_back({stream->account, stream->ids.back()});
    stream->ids.pop_back();
    if (!stream->ids.empty()) {
      heap_.push_back(stream);
      std::push_heap(heap_.begin(), heap_.end(), later);
    } else if (absl::Status status = Refill(stream); !status.ok()) {
      return status;
    }
  }
  return positions;
}

absl::StatusOr<bool> DeliveryCursor::AtEnd() {
  if (absl::Status status = Open(); !status.ok()) return status;
  return heap_.empty();
}

absl::Status DeliveryCursor::Open() {
  if (opened_) return absl::OkStatus();
  opened_ = true;
  for (Stream& stream : streams_) {
    if (absl::Status status = Refill(&stream); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status DeliveryCursor::Refill(Stream* stream) {
  if (stream->exhausted) return absl::OkStatus();
  store::KeyRange range = store::DeliveryRange(
      stream->partition, stream->account->uid, stream->from, stream->to);
  range.reverse = newest_first_;
  std::unique_ptr<store::Scan> scan =
      ledger_->NewScan(store::Table::kDelivery, std::move(range));
  int read = 0;
  for (; scan->Valid() && read < stream->chunk; scan->Next(), ++read) {
    uint64_t account_uid;
    store::DeliveryId id;
    if (!store::ReadDeliveryKey(scan->key(), &account_uid, &id)) {
      return absl::DataLossError("a key of kDelivery has another form");
    }
    stream->ids.push_back(id);
  }
  if (!scan->status().ok()) return scan->status();
  stream->exhausted = read < stream->chunk;
  if (stream->ids.empty()) return absl::OkStatus();
  (newest_first_ ? stream->to : stream->from) =
      newest_first_ ? stream->ids.back() : DeliveryIdAfter(stream->ids.back());
  std::reverse(stream->ids.begin(), stream->ids.end());
  stream->chunk = std::min(stream->chunk * 4, kMaxChunk);
  heap_.push_back(stream);
  std::push_heap(
      heap_.begin(), heap_.end(),
      [this](const Stream* a, const Stream* b) { return ComesLater(a, b); });
  return absl::OkStatus();
}

bool DeliveryCursor::ComesLater(const Stream* a, const Stream* b) const {
  return newest_first_ ? a->ids.back() < b->ids.back()
                       : b->ids.back() < a->ids.back();
}

}  // namespace gancho::service
