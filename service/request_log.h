// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_REQUEST_LOG_H_
#define GANCHO_SERVICE_REQUEST_LOG_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "store/batch.h"
#include "store/ledger.h"

namespace gancho::service {

// How long the answer to a request_id is known.
inline constexpr absl::Duration kRequestIdWindow = absl::Hours(24);

// The answers of mutations that carried a request_id, in the ledger: each is
// written in one batch with its effect. Of one thread.
class RequestLog {
 public:
  // `ledger` outlives the log.
  explicit RequestLog(const store::Ledger* ledger) : ledger_(ledger) {}

  // One request: who asked for what.
  struct Request {
    std::string_view account_id;
    std::string_view method;
    std::string_view request_id;
    const google::protobuf::Message* message = nullptr;
  };

  // The serialised answer that the request had within the window; nullopt if
  // it is new. INVALID_ARGUMENT naming `request_id` if the id was used with
  // other arguments.
  absl::StatusOr<std::optional<std::string>> Find(const Request& request,
                                                  absl::Time now) const;

  void Add(const Request& request, const google::protobuf::Message& response,
           absl::Time now, store::Batch* batch) const;

  // Deletes what is older than the window among the next `count` entries, so
  // that the log shrinks as fast as it grows when each new entry looks at a
  // few old ones.
  // False if the end of the table was reached; the next sweep begins anew.
  bool Sweep(int count, absl::Time now, store::Batch* batch);

 private:
  const store::Ledger* const ledger_;
  std::string sweep_from_;  // where the next sweep begins
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_REQUEST_LOG_H_
