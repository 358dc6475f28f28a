// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_service.h"

#include <utility>

#include "service/concat.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

constexpr size_t kMaxReasonBytes = 256;

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
    default:
      return FromLedger(status);
  }
}

}  // namespace

DeliveryService::DeliveryService(const DeliveryReader* reader,
                                 DeliveryWatch* watch, delivery::Engine* engine,
                                 Executor* executor, const store::Clock* clock)
    : reader_(reader),
      watch_(watch),
      engine_(engine),
      executor_(executor),
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
      request->name(), response,
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
  return AnswerAfter(request->name(), response,
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
  return AnswerFrom(executor_, [this, request,
                                response](PendingAnswer* answer) {
    recovery_.Run(*request,
                  [response, answer](
                      absl::StatusOr<v1::RecoverDeliveriesResponse> result) {
                    answer->Answer(std::move(result), response);
                  });
  });
}

grpc::ServerWriteReactor<v1::WatchDeliveriesResponse>*
DeliveryService::WatchDeliveries(grpc::CallbackServerContext* /*context*/,
                                 const v1::WatchDeliveriesRequest* request) {
  return watch_->Watch(*request);
}

PendingAnswer* DeliveryService::AnswerAfter(const std::string& name,
                                            v1::Delivery* response,
                                            Change change) {
  return AnswerFrom(
      executor_, [this, name, response,
                  change = std::move(change)](PendingAnswer* answer) mutable {
        absl::StatusOr<DeliveryRef> ref = ReadDeliveryName(name, "name");
        if (!ref.ok()) return answer->Answer(ref.status());
        absl::StatusOr<StoredDelivery> stored = reader_->Find(*ref);
        if (!stored.ok()) return answer->Answer(stored.status());
        change(*stored, [this, ref = *ref, response,
                         answer](const absl::Status& status) {
          AnswerChanged(ref, status, response, answer);
        });
      });
}

void DeliveryService::AnswerChanged(const DeliveryRef& ref,
                                    const absl::Status& status,
                                    v1::Delivery* response,
                                    PendingAnswer* answer) {
  if (!status.ok()) {
    answer->Answer(FromEngine(status, DeliveryName(ref.account, ref.id)));
    return;
  }
  // Back to a thread that may read.
  const bool taken = executor_->TryRun([this, ref, response, answer] {
    answer->Answer(reader_->Get(ref), response);
  });
  if (!taken) {
    answer->Answer(Unavailable(
        "ANSWER_NOT_READ",
        "the change was made, but could not be read back; see GetDelivery",
        absl::Seconds(1)));
  }
}

}  // namespace gancho::service
