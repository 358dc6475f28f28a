package dev.gancho.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Shows deliveries and gives people a hand on them.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DeliveryServiceGrpc {

  private DeliveryServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "gancho.v1.DeliveryService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.GetDeliveryRequest,
      dev.gancho.v1.Delivery> getGetDeliveryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDelivery",
      requestType = dev.gancho.v1.GetDeliveryRequest.class,
      responseType = dev.gancho.v1.Delivery.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.GetDeliveryRequest,
      dev.gancho.v1.Delivery> getGetDeliveryMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.GetDeliveryRequest, dev.gancho.v1.Delivery> getGetDeliveryMethod;
    if ((getGetDeliveryMethod = DeliveryServiceGrpc.getGetDeliveryMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getGetDeliveryMethod = DeliveryServiceGrpc.getGetDeliveryMethod) == null) {
          DeliveryServiceGrpc.getGetDeliveryMethod = getGetDeliveryMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.GetDeliveryRequest, dev.gancho.v1.Delivery>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDelivery"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.GetDeliveryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Delivery.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("GetDelivery"))
              .build();
        }
      }
    }
    return getGetDeliveryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ListDeliveriesRequest,
      dev.gancho.v1.ListDeliveriesResponse> getListDeliveriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDeliveries",
      requestType = dev.gancho.v1.ListDeliveriesRequest.class,
      responseType = dev.gancho.v1.ListDeliveriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ListDeliveriesRequest,
      dev.gancho.v1.ListDeliveriesResponse> getListDeliveriesMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ListDeliveriesRequest, dev.gancho.v1.ListDeliveriesResponse> getListDeliveriesMethod;
    if ((getListDeliveriesMethod = DeliveryServiceGrpc.getListDeliveriesMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getListDeliveriesMethod = DeliveryServiceGrpc.getListDeliveriesMethod) == null) {
          DeliveryServiceGrpc.getListDeliveriesMethod = getListDeliveriesMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ListDeliveriesRequest, dev.gancho.v1.ListDeliveriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDeliveries"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListDeliveriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListDeliveriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("ListDeliveries"))
              .build();
        }
      }
    }
    return getListDeliveriesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ListAttemptsRequest,
      dev.gancho.v1.ListAttemptsResponse> getListAttemptsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAttempts",
      requestType = dev.gancho.v1.ListAttemptsRequest.class,
      responseType = dev.gancho.v1.ListAttemptsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ListAttemptsRequest,
      dev.gancho.v1.ListAttemptsResponse> getListAttemptsMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ListAttemptsRequest, dev.gancho.v1.ListAttemptsResponse> getListAttemptsMethod;
    if ((getListAttemptsMethod = DeliveryServiceGrpc.getListAttemptsMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getListAttemptsMethod = DeliveryServiceGrpc.getListAttemptsMethod) == null) {
          DeliveryServiceGrpc.getListAttemptsMethod = getListAttemptsMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ListAttemptsRequest, dev.gancho.v1.ListAttemptsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAttempts"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListAttemptsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListAttemptsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("ListAttempts"))
              .build();
        }
      }
    }
    return getListAttemptsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.RetryDeliveryRequest,
      dev.gancho.v1.Delivery> getRetryDeliveryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RetryDelivery",
      requestType = dev.gancho.v1.RetryDeliveryRequest.class,
      responseType = dev.gancho.v1.Delivery.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.RetryDeliveryRequest,
      dev.gancho.v1.Delivery> getRetryDeliveryMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.RetryDeliveryRequest, dev.gancho.v1.Delivery> getRetryDeliveryMethod;
    if ((getRetryDeliveryMethod = DeliveryServiceGrpc.getRetryDeliveryMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getRetryDeliveryMethod = DeliveryServiceGrpc.getRetryDeliveryMethod) == null) {
          DeliveryServiceGrpc.getRetryDeliveryMethod = getRetryDeliveryMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.RetryDeliveryRequest, dev.gancho.v1.Delivery>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RetryDelivery"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.RetryDeliveryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Delivery.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("RetryDelivery"))
              .build();
        }
      }
    }
    return getRetryDeliveryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.CancelDeliveryRequest,
      dev.gancho.v1.Delivery> getCancelDeliveryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelDelivery",
      requestType = dev.gancho.v1.CancelDeliveryRequest.class,
      responseType = dev.gancho.v1.Delivery.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.CancelDeliveryRequest,
      dev.gancho.v1.Delivery> getCancelDeliveryMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.CancelDeliveryRequest, dev.gancho.v1.Delivery> getCancelDeliveryMethod;
    if ((getCancelDeliveryMethod = DeliveryServiceGrpc.getCancelDeliveryMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getCancelDeliveryMethod = DeliveryServiceGrpc.getCancelDeliveryMethod) == null) {
          DeliveryServiceGrpc.getCancelDeliveryMethod = getCancelDeliveryMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.CancelDeliveryRequest, dev.gancho.v1.Delivery>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelDelivery"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.CancelDeliveryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Delivery.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("CancelDelivery"))
              .build();
        }
      }
    }
    return getCancelDeliveryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.RecoverDeliveriesRequest,
      dev.gancho.v1.RecoverDeliveriesResponse> getRecoverDeliveriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RecoverDeliveries",
      requestType = dev.gancho.v1.RecoverDeliveriesRequest.class,
      responseType = dev.gancho.v1.RecoverDeliveriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.RecoverDeliveriesRequest,
      dev.gancho.v1.RecoverDeliveriesResponse> getRecoverDeliveriesMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.RecoverDeliveriesRequest, dev.gancho.v1.RecoverDeliveriesResponse> getRecoverDeliveriesMethod;
    if ((getRecoverDeliveriesMethod = DeliveryServiceGrpc.getRecoverDeliveriesMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getRecoverDeliveriesMethod = DeliveryServiceGrpc.getRecoverDeliveriesMethod) == null) {
          DeliveryServiceGrpc.getRecoverDeliveriesMethod = getRecoverDeliveriesMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.RecoverDeliveriesRequest, dev.gancho.v1.RecoverDeliveriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RecoverDeliveries"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.RecoverDeliveriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.RecoverDeliveriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("RecoverDeliveries"))
              .build();
        }
      }
    }
    return getRecoverDeliveriesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.WatchDeliveriesRequest,
      dev.gancho.v1.WatchDeliveriesResponse> getWatchDeliveriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchDeliveries",
      requestType = dev.gancho.v1.WatchDeliveriesRequest.class,
      responseType = dev.gancho.v1.WatchDeliveriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.WatchDeliveriesRequest,
      dev.gancho.v1.WatchDeliveriesResponse> getWatchDeliveriesMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.WatchDeliveriesRequest, dev.gancho.v1.WatchDeliveriesResponse> getWatchDeliveriesMethod;
    if ((getWatchDeliveriesMethod = DeliveryServiceGrpc.getWatchDeliveriesMethod) == null) {
      synchronized (DeliveryServiceGrpc.class) {
        if ((getWatchDeliveriesMethod = DeliveryServiceGrpc.getWatchDeliveriesMethod) == null) {
          DeliveryServiceGrpc.getWatchDeliveriesMethod = getWatchDeliveriesMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.WatchDeliveriesRequest, dev.gancho.v1.WatchDeliveriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchDeliveries"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.WatchDeliveriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.WatchDeliveriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeliveryServiceMethodDescriptorSupplier("WatchDeliveries"))
              .build();
        }
      }
    }
    return getWatchDeliveriesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DeliveryServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceStub>() {
        @java.lang.Override
        public DeliveryServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeliveryServiceStub(channel, callOptions);
        }
      };
    return DeliveryServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DeliveryServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceBlockingV2Stub>() {
        @java.lang.Override
        public DeliveryServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeliveryServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DeliveryServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DeliveryServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceBlockingStub>() {
        @java.lang.Override
        public DeliveryServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeliveryServiceBlockingStub(channel, callOptions);
        }
      };
    return DeliveryServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DeliveryServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeliveryServiceFutureStub>() {
        @java.lang.Override
        public DeliveryServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeliveryServiceFutureStub(channel, callOptions);
        }
      };
    return DeliveryServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns one delivery with its request and attempts.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void getDelivery(dev.gancho.v1.GetDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDeliveryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists deliveries, newest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void listDeliveries(dev.gancho.v1.ListDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListDeliveriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDeliveriesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the attempts of a delivery, oldest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void listAttempts(dev.gancho.v1.ListAttemptsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListAttemptsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAttemptsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a pending delivery due now, or sends one that ended as FAILED,
     * EXPIRED or CANCELLED again: the same request, the same `webhook-id`, a
     * fresh retry policy.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was
     * DELIVERED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void retryDelivery(dev.gancho.v1.RetryDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRetryDeliveryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void cancelDelivery(dev.gancho.v1.CancelDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelDeliveryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends ended deliveries of a time range again, a batch a call: call again
     * with `next_page_token` until it is empty. Deliveries that were DELIVERED
     * are left alone.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void recoverDeliveries(dev.gancho.v1.RecoverDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.RecoverDeliveriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRecoverDeliveriesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams every change of a delivery from now on. A reader that is too slow
     * loses changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void watchDeliveries(dev.gancho.v1.WatchDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.WatchDeliveriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchDeliveriesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DeliveryService.
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public static abstract class DeliveryServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DeliveryServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DeliveryService.
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public static final class DeliveryServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DeliveryServiceStub> {
    private DeliveryServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeliveryServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeliveryServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one delivery with its request and attempts.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void getDelivery(dev.gancho.v1.GetDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDeliveryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists deliveries, newest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void listDeliveries(dev.gancho.v1.ListDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListDeliveriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDeliveriesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the attempts of a delivery, oldest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void listAttempts(dev.gancho.v1.ListAttemptsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListAttemptsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAttemptsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a pending delivery due now, or sends one that ended as FAILED,
     * EXPIRED or CANCELLED again: the same request, the same `webhook-id`, a
     * fresh retry policy.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was
     * DELIVERED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void retryDelivery(dev.gancho.v1.RetryDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRetryDeliveryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void cancelDelivery(dev.gancho.v1.CancelDeliveryRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelDeliveryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends ended deliveries of a time range again, a batch a call: call again
     * with `next_page_token` until it is empty. Deliveries that were DELIVERED
     * are left alone.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void recoverDeliveries(dev.gancho.v1.RecoverDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.RecoverDeliveriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRecoverDeliveriesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams every change of a delivery from now on. A reader that is too slow
     * loses changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void watchDeliveries(dev.gancho.v1.WatchDeliveriesRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.WatchDeliveriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchDeliveriesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DeliveryService.
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public static final class DeliveryServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DeliveryServiceBlockingV2Stub> {
    private DeliveryServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeliveryServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeliveryServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one delivery with its request and attempts.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery getDelivery(dev.gancho.v1.GetDeliveryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists deliveries, newest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListDeliveriesResponse listDeliveries(dev.gancho.v1.ListDeliveriesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListDeliveriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the attempts of a delivery, oldest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListAttemptsResponse listAttempts(dev.gancho.v1.ListAttemptsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAttemptsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a pending delivery due now, or sends one that ended as FAILED,
     * EXPIRED or CANCELLED again: the same request, the same `webhook-id`, a
     * fresh retry policy.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was
     * DELIVERED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery retryDelivery(dev.gancho.v1.RetryDeliveryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRetryDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery cancelDelivery(dev.gancho.v1.CancelDeliveryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends ended deliveries of a time range again, a batch a call: call again
     * with `next_page_token` until it is empty. Deliveries that were DELIVERED
     * are left alone.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.RecoverDeliveriesResponse recoverDeliveries(dev.gancho.v1.RecoverDeliveriesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRecoverDeliveriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams every change of a delivery from now on. A reader that is too slow
     * loses changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.gancho.v1.WatchDeliveriesResponse>
        watchDeliveries(dev.gancho.v1.WatchDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchDeliveriesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DeliveryService.
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public static final class DeliveryServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DeliveryServiceBlockingStub> {
    private DeliveryServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeliveryServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeliveryServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one delivery with its request and attempts.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery getDelivery(dev.gancho.v1.GetDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists deliveries, newest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListDeliveriesResponse listDeliveries(dev.gancho.v1.ListDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDeliveriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the attempts of a delivery, oldest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListAttemptsResponse listAttempts(dev.gancho.v1.ListAttemptsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAttemptsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a pending delivery due now, or sends one that ended as FAILED,
     * EXPIRED or CANCELLED again: the same request, the same `webhook-id`, a
     * fresh retry policy.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was
     * DELIVERED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery retryDelivery(dev.gancho.v1.RetryDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRetryDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Delivery cancelDelivery(dev.gancho.v1.CancelDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelDeliveryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends ended deliveries of a time range again, a batch a call: call again
     * with `next_page_token` until it is empty. Deliveries that were DELIVERED
     * are left alone.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.RecoverDeliveriesResponse recoverDeliveries(dev.gancho.v1.RecoverDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRecoverDeliveriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams every change of a delivery from now on. A reader that is too slow
     * loses changes and is told how many.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public java.util.Iterator<dev.gancho.v1.WatchDeliveriesResponse> watchDeliveries(
        dev.gancho.v1.WatchDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchDeliveriesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DeliveryService.
   * <pre>
   * Shows deliveries and gives people a hand on them.
   * </pre>
   */
  public static final class DeliveryServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DeliveryServiceFutureStub> {
    private DeliveryServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeliveryServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeliveryServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one delivery with its request and attempts.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Delivery> getDelivery(
        dev.gancho.v1.GetDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDeliveryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists deliveries, newest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.ListDeliveriesResponse> listDeliveries(
        dev.gancho.v1.ListDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDeliveriesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the attempts of a delivery, oldest first.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.ListAttemptsResponse> listAttempts(
        dev.gancho.v1.ListAttemptsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAttemptsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a pending delivery due now, or sends one that ended as FAILED,
     * EXPIRED or CANCELLED again: the same request, the same `webhook-id`, a
     * fresh retry policy.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was
     * DELIVERED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Delivery> retryDelivery(
        dev.gancho.v1.RetryDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRetryDeliveryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Delivery> cancelDelivery(
        dev.gancho.v1.CancelDeliveryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelDeliveryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sends ended deliveries of a time range again, a batch a call: call again
     * with `next_page_token` until it is empty. Deliveries that were DELIVERED
     * are left alone.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.RecoverDeliveriesResponse> recoverDeliveries(
        dev.gancho.v1.RecoverDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRecoverDeliveriesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_DELIVERY = 0;
  private static final int METHODID_LIST_DELIVERIES = 1;
  private static final int METHODID_LIST_ATTEMPTS = 2;
  private static final int METHODID_RETRY_DELIVERY = 3;
  private static final int METHODID_CANCEL_DELIVERY = 4;
  private static final int METHODID_RECOVER_DELIVERIES = 5;
  private static final int METHODID_WATCH_DELIVERIES = 6;

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
        case METHODID_GET_DELIVERY:
          serviceImpl.getDelivery((dev.gancho.v1.GetDeliveryRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery>) responseObserver);
          break;
        case METHODID_LIST_DELIVERIES:
          serviceImpl.listDeliveries((dev.gancho.v1.ListDeliveriesRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.ListDeliveriesResponse>) responseObserver);
          break;
        case METHODID_LIST_ATTEMPTS:
          serviceImpl.listAttempts((dev.gancho.v1.ListAttemptsRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.ListAttemptsResponse>) responseObserver);
          break;
        case METHODID_RETRY_DELIVERY:
          serviceImpl.retryDelivery((dev.gancho.v1.RetryDeliveryRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery>) responseObserver);
          break;
        case METHODID_CANCEL_DELIVERY:
          serviceImpl.cancelDelivery((dev.gancho.v1.CancelDeliveryRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Delivery>) responseObserver);
          break;
        case METHODID_RECOVER_DELIVERIES:
          serviceImpl.recoverDeliveries((dev.gancho.v1.RecoverDeliveriesRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.RecoverDeliveriesResponse>) responseObserver);
          break;
        case METHODID_WATCH_DELIVERIES:
          serviceImpl.watchDeliveries((dev.gancho.v1.WatchDeliveriesRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.WatchDeliveriesResponse>) responseObserver);
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
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGetDeliveryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.GetDeliveryRequest,
              dev.gancho.v1.Delivery>(
                service, METHODID_GET_DELIVERY)))
        .addMethod(
          getListDeliveriesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ListDeliveriesRequest,
              dev.gancho.v1.ListDeliveriesResponse>(
                service, METHODID_LIST_DELIVERIES)))
        .addMethod(
          getListAttemptsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ListAttemptsRequest,
              dev.gancho.v1.ListAttemptsResponse>(
                service, METHODID_LIST_ATTEMPTS)))
        .addMethod(
          getRetryDeliveryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.RetryDeliveryRequest,
              dev.gancho.v1.Delivery>(
                service, METHODID_RETRY_DELIVERY)))
        .addMethod(
          getCancelDeliveryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.CancelDeliveryRequest,
              dev.gancho.v1.Delivery>(
                service, METHODID_CANCEL_DELIVERY)))
        .addMethod(
          getRecoverDeliveriesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.RecoverDeliveriesRequest,
              dev.gancho.v1.RecoverDeliveriesResponse>(
                service, METHODID_RECOVER_DELIVERIES)))
        .addMethod(
          getWatchDeliveriesMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.gancho.v1.WatchDeliveriesRequest,
              dev.gancho.v1.WatchDeliveriesResponse>(
                service, METHODID_WATCH_DELIVERIES)))
        .build();
  }

  private static abstract class DeliveryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DeliveryServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.gancho.v1.DeliveryServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DeliveryService");
    }
  }

  private static final class DeliveryServiceFileDescriptorSupplier
      extends DeliveryServiceBaseDescriptorSupplier {
    DeliveryServiceFileDescriptorSupplier() {}
  }

  private static final class DeliveryServiceMethodDescriptorSupplier
      extends DeliveryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DeliveryServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (DeliveryServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DeliveryServiceFileDescriptorSupplier())
              .addMethod(getGetDeliveryMethod())
              .addMethod(getListDeliveriesMethod())
              .addMethod(getListAttemptsMethod())
              .addMethod(getRetryDeliveryMethod())
              .addMethod(getCancelDeliveryMethod())
              .addMethod(getRecoverDeliveriesMethod())
              .addMethod(getWatchDeliveriesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
