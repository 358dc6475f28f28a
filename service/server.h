// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_SERVER_H_
#define GANCHO_SERVICE_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/calls_under_way.h"
#include "service/connection_acceptor.h"
#include "service/listener.h"
#include "service/reserved_port.h"
#include "store/clock.h"

namespace gancho::service {

// A service and its full name, such as "gancho.v1.CallService".
struct NamedService {
  std::string name;
  grpc::Service* service = nullptr;
};

// The gRPC server: the services of gancho.v1, health and reflection behind one
// port with every limit set. It accepts connections itself and hands them to
// gRPC, see ConnectionAcceptor. Thread-safe.
class Server {
 public:
  struct Options {
    ListenerOptions listener;
    size_t max_connections = 10'000;
  };

  // Listens on `port` and serves; health says NOT_SERVING until
  // SetServing(true). `services` and `clock` outlive the server.
  // INVALID_ARGUMENT, FAILED_PRECONDITION or UNAVAILABLE with one line for the
  // operator.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const Options& options, ReservedPort port, const store::Clock* clock,
      const std::vector<NamedService>& services);

  // Shuts down at once if that has not been done.
  ~Server();

  // With the port that was chosen.
  const std::string& address() const { return address_; }

  // What grpc.health.v1.Health says, of the server and of each service.
  void SetServing(bool serving);

  ConnectionAcceptor::Stats connections() const { return acceptor_->stats(); }

  // Takes no more connections and calls, waits for those under way until
  // `grace` has passed, then cancels them, and returns when all have ended.
  // Whoever only watches the health, or is slow to close an idle connection, is
  // not waited for. Idempotent, not from two threads at once.
  void Shutdown(absl::Duration grace);

 private:
  Server(std::unique_ptr<CallsUnderWay> calls,
         std::unique_ptr<grpc::Server> server, std::string address,
         std::vector<std::string> names);

  using GrpcAcceptor = grpc::experimental::ExternalConnectionAcceptor;

  const std::unique_ptr<CallsUnderWay> calls_;
  const std::unique_ptr<grpc::Server> server_;
  const std::string address_;
  const std::vector<std::string> names_;
  // Ends before what it hands connections to.
  std::unique_ptr<GrpcAcceptor> grpc_acceptor_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_SERVER_H_
