// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALL_SERVICE_H_
#define GANCHO_SERVICE_CALL_SERVICE_H_

#include "gancho/v1/call_service.grpc.pb.h"
#include "grpcpp/support/server_callback.h"
#include "service/call_reader.h"
#include "service/call_state_stream.h"
#include "service/call_watch.h"
#include "service/catalog.h"
#include "service/executor.h"
#include "service/intake.h"
#include "service/live_streams.h"

namespace gancho::service {

// What the service works with. Everything outlives it, and the server with it.
struct CallServiceParts {
  Intake* intake = nullptr;
  const Catalog* catalog = nullptr;
  const CallReader* reader = nullptr;
  Executor* executor = nullptr;  // for reads
  CallWatchHub* watches = nullptr;
  LiveStreams* live = nullptr;
  CallStateStreamLimits stream_limits;
};

// The gRPC face of calls. Handlers check, enqueue and return; StreamCallStates
// is a raw method, see ReadCallStateBatch(). A server must accept messages of
// kMaxReceiveBytes.
class CallService final
    : public v1::CallService::WithCallbackMethod_ReportCallState<
          v1::CallService::WithRawCallbackMethod_StreamCallStates<
              v1::CallService::WithCallbackMethod_GetCall<
                  v1::CallService::WithCallbackMethod_ListCalls<
                      v1::CallService::WithCallbackMethod_WatchCalls<
                          v1::CallService::Service>>>>> {
 public:
  explicit CallService(CallServiceParts parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* ReportCallState(
      grpc::CallbackServerContext* context,
      const v1::ReportCallStateRequest* request,
      v1::ReportCallStateResponse* response) override;

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StreamCallStates(
      grpc::CallbackServerContext* context) override;

  grpc::ServerUnaryReactor* GetCall(grpc::CallbackServerContext* context,
                                    const v1::GetCallRequest* request,
                                    v1::Call* response) override;

  grpc::ServerUnaryReactor* ListCalls(grpc::CallbackServerContext* context,
                                      const v1::ListCallsRequest* request,
                                      v1::ListCallsResponse* response) override;

  grpc::ServerWriteReactor<v1::WatchCallsResponse>* WatchCalls(
      grpc::CallbackServerContext* context,
      const v1::WatchCallsRequest* request) override;

 private:
  const CallServiceParts parts_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALL_SERVICE_H_
