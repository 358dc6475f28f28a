// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SERVER_CLIENT_H_
#define GANCHO_TESTS_TESTING_SERVER_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gancho/v1/account_service.grpc.pb.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "gancho/v1/delivery_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "gancho/v1/trigger_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"

namespace gancho::testing {

// The stubs of a server, and shorthands for what tests do all the time, in
// accounts/default. Every call has a deadline of 30 seconds.
class ServerClient {
 public:
  explicit ServerClient(const std::string& address);
  explicit ServerClient(std::shared_ptr<grpc::Channel> channel);

  // A context with a deadline.
  static std::unique_ptr<grpc::ClientContext> Context();

  // An event that posts the call's id as text. `change` may alter it.
  grpc::Status CreateEvent(
      const std::string& event_id, const std::string& url,
      const std::function<void(v1::Event*)>& change = nullptr);
  // A trigger named like the event.
  grpc::Status CreateTrigger(const std::string& event_id,
                             const std::vector<v1::CallState::State>& states,
                             const std::string& filter = "");
  // The deliveries that the state caused.
  std::vector<std::string> Report(const std::string& call_id,
                                  v1::CallState::State state);
  v1::Delivery Get(const std::string& delivery_name);
  // Polls until the delivery satisfies `condition`; what it was last.
  v1::Delivery Await(const std::string& delivery_name,
                     const std::function<bool(const v1::Delivery&)>& condition,
                     absl::Duration timeout = absl::Seconds(20));
  v1::Delivery AwaitState(const std::string& delivery_name,
                          v1::Delivery::State state);

  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<v1::AccountService::Stub> accounts;
  const std::unique_ptr<v1::EventService::Stub> events;
  const std::unique_ptr<v1::TriggerService::Stub> triggers;
  const std::unique_ptr<v1::CallService::Stub> calls;
  const std::unique_ptr<v1::DeliveryService::Stub> deliveries;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SERVER_CLIENT_H_
