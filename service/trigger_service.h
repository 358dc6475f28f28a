// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_TRIGGER_SERVICE_H_
#define GANCHO_SERVICE_TRIGGER_SERVICE_H_

#include "gancho/v1/trigger_service.grpc.pb.h"
#include "service/definition_store.h"
#include "service/executor.h"

namespace gancho::service {

// gancho.v1.TriggerService over the definition store. Thread-safe; what it is
// given outlives it.
class TriggerServiceImpl final : public v1::TriggerService::CallbackService {
 public:
  // `executor` runs the lists.
  TriggerServiceImpl(DefinitionStore* store, Executor* executor)
      : store_(store), executor_(executor) {}

  grpc::ServerUnaryReactor* CreateTrigger(
      grpc::CallbackServerContext* context,
      const v1::CreateTriggerRequest* request, v1::Trigger* response) override;
  grpc::ServerUnaryReactor* GetTrigger(grpc::CallbackServerContext* context,
                                       const v1::GetTriggerRequest* request,
                                       v1::Trigger* response) override;
  grpc::ServerUnaryReactor* ListTriggers(
      grpc::CallbackServerContext* context,
      const v1::ListTriggersRequest* request,
      v1::ListTriggersResponse* response) override;
  grpc::ServerUnaryReactor* UpdateTrigger(
      grpc::CallbackServerContext* context,
      const v1::UpdateTriggerRequest* request, v1::Trigger* response) override;
  grpc::ServerUnaryReactor* DeleteTrigger(
      grpc::CallbackServerContext* context,
      const v1::DeleteTriggerRequest* request,
      google::protobuf::Empty* response) override;

 private:
  DefinitionStore* const store_;
  Executor* const executor_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_TRIGGER_SERVICE_H_
