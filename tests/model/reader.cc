// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/reader.h"

#include <utility>

#include "absl/time/clock.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);
constexpr int kMaxPages = 10'000;  // a list that never ends is a failure

// `read` makes one call, `add` takes what it has brought.
template <typename Request, typename Response, typename Read, typename Add>
grpc::Status ReadPages(Request request, const Read& read, const Add& add) {
  request.set_parent(kAccount);
  for (int page = 0; page < kMaxPages; ++page) {
    Response response;
    const auto context = NewContext(kTimeout);
    grpc::Status status = read(context.get(), request, &response);
    if (!status.ok()) return status;
    add(response);
    if (response.next_page_token().empty()) return grpc::Status::OK;
    request.set_page_token(response.next_page_token());
  }
  return {grpc::StatusCode::INTERNAL, "a list without end"};
}

}  // namespace

std::unique_ptr<grpc::ClientContext> NewContext(absl::Duration timeout) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  return context;
}

grpc::Status ReadEvents(testing::ServerClient& client,
                        const std::string& filter, int page_size,
                        std::vector<v1::Event>* events) {
  v1::ListEventsRequest request;
  request.set_filter(filter);
  request.set_page_size(page_size);
  return ReadPages<v1::ListEventsRequest, v1::ListEventsResponse>(
      request,
      [&](auto* context, const auto& page, auto* response) {
        return client.events->ListEvents(context, page, response);
      },
      [&](const auto& response) {
        events->insert(events->end(), response.events().begin(),
                       response.events().end());
      });
}

grpc::Status ReadTriggers(testing::ServerClient& client,
                          const std::string& filter, int page_size,
                          std::vector<v1::Trigger>* triggers) {
  v1::ListTriggersRequest request;
  request.set_filter(filter);
  request.set_page_size(page_size);
  return ReadPages<v1::ListTriggersRequest, v1::ListTriggersResponse>(
      request,
      [&](auto* context, const auto& page, auto* response) {
        return client.triggers->ListTriggers(context, page, response);
      },
      [&](const auto& response) {
        triggers->insert(triggers->end(), response.triggers().begin(),
                         response.triggers().end());
      });
}

grpc::Status ReadCalls(testing::ServerClient& client, int page_size,
                       std::vector<v1::Call>* calls) {
  v1::ListCallsRequest request;
  request.set_page_size(page_size);
  return ReadPages<v1::ListCallsRequest, v1::ListCallsResponse>(
      request,
      [&](auto* context, const auto& page, auto* response) {
        return client.calls->ListCalls(context, page, response);
      },
      [&](const auto& response) {
        calls->insert(calls->end(), response.calls().begin(),
                      response.calls().end());
      });
}

grpc::Status ReadDeliveries(testing::ServerClient& client,
                            const std::string& filter, int page_size,
                            std::vector<v1::Delivery>* deliveries) {
  v1::ListDeliveriesRequest request;
  request.set_filter(filter);
  request.set_page_size(page_size);
  request.set_view(v1::DELIVERY_VIEW_FULL);
  return ReadPages<v1::ListDeliveriesRequest, v1::ListDeliveriesResponse>(
      request,
      [&](auto* context, const auto& page, auto* response) {
        return client.deliveries->ListDeliveries(context, page, response);
      },
      [&](const auto& response) {
        deliveries->insert(deliveries->end(), response.deliveries().begin(),
                           response.deliveries().end());
      });
}

grpc::Status ReadAll(testing::ServerClient& client, Snapshot* snapshot) {
  *snapshot = {};
  grpc::Status status = ReadEvents(client, "", 0, &snapshot->events);
  if (status.ok()) status = ReadTriggers(client, "", 0, &snapshot->triggers);
  if (status.ok()) status = ReadCalls(client, 0, &snapshot->calls);
  if (status.ok()) {
    status = ReadDeliveries(client, "", 1000, &snapshot->deliveries);
  }
  return status;
}

}  // namespace gancho::model
