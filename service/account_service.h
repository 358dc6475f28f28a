// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_ACCOUNT_SERVICE_H_
#define GANCHO_SERVICE_ACCOUNT_SERVICE_H_

#include "gancho/v1/account_service.grpc.pb.h"
#include "service/definition_store.h"
#include "service/executor.h"

namespace gancho::service {

// gancho.v1.AccountService over the definition store. Thread-safe; what it is
// given outlives it.
class AccountServiceImpl final : public v1::AccountService::CallbackService {
 public:
  // `executor` runs the lists.
  AccountServiceImpl(DefinitionStore* store, Executor* executor)
      : store_(store), executor_(executor) {}

  grpc::ServerUnaryReactor* CreateAccount(
      grpc::CallbackServerContext* context,
      const v1::CreateAccountRequest* request, v1::Account* response) override;
  grpc::ServerUnaryReactor* GetAccount(grpc::CallbackServerContext* context,
                                       const v1::GetAccountRequest* request,
                                       v1::Account* response) override;
  grpc::ServerUnaryReactor* ListAccounts(
      grpc::CallbackServerContext* context,
      const v1::ListAccountsRequest* request,
      v1::ListAccountsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateAccount(
      grpc::CallbackServerContext* context,
      const v1::UpdateAccountRequest* request, v1::Account* response) override;
  grpc::ServerUnaryReactor* DeleteAccount(
      grpc::CallbackServerContext* context,
      const v1::DeleteAccountRequest* request,
      google::protobuf::Empty* response) override;

 private:
  DefinitionStore* const store_;
  Executor* const executor_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_ACCOUNT_SERVICE_H_
