// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_READER_H_
#define GANCHO_TESTS_MODEL_READER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gancho/v1/call_service.pb.h"
#include "gancho/v1/delivery_service.pb.h"
#include "gancho/v1/event_service.pb.h"
#include "gancho/v1/trigger_service.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "tests/testing/server_client.h"

// Whole lists, read page by page.
namespace gancho::model {

std::unique_ptr<grpc::ClientContext> NewContext(absl::Duration timeout);

grpc::Status ReadEvents(testing::ServerClient& client,
                        const std::string& filter, int page_size,
                        std::vector<v1::Event>* events);
grpc::Status ReadTriggers(testing::ServerClient& client,
                          const std::string& filter, int page_size,
                          std::vector<v1::Trigger>* triggers);
grpc::Status ReadCalls(testing::ServerClient& client, int page_size,
                       std::vector<v1::Call>* calls);
// With their requests, newest first.
grpc::Status ReadDeliveries(testing::ServerClient& client,
                            const std::string& filter, int page_size,
                            std::vector<v1::Delivery>* deliveries);

// All that there is. Not of one moment.
struct Snapshot {
  std::vector<v1::Event> events;
  std::vector<v1::Trigger> triggers;
  std::vector<v1::Call> calls;
  std::vector<v1::Delivery> deliveries;
};
grpc::Status ReadAll(testing::ServerClient& client, Snapshot* snapshot);

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_READER_H_
