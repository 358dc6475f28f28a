// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the clients of all services share. */
abstract class ServiceClient<S extends AbstractBlockingStub<S>> {
  private final S stub;
  private final Duration timeout;

  ServiceClient(S stub, Duration timeout) {
    this.stub = stub;
    this.timeout = timeout;
  }

  Channel channel() {
    return stub.getChannel();
  }

  /** A unary call, within the timeout. */
  <R> R call(Function<S, R> method) {
    try {
      return method.apply(stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException exception) {
      throw GanchoException.of(exception);
    }
  }

  /** What the server streams, for as long as it does. */
  <Q, R> ServerStream<R> stream(MethodDescriptor<Q, R> method, Q request) {
    return ServerStream.start(channel().newCall(method, CallOptions.DEFAULT), request);
  }
}
