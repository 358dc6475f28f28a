// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.Call;
import dev.gancho.v1.CallServiceGrpc;
import dev.gancho.v1.CallServiceGrpc.CallServiceBlockingStub;
import dev.gancho.v1.GetCallRequest;
import dev.gancho.v1.ListCallsRequest;
import dev.gancho.v1.ListCallsResponse;
import dev.gancho.v1.ReportCallStateRequest;
import dev.gancho.v1.ReportCallStateResponse;
import dev.gancho.v1.WatchCallsRequest;
import dev.gancho.v1.WatchCallsResponse;
import io.grpc.Channel;
import java.time.Duration;

/**
 * Reports call states one at a time, and shows calls. For more than a few states a second there is
 * {@link CallStateStream}. Thread-safe.
 */
public final class CallClient extends ServiceClient<CallServiceBlockingStub> {
  CallClient(Channel channel, Duration timeout) {
    super(CallServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public CallClient withTimeout(Duration timeout) {
    return new CallClient(channel(), timeout);
  }

  /**
   * Accepts one call state. When it returns OK, the state and every delivery it causes are on
   * disk. For more than a few states a second StreamCallStates is many times cheaper.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public ReportCallStateResponse reportCallState(ReportCallStateRequest request) {
    return call(stub -> stub.reportCallState(request));
  }

  /**
   * Returns one call.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Call getCall(GetCallRequest request) {
    return call(stub -> stub.getCall(request));
  }

  /**
   * Lists calls, those first whose first state was accepted last.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<Call, ListCallsResponse> listCalls(ListCallsRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listCalls(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListCallsResponse::getCallsList,
        ListCallsResponse::getNextPageToken);
  }

  /**
   * Streams every change of a call from now on. A reader that is too slow loses changes and is
   * told how many.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public ServerStream<WatchCallsResponse> watchCalls(WatchCallsRequest request) {
    return stream(CallServiceGrpc.getWatchCallsMethod(), request);
  }
}
