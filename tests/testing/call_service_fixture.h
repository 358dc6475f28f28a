// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_CALL_SERVICE_FIXTURE_H_
#define GANCHO_TESTS_TESTING_CALL_SERVICE_FIXTURE_H_

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/call_reader.h"
#include "service/call_service.h"
#include "service/call_watch.h"
#include "service/executor.h"
#include "service/live_streams.h"
#include "service/status.h"
#include "tests/testing/intake_fixture.h"

namespace gancho::testing {

// CallService behind a real gRPC server on a port of its own, over the parts
// of IntakeFixture.
class CallServiceFixture : public IntakeFixture {
 protected:
  CallServiceFixture() { call_observer_ = &watches_; }
  ~CallServiceFixture() override { StopServer(); }

  // Makes a new intake and serves it; on the port of the server before, if
  // there was one.
  void Serve(service::IntakeOptions options = {},
             service::CallStateStreamLimits limits = {}) {
    StopServer();
    Open(options);
    live_ = std::make_unique<service::LiveStreams>();
    executor_ = std::make_unique<service::Executor>(1, 100);
    service_ = std::make_unique<service::CallService>(
        service::CallServiceParts{.intake = intake_.get(),
                                  .catalog = &catalog_,
                                  .reader = &reader_,
                                  .executor = executor_.get(),
                                  .watches = &watches_,
                                  .live = live_.get(),
                                  .stream_limits = limits});
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(service::kMaxReceiveBytes);
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", port_),
                             grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    channel_ =
        grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
    stub_ = v1::CallService::NewStub(channel_);
  }

  // In the order of a server that ends: streams, server, intake.
  void StopServer() {
    if (server_ == nullptr) return;
    ledger_.Release();
    live_->Drain(service::Unavailable("SHUTTING_DOWN", "the server is stopping",
                                      absl::Milliseconds(10)));
    server_->Shutdown(std::chrono::system_clock::now() +
                      std::chrono::seconds(5));
    server_->Wait();
    server_.reset();
    executor_->Stop();
    Close();
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  // The detail of type `Detail`; fails if there is none.
  template <typename Detail>
  static Detail DetailOf(const google::rpc::Status& status) {
    Detail detail;
    for (const auto& any : status.details()) {
      if (any.UnpackTo(&detail)) return detail;
    }
    ADD_FAILURE() << "no " << Detail::descriptor()->full_name();
    return detail;
  }
  template <typename Detail>
  static Detail DetailOf(const grpc::Status& status) {
    google::rpc::Status details;
    EXPECT_TRUE(details.ParseFromString(status.error_details()));
    return DetailOf<Detail>(details);
  }

  int port_ = 0;
  service::CallWatchHub watches_{2};
  service::CallReader reader_{&ledger_, &catalog_, /*partitions=*/1};
  std::unique_ptr<service::LiveStreams> live_;
  std::unique_ptr<service::Executor> executor_;
  std::unique_ptr<service::CallService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CallService::Stub> stub_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_CALL_SERVICE_FIXTURE_H_
