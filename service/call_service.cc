// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/call_service.h"

#include <memory>
#include <string>
#include <utility>

#include "service/call_state_check.h"
#include "service/pending_answer.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

grpc::ServerUnaryReactor* Refuse(const absl::Status& status) {
  auto* answer = new PendingAnswer;
  answer->Answer(status);
  return answer;
}

class RefusedWatch final
    : public grpc::ServerWriteReactor<v1::WatchCallsResponse> {
 public:
  explicit RefusedWatch(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

absl::Status Busy() {
  return Exhausted("INTAKE_FULL", "call states",
                   "more call states arrive than the server can store",
                   absl::Milliseconds(200));
}

absl::Status ReportOutcome(const std::string& account_id,
                           const IntakeResult& result,
                           v1::ReportCallStateResponse* response) {
  if (!result.status.ok()) return result.status;
  if (!result.rejections.empty()) {
    const StateRejection& rejection = result.rejections.front();
    return rejection.problems.empty()
               ? rejection.status
               : InvalidFields(rejection.problems, "call_state");
  }
  response->set_duplicate(result.duplicates > 0);
  for (const store::DeliveryId& id : result.deliveries) {
    response->add_deliveries(DeliveryName(account_id, id));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* CallService::ReportCallState(
    grpc::CallbackServerContext* /*context*/,
    const v1::ReportCallStateRequest* request,
    v1::ReportCallStateResponse* response) {
  const absl::StatusOr<std::string> account_id =
      ReadAccountName(request->parent(), "parent");
  if (!account_id.ok()) return Refuse(account_id.status());
  if (!request->has_call_state()) {
    return Refuse(InvalidField("call_state", "is required"));
  }
  delivery::FieldProblems problems;
  CheckCallState(request->call_state(), &problems);
  if (!problems.empty()) {
    return Refuse(InvalidFields(problems, "call_state"));
  }
  IntakeMessage message;
  message.account = parts_.catalog->FindAccount(*account_id);
  if (message.account == nullptr) return Refuse(NotFound(request->parent()));

  const auto states =
      std::make_shared<google::protobuf::RepeatedPtrField<v1::CallState>>();
  *states->Add() = request->call_state();
  message.states = states.get();
  message.storage = states;
  message.size_bytes = request->ByteSizeLong();
  message.wants_deliveries = true;
  response->set_call(CallName(*account_id, request->call_state().call_id()));
  // Also if the caller is gone by then: the state is on its way.
  auto* answer = new PendingAnswer;
  message.done = [answer, response, id = *account_id](IntakeResult result) {
    answer->Answer(ReportOutcome(id, result, response));
  };
  switch (parts_.intake->TrySubmit(message)) {
    case Intake::Admission::kTaken:
      break;
    case Intake::Admission::kFull:
      answer->Answer(Busy());
      break;
    case Intake::Admission::kStopped:
      answer->Answer(Unavailable("SHUTTING_DOWN", "the server is stopping",
                                 absl::Seconds(1)));
      break;
  }
  return answer;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>*
CallService::StreamCallStates(grpc::CallbackServerContext* /*context*/) {
  return CallStateStream::Start(parts_.intake, parts_.catalog, parts_.live,
                                parts_.stream_limits);
}

grpc::ServerUnaryReactor* CallService::GetCall(
    grpc::CallbackServerContext* /*context*/, const v1::GetCallRequest* request,
    v1::Call* response) {
  return AnswerFrom(parts_.executor, [reader = parts_.reader, request,
                                      response](PendingAnswer* answer) {
    answer->Answer(reader->Get(*request), response);
  });
}

grpc::ServerUnaryReactor* CallService::ListCalls(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListCallsRequest* request, v1::ListCallsResponse* response) {
  return AnswerFrom(parts_.executor, [reader = parts_.reader, request,
                                      response](PendingAnswer* answer) {
    answer->Answer(reader->List(*request), response);
  });
}

grpc::ServerWriteReactor<v1::WatchCallsResponse>* CallService::WatchCalls(
    grpc::CallbackServerContext* /*context*/,
    const v1::WatchCallsRequest* request) {
  const absl::StatusOr<std::string> account_id =
      ReadAccountName(request->parent(), "parent");
  if (!account_id.ok()) return new RefusedWatch(account_id.status());
  absl::StatusOr<delivery::Filter> filter = ReadCallFilter(request->filter());
  if (!filter.ok()) return new RefusedWatch(filter.status());
  const auto account = parts_.catalog->FindAccount(*account_id);
  if (account == nullptr) return new RefusedWatch(NotFound(request->parent()));
  return CallWatch::Start(account->uid, *std::move(filter), parts_.watches,
                          parts_.live);
}

}  // namespace gancho::service
