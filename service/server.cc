// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

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
  // Only reflection is synchronous: one thread is enough for it.
  builder->SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

// What gRPC does to its own listeners, and connections inherit.
void SetSocketOptions(int listener) {
  // An answer is one write; waiting for more would only delay it.
  const int on = 1;
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  // Bytes that nobody confirms end the connection as an unanswered ping does.
  const unsigned int timeout_ms = kKeepaliveTimeoutMs;
  setsockopt(listener, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms,
             sizeof(timeout_ms));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const Options& options, ReservedPort port, const store::Clock* clock,
    const std::vector<NamedService>& services) {
  absl::Status status = CheckListenerOptions(options.listener);
  if (!status.ok()) return status;
  auto credentials = MakeServerCredentials(options.listener);
  if (!credentials.ok()) return credentials.status();
  const HostPort address = port.address();
  auto listeners = std::move(port).Listen();
  if (!listeners.ok()) return listeners.status();
  for (const Descriptor& listener : *listeners) {
    SetSocketOptions(listener.get());
  }

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
  std::unique_ptr<GrpcAcceptor> grpc_acceptor =
      builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::
              FROM_FD,
          *credentials);
  std::vector<std::string> names;
  for (const NamedService& named : services) {
    builder.RegisterService(named.service);
    names.push_back(named.name);
  }
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    return absl::UnavailableError(Concat(
        "cannot listen on ", address.ToString(), ": gRPC does not start"));
  }
  auto started =
      std::unique_ptr<Server>(new Server(std::move(calls), std::move(server),
                                         address.ToString(), std::move(names)));
  started->SetServing(false);
  started->grpc_acceptor_ = std::move(grpc_acceptor);
  ConnectionAcceptor::Options acceptor_options;
  acceptor_options.max_connections = options.max_connections;
  auto acceptor = ConnectionAcceptor::Start(
      *std::move(listeners), acceptor_options,
      {.clock = clock,
       .serve =
           [acceptor = started->grpc_acceptor_.get()](int listener,
                                                      Descriptor connection) {
             GrpcAcceptor::NewConnectionParameters parameters;
             parameters.listener_fd = listener;
             parameters.fd = connection.Release();
             acceptor->HandleNewConnection(&parameters);
           },
       .accept = nullptr,
       .warn = nullptr});
  if (!acceptor.ok()) return acceptor.status();
  started->acceptor_ = *std::move(acceptor);
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
  // First: gRPC loses the descriptor of a connection that comes later.
  if (acceptor_ != nullptr) acceptor_->Stop();
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
