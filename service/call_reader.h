// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_READER_H_
#define GANCHO_SERVICE_CALL_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/language/filter.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/call_service.pb.h"
#include "service/catalog.h"
#include "store/ledger.h"

namespace gancho::service {

// Shows calls as the ledger has them. All methods may block on the disk.
// Thread-safe.
class CallReader {
 public:
  CallReader(const store::Ledger* ledger, const Catalog* catalog,
             int partitions)
      : ledger_(ledger), catalog_(catalog), partitions_(partitions) {}

  absl::StatusOr<v1::Call> Get(const v1::GetCallRequest& request) const;
  absl::StatusOr<v1::ListCallsResponse> List(
      const v1::ListCallsRequest& request) const;

  // The call, or NOT_FOUND; for previews, too.
  absl::StatusOr<v1::Call> Find(const AccountDefinition& account,
                                std::string_view call_id) const;

 private:
  // The calls of one account in one partition, newest first.
  class Source;
  using Accounts = std::vector<std::shared_ptr<const AccountDefinition>>;

  absl::StatusOr<Accounts> AccountsOf(const std::string& parent) const;
  absl::Status FillPage(std::vector<Source> sources,
                        const delivery::Filter& filter, int page_size,
                        v1::ListCallsResponse* response,
                        std::string* last_key) const;

  const store::Ledger* const ledger_;
  const Catalog* const catalog_;
  const int partitions_;
};

// An AIP-160 filter over Call of at most 8 KiB. INVALID_ARGUMENT naming
// `filter`.
absl::StatusOr<delivery::Filter> ReadCallFilter(const std::string& text);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_READER_H_
