// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/api_key_service.h"

#include "service/definition_call.h"
#include "service/status.h"

namespace gancho::service {

grpc::ServerUnaryReactor* ApiKeyServiceImpl::CreateApiKey(
    grpc::CallbackServerContext* /*context*/,
    const v1::CreateApiKeyRequest* /*request*/, v1::ApiKey* /*response*/) {
  return AnswerNow(NotImplemented("ApiKeyService.CreateApiKey"));
}

grpc::ServerUnaryReactor* ApiKeyServiceImpl::ListApiKeys(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListApiKeysRequest* /*request*/,
    v1::ListApiKeysResponse* /*response*/) {
  return AnswerNow(NotImplemented("ApiKeyService.ListApiKeys"));
}

grpc::ServerUnaryReactor* ApiKeyServiceImpl::DeleteApiKey(
    grpc::CallbackServerContext* /*context*/,
    const v1::DeleteApiKeyRequest* /*request*/,
    google::protobuf::Empty* /*response*/) {
  return AnswerNow(NotImplemented("ApiKeyService.DeleteApiKey"));
}

}  // namespace gancho::service
