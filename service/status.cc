// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/status.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

constexpr std::string_view kDomain = "gancho.dev";
constexpr std::string_view kTypePrefix = "type.googleapis.com/";

// Clients accept 8 KiB of trailing metadata by default, and the details are
// in it as base64: what an error says is cut so that it always arrives.
constexpr size_t kMaxMessageBytes = 512;
constexpr size_t kMaxFieldBytes = 192;
constexpr size_t kMaxDescriptionBytes = 384;
constexpr size_t kMaxViolationsBytes = 3 << 10;

// What clients are told to wait where nobody knows better.
constexpr absl::Duration kDefaultRetry = absl::Seconds(1);

// At most `max_bytes` of `text`, cut between two characters.
std::string Shorten(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  size_t end = max_bytes - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return Concat(text.substr(0, end), "...");
}

template <typename Message>
std::string TypeUrl() {
  return Concat(kTypePrefix, Message::descriptor()->full_name());
}

template <typename Message>
void Attach(const Message& detail, absl::Status* status) {
  status->SetPayload(TypeUrl<Message>(),
                     absl::Cord(detail.SerializeAsString()));
}

template <typename Message>
bool Has(const absl::Status& status) {
  return status.GetPayload(TypeUrl<Message>()).has_value();
}

using Metadata = std::vector<std::pair<std::string, std::string>>;

void AttachErrorInfo(std::string_view reason, const Metadata& metadata,
                     absl::Status* status) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = Shorten(value, kMaxFieldBytes);
  }
  Attach(info, status);
}

void AttachRetryInfo(absl::Duration retry, absl::Status* status) {
  google::rpc::RetryInfo info;
  retry = std::max(retry, absl::ZeroDuration());
  const int64_t seconds = absl::IDivDuration(retry, absl::Seconds(1), &retry);
  info.mutable_retry_delay()->set_seconds(seconds);
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(retry)));
  Attach(info, status);
}

void AttachPreconditionFailure(std::string_view type, std::string_view subject,
                               std::string_view description,
                               absl::Status* status) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(std::string(type));
  violation->set_subject(Shorten(subject, kMaxFieldBytes));
  violation->set_description(Shorten(description, kMaxDescriptionBytes));
  Attach(failure, status);
}

std::string JoinPath(std::string_view prefix, std::string_view field) {
  if (prefix.empty()) return std::string(field);
  if (field.empty()) return std::string(prefix);
  return Concat(prefix, field.front() == '[' ? "" : ".", field);
}

absl::Status AboutResource(absl::StatusCode code, std::string_view reason,
                           std::string_view name, std::string_view what) {
  absl::Status status(code, Concat(Shorten(name, kMaxFieldBytes), " ", what));
  AttachErrorInfo(reason, {{"resource", std::string(name)}}, &status);
  google::rpc::ResourceInfo info;
  info.set_resource_name(Shorten(name, kMaxFieldBytes));
  info.set_description(std::string(what));
  Attach(info, &status);
  return status;
}

// Codes behind which there may be text that is not meant for callers.
bool HidesText(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// Adds what every error of its code must carry and `status` does not.
absl::Status Complete(const absl::Status& status) {
  std::string message = Shorten(ToStd(status.message()), kMaxMessageBytes);
  const bool is_ours = Has<google::rpc::ErrorInfo>(status);
  if (!is_ours && HidesText(status.code())) message = "internal error";
  absl::Status complete(status.code(), message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    complete.SetPayload(url, payload);
  });
  if (!is_ours) {
    AttachErrorInfo(absl::StatusCodeToString(status.code()), {}, &complete);
  }
  switch (status.code()) {
    case absl::StatusCode::kFailedPrecondition:
      if (!Has<google::rpc::PreconditionFailure>(status)) {
        AttachPreconditionFailure("FAILED_PRECONDITION", "", message,
                                  &complete);
      }
      break;
    case absl::StatusCode::kResourceExhausted:
      if (!Has<google::rpc::QuotaFailure>(status)) {
        google::rpc::QuotaFailure failure;
        failure.add_violations()->set_description(message);
        Attach(failure, &complete);
      }
      [[fallthrough]];
    case absl::StatusCode::kUnavailable:
      if (!Has<google::rpc::RetryInfo>(status)) {
        AttachRetryInfo(kDefaultRetry, &complete);
      }
      break;
    default:
      break;
  }
  return complete;
}

}  // namespace

absl::Status InvalidFields(const delivery::FieldProblems& problems,
                           std::string_view prefix) {
  if (problems.empty()) return InvalidField(prefix, "is invalid");
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (const delivery::FieldProblem& problem : problems) {
    google::rpc::BadRequest::FieldViolation violation;
    violation.set_field(
        Shorten(JoinPath(prefix, problem.field), kMaxFieldBytes));
    violation.set_description(
        Shorten(problem.description, kMaxDescriptionBytes));
    bytes += violation.ByteSizeLong();
    if (bytes > kMaxViolationsBytes) break;
    *bad_request.add_field_violations() = std::move(violation);
  }
  const auto& first = bad_request.field_violations(0);
  std::string message = Concat(first.field(), ": ", first.description());
  if (problems.size() > 1) {
    message += Concat(" (and ", problems.size() - 1, " more)");
  }
  absl::Status status = absl::InvalidArgumentError(message);
  AttachErrorInfo("INVALID_FIELD", {{"field", first.field()}}, &status);
  Attach(bad_request, &status);
  return status;
}

absl::Status InvalidField(std::string_view field, std::string_view reason) {
  return InvalidFields({{std::string(field), std::string(reason)}});
}

absl::Status NotFound(std::string_view name) {
  return AboutResource(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", name,
                       "does not exist");
}

absl::Status AlreadyExists(std::string_view name) {
  return AboutResource(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS",
                       name, "exists already");
}

absl::Status EtagMismatch(std::string_view name) {
  return AboutResource(absl::StatusCode::kAborted, "ETAG_MISMATCH", name,
                       "has changed: its etag is not the given one");
}

absl::Status PreconditionFailed(std::string_view type, std::string_view subject,
                                std::string_view description) {
  absl::Status status = absl::FailedPreconditionError(ToAbsl(description));
  AttachErrorInfo(type, {{"resource", std::string(subject)}}, &status);
  AttachPreconditionFailure(type, subject, description, &status);
  return status;
}

absl::Status Exhausted(std::string_view reason, std::string_view subject,
                       std::string_view description, absl::Duration retry) {
  absl::Status status = absl::ResourceExhaustedError(ToAbsl(description));
  AttachErrorInfo(reason, {{"subject", std::string(subject)}}, &status);
  google::rpc::QuotaFailure failure;
  auto* violation = failure.add_violations();
  violation->set_subject(Shorten(subject, kMaxFieldBytes));
  violation->set_description(Shorten(description, kMaxDescriptionBytes));
  Attach(failure, &status);
  AttachRetryInfo(retry, &status);
  return status;
}

absl::Status Unavailable(std::string_view reason, std::string_view description,
                         absl::Duration retry) {
  absl::Status status = absl::UnavailableError(ToAbsl(description));
  AttachErrorInfo(reason, {}, &status);
  AttachRetryInfo(retry, &status);
  return status;
}

absl::Status NotImplemented(std::string_view method) {
  absl::Status status = absl::UnimplementedError(
      Concat(method, " is not implemented by this version"));
  AttachErrorInfo("METHOD_NOT_IMPLEMENTED", {{"method", std::string(method)}},
                  &status);
  return status;
}

absl::Status FromLedger(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return absl::OkStatus();
    case absl::StatusCode::kResourceExhausted:
      return Exhausted("STORAGE_EXHAUSTED", "storage",
                       "the server has no space left to store changes",
                       absl::Seconds(10));
    case absl::StatusCode::kUnavailable:
    // The committer refuses with ABORTED what was built on a change that did
    // not become durable: nothing was done, and a new try stands on firm
    // ground.
    case absl::StatusCode::kAborted:
      return Unavailable("STORAGE_UNAVAILABLE",
                         "the server cannot store changes at the moment",
                         kDefaultRetry);
    default: {
      absl::Status internal = absl::InternalError("internal error");
      AttachErrorInfo("STORAGE_FAILED", {}, &internal);
      return internal;
    }
  }
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(status.code()));
  if (status.ok()) return rpc;
  const absl::Status complete = Complete(status);
  rpc.set_message(std::string(complete.message()));
  // In a fixed order, ErrorInfo first; absl promises none.
  std::vector<std::pair<std::string, std::string>> details;
  complete.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) {
        details.emplace_back(std::string(url), std::string(payload));
      });
  const std::string error_info = TypeUrl<google::rpc::ErrorInfo>();
  std::sort(details.begin(), details.end(), [&](const auto& a, const auto& b) {
    const bool a_is_late = a.first != error_info;
    const bool b_is_late = b.first != error_info;
    return std::tie(a_is_late, a.first) < std::tie(b_is_late, b.first);
  });
  for (auto& [url, payload] : details) {
    auto* detail = rpc.add_details();
    detail->set_type_url(std::move(url));
    detail->set_value(std::move(payload));
  }
  return rpc;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

}  // namespace gancho::service
