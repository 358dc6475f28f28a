// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/server_client.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace gancho::testing {
namespace {

constexpr absl::Duration kCallTimeout = absl::Seconds(30);
constexpr absl::Duration kPollInterval = absl::Milliseconds(20);

// A failed call is told where it happened; the test sees what is missing.
bool Ok(const grpc::Status& status, const char* what) {
  if (!status.ok()) {
    std::cerr << what << ": " << status.error_code() << " "
              << status.error_message() << "\n";
  }
  return status.ok();
}

}  // namespace

ServerClient::ServerClient(const std::string& address)
    : ServerClient(
          grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

ServerClient::ServerClient(std::shared_ptr<grpc::Channel> to)
    : channel(std::move(to)),
      accounts(v1::AccountService::NewStub(channel)),
      events(v1::EventService::NewStub(channel)),
      triggers(v1::TriggerService::NewStub(channel)),
      calls(v1::CallService::NewStub(channel)),
      deliveries(v1::DeliveryService::NewStub(channel)) {}

std::unique_ptr<grpc::ClientContext> ServerClient::Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
  return context;
}

grpc::Status ServerClient::CreateEvent(
    const std::string& event_id, const std::string& url,
    const std::function<void(v1::Event*)>& change) {
  v1::CreateEventRequest request;
  request.set_parent("accounts/default");
  request.set_event_id(event_id);
  request.mutable_event()->mutable_request()->set_url(url);
  request.mutable_event()->mutable_request()->set_text("{{call.call_id}}");
  if (change) change(request.mutable_event());
  v1::Event event;
  return events->CreateEvent(Context().get(), request, &event);
}

grpc::Status ServerClient::CreateTrigger(
    const std::string& event_id,
    const std::vector<v1::CallState::State>& states,
    const std::string& filter) {
  v1::CreateTriggerRequest request;
  request.set_parent("accounts/default");
  request.set_trigger_id(event_id);
  for (const v1::CallState::State state : states) {
    request.mutable_trigger()->add_call_states(state);
  }
  request.mutable_trigger()->set_filter(filter);
  request.mutable_trigger()->set_event(
      absl::StrCat("accounts/default/events/", event_id));
  v1::Trigger trigger;
  return triggers->CreateTrigger(Context().get(), request, &trigger);
}

std::vector<std::string> ServerClient::Report(const std::string& call_id,
                                              v1::CallState::State state) {
  v1::ReportCallStateRequest request;
  request.set_parent("accounts/default");
  request.mutable_call_state()->set_call_id(call_id);
  request.mutable_call_state()->set_state(state);
  v1::ReportCallStateResponse response;
  if (!Ok(calls->ReportCallState(Context().get(), request, &response),
          "ReportCallState")) {
    return {};
  }
  return {response.deliveries().begin(), response.deliveries().end()};
}

v1::Delivery ServerClient::Get(const std::string& delivery_name) {
  v1::GetDeliveryRequest request;
  request.set_name(delivery_name);
  v1::Delivery delivery;
  Ok(deliveries->GetDelivery(Context().get(), request, &delivery),
     "GetDelivery");
  return delivery;
}

v1::Delivery ServerClient::Await(
    const std::string& delivery_name,
    const std::function<bool(const v1::Delivery&)>& condition,
    absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (true) {
    v1::Delivery delivery = Get(delivery_name);
    if (condition(delivery) || absl::Now() > deadline) return delivery;
    // Nothing to be woken by: the server is another process.
    absl::Notification never;
    never.WaitForNotificationWithTimeout(kPollInterval);
  }
}

v1::Delivery ServerClient::AwaitState(const std::string& delivery_name,
                                      v1::Delivery::State state) {
  return Await(delivery_name, [state](const v1::Delivery& delivery) {
    return delivery.state() == state;
  });
}

}  // namespace gancho::testing
