// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/clients/behaviour/fake_server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"

namespace gancho::testing {
namespace {

std::string Metadata(const grpc::ServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return "";
  return std::string(found->second.data(), found->second.size());
}

std::shared_ptr<grpc::ServerCredentials> Credentials(
    const std::optional<TestCertificate>& certificate) {
  if (!certificate) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back(
      {certificate->private_key_pem, certificate->certificate_pem});
  return grpc::SslServerCredentials(options);
}

template <typename Detail>
google::protobuf::Any Pack(const Detail& detail) {
  google::protobuf::Any any;
  any.PackFrom(detail);
  return any;
}

}  // namespace

std::vector<v1::CallState> ServedStream::states() const {
  std::vector<v1::CallState> states;
  for (const v1::StreamCallStatesRequest& message : messages) {
    states.insert(states.end(), message.call_states().begin(),
                  message.call_states().end());
  }
  return states;
}

std::optional<v1::StreamCallStatesRequest> ScriptedStream::Read() {
  v1::StreamCallStatesRequest message;
  const bool ok = grpc_->Read(&message);
  absl::MutexLock lock(mu_);
  if (!ok) {
    served_->half_closed = !context_->IsCancelled();
    return std::nullopt;
  }
  served_->messages.push_back(message);
  return message;
}

void ScriptedStream::Read(int messages) {
  for (int i = 0; i < messages; ++i) {
    if (!Read()) return;
  }
}

void ScriptedStream::Acknowledge(int64_t message_id) {
  v1::StreamCallStatesResponse response;
  response.set_acked_message_id(message_id);
  Write(response);
}

grpc::Status ScriptedStream::Cut() {
  context_->TryCancel();
  return grpc::Status::CANCELLED;
}

grpc::Status AcknowledgeEach(ScriptedStream* stream) {
  while (const auto message = stream->Read()) {
    stream->Acknowledge(message->message_id());
  }
  return grpc::Status::OK;
}

grpc::Status NeverAcknowledge(ScriptedStream* stream) {
  while (stream->Read()) {
  }
  return grpc::Status::OK;
}

grpc::Status RichStatus(grpc::StatusCode code, const std::string& message,
                        const std::vector<google::protobuf::Any>& details) {
  google::rpc::Status rich;
  rich.set_code(code);
  rich.set_message(message);
  for (const google::protobuf::Any& detail : details) {
    *rich.add_details() = detail;
  }
  return {code, message, rich.SerializeAsString()};
}

google::protobuf::Any ErrorInfoDetail(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("gancho.dev");
  return Pack(info);
}

google::protobuf::Any BadRequestDetail(const std::string& field) {
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field(field);
  violation->set_description("is wrong");
  return Pack(request);
}

google::protobuf::Any RetryInfoDetail(absl::Duration delay) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  return Pack(info);
}

FakeServer::FakeServer(std::vector<StreamScript> scripts,
                       std::optional<TestCertificate> certificate)
    : scripts_(std::move(scripts)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", Credentials(certificate), &port);
  builder.RegisterService(static_cast<v1::CallService::Service*>(this));
  builder.RegisterService(static_cast<v1::EventService::Service*>(this));
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServer::~FakeServer() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

std::vector<ServedStream> FakeServer::streams() const {
  absl::MutexLock lock(&mu_);
  std::vector<ServedStream> streams;
  for (const auto& stream : streams_) streams.push_back(*stream);
  return streams;
}

std::vector<v1::ListEventsRequest> FakeServer::list_requests() const {
  absl::MutexLock lock(&mu_);
  return list_requests_;
}

grpc::Status FakeServer::StreamCallStates(grpc::ServerContext* context,
                                          ScriptedStream::Grpc* stream) {
  ServedStream* served = nullptr;
  const StreamScript* script = nullptr;
  {
    absl::MutexLock lock(&mu_);
    script = &scripts_[std::min(streams_.size(), scripts_.size() - 1)];
    served = streams_.emplace_back(std::make_unique<ServedStream>()).get();
    served->begin_time = absl::Now();
    served->authorization = Metadata(*context, "authorization");
  }
  ScriptedStream scripted(context, stream, &mu_, served);
  const grpc::Status status = (*script)(&scripted);
  absl::MutexLock lock(&mu_);
  served->end_time = absl::Now();
  return status;
}

grpc::Status FakeServer::ReportCallState(
    grpc::ServerContext* /*context*/, const v1::ReportCallStateRequest* request,
    v1::ReportCallStateResponse* response) {
  if (!report_) return {grpc::StatusCode::UNIMPLEMENTED, "no script"};
  return report_(*request, response);
}

grpc::Status FakeServer::ListEvents(grpc::ServerContext* /*context*/,
                                    const v1::ListEventsRequest* request,
                                    v1::ListEventsResponse* response) {
  absl::MutexLock lock(&mu_);
  list_requests_.push_back(*request);
  size_t page = 0;
  if (!request->page_token().empty() &&
      (!absl::StartsWith(request->page_token(), "page-") ||
       !absl::SimpleAtoi(request->page_token().substr(5), &page))) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "no such page"};
  }
  for (const std::string& name : pages_[page]) {
    response->add_events()->set_name(name);
  }
  if (page + 1 < pages_.size()) {
    response->set_next_page_token(absl::StrCat("page-", page + 1));
  }
  return grpc::Status::OK;
}

}  // namespace gancho::testing
