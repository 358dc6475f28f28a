// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_reader.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/concat.h"
#include "service/page_token.h"
#include "service/resource_name.h"
#include "service/status.h"
#include "store/key.h"
#include "store/record.pb.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using store::Table;

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 1'000;
constexpr size_t kMaxFilterBytes = 8 << 10;
// Above this many sources, none keeps its scan open between two entries: each
// pins memory of the ledger.
constexpr size_t kMaxOpenScans = 64;

// The order of a list across accounts, newest first; total, so that a page
// token can stand at any place.
struct Position {
  int64_t create_us = 0;
  uint64_t account_uid = 0;
  std::string call_id;

  static std::optional<Position> Read(std::string_view key) {
    Position position;
    std::string_view call_id;
    if (!store::ReadCallTimeKey(key, &position.account_uid, &position.create_us,
                                &call_id)) {
      return std::nullopt;
    }
    position.call_id = std::string(call_id);
    return position;
  }

  friend bool operator<(const Position& a, const Position& b) {
    return std::tie(a.create_us, a.account_uid, a.call_id) <
           std::tie(b.create_us, b.account_uid, b.call_id);
  }
};

std::string_view AccountId(const AccountDefinition& account) {
  const std::string_view name = account.account.name();
  return name.substr(name.rfind('/') + 1);
}

}  // namespace

class CallReader::Source {
 public:
  Source(const store::Ledger* ledger, uint16_t partition,
         std::shared_ptr<const AccountDefinition> account)
      : ledger_(ledger),
        account_(std::move(account)),
        range_(store::AccountCallsRange(partition, account_->uid)),
        partition_(partition) {
    range_.reverse = true;
  }

  // Only what comes after `position` in the list.
  void StartAfter(const Position& position) {
    const uint64_t uid = account_->uid;
    // Of the same moment, accounts with higher ids were before it.
    const int64_t before_us =
        position.create_us +
        (uid < position.account_uid &&
                 position.create_us < std::numeric_limits<int64_t>::max()
             ? 1
             : 0);
    range_.to = store::CallTimeKey(
        partition_, uid, before_us,
        uid == position.account_uid ? std::string_view(position.call_id) : "");
  }

  // Moves to the next entry; false at the end.
  absl::StatusOr<bool> Next(bool keep_open) {
    if (scan_ == nullptr) {
      if (!key_.empty()) range_.to = key_;
      scan_ = ledger_->NewScan(Table::kCallTime, range_);
    } else {
      scan_->Next();
    }
    if (!scan_->Valid()) {
      const absl::Status status = scan_->status();
      scan_.reset();
      if (!status.ok()) return FromLedger(status);
      return false;
    }
    key_ = std::string(scan_->key());
    if (!keep_open) scan_.reset();
    std::optional<Position> position = Position::Read(key_);
    if (!position.has_value()) {
      return FromLedger(absl::DataLossError("bad key"));
    }
    position_ = *std::move(position);
    return true;
  }

  const std::string& key() const { return key_; }
  const Position& position() const { return position_; }
  const AccountDefinition& account() const { return *account_; }

 private:
  const store::Ledger* ledger_;
  std::shared_ptr<const AccountDefinition> account_;
  store::KeyRange range_;
  uint16_t partition_;
  std::unique_ptr<store::Scan> scan_;
  std::string key_;
  Position position_;
};

absl::StatusOr<delivery::Filter> ReadCallFilter(const std::string& text) {
  if (text.size() > kMaxFilterBytes) {
    return InvalidField("filter",
                        absl::StrCat("has ", text.size(), " bytes; at most ",
                                     kMaxFilterBytes, " are allowed"));
  }
  absl::StatusOr<delivery::Filter> filter =
      delivery::Filter::Compile(text, v1::Call::descriptor());
  if (!filter.ok()) {
    return InvalidField("filter", ToStd(filter.status().message()));
  }
  return filter;
}

absl::StatusOr<v1::Call> CallReader::Get(
    const v1::GetCallRequest& request) const {
  const absl::StatusOr<ChildName> name = ReadCallName(request.name(), "name");
  if (!name.ok()) return name.status();
  const auto account = catalog_->FindAccount(name->account);
  if (account == nullptr) return NotFound(request.name());
  return Find(*account, name->id);
}

absl::StatusOr<v1::Call> CallReader::Find(const AccountDefinition& account,
                                          std::string_view call_id) const {
  const std::string name = CallName(AccountId(account), call_id);
  const absl::StatusOr<std::string> value = ledger_->Get(
      Table::kCall,
      store::CallKey(store::PartitionOf(account.uid, call_id, partitions_),
                     account.uid, call_id));
  if (!value.ok()) {
    if (value.status().code() == absl::StatusCode::kNotFound) {
      return NotFound(name);
    }
    return FromLedger(value.status());
  }
  store::CallRecord record;
  if (!record.ParseFromString(*value)) {
    return FromLedger(absl::DataLossError("bad record"));
  }
  v1::Call call = std::move(*record.mutable_call());
  call.set_name(name);
  return call;
}

absl::StatusOr<CallReader::Accounts> CallReader::AccountsOf(
    const std::string& parent) const {
  const absl::StatusOr<std::string> id = ReadAccountOrAllName(parent, "parent");
  if (!id.ok()) return id.status();
  Accounts accounts;
  if (*id != "-") {
    auto account = catalog_->FindAccount(*id);
    if (account == nullptr) return NotFound(AccountName(*id));
    accounts.push_back(std::move(account));
    return accounts;
  }
  const auto scan = ledger_->NewScan(Table::kAccount, {});
  for (; scan->Valid(); scan->Next()) {
    auto account = catalog_->FindAccount(scan->key());
    if (account != nullptr) accounts.push_back(std::move(account));
  }
  if (!scan->status().ok()) return FromLedger(scan->status());
  return accounts;
}

absl::StatusOr<v1::ListCallsResponse> CallReader::List(
    const v1::ListCallsRequest& request) const {
  const absl::StatusOr<int> page_size =
      ReadPageSize(request.page_size(), kDefaultPageSize, kMaxPageSize);
  if (!page_size.ok()) return page_size.status();
  const absl::StatusOr<delivery::Filter> filter =
      ReadCallFilter(request.filter());
  if (!filter.ok()) return filter.status();
  const absl::StatusOr<Accounts> accounts = AccountsOf(request.parent());
  if (!accounts.ok()) return accounts.status();
  const absl::StatusOr<std::string> token =
      ReadPageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  std::optional<Position> start;
  if (!token->empty()) {
    start = Position::Read(*token);
    if (!start.has_value()) return InvalidField("page_token", "is damaged");
  }

  std::vector<Source> sources;
  for (const auto& account : *accounts) {
    for (int partition = 0; partition < partitions_; ++partition) {
      sources.emplace_back(ledger_, static_cast<uint16_t>(partition), account);
      if (start.has_value()) sources.back().StartAfter(*start);
    }
  }
  v1::ListCallsResponse response;
  std::string last_key;
  const absl::Status status =
      FillPage(std::move(sources), *filter, *page_size, &response, &last_key);
  if (!status.ok()) return status;
  if (!last_key.empty()) {
    response.set_next_page_token(MakePageToken(last_key, request));
  }
  return response;
}

// Sets `last_key` if there may be more.
absl::Status CallReader::FillPage(std::vector<Source> sources,
                                  const delivery::Filter& filter, int page_size,
                                  v1::ListCallsResponse* response,
                                  std::string* last_key) const {
  const bool keep_open = sources.size() <= kMaxOpenScans;
  const auto is_older = [&sources](size_t a, size_t b) {
    return sources[a].position() < sources[b].position();
  };
  std::vector<size_t> heap;  // the newest first
  const auto advance = [&](size_t i) -> absl::Status {
    const absl::StatusOr<bool> more = sources[i].Next(keep_open);
    if (!more.ok()) return more.status();
    if (*more) {
      heap.push_back(i);
      std::push_heap(heap.begin(), heap.end(), is_older);
    }
    return absl::OkStatus();
  };
  for (size_t i = 0; i < sources.size(); ++i) {
    if (absl::Status status = advance(i); !status.ok()) return status;
  }
  size_t bytes = 0;
  int examined = 0;
  while (!heap.empty()) {
    if (response->calls_size() >= page_size || bytes >= kMaxPageBytes ||
        examined >= kMaxExaminedPerPage) {
      return absl::OkStatus();
    }
    std::pop_heap(heap.begin(), heap.end(), is_older);
    const size_t newest = heap.back();
    heap.pop_back();
    Source& source = sources[newest];
    *last_key = source.key();
    ++examined;
    absl::StatusOr<v1::Call> call =
        Find(source.account(), source.position().call_id);
    if (call.ok() && filter.Matches(*call)) {
      bytes += call->ByteSizeLong();
      *response->add_calls() = *std::move(call);
    } else if (!call.ok() &&
               call.status().code() != absl::StatusCode::kNotFound) {
      return call.status();  // NOT_FOUND: its retention has just ended
    }
    if (absl::Status status = advance(newest); !status.ok()) return status;
  }
  last_key->clear();
  return absl::OkStatus();
}

}  // namespace gancho::service
