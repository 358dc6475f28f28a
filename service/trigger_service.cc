// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_service.h"

#include <string>
#include <utility>
#include <vector>

#include "service/definition_call.h"
#include "service/definition_page.h"
#include "service/definition_source.h"
#include "service/resource_name.h"
#include "service/status.h"
#include "service/trigger_change.h"

namespace gancho::service {
namespace {

// The account and the event are only read: neither may go away meanwhile. A
// name that is none is refused by the plan.
std::vector<Mutation::Access> AccessesOf(const ChildName& name,
                                         const std::string& event) {
  std::vector<Mutation::Access> accesses = {
      {AccountName(name.account)},
      {TriggerName(name.account, name.id), /*exclusive=*/true}};
  if (!event.empty()) accesses.push_back({event});
  return accesses;
}

}  // namespace

grpc::ServerUnaryReactor* TriggerServiceImpl::CreateTrigger(
    grpc::CallbackServerContext* /*context*/,
    const v1::CreateTriggerRequest* request, v1::Trigger* response) {
  absl::StatusOr<std::string> account =
      ReadAccountName(request->parent(), "parent");
  if (!account.ok()) return AnswerNow(account.status());
  absl::StatusOr<std::string> id =
      ReadOrMakeId(request->trigger_id(), "trigger_id");
  if (!id.ok()) return AnswerNow(id.status());
  if (!request->has_trigger()) {
    return AnswerNow(InvalidField("trigger", "is required"));
  }
  ChildName name{*std::move(account), *std::move(id)};
  Mutation mutation =
      NewMutation("CreateTrigger", name.account, *request, response);
  mutation.accesses = AccessesOf(name, request->trigger().event());
  mutation.plan = [request, response, name = std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanCreateTrigger(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* TriggerServiceImpl::GetTrigger(
    grpc::CallbackServerContext* /*context*/,
    const v1::GetTriggerRequest* request, v1::Trigger* response) {
  absl::StatusOr<ChildName> name = ReadTriggerName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  const auto account = store_->catalog().FindAccount(name->account);
  if (account == nullptr) return AnswerNow(NotFound(request->name()));
  const auto trigger = store_->catalog().FindTrigger(account->uid, name->id);
  if (trigger == nullptr) return AnswerNow(NotFound(request->name()));
  *response = trigger->trigger;
  return AnswerNow(absl::OkStatus());
}

grpc::ServerUnaryReactor* TriggerServiceImpl::ListTriggers(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListTriggersRequest* request,
    v1::ListTriggersResponse* response) {
  absl::StatusOr<std::string> account =
      ReadAccountOrAllName(request->parent(), "parent");
  if (!account.ok()) return AnswerNow(account.status());
  if (*account != "-" && store_->catalog().FindAccount(*account) == nullptr) {
    return AnswerNow(NotFound(request->parent()));
  }
  return AnswerFrom(
      executor_, [this, request, response,
                  account = *std::move(account)](PendingAnswer* answer) {
        const auto source = [&](const std::string& after, size_t limit) {
          return TriggersAfter(store_->catalog(), account, after, limit);
        };
        answer->Answer(FillPage<TriggerDefinition>(
            *request, source, &TriggerDefinition::trigger,
            &v1::ListTriggersResponse::add_triggers, response));
      });
}

grpc::ServerUnaryReactor* TriggerServiceImpl::UpdateTrigger(
    grpc::CallbackServerContext* /*context*/,
    const v1::UpdateTriggerRequest* request, v1::Trigger* response) {
  if (!request->has_trigger()) {
    return AnswerNow(InvalidField("trigger", "is required"));
  }
  absl::StatusOr<ChildName> name =
      ReadTriggerName(request->trigger().name(), "trigger.name");
  if (!name.ok()) return AnswerNow(name.status());
  Mutation mutation =
      NewMutation("UpdateTrigger", name->account, *request, response);
  mutation.accesses = AccessesOf(*name, request->trigger().event());
  mutation.plan = [request, response, name = *std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanUpdateTrigger(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* TriggerServiceImpl::DeleteTrigger(
    grpc::CallbackServerContext* /*context*/,
    const v1::DeleteTriggerRequest* request,
    google::protobuf::Empty* response) {
  absl::StatusOr<ChildName> name = ReadTriggerName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  Mutation mutation =
      NewMutation("DeleteTrigger", name->account, *request, response);
  mutation.accesses = AccessesOf(*name, "");
  mutation.plan = [request, name = *std::move(name)](PlanContext* context,
                                                     DefinitionChange* change) {
    return PlanDeleteTrigger(*request, name, context, change);
  };
  return AnswerFrom(store_, std::move(mutation));
}

}  // namespace gancho::service
