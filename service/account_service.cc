// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/account_service.h"

#include <string>
#include <utility>

#include "service/account_change.h"
#include "service/definition_call.h"
#include "service/definition_page.h"
#include "service/definition_source.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

absl::Status CheckNoParent(const std::string& parent) {
  if (parent.empty()) return absl::OkStatus();
  return InvalidField("parent", "must be empty: accounts have no parent");
}

}  // namespace

grpc::ServerUnaryReactor* AccountServiceImpl::CreateAccount(
    grpc::CallbackServerContext* /*context*/,
    const v1::CreateAccountRequest* request, v1::Account* response) {
  if (absl::Status status = CheckNoParent(request->parent()); !status.ok()) {
    return AnswerNow(status);
  }
  absl::StatusOr<std::string> id =
      ReadOrMakeId(request->account_id(), "account_id");
  if (!id.ok()) return AnswerNow(id.status());
  if (!request->has_account()) {
    return AnswerNow(InvalidField("account", "is required"));
  }
  Mutation mutation = NewMutation("CreateAccount", "", *request, response);
  mutation.accesses = {{AccountName(*id), /*exclusive=*/true}};
  mutation.plan = [request, response, id = *std::move(id)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanCreateAccount(*request, id, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* AccountServiceImpl::GetAccount(
    grpc::CallbackServerContext* /*context*/,
    const v1::GetAccountRequest* request, v1::Account* response) {
  absl::StatusOr<std::string> id = ReadAccountName(request->name(), "name");
  if (!id.ok()) return AnswerNow(id.status());
  const auto account = store_->catalog().FindAccount(*id);
  if (account == nullptr) return AnswerNow(NotFound(request->name()));
  *response = account->account;
  return AnswerNow(absl::OkStatus());
}

grpc::ServerUnaryReactor* AccountServiceImpl::ListAccounts(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListAccountsRequest* request,
    v1::ListAccountsResponse* response) {
  if (absl::Status status = CheckNoParent(request->parent()); !status.ok()) {
    return AnswerNow(status);
  }
  return AnswerFrom(
      executor_, [this, request, response](PendingAnswer* answer) {
        const auto source = [this](const std::string& after, size_t limit) {
          return AccountsAfter(store_->catalog(), after, limit);
        };
        answer->Answer(FillPage<AccountDefinition>(
            *request, source, &AccountDefinition::account,
            &v1::ListAccountsResponse::add_accounts, response));
      });
}

grpc::ServerUnaryReactor* AccountServiceImpl::UpdateAccount(
    grpc::CallbackServerContext* /*context*/,
    const v1::UpdateAccountRequest* request, v1::Account* response) {
  if (!request->has_account()) {
    return AnswerNow(InvalidField("account", "is required"));
  }
  absl::StatusOr<std::string> id =
      ReadAccountName(request->account().name(), "account.name");
  if (!id.ok()) return AnswerNow(id.status());
  Mutation mutation = NewMutation("UpdateAccount", "", *request, response);
  mutation.accesses = {{AccountName(*id), /*exclusive=*/true}};
  mutation.plan = [request, response, id = *std::move(id)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanUpdateAccount(*request, id, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* AccountServiceImpl::DeleteAccount(
    grpc::CallbackServerContext* /*context*/,
    const v1::DeleteAccountRequest* request,
    google::protobuf::Empty* response) {
  absl::StatusOr<std::string> id = ReadAccountName(request->name(), "name");
  if (!id.ok()) return AnswerNow(id.status());
  Mutation mutation = NewMutation("DeleteAccount", "", *request, response);
  mutation.accesses = {{AccountName(*id), /*exclusive=*/true}};
  mutation.plan = [request, id = *std::move(id)](PlanContext* context,
                                                 DefinitionChange* change) {
    return PlanDeleteAccount(*request, id, context, change);
  };
  return AnswerFrom(store_, std::move(mutation));
}

}  // namespace gancho::service
