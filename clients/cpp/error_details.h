// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_ERROR_DETAILS_H_
#define GANCHO_CLIENTS_CPP_ERROR_DETAILS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace gancho::client {

// What the server says of an error beside its code and message.
struct ErrorDetails {
  struct FieldViolation {
    std::string field;  // a path such as `event.request.url`
    std::string description;
  };

  // A stable name, `API_KEY_INVALID` for example; empty if there is none.
  std::string reason;
  std::string domain;
  std::map<std::string, std::string> metadata;
  // Which fields of the request are wrong, and why.
  std::vector<FieldViolation> field_violations;
  // How long to wait before trying again, if the server said so.
  std::optional<absl::Duration> retry_delay;
};

// The same code and message; the details become payloads, by their type URLs.
absl::Status ToAbslStatus(const grpc::Status& status);
absl::Status ToAbslStatus(const google::rpc::Status& status);

// The details of a status that one of the functions above made, or that a
// method of this library returned. Empty for any other.
ErrorDetails DetailsOf(const absl::Status& status);

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_ERROR_DETAILS_H_
