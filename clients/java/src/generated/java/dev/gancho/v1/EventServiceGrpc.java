package dev.gancho.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages events, the requests to make.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class EventServiceGrpc {

  private EventServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "gancho.v1.EventService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.CreateEventRequest,
      dev.gancho.v1.Event> getCreateEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateEvent",
      requestType = dev.gancho.v1.CreateEventRequest.class,
      responseType = dev.gancho.v1.Event.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.CreateEventRequest,
      dev.gancho.v1.Event> getCreateEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.CreateEventRequest, dev.gancho.v1.Event> getCreateEventMethod;
    if ((getCreateEventMethod = EventServiceGrpc.getCreateEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getCreateEventMethod = EventServiceGrpc.getCreateEventMethod) == null) {
          EventServiceGrpc.getCreateEventMethod = getCreateEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.CreateEventRequest, dev.gancho.v1.Event>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.CreateEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Event.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("CreateEvent"))
              .build();
        }
      }
    }
    return getCreateEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.GetEventRequest,
      dev.gancho.v1.Event> getGetEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetEvent",
      requestType = dev.gancho.v1.GetEventRequest.class,
      responseType = dev.gancho.v1.Event.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.GetEventRequest,
      dev.gancho.v1.Event> getGetEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.GetEventRequest, dev.gancho.v1.Event> getGetEventMethod;
    if ((getGetEventMethod = EventServiceGrpc.getGetEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getGetEventMethod = EventServiceGrpc.getGetEventMethod) == null) {
          EventServiceGrpc.getGetEventMethod = getGetEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.GetEventRequest, dev.gancho.v1.Event>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.GetEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Event.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("GetEvent"))
              .build();
        }
      }
    }
    return getGetEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ListEventsRequest,
      dev.gancho.v1.ListEventsResponse> getListEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListEvents",
      requestType = dev.gancho.v1.ListEventsRequest.class,
      responseType = dev.gancho.v1.ListEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ListEventsRequest,
      dev.gancho.v1.ListEventsResponse> getListEventsMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ListEventsRequest, dev.gancho.v1.ListEventsResponse> getListEventsMethod;
    if ((getListEventsMethod = EventServiceGrpc.getListEventsMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getListEventsMethod = EventServiceGrpc.getListEventsMethod) == null) {
          EventServiceGrpc.getListEventsMethod = getListEventsMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ListEventsRequest, dev.gancho.v1.ListEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListEvents"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ListEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("ListEvents"))
              .build();
        }
      }
    }
    return getListEventsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.UpdateEventRequest,
      dev.gancho.v1.Event> getUpdateEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateEvent",
      requestType = dev.gancho.v1.UpdateEventRequest.class,
      responseType = dev.gancho.v1.Event.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.UpdateEventRequest,
      dev.gancho.v1.Event> getUpdateEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.UpdateEventRequest, dev.gancho.v1.Event> getUpdateEventMethod;
    if ((getUpdateEventMethod = EventServiceGrpc.getUpdateEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getUpdateEventMethod = EventServiceGrpc.getUpdateEventMethod) == null) {
          EventServiceGrpc.getUpdateEventMethod = getUpdateEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.UpdateEventRequest, dev.gancho.v1.Event>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.UpdateEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Event.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("UpdateEvent"))
              .build();
        }
      }
    }
    return getUpdateEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.DeleteEventRequest,
      com.google.protobuf.Empty> getDeleteEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteEvent",
      requestType = dev.gancho.v1.DeleteEventRequest.class,
      responseType = com.google.protobuf.Empty.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.DeleteEventRequest,
      com.google.protobuf.Empty> getDeleteEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.DeleteEventRequest, com.google.protobuf.Empty> getDeleteEventMethod;
    if ((getDeleteEventMethod = EventServiceGrpc.getDeleteEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getDeleteEventMethod = EventServiceGrpc.getDeleteEventMethod) == null) {
          EventServiceGrpc.getDeleteEventMethod = getDeleteEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.DeleteEventRequest, com.google.protobuf.Empty>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.DeleteEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  com.google.protobuf.Empty.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("DeleteEvent"))
              .build();
        }
      }
    }
    return getDeleteEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.PauseEventRequest,
      dev.gancho.v1.Event> getPauseEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PauseEvent",
      requestType = dev.gancho.v1.PauseEventRequest.class,
      responseType = dev.gancho.v1.Event.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.PauseEventRequest,
      dev.gancho.v1.Event> getPauseEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.PauseEventRequest, dev.gancho.v1.Event> getPauseEventMethod;
    if ((getPauseEventMethod = EventServiceGrpc.getPauseEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getPauseEventMethod = EventServiceGrpc.getPauseEventMethod) == null) {
          EventServiceGrpc.getPauseEventMethod = getPauseEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.PauseEventRequest, dev.gancho.v1.Event>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PauseEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.PauseEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Event.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("PauseEvent"))
              .build();
        }
      }
    }
    return getPauseEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.ResumeEventRequest,
      dev.gancho.v1.Event> getResumeEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeEvent",
      requestType = dev.gancho.v1.ResumeEventRequest.class,
      responseType = dev.gancho.v1.Event.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.ResumeEventRequest,
      dev.gancho.v1.Event> getResumeEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.ResumeEventRequest, dev.gancho.v1.Event> getResumeEventMethod;
    if ((getResumeEventMethod = EventServiceGrpc.getResumeEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getResumeEventMethod = EventServiceGrpc.getResumeEventMethod) == null) {
          EventServiceGrpc.getResumeEventMethod = getResumeEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.ResumeEventRequest, dev.gancho.v1.Event>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.ResumeEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.Event.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("ResumeEvent"))
              .build();
        }
      }
    }
    return getResumeEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.PreviewEventRequest,
      dev.gancho.v1.PreviewEventResponse> getPreviewEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PreviewEvent",
      requestType = dev.gancho.v1.PreviewEventRequest.class,
      responseType = dev.gancho.v1.PreviewEventResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.PreviewEventRequest,
      dev.gancho.v1.PreviewEventResponse> getPreviewEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.PreviewEventRequest, dev.gancho.v1.PreviewEventResponse> getPreviewEventMethod;
    if ((getPreviewEventMethod = EventServiceGrpc.getPreviewEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getPreviewEventMethod = EventServiceGrpc.getPreviewEventMethod) == null) {
          EventServiceGrpc.getPreviewEventMethod = getPreviewEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.PreviewEventRequest, dev.gancho.v1.PreviewEventResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PreviewEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.PreviewEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.PreviewEventResponse.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("PreviewEvent"))
              .build();
        }
      }
    }
    return getPreviewEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.TestEventRequest,
      dev.gancho.v1.TestEventResponse> getTestEventMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TestEvent",
      requestType = dev.gancho.v1.TestEventRequest.class,
      responseType = dev.gancho.v1.TestEventResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.TestEventRequest,
      dev.gancho.v1.TestEventResponse> getTestEventMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.TestEventRequest, dev.gancho.v1.TestEventResponse> getTestEventMethod;
    if ((getTestEventMethod = EventServiceGrpc.getTestEventMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getTestEventMethod = EventServiceGrpc.getTestEventMethod) == null) {
          EventServiceGrpc.getTestEventMethod = getTestEventMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.TestEventRequest, dev.gancho.v1.TestEventResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TestEvent"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.TestEventRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.TestEventResponse.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("TestEvent"))
              .build();
        }
      }
    }
    return getTestEventMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.RotateSigningSecretRequest,
      dev.gancho.v1.RotateSigningSecretResponse> getRotateSigningSecretMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateSigningSecret",
      requestType = dev.gancho.v1.RotateSigningSecretRequest.class,
      responseType = dev.gancho.v1.RotateSigningSecretResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.RotateSigningSecretRequest,
      dev.gancho.v1.RotateSigningSecretResponse> getRotateSigningSecretMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.RotateSigningSecretRequest, dev.gancho.v1.RotateSigningSecretResponse> getRotateSigningSecretMethod;
    if ((getRotateSigningSecretMethod = EventServiceGrpc.getRotateSigningSecretMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getRotateSigningSecretMethod = EventServiceGrpc.getRotateSigningSecretMethod) == null) {
          EventServiceGrpc.getRotateSigningSecretMethod = getRotateSigningSecretMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.RotateSigningSecretRequest, dev.gancho.v1.RotateSigningSecretResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateSigningSecret"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.RotateSigningSecretRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.RotateSigningSecretResponse.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("RotateSigningSecret"))
              .build();
        }
      }
    }
    return getRotateSigningSecretMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.gancho.v1.GetEventStatsRequest,
      dev.gancho.v1.EventStats> getGetEventStatsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetEventStats",
      requestType = dev.gancho.v1.GetEventStatsRequest.class,
      responseType = dev.gancho.v1.EventStats.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.gancho.v1.GetEventStatsRequest,
      dev.gancho.v1.EventStats> getGetEventStatsMethod() {
    io.grpc.MethodDescriptor<dev.gancho.v1.GetEventStatsRequest, dev.gancho.v1.EventStats> getGetEventStatsMethod;
    if ((getGetEventStatsMethod = EventServiceGrpc.getGetEventStatsMethod) == null) {
      synchronized (EventServiceGrpc.class) {
        if ((getGetEventStatsMethod = EventServiceGrpc.getGetEventStatsMethod) == null) {
          EventServiceGrpc.getGetEventStatsMethod = getGetEventStatsMethod =
              io.grpc.MethodDescriptor.<dev.gancho.v1.GetEventStatsRequest, dev.gancho.v1.EventStats>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetEventStats"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.GetEventStatsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.gancho.v1.EventStats.getDefaultInstance()))
              .setSchemaDescriptor(new EventServiceMethodDescriptorSupplier("GetEventStats"))
              .build();
        }
      }
    }
    return getGetEventStatsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static EventServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<EventServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<EventServiceStub>() {
        @java.lang.Override
        public EventServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new EventServiceStub(channel, callOptions);
        }
      };
    return EventServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static EventServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<EventServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<EventServiceBlockingV2Stub>() {
        @java.lang.Override
        public EventServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new EventServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return EventServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static EventServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<EventServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<EventServiceBlockingStub>() {
        @java.lang.Override
        public EventServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new EventServiceBlockingStub(channel, callOptions);
        }
      };
    return EventServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static EventServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<EventServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<EventServiceFutureStub>() {
        @java.lang.Override
        public EventServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new EventServiceFutureStub(channel, callOptions);
        }
      };
    return EventServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates an event. What it returns is durable and in force for every state
     * accepted after it.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
     * RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void createEvent(dev.gancho.v1.CreateEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns one event.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void getEvent(dev.gancho.v1.GetEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists events, by id.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void listEvents(dev.gancho.v1.ListEventsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListEventsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes one event: the fields of `update_mask`; without a mask every
     * populated field; with `*` all of them. Output-only fields are ignored,
     * unknown paths are refused.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void updateEvent(dev.gancho.v1.UpdateEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes one event. Without `force` no trigger may name it and nothing may
     * be pending; with it, the triggers go too and what is pending is CANCELLED.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void deleteEvent(dev.gancho.v1.DeleteEventRequest request,
        io.grpc.stub.StreamObserver<com.google.protobuf.Empty> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Stops the deliveries of an event. What is pending waits, and may expire.
     * Pausing a paused event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
     * DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void pauseEvent(dev.gancho.v1.PauseEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPauseEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an
     * active event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void resumeEvent(dev.gancho.v1.ResumeEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Renders the request of a stored or a given event against a real or a sample
     * call, and sends nothing. Credentials and signatures are shown as
     * `REDACTED`.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void previewEvent(dev.gancho.v1.PreviewEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.PreviewEventResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPreviewEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Renders the request as PreviewEvent does, sends it once, now, outside all
     * lanes and limits, and returns the attempt. Nothing is recorded.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
     * once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void testEvent(dev.gancho.v1.TestEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.TestEventResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTestEventMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a new signing secret and returns it, this once. Requests carry
     * signatures of the old and the new secret until the overlap is over.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
     * signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    default void rotateSigningSecret(dev.gancho.v1.RotateSigningSecretRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.RotateSigningSecretResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateSigningSecretMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns what the engine knows of an event at this moment.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    default void getEventStats(dev.gancho.v1.GetEventStatsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.EventStats> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetEventStatsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service EventService.
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public static abstract class EventServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return EventServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service EventService.
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public static final class EventServiceStub
      extends io.grpc.stub.AbstractAsyncStub<EventServiceStub> {
    private EventServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected EventServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new EventServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an event. What it returns is durable and in force for every state
     * accepted after it.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
     * RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void createEvent(dev.gancho.v1.CreateEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns one event.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void getEvent(dev.gancho.v1.GetEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists events, by id.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void listEvents(dev.gancho.v1.ListEventsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.ListEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListEventsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes one event: the fields of `update_mask`; without a mask every
     * populated field; with `*` all of them. Output-only fields are ignored,
     * unknown paths are refused.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void updateEvent(dev.gancho.v1.UpdateEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes one event. Without `force` no trigger may name it and nothing may
     * be pending; with it, the triggers go too and what is pending is CANCELLED.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void deleteEvent(dev.gancho.v1.DeleteEventRequest request,
        io.grpc.stub.StreamObserver<com.google.protobuf.Empty> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Stops the deliveries of an event. What is pending waits, and may expire.
     * Pausing a paused event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
     * DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void pauseEvent(dev.gancho.v1.PauseEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPauseEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an
     * active event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void resumeEvent(dev.gancho.v1.ResumeEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.Event> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Renders the request of a stored or a given event against a real or a sample
     * call, and sends nothing. Credentials and signatures are shown as
     * `REDACTED`.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void previewEvent(dev.gancho.v1.PreviewEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.PreviewEventResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPreviewEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Renders the request as PreviewEvent does, sends it once, now, outside all
     * lanes and limits, and returns the attempt. Nothing is recorded.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
     * once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void testEvent(dev.gancho.v1.TestEventRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.TestEventResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTestEventMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a new signing secret and returns it, this once. Requests carry
     * signatures of the old and the new secret until the overlap is over.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
     * signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public void rotateSigningSecret(dev.gancho.v1.RotateSigningSecretRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.RotateSigningSecretResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateSigningSecretMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns what the engine knows of an event at this moment.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public void getEventStats(dev.gancho.v1.GetEventStatsRequest request,
        io.grpc.stub.StreamObserver<dev.gancho.v1.EventStats> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetEventStatsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service EventService.
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public static final class EventServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<EventServiceBlockingV2Stub> {
    private EventServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected EventServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new EventServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an event. What it returns is durable and in force for every state
     * accepted after it.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
     * RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event createEvent(dev.gancho.v1.CreateEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns one event.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event getEvent(dev.gancho.v1.GetEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists events, by id.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListEventsResponse listEvents(dev.gancho.v1.ListEventsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes one event: the fields of `update_mask`; without a mask every
     * populated field; with `*` all of them. Output-only fields are ignored,
     * unknown paths are refused.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event updateEvent(dev.gancho.v1.UpdateEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes one event. Without `force` no trigger may name it and nothing may
     * be pending; with it, the triggers go too and what is pending is CANCELLED.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.protobuf.Empty deleteEvent(dev.gancho.v1.DeleteEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stops the deliveries of an event. What is pending waits, and may expire.
     * Pausing a paused event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
     * DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event pauseEvent(dev.gancho.v1.PauseEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPauseEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an
     * active event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event resumeEvent(dev.gancho.v1.ResumeEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Renders the request of a stored or a given event against a real or a sample
     * call, and sends nothing. Credentials and signatures are shown as
     * `REDACTED`.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.PreviewEventResponse previewEvent(dev.gancho.v1.PreviewEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPreviewEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Renders the request as PreviewEvent does, sends it once, now, outside all
     * lanes and limits, and returns the attempt. Nothing is recorded.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
     * once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.TestEventResponse testEvent(dev.gancho.v1.TestEventRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getTestEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new signing secret and returns it, this once. Requests carry
     * signatures of the old and the new secret until the overlap is over.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
     * signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.RotateSigningSecretResponse rotateSigningSecret(dev.gancho.v1.RotateSigningSecretRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateSigningSecretMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns what the engine knows of an event at this moment.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.EventStats getEventStats(dev.gancho.v1.GetEventStatsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetEventStatsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service EventService.
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public static final class EventServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<EventServiceBlockingStub> {
    private EventServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected EventServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new EventServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an event. What it returns is durable and in force for every state
     * accepted after it.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
     * RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event createEvent(dev.gancho.v1.CreateEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns one event.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event getEvent(dev.gancho.v1.GetEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists events, by id.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.ListEventsResponse listEvents(dev.gancho.v1.ListEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes one event: the fields of `update_mask`; without a mask every
     * populated field; with `*` all of them. Output-only fields are ignored,
     * unknown paths are refused.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event updateEvent(dev.gancho.v1.UpdateEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes one event. Without `force` no trigger may name it and nothing may
     * be pending; with it, the triggers go too and what is pending is CANCELLED.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.protobuf.Empty deleteEvent(dev.gancho.v1.DeleteEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stops the deliveries of an event. What is pending waits, and may expire.
     * Pausing a paused event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
     * DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event pauseEvent(dev.gancho.v1.PauseEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPauseEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an
     * active event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.Event resumeEvent(dev.gancho.v1.ResumeEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Renders the request of a stored or a given event against a real or a sample
     * call, and sends nothing. Credentials and signatures are shown as
     * `REDACTED`.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.PreviewEventResponse previewEvent(dev.gancho.v1.PreviewEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPreviewEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Renders the request as PreviewEvent does, sends it once, now, outside all
     * lanes and limits, and returns the attempt. Nothing is recorded.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
     * once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.TestEventResponse testEvent(dev.gancho.v1.TestEventRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTestEventMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new signing secret and returns it, this once. Requests carry
     * signatures of the old and the new secret until the overlap is over.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
     * signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.RotateSigningSecretResponse rotateSigningSecret(dev.gancho.v1.RotateSigningSecretRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateSigningSecretMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns what the engine knows of an event at this moment.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public dev.gancho.v1.EventStats getEventStats(dev.gancho.v1.GetEventStatsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetEventStatsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service EventService.
   * <pre>
   * Manages events, the requests to make.
   * </pre>
   */
  public static final class EventServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<EventServiceFutureStub> {
    private EventServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected EventServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new EventServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an event. What it returns is durable and in force for every state
     * accepted after it.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
     * RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Event> createEvent(
        dev.gancho.v1.CreateEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns one event.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Event> getEvent(
        dev.gancho.v1.GetEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists events, by id.
     * Errors: INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
     * PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.ListEventsResponse> listEvents(
        dev.gancho.v1.ListEventsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListEventsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes one event: the fields of `update_mask`; without a mask every
     * populated field; with `*` all of them. Output-only fields are ignored,
     * unknown paths are refused.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Event> updateEvent(
        dev.gancho.v1.UpdateEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes one event. Without `force` no trigger may name it and nothing may
     * be pending; with it, the triggers go too and what is pending is CANCELLED.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
     * UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<com.google.protobuf.Empty> deleteEvent(
        dev.gancho.v1.DeleteEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Stops the deliveries of an event. What is pending waits, and may expire.
     * Pausing a paused event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
     * DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Event> pauseEvent(
        dev.gancho.v1.PauseEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPauseEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an
     * active event changes nothing.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.Event> resumeEvent(
        dev.gancho.v1.ResumeEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Renders the request of a stored or a given event against a real or a sample
     * call, and sends nothing. Credentials and signatures are shown as
     * `REDACTED`.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.PreviewEventResponse> previewEvent(
        dev.gancho.v1.PreviewEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPreviewEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Renders the request as PreviewEvent does, sends it once, now, outside all
     * lanes and limits, and returns the attempt. Nothing is recorded.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
     * once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.TestEventResponse> testEvent(
        dev.gancho.v1.TestEventRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTestEventMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a new signing secret and returns it, this once. Requests carry
     * signatures of the old and the new secret until the overlap is over.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
     * signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.RotateSigningSecretResponse> rotateSigningSecret(
        dev.gancho.v1.RotateSigningSecretRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateSigningSecretMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns what the engine knows of an event at this moment.
     * Errors: INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
     * UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.gancho.v1.EventStats> getEventStats(
        dev.gancho.v1.GetEventStatsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetEventStatsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_EVENT = 0;
  private static final int METHODID_GET_EVENT = 1;
  private static final int METHODID_LIST_EVENTS = 2;
  private static final int METHODID_UPDATE_EVENT = 3;
  private static final int METHODID_DELETE_EVENT = 4;
  private static final int METHODID_PAUSE_EVENT = 5;
  private static final int METHODID_RESUME_EVENT = 6;
  private static final int METHODID_PREVIEW_EVENT = 7;
  private static final int METHODID_TEST_EVENT = 8;
  private static final int METHODID_ROTATE_SIGNING_SECRET = 9;
  private static final int METHODID_GET_EVENT_STATS = 10;

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
        case METHODID_CREATE_EVENT:
          serviceImpl.createEvent((dev.gancho.v1.CreateEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Event>) responseObserver);
          break;
        case METHODID_GET_EVENT:
          serviceImpl.getEvent((dev.gancho.v1.GetEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Event>) responseObserver);
          break;
        case METHODID_LIST_EVENTS:
          serviceImpl.listEvents((dev.gancho.v1.ListEventsRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.ListEventsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_EVENT:
          serviceImpl.updateEvent((dev.gancho.v1.UpdateEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Event>) responseObserver);
          break;
        case METHODID_DELETE_EVENT:
          serviceImpl.deleteEvent((dev.gancho.v1.DeleteEventRequest) request,
              (io.grpc.stub.StreamObserver<com.google.protobuf.Empty>) responseObserver);
          break;
        case METHODID_PAUSE_EVENT:
          serviceImpl.pauseEvent((dev.gancho.v1.PauseEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Event>) responseObserver);
          break;
        case METHODID_RESUME_EVENT:
          serviceImpl.resumeEvent((dev.gancho.v1.ResumeEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.Event>) responseObserver);
          break;
        case METHODID_PREVIEW_EVENT:
          serviceImpl.previewEvent((dev.gancho.v1.PreviewEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.PreviewEventResponse>) responseObserver);
          break;
        case METHODID_TEST_EVENT:
          serviceImpl.testEvent((dev.gancho.v1.TestEventRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.TestEventResponse>) responseObserver);
          break;
        case METHODID_ROTATE_SIGNING_SECRET:
          serviceImpl.rotateSigningSecret((dev.gancho.v1.RotateSigningSecretRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.RotateSigningSecretResponse>) responseObserver);
          break;
        case METHODID_GET_EVENT_STATS:
          serviceImpl.getEventStats((dev.gancho.v1.GetEventStatsRequest) request,
              (io.grpc.stub.StreamObserver<dev.gancho.v1.EventStats>) responseObserver);
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
          getCreateEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.CreateEventRequest,
              dev.gancho.v1.Event>(
                service, METHODID_CREATE_EVENT)))
        .addMethod(
          getGetEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.GetEventRequest,
              dev.gancho.v1.Event>(
                service, METHODID_GET_EVENT)))
        .addMethod(
          getListEventsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ListEventsRequest,
              dev.gancho.v1.ListEventsResponse>(
                service, METHODID_LIST_EVENTS)))
        .addMethod(
          getUpdateEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.UpdateEventRequest,
              dev.gancho.v1.Event>(
                service, METHODID_UPDATE_EVENT)))
        .addMethod(
          getDeleteEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.DeleteEventRequest,
              com.google.protobuf.Empty>(
                service, METHODID_DELETE_EVENT)))
        .addMethod(
          getPauseEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.PauseEventRequest,
              dev.gancho.v1.Event>(
                service, METHODID_PAUSE_EVENT)))
        .addMethod(
          getResumeEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.ResumeEventRequest,
              dev.gancho.v1.Event>(
                service, METHODID_RESUME_EVENT)))
        .addMethod(
          getPreviewEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.PreviewEventRequest,
              dev.gancho.v1.PreviewEventResponse>(
                service, METHODID_PREVIEW_EVENT)))
        .addMethod(
          getTestEventMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.TestEventRequest,
              dev.gancho.v1.TestEventResponse>(
                service, METHODID_TEST_EVENT)))
        .addMethod(
          getRotateSigningSecretMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.RotateSigningSecretRequest,
              dev.gancho.v1.RotateSigningSecretResponse>(
                service, METHODID_ROTATE_SIGNING_SECRET)))
        .addMethod(
          getGetEventStatsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.gancho.v1.GetEventStatsRequest,
              dev.gancho.v1.EventStats>(
                service, METHODID_GET_EVENT_STATS)))
        .build();
  }

  private static abstract class EventServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    EventServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.gancho.v1.EventServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("EventService");
    }
  }

  private static final class EventServiceFileDescriptorSupplier
      extends EventServiceBaseDescriptorSupplier {
    EventServiceFileDescriptorSupplier() {}
  }

  private static final class EventServiceMethodDescriptorSupplier
      extends EventServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    EventServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (EventServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new EventServiceFileDescriptorSupplier())
              .addMethod(getCreateEventMethod())
              .addMethod(getGetEventMethod())
              .addMethod(getListEventsMethod())
              .addMethod(getUpdateEventMethod())
              .addMethod(getDeleteEventMethod())
              .addMethod(getPauseEventMethod())
              .addMethod(getResumeEventMethod())
              .addMethod(getPreviewEventMethod())
              .addMethod(getTestEventMethod())
              .addMethod(getRotateSigningSecretMethod())
              .addMethod(getGetEventStatsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
