// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What is done with calls and deliveries.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/model/model_driver.h"
#include "tests/model/mutate.h"
#include "tests/model/requests.h"

namespace gancho::model {

void ModelDriver::Report(const Operation& operation) {
  const v1::ReportCallStateRequest request = ReportOf(operation);
  v1::ReportCallStateResponse response;
  const auto context = NewContext(kCallTimeout);
  const grpc::Status status = server_.client().calls->ReportCallState(
      context.get(), request, &response);
  if (IsLost(status)) {
    return Lose("ReportCallState", status, [&](Model* model) {
      return model->Report(request, Code::OK, nullptr);
    });
  }
  Judge("ReportCallState", status, [&](Model* model) {
    return model->Report(request, status.error_code(), &response);
  });
  // Before an event that they disable is known to be so, they fit no model.
  if (!failed_ && !server_.in_trouble()) Settle();
  for (const std::string& name : response.deliveries()) {
    if (!failed_) GetDelivery(name);
  }
}

void ModelDriver::GetDelivery(const std::string& name) {
  v1::GetDeliveryRequest request;
  request.set_name(name);
  v1::Delivery delivery;
  const auto context = NewContext(kCallTimeout);
  const grpc::Status status = server_.client().deliveries->GetDelivery(
      context.get(), request, &delivery);
  if (IsLost(status)) return Note("GetDelivery", status);
  Judge(absl::StrCat("GetDelivery ", name, " ",
                     v1::Delivery::State_Name(delivery.state()), " ",
                     delivery.request().body()),
        status, [&](Model* model) {
          return status.ok() && model->ShowsDelivery(delivery);
        });
}

void ModelDriver::GetCall(const Operation& operation) {
  v1::GetCallRequest request;
  request.set_name(CallName(operation.call));
  v1::Call call;
  const auto context = NewContext(kCallTimeout);
  const grpc::Status status =
      server_.client().calls->GetCall(context.get(), request, &call);
  if (IsLost(status)) return Note("GetCall", status);
  Judge("GetCall", status, [&](Model* model) {
    return status.ok() ? model->ShowsCall(call)
                       : status.error_code() == Code::NOT_FOUND &&
                             !model->HasCall(request.name());
  });
}

void ModelDriver::ListDeliveries(const Operation& operation) {
  const std::string of_event = EventName(operation.event);
  const std::string of_call = CallName(operation.call);
  const std::string of_trigger = TriggerName(operation.trigger);
  std::string filter;
  std::string event;
  std::string call;
  std::string trigger;
  switch (operation.choice % 4) {
    case 0:
      event = of_event;
      filter = absl::StrCat("event = \"", event, "\"");
      break;
    case 1:
      call = of_call;
      filter = absl::StrCat("call = \"", call, "\"");
      break;
    case 2:
      event = of_event;
      trigger = of_trigger;
      filter = absl::StrCat("event = \"", event, "\" AND trigger = \"", trigger,
                            "\"");
      break;
    default:
      break;
  }
  std::vector<v1::Delivery> deliveries;
  const grpc::Status status =
      ReadDeliveries(server_.client(), filter,
                     3 + static_cast<int>(operation.value % 9), &deliveries);
  if (IsLost(status)) return Note("ListDeliveries", status);
  Judge(absl::StrCat("ListDeliveries ", filter), status, [&](Model* model) {
    for (size_t i = 1; i < deliveries.size(); ++i) {
      if (deliveries[i - 1].name() <= deliveries[i].name()) return false;
    }
    return status.ok() &&
           model->ShowsDeliveries(deliveries, event, call, trigger);
  });
}

// One whose name is known; one that never was if there is none.
std::string ModelDriver::PickDelivery(const Operation& operation) const {
  std::vector<std::string> names;
  for (const Model::Delivery& delivery : worlds_.first().deliveries()) {
    if (!delivery.name.empty()) names.push_back(delivery.name);
  }
  if (names.empty() || operation.invalid) {
    return absl::StrCat(kAccount,
                        "/deliveries/019ef000-0000-7000-8000-000000000000");
  }
  // Rather a late one, which may be pending yet.
  const size_t back = operation.value % 2 == 0
                          ? operation.choice % names.size()
                          : operation.choice % 5 % names.size();
  return names[names.size() - 1 - back];
}

void ModelDriver::RetryDelivery(const Operation& operation) {
  v1::RetryDeliveryRequest request;
  request.set_name(PickDelivery(operation));
  if (operation.has_request_id) request.set_request_id(RequestIdOf(operation));
  Mutate<v1::RetryDeliveryRequest, v1::Delivery>(
      request,
      {.method = "RetryDelivery",
       .send =
           [](auto& client, auto* context, const auto& retry, auto* response) {
             return client.deliveries->RetryDelivery(context, retry, response);
           },
       .step =
           [](Model* model, const auto& retry, Code code,
              const v1::Delivery* answer) {
             return model->Retry(retry.name(), code) &&
                    (code != Code::OK || answer->name() == retry.name());
           },
       .lost = [](Model* model,
                  const auto& retry) { model->MayHaveChanged(retry.name()); }});
}

void ModelDriver::CancelDelivery(const Operation& operation) {
  v1::CancelDeliveryRequest request;
  request.set_name(PickDelivery(operation));
  if (operation.has_request_id) request.set_request_id(RequestIdOf(operation));
  Mutate<v1::CancelDeliveryRequest, v1::Delivery>(
      request,
      {.method = "CancelDelivery",
       .send =
           [](auto& client, auto* context, const auto& cancel, auto* response) {
             return client.deliveries->CancelDelivery(context, cancel,
                                                      response);
           },
       .step =
           [](Model* model, const auto& cancel, Code code,
              const v1::Delivery* answer) {
             return model->Cancel(cancel.name(), code) &&
                    (code != Code::OK || answer->name() == cancel.name());
           },
       .lost =
           [](Model* model, const auto& cancel) {
             model->MayHaveChanged(cancel.name());
           }});
}

void ModelDriver::RecoverDeliveries(const Operation& operation) {
  // Only of those whose end is known can be said whether they are recovered.
  if (!server_.in_trouble()) ReadBack();
  Mutate<v1::RecoverDeliveriesRequest, v1::RecoverDeliveriesResponse>(
      RecoverOf(operation),
      {.method = "RecoverDeliveries",
       .send =
           [](auto& client, auto* context, const auto& recover,
              auto* response) {
             return client.deliveries->RecoverDeliveries(context, recover,
                                                         response);
           },
       .step =
           [](Model* model, const auto& recover, Code code,
              const v1::RecoverDeliveriesResponse* answer) {
             return model->Recover(recover, code, *answer);
           },
       .lost = [](Model* model,
                  const auto& recover) { model->MayHaveRecovered(recover); }});
}

}  // namespace gancho::model
