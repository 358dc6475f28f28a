// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/server.h"

#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "grpc/grpc.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "service/call_state_batch.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

// What clients accept by default. Pages end at 2 MiB.
constexpr int kMaxSendBytes = 4 << 20;
// Headers of a call, all together.
constexpr int kMaxMetadataBytes = 16 << 10;
// Calls at once over one connection; more wait at the client.
constexpr int kMaxStreamsPerConnection = 1000;
// Finds peers that vanished: their streams would be held for ever.
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// Clients with idle streams may ping this often.
constexpr int kMinPingIntervalMs = 10'000;

constexpr absl::Duration kCutInterval = absl::Milliseconds(10);

void SetLimits(grpc::ServerBuilder* builder) {
  // Above what any request may have: so it is the service that refuses, and
  // names the field.
  builder->SetMaxReceiveMessageSize(kMaxReceiveBytes);
  builder->SetMaxSendMessageSize(kMaxSendBytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                              kMaxStreamsPerConnection);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                              kKeepaliveTimeoutMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kMinPingIntervalMs);
  // Without this a second server would share the port instead of failing.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Only reflection is synchronous: one thread is enough for it.
  builder->SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ListenerOptions& options, const std::vector<NamedService>& services) {
  absl::Status status = CheckListenerOptions(options);
  if (!status.ok()) return status;
  auto credentials = MakeServerCredentials(options);
  if (!credentials.ok()) return credentials.status();

  // Process-wide settings of gRPC, read by the builder below.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  // Links the descriptor in, for reflection: gRPC's own health service has
  // none.
  grpc::health::v1::HealthCheckRequest::descriptor();

  auto calls = std::make_unique<CallsUnderWay>();
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(calls->NewFactory("/gancho.v1."));
  grpc::ServerBuilder builder;
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  SetLimits(&builder);
  int port = 0;
  builder.AddListeningPort(options.address.ToString(), *credentials, &port);
  std::vector<std::string> names;
  for (const NamedService& named : services) {
    builder.RegisterService(named.service);
    names.push_back(named.name);
  }
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(Concat("cannot listen on ",
                                         options.address.ToString(),
                                         ": the port is in use"));
  }
  HostPort address = options.address;
  address.port = port;
  auto started =
      std::unique_ptr<Server>(new Server(std::move(calls), std::move(server),
                                         address.ToString(), std::move(names)));
  started->SetServing(false);
  return started;
}

Server::Server(std::unique_ptr<CallsUnderWay> calls,
               std::unique_ptr<grpc::Server> server, std::string address,
               std::vector<std::string> names)
    : calls_(std::move(calls)),
      server_(std::move(server)),
      address_(std::move(address)),
      names_(std::move(names)) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

void Server::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus("", serving);
  for (const std::string& name : names_) {
    health->SetServingStatus(name, serving);
  }
}

void Server::Shutdown(absl::Duration grace) {
  absl::Notification ended;
  std::thread cutter([&] {
    calls_->WaitUntilNone(grace);
    // gRPC cuts what is left by itself only at the deadline. Repeated, because
    // the shutdown below may not have begun.
    while (!ended.WaitForNotificationWithTimeout(kCutInterval)) {
      grpc_server_cancel_all_calls(server_->c_server());
    }
  });
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  ended.Notify();
  cutter.join();
}

}  // namespace gancho::service
