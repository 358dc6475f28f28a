// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CallServiceGrpc;
import dev.gancho.v1.StreamCallStatesRequest;
import dev.gancho.v1.StreamCallStatesResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;

/** A StreamCallStates call over a channel of gRPC. */
final class GrpcStreamCall implements StreamCall {
  private final ClientCall<StreamCallStatesRequest, StreamCallStatesResponse> call;

  private GrpcStreamCall(ClientCall<StreamCallStatesRequest, StreamCallStatesResponse> call) {
    this.call = call;
  }

  /** {@code channel} is what {@code managed} was intercepted to. */
  static Opener opener(ManagedChannel managed, Channel channel) {
    return listener -> {
      // The stream has a backoff of its own; that of the channel grows to minutes.
      managed.resetConnectBackoff();
      ClientCall<StreamCallStatesRequest, StreamCallStatesResponse> call =
          channel.newCall(CallServiceGrpc.getStreamCallStatesMethod(), CallOptions.DEFAULT);
      call.start(new Adapter(call, listener), new Metadata());
      call.request(1);
      return new GrpcStreamCall(call);
    };
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void write(StreamCallStatesRequest message) {
    call.sendMessage(message);
  }

  @Override
  public void halfClose() {
    call.halfClose();
  }

  @Override
  public void cancel() {
    call.cancel("the stream was aborted", null);
  }

  private static final class Adapter extends ClientCall.Listener<StreamCallStatesResponse> {
    private final ClientCall<StreamCallStatesRequest, StreamCallStatesResponse> call;
    private final Listener listener;

    Adapter(
        ClientCall<StreamCallStatesRequest, StreamCallStatesResponse> call, Listener listener) {
      this.call = call;
      this.listener = listener;
    }

    @Override
    public void onReady() {
      listener.onReady();
    }

    @Override
    public void onMessage(StreamCallStatesResponse response) {
      listener.onAnswer(response);
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      listener.onEnd(status.isOk() ? null : GanchoException.of(status, trailers));
    }
  }
}
