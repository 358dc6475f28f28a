// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_service.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "service/concat.h"
#include "service/delivery_conversion.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

constexpr size_t kMaxReasonBytes = 256;
constexpr std::string_view kAccountsPrefix = "accounts/";

// The account's id in a name that begins with "accounts/{account}": a view into
// the request, which lives until the answer is sent.
std::string_view AccountIdIn(std::string_view name) {
  name.remove_prefix(std::min(name.size(), kAccountsPrefix.size()));
  return name.substr(0, name.find('/'));
}

// The engine's error as the API tells it.
absl::Status FromEngine(const absl::Status& status, const std::string& name) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return status;
    case absl::StatusCode::kNotFound:
      return NotFound(name);
    case absl::StatusCode::kFailedPrecondition:
      return PreconditionFailed("DELIVERY_STATE", name,
                                ToStd(status.message()));
    case absl::StatusCode::kUnavailable:
      // Draining, just changing, or the ledger: the engine's text may be any's.
      return Unavailable("DELIVERY_BUSY",
                         "the delivery cannot be changed at this moment",
                         absl::Seconds(1));
    default:
      return FromLedger(status);
  }
}

}  // namespace

DeliveryService::DeliveryService(const DeliveryReader* reader,
                                 DeliveryWatch* watch, delivery::Engine* engine,
                                 Executor* executor,
                                 const AnsweredRequests* answered,
                                 const store::Clock* clock)
    : reader_(reader),
      watch_(watch),
      engine_(engine),
      executor_(executor),
      answered_(answered),
      clock_(clock),
      recovery_(reader, engine, clock) {}

// gRPC keeps request and response until the answer is sent.
grpc::ServerUnaryReactor* DeliveryService::GetDelivery(
    grpc::CallbackServerContext* /*context*/,
    const v1::GetDeliveryRequest* request, v1::Delivery* response) {
  return AnswerFrom(executor_, [this, request,
                                response](PendingAnswer* answer) {
    absl::StatusOr<DeliveryRef> ref = ReadDeliveryName(request->name(), "name");
    if (!ref.ok()) return answer->Answer(ref.status());
    answer->Answer(reader_->Get(*ref), response);
  });
}

grpc::ServerUnaryReactor* DeliveryService::ListDeliveries(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListDeliveriesRequest* request,
    v1::ListDeliveriesResponse* response) {
  return AnswerFrom(executor_,
                    [this, request, response](PendingAnswer* answer) {
                      answer->Answer(reader_->List(*request), response);
                    });
}

grpc::ServerUnaryReactor* DeliveryService::ListAttempts(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListAttemptsRequest* request,
    v1::ListAttemptsResponse* response) {
  return AnswerFrom(executor_,
                    [this, request, response](PendingAnswer* answer) {
                      answer->Answer(reader_->ListAttempts(*request), response);
                    });
}

grpc::ServerUnaryReactor* DeliveryService::RetryDelivery(
    grpc::CallbackServerContext* /*context*/,
    const v1::RetryDeliveryRequest* request, v1::Delivery* response) {
  return AnswerAfter(
      "RetryDelivery", request, response,
      [this](const StoredDelivery& stored, delivery::Engine::Done done) {
        engine_->Retry(stored.account.uid, stored.record.event_uid(), stored.id,
                       std::move(done));
      });
}

grpc::ServerUnaryReactor* DeliveryService::CancelDelivery(
    grpc::CallbackServerContext* /*context*/,
    const v1::CancelDeliveryRequest* request, v1::Delivery* response) {
  if (request->reason().size() > kMaxReasonBytes) {
    auto* answer = new PendingAnswer;
    answer->Answer(InvalidField("reason", "must have at most 256 bytes"));
    return answer;
  }
  return AnswerAfter("CancelDelivery", request, response,
                     [this, request](const StoredDelivery& stored,
                                     delivery::Engine::Done done) {
                       engine_->Cancel(stored.account.uid,
                                       stored.record.event_uid(), stored.id,
                                       request->reason(), std::move(done));
                     });
}

grpc::ServerUnaryReactor* DeliveryService::RecoverDeliveries(
    grpc::CallbackServerContext* /*context*/,
    const v1::RecoverDeliveriesRequest* request,
    v1::RecoverDeliveriesResponse* response) {
  return AnswerFrom(executor_,
                    [this, request, response](PendingAnswer* answer) {
                      Recover(*request, response, answer);
                    });
}

grpc::ServerWriteReactor<v1::WatchDeliveriesResponse>*
DeliveryService::WatchDeliveries(grpc::CallbackServerContext* /*context*/,
                                 const v1::WatchDeliveriesRequest* request) {
  return watch_->Watch(*request);
}

template <typename Request>
PendingAnswer* DeliveryService::AnswerAfter(const char* method,
                                            const Request* request,
                                            v1::Delivery* response,
                                            Change change) {
  return AnswerFrom(
      executor_, [this, method, request, response,
                  change = std::move(change)](PendingAnswer* answer) mutable {
        absl::StatusOr<DeliveryRef> ref =
            ReadDeliveryName(request->name(), "name");
        if (!ref.ok()) return answer->Answer(ref.status());
        // `account_id` is part of `name`, which the arguments hold.
        Begin({.log = {.method = method,
                       .request_id = request->request_id(),
                       .message = request},
               .ref = *std::move(ref),
               .response = response,
               .answer = answer},
              std::move(change));
      });
}

void DeliveryService::Begin(const ChangeCall& call, Change change) {
  absl::StatusOr<bool> known = answered_->Recall(call.log, call.response);
  if (!known.ok()) return call.answer->Answer(known.status());
  if (*known) return call.answer->Answer(absl::OkStatus());
  absl::StatusOr<StoredDelivery> stored = reader_->Find(call.ref);
  if (!stored.ok()) return call.answer->Answer(stored.status());
  change(*stored, [this, call](const absl::Status& status) {
    AnswerChanged(call, status);
  });
}

void DeliveryService::AnswerChanged(const ChangeCall& call,
                                    const absl::Status& status) {
  if (!status.ok()) {
    call.answer->Answer(
        FromEngine(status, DeliveryName(call.ref.account, call.ref.id)));
    return;
  }
  // Back to a thread that may read.
  const bool taken = executor_->TryRun([this, call] { ReadAndAnswer(call); });
  if (!taken) {
    call.answer->Answer(Unavailable(
        "ANSWER_NOT_READ",
        "the change was made, but could not be read back; see GetDelivery",
        absl::Seconds(1)));
  }
}

void DeliveryService::ReadAndAnswer(const ChangeCall& call) {
  absl::StatusOr<v1::Delivery> delivery = reader_->Get(call.ref);
  if (!delivery.ok()) return call.answer->Answer(delivery.status());
  const int64_t now_us = absl::ToUnixMicros(clock_->Now());
  if (delivery->has_next_attempt_time() &&
      ToMicros(delivery->next_attempt_time()) > now_us) {
    // A pending one is due now; the ledger learns it with the attempt.
    *delivery->mutable_next_attempt_time() = ToTimestamp(now_us);
  }
  *call.response = *std::move(delivery);
  answered_->Remember(call.log, *call.response,
                      [answer = call.answer](const absl::Status& status) {
                        answer->Answer(status);
                      });
}

void DeliveryService::Recover(const v1::RecoverDeliveriesRequest& request,
                              v1::RecoverDeliveriesResponse* response,
                              PendingAnswer* answer) {
  const RequestLog::Request log = {.account_id = AccountIdIn(request.parent()),
                                   .method = "RecoverDeliveries",
                                   .request_id = request.request_id(),
                                   .message = &request};
  absl::StatusOr<bool> known = answered_->Recall(log, response);
  if (!known.ok()) return answer->Answer(known.status());
  if (*known) return answer->Answer(absl::OkStatus());
  recovery_.Run(
      request,
      [this, log, response, answer, validate_only = request.validate_only()](
          absl::StatusOr<v1::RecoverDeliveriesResponse> result) {
        if (!result.ok() || validate_only) {
          return answer->Answer(std::move(result), response);
        }
        *response = *std::move(result);
        answered_->Remember(
            log, *response,
            [answer](const absl::Status& status) { answer->Answer(status); });
      });
}

}  // namespace gancho::service
