// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/request_log.h"

#include "absl/strings/ascii.h"
#include "service/concat.h"
#include "service/fingerprint.h"
#include "service/status.h"
#include "store/record.pb.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using store::Table;

std::string KeyOf(const RequestLog::Request& request) {
  // UUIDs are the same in either case. None of the parts holds a line feed.
  return Sha256(Concat(request.account_id, "\n", request.method, "\n",
                       absl::AsciiStrToLower(ToAbsl(request.request_id))));
}

std::string ArgumentsOf(const RequestLog::Request& request) {
  return FingerprintOf(*request.message, {"request_id"});
}

bool IsOld(const store::RequestRecord& record, absl::Time now) {
  return absl::FromUnixMicros(record.create_time_us()) <=
         now - kRequestIdWindow;
}

}  // namespace

absl::StatusOr<std::optional<std::string>> RequestLog::Find(
    const Request& request, absl::Time now) const {
  absl::StatusOr<std::string> value =
      ledger_->Get(Table::kRequest, KeyOf(request));
  if (absl::IsNotFound(value.status())) return std::nullopt;
  if (!value.ok()) return FromLedger(value.status());
  store::RequestRecord record;
  if (!record.ParseFromString(*value)) {
    return FromLedger(absl::DataLossError("request record"));
  }
  if (IsOld(record, now)) return std::nullopt;
  if (record.fingerprint() != ArgumentsOf(request)) {
    return InvalidField("request_id",
                        "was used within the last 24 hours with other "
                        "arguments");
  }
  return std::move(*record.mutable_response());
}

void RequestLog::Add(const Request& request,
                     const google::protobuf::Message& response, absl::Time now,
                     store::Batch* batch) const {
  store::RequestRecord record;
  record.set_create_time_us(absl::ToUnixMicros(now));
  record.set_fingerprint(ArgumentsOf(request));
  record.set_response(response.SerializeAsString());
  batch->Put(Table::kRequest, KeyOf(request), record.SerializeAsString());
}

bool RequestLog::Sweep(int count, absl::Time now, store::Batch* batch) {
  auto scan = ledger_->NewScan(Table::kRequest, {.from = sweep_from_});
  for (; count > 0 && scan->Valid(); --count, scan->Next()) {
    store::RequestRecord record;
    const bool readable = record.ParseFromArray(
        scan->value().data(), static_cast<int>(scan->value().size()));
    if (!readable || IsOld(record, now)) {
      batch->Delete(Table::kRequest, scan->key());
    }
  }
  sweep_from_ = scan->Valid() ? std::string(scan->key()) : std::string();
  return scan->Valid();
}

}  // namespace gancho::service
