// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_SERVICE_H_
#define GANCHO_SERVICE_DELIVERY_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "delivery/engine.h"
#include "gancho/v1/delivery_service.grpc.pb.h"
#include "service/answered_requests.h"
#include "service/delivery_reader.h"
#include "service/delivery_recovery.h"
#include "service/delivery_watch.h"
#include "service/executor.h"
#include "service/pending_answer.h"
#include "service/resource_name.h"
#include "store/clock.h"

namespace gancho::service {

// gancho.v1.DeliveryService. Reads run on the executor, changes in the engine;
// nothing here blocks a thread of gRPC.
class DeliveryService final : public v1::DeliveryService::CallbackService {
 public:
  // All outlive the service.
  DeliveryService(const DeliveryReader* reader, DeliveryWatch* watch,
                  delivery::Engine* engine, Executor* executor,
                  const AnsweredRequests* answered, const store::Clock* clock);

  grpc::ServerUnaryReactor* GetDelivery(grpc::CallbackServerContext* context,
                                        const v1::GetDeliveryRequest* request,
                                        v1::Delivery* response) override;
  grpc::ServerUnaryReactor* ListDeliveries(
      grpc::CallbackServerContext* context,
      const v1::ListDeliveriesRequest* request,
      v1::ListDeliveriesResponse* response) override;
  grpc::ServerUnaryReactor* ListAttempts(
      grpc::CallbackServerContext* context,
      const v1::ListAttemptsRequest* request,
      v1::ListAttemptsResponse* response) override;
  grpc::ServerUnaryReactor* RetryDelivery(
      grpc::CallbackServerContext* context,
      const v1::RetryDeliveryRequest* request, v1::Delivery* response) override;
  grpc::ServerUnaryReactor* CancelDelivery(
      grpc::CallbackServerContext* context,
      const v1::CancelDeliveryRequest* request,
      v1::Delivery* response) override;
  grpc::ServerUnaryReactor* RecoverDeliveries(
      grpc::CallbackServerContext* context,
      const v1::RecoverDeliveriesRequest* request,
      v1::RecoverDeliveriesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchDeliveriesResponse>* WatchDeliveries(
      grpc::CallbackServerContext* context,
      const v1::WatchDeliveriesRequest* request) override;

 private:
  // What the engine is asked to do with a delivery that was found.
  using Change =
      absl::AnyInvocable<void(const StoredDelivery&, delivery::Engine::Done)>;

  // A call that changes a delivery: `log` says what it was, for request_ids.
  struct ChangeCall {
    RequestLog::Request log;
    DeliveryRef ref;
    v1::Delivery* response = nullptr;
    PendingAnswer* answer = nullptr;
  };

  // Finds the delivery, changes it, and answers with what it is then.
  template <typename Request>
  PendingAnswer* AnswerAfter(const char* method, const Request* request,
                             v1::Delivery* response, Change change);
  void Begin(const ChangeCall& call, Change change);
  void AnswerChanged(const ChangeCall& call, const absl::Status& status);
  void ReadAndAnswer(const ChangeCall& call);
  void Recover(const v1::RecoverDeliveriesRequest& request,
               v1::RecoverDeliveriesResponse* response, PendingAnswer* answer);

  const DeliveryReader* const reader_;
  DeliveryWatch* const watch_;
  delivery::Engine* const engine_;
  Executor* const executor_;
  const AnsweredRequests* const answered_;
  const store::Clock* const clock_;
  const DeliveryRecovery recovery_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_SERVICE_H_
