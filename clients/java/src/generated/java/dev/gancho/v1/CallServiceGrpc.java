package dev.gancho.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Takes call states in and shows calls.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CallServiceGrpc {

  private CallServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "gancho.v1.CallService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ReportCallStateRequest,
      dev.gancho.v1.ReportCallStateResponse> getReportCallStateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReportCallState",
      requestType = dev.gancho.v1.ReportCallStateRequest.class,
      responseType = dev.gancho.v1.ReportCallStateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ReportCallStateRequest,
      dev.gancho.v1.ReportCallStateResponse> getReportCallStateMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ReportCallStateRequest, dev.gancho.v1.ReportCallStateResponse> getReportCallStateMethod;
    if ((getReportCallStateMethod = CallServiceGrpc.getReportCallStateMethod) == null) {
      synchronized (CallServiceGrpc.class) {
        if ((getReportCallStateMethod = CallServiceGrpc.getReportCallStateMethod) == null) {
          CallServiceGrpc.getReportCallStateMethod = getReportCallStateMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ReportCallStateRequest, dev.gancho.v1.ReportCallStateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReportCallState"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ReportCallStateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ReportCallStateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CallServiceMethodDescriptorSupplier("ReportCallState"))
              .build();
        }
      }
    }
    return getReportCallStateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.StreamCallStatesRequest,
      dev.gancho.v1.StreamCallStatesResponse> getStreamCallStatesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamCallStates",
      requestType = dev.gancho.v1.StreamCallStatesRequest.class,
      responseType = dev.gancho.v1.StreamCallStatesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.StreamCallStatesRequest,
      dev.gancho.v1.StreamCallStatesResponse> getStreamCallStatesMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.StreamCallStatesRequest, dev.gancho.v1.StreamCallStatesResponse> getStreamCallStatesMethod;
    if ((getStreamCallStatesMethod = CallServiceGrpc.getStreamCallStatesMethod) == null) {
      synchronized (CallServiceGrpc.class) {
        if ((getStreamCallStatesMethod = CallServiceGrpc.getStreamCallStatesMethod) == null) {
          CallServiceGrpc.getStreamCallStatesMethod = getStreamCallStatesMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.StreamCallStatesRequest, dev.gancho.v1.StreamCallStatesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamCallStates"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.StreamCallStatesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.StreamCallStatesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CallServiceMethodDescriptorSupplier("StreamCallStates"))
              .build();
        }
      }
    }
    return getStreamCallStatesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.GetCallRequest,
      dev.gancho.v1.Call> getGetCallMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCall",
      requestType = dev.gancho.v1.GetCallRequest.class,
      responseType = dev.gancho.v1.Call.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.GetCallRequest,
      dev.gancho.v1.Call> getGetCallMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.GetCallRequest, dev.gancho.v1.Call> getGetCallMethod;
    if ((getGetCallMethod = CallServiceGrpc.getGetCallMethod) == null) {
      synchronized (CallServiceGrpc.class) {
        if ((getGetCallMethod = CallServiceGrpc.getGetCallMethod) == null) {
          CallServiceGrpc.getGetCallMethod = getGetCallMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.GetCallRequest, dev.gancho.v1.Call>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCall"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.GetCallRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Call.getDefaultInstance()))
              .setSchemaDescriptor(new CallServiceMethodDescriptorSupplier("GetCall"))
              .build();
        }
      }
    }
    return getGetCallMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ListCallsRequest,
      dev.gancho.v1.ListCallsResponse> getListCallsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCalls",
      requestType = dev.gancho.v1.ListCallsRequest.class,
      responseType = dev.gancho.v1.ListCallsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ListCallsRequest,
      dev.gancho.v1.ListCallsResponse> getListCallsMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ListCallsRequest, dev.gancho.v1.ListCallsResponse> getListCallsMethod;
    if ((getListCallsMethod = CallServiceGrpc.getListCallsMethod) == null) {
      synchronized (CallServiceGrpc.class) {
        if ((getListCallsMethod = CallServiceGrpc.getListCallsMethod) == null) {
          CallServiceGrpc.getListCallsMethod = getListCallsMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ListCallsRequest, dev.gancho.v1.ListCallsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCalls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListCallsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListCallsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CallServiceMethodDescriptorSupplier("ListCalls"))
              .build();
        }
      }
    }
    return getListCallsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.WatchCallsRequest,
      dev.gancho.v1.WatchCallsResponse> getWatchCallsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchCalls",
      requestType = dev.gancho.v1.WatchCallsRequest.class,
      responseType = dev.gancho.v1.WatchCallsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.WatchCallsRequest,
      dev.gancho.v1.WatchCallsResponse> getWatchCallsMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.WatchCallsRequest, dev.gancho.v1.WatchCallsResponse> getWatchCallsMethod;
    if ((getWatchCallsMethod = CallServiceGrpc.getWatchCallsMethod) == null) {
      synchronized (CallServiceGrpc.class) {
        if ((getWatchCallsMethod = CallServiceGrpc.getWatchCallsMethod) == null) {
          CallServiceGrpc.getWatchCallsMethod = getWatchCallsMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.WatchCallsRequest, dev.gancho.v1.WatchCallsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchCalls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.WatchCallsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.WatchCallsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CallServiceMethodDescriptorSupplier("WatchCalls"))
              .build();
        }
      }
    }
    return getWatchCallsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CallServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CallServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CallServiceStub>() {
        @java.lang.Override
        public CallServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CallServiceStub(channel, callOptions);
        }
      };
    return CallServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CallServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CallServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CallServiceBlockingV2Stub>() {
        @java.lang.Override
        public CallServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CallServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CallServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CallServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CallServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CallServiceBlockingStub>() {
        @java.lang.Override
        public CallServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CallServiceBlockingStub(channel, callOptions);
        }
      };
    return CallServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CallServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CallServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CallServiceFutureStub>() {
        @java.lang.Override
        public CallServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CallServiceFutureStub(channel, callOptions);
        }
      };
    return CallServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Accepts one call state. When it returns OK, the state and every delivery it
     * causes are on disk. For more than a few states a second StreamCallStates is
     * many times cheaper.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void reportCallState(dev.gancho.v1.ReportCallStateRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ReportCallStateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReportCallStateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Accepts call states as a stream. Each answer acknowledges every message up
     * to `acked_message_id`: its states, and every delivery they cause, are on
     * disk. A refused state is reported as a rejection and does not end the
     * stream. After a reconnect a client sends again from the first
     * unacknowledged message; what the server has already is a duplicate and
     * harmless. The server slows the client through flow control.
     * Errors: INVALID_ARGUMENT (the first message has no valid parent, or message
     * ids do not rise), NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.gancho.v1.StreamCallStatesRequest> streamCallStates(
        io.grpc.stub.StreamObserver<dev.gancho.v1.StreamCallStatesResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamCallStatesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns one call.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void getCall(dev.gancho.v1.GetCallRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Call> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCallMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists calls, those first whose first state was accepted last.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void listCalls(dev.gancho.v1.ListCallsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListCallsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCallsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams every change of a call from now on. A reader that is too slow loses
     * changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void watchCalls(dev.gancho.v1.WatchCallsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.WatchCallsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchCallsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CallService.
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public static abstract class CallServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CallServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CallService.
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public static final class CallServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CallServiceStub> {
    private CallServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CallServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CallServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Accepts one call state. When it returns OK, the state and every delivery it
     * causes are on disk. For more than a few states a second StreamCallStates is
     * many times cheaper.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void reportCallState(dev.gancho.v1.ReportCallStateRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ReportCallStateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReportCallStateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Accepts call states as a stream. Each answer acknowledges every message up
     * to `acked_message_id`: its states, and every delivery they cause, are on
     * disk. A refused state is reported as a rejection and does not end the
     * stream. After a reconnect a client sends again from the first
     * unacknowledged message; what the server has already is a duplicate and
     * harmless. The server slows the client through flow control.
     * Errors: INVALID_ARGUMENT (the first message has no valid parent, or message
     * ids do not rise), NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.gancho.v1.StreamCallStatesRequest> streamCallStates(
        io.grpc.stub.StreamObserver<dev.gancho.v1.StreamCallStatesResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamCallStatesMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * Returns one call.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void getCall(dev.gancho.v1.GetCallRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Call> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCallMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists calls, those first whose first state was accepted last.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void listCalls(dev.gancho.v1.ListCallsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListCallsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCallsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams every change of a call from now on. A reader that is too slow loses
     * changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void watchCalls(dev.gancho.v1.WatchCallsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.WatchCallsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchCallsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CallService.
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public static final class CallServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CallServiceBlockingV2Stub> {
    private CallServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CallServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CallServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Accepts one call state. When it returns OK, the state and every delivery it
     * causes are on disk. For more than a few states a second StreamCallStates is
     * many times cheaper.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ReportCallStateResponse reportCallState(dev.gancho.v1.ReportCallStateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReportCallStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Accepts call states as a stream. Each answer acknowledges every message up
     * to `acked_message_id`: its states, and every delivery they cause, are on
     * disk. A refused state is reported as a rejection and does not end the
     * stream. After a reconnect a client sends again from the first
     * unacknowledged message; what the server has already is a duplicate and
     * harmless. The server slows the client through flow control.
     * Errors: INVALID_ARGUMENT (the first message has no valid parent, or message
     * ids do not rise), NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.gancho.v1.StreamCallStatesRequest, dev.gancho.v1.StreamCallStatesResponse>
        streamCallStates() {
      return io.grpc.stub.ClientCalls.blockingBidiStreamingCall(
          getChannel(), getStreamCallStatesMethod(), getCallOptions());
    }

    /**
     * <pre>
     * Returns one call.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Call getCall(dev.gancho.v1.GetCallRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCallMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists calls, those first whose first state was accepted last.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListCallsResponse listCalls(dev.gancho.v1.ListCallsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCallsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams every change of a call from now on. A reader that is too slow loses
     * changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.gancho.v1.WatchCallsResponse>
        watchCalls(dev.gancho.v1.WatchCallsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchCallsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CallService.
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public static final class CallServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CallServiceBlockingStub> {
    private CallServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CallServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CallServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Accepts one call state. When it returns OK, the state and every delivery it
     * causes are on disk. For more than a few states a second StreamCallStates is
     * many times cheaper.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ReportCallStateResponse reportCallState(dev.gancho.v1.ReportCallStateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReportCallStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns one call.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Call getCall(dev.gancho.v1.GetCallRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCallMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists calls, those first whose first state was accepted last.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListCallsResponse listCalls(dev.gancho.v1.ListCallsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCallsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams every change of a call from now on. A reader that is too slow loses
     * changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public java.util.Iterator<dev.gancho.v1.WatchCallsResponse> watchCalls(
        dev.gancho.v1.WatchCallsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchCallsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CallService.
   * <pre>
   * Takes call states in and shows calls.
   * </pre>
   */
  public static final class CallServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CallServiceFutureStub> {
    private CallServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CallServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CallServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Accepts one call state. When it returns OK, the state and every delivery it
     * causes are on disk. For more than a few states a second StreamCallStates is
     * many times cheaper.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.ReportCallStateResponse> reportCallState(
        dev.gancho.v1.ReportCallStateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReportCallStateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns one call.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Call> getCall(
        dev.gancho.v1.GetCallRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCallMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists calls, those first whose first state was accepted last.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.ListCallsResponse> listCalls(
        dev.gancho.v1.ListCallsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCallsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_REPORT_CALL_STATE = 0;
  private static final int METHODID_GET_CALL = 1;
  private static final int METHODID_LIST_CALLS = 2;
  private static final int METHODID_WATCH_CALLS = 3;
  private static final int METHODID_STREAM_CALL_STATES = 4;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_REPORT_CALL_STATE:
          serviceImpl.reportCallState((dev.gancho.v1.ReportCallStateRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.ReportCallStateResponse>) responseObserver);
          break;
        case METHODID_GET_CALL:
          serviceImpl.getCall((dev.gancho.v1.GetCallRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Call>) responseObserver);
          break;
        case METHODID_LIST_CALLS:
          serviceImpl.listCalls((dev.gancho.v1.ListCallsRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.ListCallsResponse>) responseObserver);
          break;
        case METHODID_WATCH_CALLS:
          serviceImpl.watchCalls((dev.gancho.v1.WatchCallsRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.WatchCallsResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_STREAM_CALL_STATES:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamCallStates(
              (io.grpc.stub.StreamObserver<dev.gancho.v1.StreamCallStatesResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getReportCallStateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ReportCallStateRequest,
              dev.gancho.v1.ReportCallStateResponse>(
                service, METHODID_REPORT_CALL_STATE)))
        .addMethod(
          getStreamCallStatesMethod(),
          io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
            new MethodHandlers<
              dev.gancho.v1.StreamCallStatesRequest,
              dev.gancho.v1.StreamCallStatesResponse>(
                service, METHODID_STREAM_CALL_STATES)))
        .addMethod(
          getGetCallMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.GetCallRequest,
              dev.gancho.v1.Call>(
                service, METHODID_GET_CALL)))
        .addMethod(
          getListCallsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ListCallsRequest,
              dev.gancho.v1.ListCallsResponse>(
                service, METHODID_LIST_CALLS)))
        .addMethod(
          getWatchCallsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.gancho.v1.WatchCallsRequest,
              dev.gancho.v1.WatchCallsResponse>(
                service, METHODID_WATCH_CALLS)))
        .build();
  }

  private static abstract class CallServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CallServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.gancho.v1.CallServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CallService");
    }
  }

  private static final class CallServiceFileDescriptorSupplier
      extends CallServiceBaseDescriptorSupplier {
    CallServiceFileDescriptorSupplier() {}
  }

  private static final class CallServiceMethodDescriptorSupplier
      extends CallServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CallServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (CallServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CallServiceFileDescriptorSupplier())
              .addMethod(getReportCallStateMethod())
              .addMethod(getStreamCallStatesMethod())
              .addMethod(getGetCallMethod())
              .addMethod(getListCallsMethod())
              .addMethod(getWatchCallsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
