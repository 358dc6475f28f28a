// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_STATUS_H_
#define GANCHO_SERVICE_STATUS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/language/field_problem.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

// Errors of the API: made as absl::Status with google.rpc details as payloads,
// turned into grpc::Status or google.rpc.Status at the edge, once. Every error
// carries ErrorInfo with domain "gancho.dev"; messages hold no internal text.
namespace gancho::service {

// INVALID_ARGUMENT with BadRequest, reason "INVALID_FIELD". The message names
// the first problem, the details all of them. `prefix` is put before each
// field ("event.request").
absl::Status InvalidFields(const delivery::FieldProblems& problems,
                           std::string_view prefix = "");
absl::Status InvalidField(std::string_view field, std::string_view reason);

// `name` is the full resource name. Reasons "RESOURCE_NOT_FOUND",
// "RESOURCE_EXISTS", "ETAG_MISMATCH".
absl::Status NotFound(std::string_view name);
absl::Status AlreadyExists(std::string_view name);
absl::Status EtagMismatch(std::string_view name);

// FAILED_PRECONDITION with PreconditionFailure; `type` is UPPER_SNAKE and the
// reason of the ErrorInfo, `subject` a resource name.
absl::Status PreconditionFailed(std::string_view type, std::string_view subject,
                                std::string_view description);

// RESOURCE_EXHAUSTED with QuotaFailure and RetryInfo; UNAVAILABLE with
// RetryInfo. `reason` is UPPER_SNAKE.
absl::Status Exhausted(std::string_view reason, std::string_view subject,
                       std::string_view description, absl::Duration retry);
absl::Status Unavailable(std::string_view reason, std::string_view description,
                         absl::Duration retry);

// UNIMPLEMENTED, reason "METHOD_NOT_IMPLEMENTED".
absl::Status NotImplemented(std::string_view method);

// What a failed commit or read of the ledger means to a caller: keeps the code
// where it is RESOURCE_EXHAUSTED or UNAVAILABLE, INTERNAL otherwise, without
// the ledger's own text.
absl::Status FromLedger(const absl::Status& status);

// The one mapping; every code maps to its namesake, payloads become details.
// A status without ErrorInfo gets one.
google::rpc::Status ToRpcStatus(const absl::Status& status);
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_STATUS_H_
