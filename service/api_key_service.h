// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_API_KEY_SERVICE_H_
#define GANCHO_SERVICE_API_KEY_SERVICE_H_

#include "gancho/v1/api_key_service.grpc.pb.h"

namespace gancho::service {

// gancho.v1.ApiKeyService. Callers cannot be told apart yet: every method is
// UNIMPLEMENTED. Thread-safe.
class ApiKeyServiceImpl final : public v1::ApiKeyService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CreateApiKey(grpc::CallbackServerContext* context,
                                         const v1::CreateApiKeyRequest* request,
                                         v1::ApiKey* response) override;
  grpc::ServerUnaryReactor* ListApiKeys(
      grpc::CallbackServerContext* context,
      const v1::ListApiKeysRequest* request,
      v1::ListApiKeysResponse* response) override;
  grpc::ServerUnaryReactor* DeleteApiKey(
      grpc::CallbackServerContext* context,
      const v1::DeleteApiKeyRequest* request,
      google::protobuf::Empty* response) override;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_API_KEY_SERVICE_H_
