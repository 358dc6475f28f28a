// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_reader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/concat.h"
#include "service/delivery_conversion.h"
#include "service/page_token.h"
#include "service/status.h"
#include "store/key.h"

namespace gancho::service {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 1000;
constexpr size_t kMaxFilterBytes = 8 << 10;
// Records are read in groups: large enough that the reads are one, small
// enough that 256 KiB bodies do not add up.
constexpr int kReadGroup = 32;
// Like kMaxExaminedPerPage, for deliveries with large bodies.
constexpr size_t kMaxExaminedBytesPerPage = 64 << 20;

template <typename Record>
absl::StatusOr<Record> ParseRecord(const std::string& value) {
  Record record;
  if (!record.ParseFromString(value)) {
    return FromLedger(absl::DataLossError("a record does not parse"));
  }
  return record;
}

absl::StatusOr<delivery::Filter> CompileChecked(
    const std::string& text, const google::protobuf::Descriptor* type) {
  if (text.size() > kMaxFilterBytes) {
    return InvalidField("filter", "must have at most 8 KiB");
  }
  absl::StatusOr<delivery::Filter> filter =
      delivery::Filter::Compile(text, type);
  if (!filter.ok())
    return InvalidField("filter", ToStd(filter.status().message()));
  return filter;
}

// What a page has cost so far.
class PageBudget {
 public:
  explicit PageBudget(int page_size) : page_size_(page_size) {}

  void Examine(size_t bytes) {
    ++examined_;
    examined_bytes_ += bytes;
  }
  // Whether an entry of this size may still be added. The first always may.
  bool Fits(size_t bytes) const {
    return count_ == 0 || bytes_ + bytes <= kMaxPageBytes;
  }
  void Add(size_t bytes) {
    ++count_;
    bytes_ += bytes;
  }
  bool Spent() const {
    return count_ >= page_size_ || examined_ >= kMaxExaminedPerPage ||
           examined_bytes_ >= kMaxExaminedBytesPerPage;
  }

 private:
  const int page_size_;
  int count_ = 0;
  size_t bytes_ = 0;
  int examined_ = 0;
  size_t examined_bytes_ = 0;
};

// Fills one page of ListDeliveries.
class DeliveryPage {
 public:
  DeliveryPage(const DeliveryReader* reader,
               const DeliveryReader::DeliveryFilter* filter, int page_size,
               bool full)
      : reader_(reader),
        filter_(filter),
        group_size_(std::min(kReadGroup, page_size)),
        full_(full),
        budget_(page_size) {}

  // Takes from `cursor` until the page is full or nothing is left. False:
  // something is left, behind last().
  absl::StatusOr<bool> Fill(DeliveryCursor* cursor) {
    while (true) {
      absl::StatusOr<bool> at_end = cursor->AtEnd();
      if (!at_end.ok()) return FromLedger(at_end.status());
      if (*at_end) return true;
      auto positions = cursor->Take(group_size_);
      if (!positions.ok()) return FromLedger(positions.status());
      auto group = reader_->Read(*positions);
      if (!group.ok()) return group.status();
      for (const StoredDelivery& stored : *group) {
        absl::StatusOr<bool> added = Add(stored);
        if (!added.ok()) return added.status();
        if (!*added) return false;
        if (!budget_.Spent()) continue;
        at_end = cursor->AtEnd();
        if (!at_end.ok()) return FromLedger(at_end.status());
        return *at_end && last_ == positions->back().id;
      }
    }
  }

  const store::DeliveryId& last() const { return last_; }
  v1::ListDeliveriesResponse* response() { return &response_; }

 private:
  // False: it belongs on the next page.
  absl::StatusOr<bool> Add(const StoredDelivery& stored) {
    budget_.Examine(stored.record.ByteSizeLong());
    absl::StatusOr<bool> matches = reader_->Matches(*filter_, stored);
    if (!matches.ok()) return matches.status();
    if (*matches) {
      absl::StatusOr<v1::Delivery> delivery = reader_->Show(stored, full_);
      if (!delivery.ok()) return delivery.status();
      const size_t bytes = delivery->ByteSizeLong();
      if (!budget_.Fits(bytes)) return false;
      budget_.Add(bytes);
      *response_.add_deliveries() = *std::move(delivery);
    }
    last_ = stored.id;
    return true;
  }

  const DeliveryReader* const reader_;
  const DeliveryReader::DeliveryFilter* const filter_;
  const int group_size_;
  const bool full_;
  PageBudget budget_;
  store::DeliveryId last_;
  v1::ListDeliveriesResponse response_;
};

}  // namespace

v1::Delivery::State StoredDelivery::state() const {
  return status.has_value() ? static_cast<v1::Delivery::State>(status->state())
                            : v1::Delivery::PENDING;
}

DeliveryReader::DeliveryReader(const store::Ledger* ledger,
                               const Catalog* catalog, int partitions)
    : ledger_(ledger), catalog_(catalog), partitions_(partitions) {}

absl::StatusOr<StoredDelivery> DeliveryReader::Find(
    const DeliveryRef& ref) const {
  const auto account = catalog_->FindAccount(ref.account);
  if (account == nullptr) return NotFound(AccountName(ref.account));
  const DeliveryCursor::Account found = {account->uid, ref.account};
  absl::StatusOr<std::vector<StoredDelivery>> stored = Read({{&found, ref.id}});
  if (!stored.ok()) return stored.status();
  if (stored->empty()) return NotFound(DeliveryName(ref.account, ref.id));
  return std::move(stored->front());
}

absl::StatusOr<v1::Delivery> DeliveryReader::Get(const DeliveryRef& ref) const {
  absl::StatusOr<StoredDelivery> stored = Find(ref);
  if (!stored.ok()) return stored.status();
  return Show(*stored, /*full=*/true);
}

absl::StatusOr<v1::ListDeliveriesResponse> DeliveryReader::List(
    const v1::ListDeliveriesRequest& request) const {
  absl::StatusOr<int> page_size =
      ReadPageSize(request.page_size(), kDefaultPageSize, kMaxPageSize);
  if (!page_size.ok()) return page_size.status();
  if (!v1::DeliveryView_IsValid(request.view())) {
    return InvalidField("view", "is not a known view");
  }
  absl::StatusOr<DeliveryFilter> filter = CompileFilter(request.filter());
  if (!filter.ok()) return filter.status();
  absl::StatusOr<std::string> last =
      ReadPageToken(request.page_token(), request);
  if (!last.ok()) return last.status();
  if (!last->empty() && last->size() != store::DeliveryId::kSize) {
    return InvalidField("page_token", "is damaged");
  }
  auto accounts = FindAccounts(request.parent());
  if (!accounts.ok()) return accounts.status();

  DeliveryCursor cursor = NewCursor(
      *std::move(accounts), store::DeliveryId(),
      last->empty() ? EndOfDeliveryIds() : store::DeliveryId::FromBytes(*last),
      DeliveryCursor::Order::kNewestFirst);
  DeliveryPage page(this, &*filter, *page_size,
                    request.view() == v1::DELIVERY_VIEW_FULL);
  absl::StatusOr<bool> done = page.Fill(&cursor);
  if (!done.ok()) return done.status();
  if (!*done) {
    page.response()->set_next_page_token(
        MakePageToken(page.last().bytes(), request));
  }
  return std::move(*page.response());
}

absl::StatusOr<std::vector<DeliveryCursor::Account>>
DeliveryReader::FindAccounts(const std::string& parent) const {
  absl::StatusOr<std::string> id = ReadAccountOrAllName(parent, "parent");
  if (!id.ok()) return id.status();
  std::vector<DeliveryCursor::Account> accounts;
  if (*id != "-") {
    const auto account = catalog_->FindAccount(*id);
    if (account == nullptr) return NotFound(AccountName(*id));
    accounts.push_back({account->uid, *std::move(id)});
    return accounts;
  }
  const auto scan = ledger_->NewScan(store::Table::kAccount, {});
  for (; scan->Valid(); scan->Next()) {
    store::AccountRecord record;
    if (!record.ParseFromArray(scan->value().data(),
                               static_cast<int>(scan->value().size()))) {
      return FromLedger(absl::DataLossError("an account does not parse"));
    }
    accounts.push_back({record.uid(), std::string(scan->key())});
  }
  if (!scan->status().ok()) return FromLedger(scan->status());
  return accounts;
}

absl::StatusOr<std::vector<StoredDelivery>> DeliveryReader::Read(
    const std::vector<DeliveryCursor::Position>& positions) const {
  std::vector<std::string> keys;
  keys.reserve(positions.size());
  for (const DeliveryCursor::Position& position : positions) {
    keys.push_back(store::DeliveryKey(position.account->uid, position.id));
  }
  // The statuses first: of a delivery that is swept in between the record is
  // missing, and not the status, without which it would seem to be pending.
  const auto statuses = ledger_->MultiGet(store::Table::kStatus, keys);
  const auto records = ledger_->MultiGet(store::Table::kDelivery, keys);
  std::vector<StoredDelivery> found;
  found.reserve(positions.size());
  for (size_t i = 0; i < positions.size(); ++i) {
    if (absl::IsNotFound(records[i].status())) continue;
    if (!records[i].ok()) return FromLedger(records[i].status());
    auto record = ParseRecord<store::DeliveryRecord>(*records[i]);
    if (!record.ok()) return record.status();
    StoredDelivery stored = {*positions[i].account, positions[i].id,
                             *std::move(record), std::nullopt};
    if (statuses[i].ok()) {
      auto status = ParseRecord<store::StatusRecord>(*statuses[i]);
      if (!status.ok()) return status.status();
      stored.status = *std::move(status);
    } else if (!absl::IsNotFound(statuses[i].status())) {
      return FromLedger(statuses[i].status());
    }
    found.push_back(std::move(stored));
  }
  return found;
}

absl::StatusOr<DeliveryReader::DeliveryFilter> DeliveryReader::CompileFilter(
    const std::string& text) {
  auto filter = CompileChecked(text, v1::Delivery::descriptor());
  if (!filter.ok()) return filter.status();
  // A mention inside a string costs reads and changes nothing.
  const bool needs_all =
      absl::StrContains(text, "request") || absl::StrContains(text, "attempts");
  return DeliveryFilter{*std::move(filter), needs_all};
}

absl::StatusOr<bool> DeliveryReader::Matches(
    const DeliveryFilter& filter, const StoredDelivery& stored) const {
  if (filter.filter.matches_everything()) return true;
  absl::StatusOr<v1::Delivery> delivery = Show(stored, filter.needs_all);
  if (!delivery.ok()) return delivery.status();
  return filter.filter.Matches(*delivery);
}

absl::StatusOr<v1::Delivery> DeliveryReader::Show(const StoredDelivery& stored,
                                                  bool full) const {
  v1::Delivery delivery =
      ToDelivery(stored.account.id, stored.id, stored.record,
                 stored.status.has_value() ? &*stored.status : nullptr);
  if (!full) return delivery;
  *delivery.mutable_request() = ToRenderedRequest(stored.record.request());
  if (absl::Status status = AddAttempts(stored, &delivery); !status.ok()) {
    return status;
  }
  return delivery;
}

DeliveryCursor DeliveryReader::NewCursor(
    std::vector<DeliveryCursor::Account> accounts, store::DeliveryId from,
    store::DeliveryId to, DeliveryCursor::Order order) const {
  return DeliveryCursor(ledger_, std::move(accounts), partitions_, from, to,
                        order);
}

absl::Status DeliveryReader::AddAttempts(const StoredDelivery& stored,
                                         v1::Delivery* delivery) const {
  if (!stored.status.has_value()) return absl::OkStatus();
  std::vector<v1::Attempt> latest;  // newest first
  size_t bytes = 0;
  const int last = stored.status->last_attempt().number();
  if (last != 0) latest.push_back(ToAttempt(stored.status->last_attempt()));
  store::KeyRange range = store::AttemptRange(stored.account.uid, stored.id);
  range.reverse = true;
  const auto scan = ledger_->NewScan(store::Table::kAttempt, std::move(range));
  for (; scan->Valid() && bytes < kMaxAttemptBytesPerDelivery; scan->Next()) {
    bytes += scan->value().size();
    auto record = ParseRecord<store::AttemptRecord>(std::string(scan->value()));
    if (!record.ok()) return record.status();
    if (record->number() != last) latest.push_back(ToAttempt(*record));
  }
  if (!scan->status().ok()) return FromLedger(scan->status());
  for (size_t i = latest.size(); i-- > 0;) {
    *delivery->add_attempts() = std::move(latest[i]);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListAttemptsResponse> DeliveryReader::ListAttempts(
    const v1::ListAttemptsRequest& request) const {
  absl::StatusOr<DeliveryRef> ref =
      ReadDeliveryName(request.parent(), "parent");
  if (!ref.ok()) return ref.status();
  absl::StatusOr<int> page_size =
      ReadPageSize(request.page_size(), kDefaultPageSize, kMaxPageSize);
  if (!page_size.ok()) return page_size.status();
  auto filter = CompileChecked(request.filter(), v1::Attempt::descriptor());
  if (!filter.ok()) return filter.status();
  auto last = ReadPageToken(request.page_token(), request);
  if (!last.ok()) return last.status();
  int after = 0;
  if (!last->empty() && !absl::SimpleAtoi(*last, &after)) {
    return InvalidField("page_token", "is damaged");
  }
  absl::StatusOr<StoredDelivery> stored = Find(*ref);
  if (!stored.ok()) return stored.status();

  PageBudget budget(*page_size);
  v1::ListAttemptsResponse response;
  // False: the page is full, and the attempt belongs on the next one.
  const auto add = [&](const store::AttemptRecord& record) {
    const v1::Attempt attempt = ToAttempt(record);
    const size_t bytes = attempt.ByteSizeLong();
    if (budget.Spent() || !budget.Fits(bytes)) {
      response.set_next_page_token(MakePageToken(absl::StrCat(after), request));
      return false;
    }
    budget.Examine(bytes);
    if (filter->Matches(attempt)) {
      budget.Add(bytes);
      *response.add_attempts() = attempt;
    }
    after = record.number();
    return true;
  };

  store::KeyRange range = store::AttemptRange(stored->account.uid, stored->id);
  range.from = store::AttemptKey(stored->account.uid, stored->id, after + 1);
  const auto scan = ledger_->NewScan(store::Table::kAttempt, std::move(range));
  for (; scan->Valid(); scan->Next()) {
    auto record = ParseRecord<store::AttemptRecord>(std::string(scan->value()));
    if (!record.ok()) return record.status();
    if (!add(*record)) return response;
  }
  if (!scan->status().ok()) return FromLedger(scan->status());
  if (stored->status.has_value() &&
      stored->status->last_attempt().number() > after) {
    add(stored->status->last_attempt());
  }
  return response;
}

}  // namespace gancho::service
