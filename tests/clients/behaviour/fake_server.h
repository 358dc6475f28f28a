// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_CLIENTS_BEHAVIOUR_FAKE_SERVER_H_
#define GANCHO_TESTS_CLIENTS_BEHAVIOUR_FAKE_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "tests/testing/test_certificates.h"

namespace gancho::testing {

// One StreamCallStates call, as the server saw it.
struct ServedStream {
  absl::Time begin_time;
  absl::Time end_time = absl::InfiniteFuture();
  std::string authorization;  // the metadata; empty if there was none
  std::vector<v1::StreamCallStatesRequest> messages;  // those that were read
  bool half_closed = false;  // the client said that it was done

  // All states, in the order in which they came.
  std::vector<v1::CallState> states() const;
};

// What a script may do with its call.
class ScriptedStream {
 public:
  using Grpc = grpc::ServerReaderWriter<v1::StreamCallStatesResponse,
                                        v1::StreamCallStatesRequest>;

  ScriptedStream(grpc::ServerContext* context, Grpc* grpc, absl::Mutex* mu,
                 ServedStream* served)
      : context_(context), grpc_(grpc), mu_(mu), served_(served) {}

  // Waits for a message; nullopt when the client has half-closed or is gone.
  std::optional<v1::StreamCallStatesRequest> Read();
  // Waits for so many messages, or the end.
  void Read(int messages);
  void Write(const v1::StreamCallStatesResponse& response) {
    grpc_->Write(response);
  }
  void Acknowledge(int64_t message_id);
  // Ends the call by a reset: what was written may never arrive.
  grpc::Status Cut();
  const std::string& authorization() const { return served_->authorization; }

 private:
  grpc::ServerContext* const context_;
  Grpc* const grpc_;
  absl::Mutex* const mu_;
  ServedStream* const served_;  // guarded by *mu_
};

using StreamScript = std::function<grpc::Status(ScriptedStream*)>;

// Acknowledges every message by itself until the client has no more.
grpc::Status AcknowledgeEach(ScriptedStream* stream);
// Reads everything and acknowledges nothing.
grpc::Status NeverAcknowledge(ScriptedStream* stream);

// A status with details, as servers send them.
grpc::Status RichStatus(grpc::StatusCode code, const std::string& message,
                        const std::vector<google::protobuf::Any>& details);
google::protobuf::Any ErrorInfoDetail(const std::string& reason);
google::protobuf::Any BadRequestDetail(const std::string& field);
google::protobuf::Any RetryInfoDetail(absl::Duration delay);

// A server of CallService and EventService on a free port of the loopback,
// which does what a test's scripts say. Thread-safe.
class FakeServer final : public v1::CallService::Service,
                         public v1::EventService::Service {
 public:
  using ReportScript = std::function<grpc::Status(
      const v1::ReportCallStateRequest&, v1::ReportCallStateResponse*)>;

  // scripts[i] serves the i-th stream; the last serves all that follow. With a
  // certificate: TLS.
  explicit FakeServer(std::vector<StreamScript> scripts,
                      std::optional<TestCertificate> certificate = {});
  // Ends what still runs.
  ~FakeServer() override;

  void SetReportScript(ReportScript script) { report_ = std::move(script); }
  // Answers of ListEvents; page i is asked for with the token "page-<i>".
  void SetPages(std::vector<std::vector<std::string>> pages) {
    pages_ = std::move(pages);
  }

  const std::string& address() const { return address_; }
  std::vector<ServedStream> streams() const;
  std::vector<v1::ListEventsRequest> list_requests() const;

  grpc::Status StreamCallStates(grpc::ServerContext* context,
                                ScriptedStream::Grpc* stream) override;
  grpc::Status ReportCallState(grpc::ServerContext* context,
                               const v1::ReportCallStateRequest* request,
                               v1::ReportCallStateResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context,
                          const v1::ListEventsRequest* request,
                          v1::ListEventsResponse* response) override;

 private:
  const std::vector<StreamScript> scripts_;
  ReportScript report_;                          // set before it is called
  std::vector<std::vector<std::string>> pages_;  // likewise

  mutable absl::Mutex mu_;
  std::vector<std::unique_ptr<ServedStream>> streams_ ABSL_GUARDED_BY(mu_);
  std::vector<v1::ListEventsRequest> list_requests_ ABSL_GUARDED_BY(mu_);

  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_CLIENTS_BEHAVIOUR_FAKE_SERVER_H_
