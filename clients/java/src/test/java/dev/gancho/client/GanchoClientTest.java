// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.gancho.v1.CallServiceGrpc;
import dev.gancho.v1.CallState;
import dev.gancho.v1.Event;
import dev.gancho.v1.EventServiceGrpc;
import dev.gancho.v1.GetCallRequest;
import dev.gancho.v1.ListEventsRequest;
import dev.gancho.v1.ListEventsResponse;
import dev.gancho.v1.ReportCallStateRequest;
import dev.gancho.v1.ReportCallStateResponse;
import dev.gancho.v1.StreamCallStatesRequest;
import dev.gancho.v1.StreamCallStatesResponse;
import dev.gancho.v1.WatchCallsRequest;
import dev.gancho.v1.WatchCallsResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The client and a server on loopback, which does what the test says. */
@Timeout(120)
final class GanchoClientTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Context.Key<String> KEY = Context.key("authorization");

  private final List<AutoCloseable> resources = new ArrayList<>();
  private FakeCallService calls = new FakeCallService();
  private final FakeEventService events = new FakeEventService();
  private Server server;

  @AfterEach
  void close() throws Exception {
    Collections.reverse(resources);
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  /** What a test does not set is not answered. */
  private static final class FakeCallService extends CallServiceGrpc.CallServiceImplBase {
    private Function<ReportCallStateRequest, ReportCallStateResponse> report;
    private Function<StreamObserver<StreamCallStatesResponse>, StreamObserver<StreamCallStatesRequest>>
        stream = answers -> new Received(request -> {}, answers);
    private StreamObserver<WatchCallsResponse> watcher;
    private final CountDownLatch watched = new CountDownLatch(1);
    private final CountDownLatch watcherCancelled = new CountDownLatch(1);

    @Override
    public void reportCallState(
        ReportCallStateRequest request, StreamObserver<ReportCallStateResponse> answer) {
      if (report == null) {
        return;
      }
      try {
        answer.onNext(report.apply(request));
        answer.onCompleted();
      } catch (StatusRuntimeException failure) {
        answer.onError(failure);
      }
    }

    @Override
    public StreamObserver<StreamCallStatesRequest> streamCallStates(
        StreamObserver<StreamCallStatesResponse> answers) {
      return stream.apply(answers);
    }

    @Override
    public void watchCalls(WatchCallsRequest request, StreamObserver<WatchCallsResponse> answers) {
      watcher = answers;
      ((ServerCallStreamObserver<WatchCallsResponse>) answers)
          .setOnCancelHandler(watcherCancelled::countDown);
      watched.countDown();
    }
  }

  private static final class FakeEventService extends EventServiceGrpc.EventServiceImplBase {
    private final List<ListEventsRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, ListEventsResponse> pages =
        Map.of(
            "", page("p2", "e1", "e2"),
            "p2", page("p3"),
            "p3", page("", "e3"));

    private static ListEventsResponse page(String nextToken, String... names) {
      ListEventsResponse.Builder page =
          ListEventsResponse.newBuilder().setNextPageToken(nextToken);
      for (String name : names) {
        page.addEventsBuilder().setName(name);
      }
      return page.build();
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
      requests.add(request);
      answer.onNext(pages.get(request.getPageToken()));
      answer.onCompleted();
    }
  }

  /** Hands each message on; ends the call when the client does. */
  private record Received(
      Consumer<StreamCallStatesRequest> onMessage,
      StreamObserver<StreamCallStatesResponse> answers)
      implements StreamObserver<StreamCallStatesRequest> {
    @Override
    public void onNext(StreamCallStatesRequest message) {
      onMessage.accept(message);
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }

  /** Acknowledges each message when it comes. */
  private static StreamObserver<StreamCallStatesRequest> acknowledge(
      StreamObserver<StreamCallStatesResponse> answers, List<Long> seen) {
    return new Received(
        message -> {
          seen.add(message.getMessageId());
          answers.onNext(
              StreamCallStatesResponse.newBuilder()
                  .setAckedMessageId(message.getMessageId())
                  .build());
        },
        answers);
  }

  private static final class KeyInterceptor implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Metadata.Key<String> name =
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
      Context context = Context.current().withValue(KEY, headers.get(name));
      return Contexts.interceptCall(context, call, headers, next);
    }
  }

  private void startServer(int port) throws IOException {
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create());
    server =
        builder
            .addService(ServerInterceptors.intercept(calls, new KeyInterceptor()))
            .addService(events)
            .build()
            .start();
    resources.add(server::shutdownNow);
  }

  private GanchoClient serve(String apiKey) throws IOException {
    startServer(0);
    GanchoClient.Builder builder = GanchoClient.builder("127.0.0.1:" + server.getPort());
    if (apiKey != null) {
      builder.apiKey(apiKey);
    }
    GanchoClient client = builder.timeout(LONG).build();
    resources.add(client);
    return client;
  }

  private static RuntimeException error(Status.Code code, String message, Message... details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static CallState state(String callId) {
    return CallState.newBuilder()
        .setCallId(callId)
        .setState(CallState.State.START)
        .setSequence(1)
        .build();
  }

  private static GanchoException assertFails(Status.Code code, Executable method) {
    GanchoException error = assertThrows(GanchoException.class, method);
    assertEquals(code, error.code());
    return error;
  }

  @Test
  void aUnaryCallSendsTheKeyAndReturnsTheAnswer() throws IOException {
    calls.report =
        request ->
            ReportCallStateResponse.newBuilder()
                .setCall(request.getParent() + "/calls/" + request.getCallState().getCallId())
                .addDeliveries(KEY.get())
                .build();
    ReportCallStateResponse answer =
        serve("k1")
            .calls()
            .reportCallState(
                ReportCallStateRequest.newBuilder()
                    .setParent("accounts/a")
                    .setCallState(state("c"))
                    .build());
    assertEquals("accounts/a/calls/c", answer.getCall());
    assertEquals("Bearer k1", answer.getDeliveries(0));
  }

  @Test
  void errorsComeWithWhatTheServerSaysOfThem() throws IOException {
    RetryInfo.Builder retry = RetryInfo.newBuilder();
    retry.getRetryDelayBuilder().setSeconds(1).setNanos(250_000_000);
    BadRequest.Builder badRequest = BadRequest.newBuilder();
    badRequest.addFieldViolationsBuilder().setField("call_state.call_id").setDescription("bad");
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setReason("INVALID_FIELD")
            .setDomain("gancho.dev")
            .putMetadata("limit", "5")
            .build();
    calls.report =
        request -> {
          throw error(
              Status.Code.INVALID_ARGUMENT, "empty", info, badRequest.build(), retry.build());
        };
    GanchoClient client = serve(null);
    GanchoException error =
        assertFails(
            Status.Code.INVALID_ARGUMENT,
            () -> client.calls().reportCallState(ReportCallStateRequest.getDefaultInstance()));
    assertEquals("empty", error.getMessage());
    assertEquals("INVALID_FIELD", error.reason().orElseThrow());
    assertEquals("gancho.dev", error.domain().orElseThrow());
    assertEquals(Map.of("limit", "5"), error.metadata());
    assertEquals(
        List.of(new FieldViolation("call_state.call_id", "bad")), error.fieldViolations());
    assertEquals(Duration.ofMillis(1_250), error.retryDelay().orElseThrow());
    assertEquals(3, error.details().size());
  }

  @Test
  void anErrorWithoutDetailsHasNone() throws IOException {
    GanchoClient client = serve(null);
    GanchoException error =
        assertFails(
            Status.Code.UNIMPLEMENTED,
            () -> client.calls().getCall(GetCallRequest.getDefaultInstance()));
    assertTrue(error.reason().isEmpty());
    assertTrue(error.fieldViolations().isEmpty());
    assertTrue(error.retryDelay().isEmpty());
    assertTrue(error.details().isEmpty());
  }

  @Test
  void callsEndByTheirTimeout() throws IOException {
    CallClient client = serve(null).calls().withTimeout(Duration.ofMillis(20));
    assertFails(
        Status.Code.DEADLINE_EXCEEDED,
        () -> client.reportCallState(ReportCallStateRequest.getDefaultInstance()));
  }

  @Test
  void listsReadPageByPage() throws IOException {
    ListEventsRequest request =
        ListEventsRequest.newBuilder().setParent("accounts/a").setPageSize(2).build();
    Pages<Event, ListEventsResponse> list = serve(null).events().listEvents(request);
    assertEquals(List.of("e1", "e2", "e3"), list.stream().map(Event::getName).toList());
    assertEquals(
        List.of("", "p2", "p3"),
        events.requests.stream().map(ListEventsRequest::getPageToken).toList());
    assertTrue(events.requests.stream().allMatch(r -> r.getPageSize() == 2));
    assertEquals("e1", list.iterator().next().getName());
    assertEquals(4, events.requests.size()); // no page more than was read
    assertEquals("p2", list.firstPage().getNextPageToken());
    int count = 0;
    for (ListEventsResponse page : list.pages()) {
      count += page.getEventsCount();
    }
    assertEquals(3, count);
  }

  @Test
  void whatTheServerStreamsIsAnIterator() throws Exception {
    try (ServerStream<WatchCallsResponse> changes =
        serve(null).calls().watchCalls(WatchCallsRequest.getDefaultInstance())) {
      calls.watched.await();
      for (String callId : List.of("c1", "c2")) {
        WatchCallsResponse.Builder change = WatchCallsResponse.newBuilder();
        change.getCallBuilder().setCallId(callId);
        calls.watcher.onNext(change.build());
        assertEquals(callId, changes.next().getCall().getCallId());
      }
    }
    calls.watcherCancelled.await();
  }

  @Test
  void anErrorOfAServersStreamIsThatOfTheIteration() throws Exception {
    ServerStream<WatchCallsResponse> changes =
        serve(null).calls().watchCalls(WatchCallsRequest.getDefaultInstance());
    calls.watched.await();
    calls.watcher.onError(error(Status.Code.NOT_FOUND, "no such account"));
    assertFails(Status.Code.NOT_FOUND, changes::hasNext);
    assertFails(Status.Code.NOT_FOUND, changes::next);
  }

  @Test
  void aStreamIsAcknowledgedWithTheKeyInItsMetadata() throws Exception {
    List<String> keys = Collections.synchronizedList(new ArrayList<>());
    calls.stream =
        answers -> {
          keys.add(KEY.get());
          return acknowledge(answers, new ArrayList<>());
        };
    CallStateStream stream =
        serve("k1").callStateStream(CallStateStreamOptions.builder().build());
    for (int i = 0; i < 5_000; ++i) {
      stream.send(state("c" + i), LONG);
    }
    stream.close(LONG);
    assertEquals(List.of("Bearer k1"), keys);
    CallStateStreamStats stats = stream.stats();
    assertEquals(5_000, stats.sent());
    assertEquals(5_000, stats.acknowledged());
    assertEquals(0, stats.buffered());
    assertEquals(1, stats.connections());
  }

  @Test
  void manyThreadsShareAStream() throws Exception {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    calls.stream = answers -> acknowledge(answers, seen);
    CallStateStream stream =
        serve(null)
            .callStateStream(
                CallStateStreamOptions.builder().maxMessageStates(20).maxBufferedStates(50).build());
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int sender = 0; sender < 4; ++sender) {
      String prefix = "c" + sender + "-";
      senders.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 500; ++i) {
                    stream.send(state(prefix + i), LONG);
                  }
                } catch (InterruptedException interrupted) {
                  throw new IllegalStateException(interrupted);
                }
              }));
    }
    for (CompletableFuture<Void> sender : senders) {
      sender.get();
    }
    stream.flushAsync().get(60, TimeUnit.SECONDS);
    stream.close();
    assertEquals(2_000, stream.stats().acknowledged());
    // Each message once, and in order.
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
  }

  @Test
  void aStreamOutlivesAServerThatIsCutBeforeItAnswers() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    calls.stream = answers -> new Received(message -> received.countDown(), answers);
    CallStateStream stream =
        serve(null)
            .callStateStream(
                CallStateStreamOptions.builder()
                    .maxMessageStates(2)
                    .initialBackoff(Duration.ofMillis(1))
                    .maxBackoff(Duration.ofMillis(20))
                    .build());
    for (int i = 0; i < 4; ++i) {
      stream.send(state("c" + i), LONG);
    }
    received.await();
    int port = server.getPort();
    server.shutdownNow().awaitTermination();
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    calls = new FakeCallService();
    calls.stream = answers -> acknowledge(answers, seen);
    startServer(port);
    stream.close(LONG);
    assertEquals(List.of(1L, 2L, 3L), seen);
    assertEquals(4, stream.stats().acknowledged());
    assertTrue(stream.stats().connections() >= 2);
  }

  @Test
  void aWrongKeyBreaksAStreamWithTheReason() throws Exception {
    ErrorInfo info = ErrorInfo.newBuilder().setReason("API_KEY_INVALID").build();
    calls.stream =
        answers -> {
          answers.onError(error(Status.Code.UNAUTHENTICATED, "wrong key", info));
          return new Received(message -> {}, answers);
        };
    CallStateStream stream =
        serve("k2").callStateStream(CallStateStreamOptions.builder().build());
    stream.send(state("c"), LONG);
    GanchoException error = assertFails(Status.Code.UNAUTHENTICATED, () -> stream.flush(LONG));
    assertEquals("wrong key", error.getMessage());
    assertEquals("API_KEY_INVALID", error.reason().orElseThrow());
    assertEquals(1, stream.stats().connections());
  }

  @Test
  void closingTheClientAbortsItsStreams() throws Exception {
    GanchoClient client = serve(null);
    CallStateStream stream = client.callStateStream(CallStateStreamOptions.builder().build());
    stream.send(state("c"), LONG);
    CompletableFuture<Void> flushed = stream.flushAsync();
    assertFalse(flushed.isDone());
    client.close();
    ExecutionException failed = assertThrows(ExecutionException.class, flushed::get);
    assertEquals(Status.Code.CANCELLED, ((GanchoException) failed.getCause()).code());
  }
}
