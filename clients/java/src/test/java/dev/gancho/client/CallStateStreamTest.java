// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.gancho.v1.CallState;
import dev.gancho.v1.CallStateRejection;
import dev.gancho.v1.StreamCallStatesResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class CallStateStreamTest {
  private static final GanchoException UNAVAILABLE =
      new GanchoException(Status.Code.UNAVAILABLE, "gone");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FakeCalls server = new FakeCalls();
  private final FakeTimers timers = new FakeTimers();

  private static CallStateStreamOptions.Builder options() {
    return CallStateStreamOptions.builder();
  }

  private CallStateStream stream(CallStateStreamOptions.Builder options, double random) {
    return new CallStateStream(server, options.build(), timers, () -> random);
  }

  private CallStateStream stream(CallStateStreamOptions.Builder options) {
    return stream(options, 1);
  }

  private static CallState state(String callId) {
    return CallState.newBuilder()
        .setCallId(callId)
        .setState(CallState.State.START)
        .setSequence(1)
        .build();
  }

  private static void send(CallStateStream stream, String... callIds) {
    for (String callId : callIds) {
      stream.trySend(state(callId));
    }
  }

  private static GanchoException assertFails(Status.Code code, Executable method) {
    GanchoException error = assertThrows(GanchoException.class, method);
    assertEquals(code, error.code());
    return error;
  }

  @Test
  void sendsTheFirstStateAtOnceAndGathersUntilTheAnswer() {
    CallStateStream stream = stream(options().parent("accounts/a"));
    send(stream, "c1", "c2", "c3");
    assertEquals("[[c1]]", server.last().callIds());
    assertEquals("accounts/a", server.last().received.get(0).getParent());
    server.last().acknowledge(1);
    assertEquals("[[c1], [c2, c3]]", server.last().callIds());
    assertEquals(List.of(1L, 2L), server.last().messageIds());
  }

  @Test
  void sendsAMessageThatIsFullOrWhoseTimeIsUp() {
    CallStateStream stream =
        stream(options().maxMessageStates(2).maxMessageDelay(Duration.ofMillis(5)));
    send(stream, "c1", "c2", "c3", "c4");
    assertEquals("[[c1], [c2, c3]]", server.last().callIds());
    timers.advanceMillis(4);
    assertEquals("[[c1], [c2, c3]]", server.last().callIds());
    timers.advanceMillis(1);
    assertEquals("[[c1], [c2, c3], [c4]]", server.last().callIds());
  }

  @Test
  void boundsTheBytesOfAMessage() {
    CallStateStream stream = stream(options().maxMessageBytes(400));
    for (String id : List.of("c1", "c2", "c3", "c4")) {
      stream.trySend(state(id).toBuilder().putLabels("label", "x".repeat(150)).build());
    }
    assertEquals("[[c1], [c2, c3]]", server.last().callIds());
  }

  @Test
  void waitsWhileTheCallTakesNoMessage() {
    CallStateStream stream = stream(options().maxMessageStates(1));
    send(stream, "c1");
    server.last().setReady(false);
    send(stream, "c2", "c3");
    assertEquals("[[c1]]", server.last().callIds());
    server.last().setReady(true);
    assertEquals("[[c1], [c2], [c3]]", server.last().callIds());
  }

  @Test
  void sendsEverythingUnacknowledgedAgainWithTheSameIdsAndBatches() {
    CallStateStream stream =
        stream(options().maxMessageStates(2).initialBackoff(Duration.ofMillis(100)));
    send(stream, "c1", "c2", "c3", "c4", "c5");
    FakeCalls.Call first = server.last();
    first.acknowledge(1);
    first.finish(UNAVAILABLE);
    send(stream, "c6");
    timers.advanceMillis(100);
    FakeCalls.Call second = server.last();
    assertEquals(2, server.calls.size());
    assertEquals("[[c2, c3], [c4, c5], [c6]]", second.callIds());
    assertEquals(List.of(2L, 3L, 4L), second.messageIds());
    assertEquals(first.received.get(1), second.received.get(0));
    second.answer(
        StreamCallStatesResponse.newBuilder().setAckedMessageId(4).setDuplicateCount(2));
    assertEquals(new CallStateStreamStats(6, 6, 0, 2, 6, 2, 0), stream.stats());
  }

  @Test
  void takesTheSameOrAnOlderAcknowledgementTwice() throws InterruptedException {
    CallStateStream stream = stream(options().maxMessageStates(1));
    send(stream, "c1", "c2", "c3");
    Stream.of(2, 2, 1, 0, 3, 2).forEach(id -> server.last().acknowledge(id));
    assertEquals(3, stream.stats().acknowledged());
    assertEquals(0, stream.stats().buffered());
    stream.flush(Duration.ZERO);
  }

  @Test
  void doublesTheBackoffWithJitterUntilThereIsProgress() {
    CallStateStream stream =
        stream(
            options()
                .initialBackoff(Duration.ofMillis(100))
                .maxBackoff(Duration.ofMillis(300)),
            0.5);
    send(stream, "c1");
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 4; ++i) {
      server.last().finish(UNAVAILABLE);
      delays.add(timers.nextDelayMillis());
      timers.advanceMillis(timers.nextDelayMillis());
    }
    assertEquals(List.of(75L, 150L, 225L, 225L), delays);
    send(stream, "c2");
    server.last().acknowledge(1);
    timers.advanceMillis(5); // the message of c2 was to be closed
    server.last().finish(UNAVAILABLE);
    assertEquals(75, timers.nextDelayMillis());
  }

  @Test
  void connectsNoEarlierThanTheServerAsks() {
    CallStateStream stream = stream(options().initialBackoff(Duration.ofMillis(10)));
    send(stream, "c1");
    RetryInfo.Builder retry = RetryInfo.newBuilder();
    retry.getRetryDelayBuilder().setSeconds(2).setNanos(500_000_000);
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.UNAVAILABLE.value())
            .addDetails(Any.pack(retry.build()))
            .build();
    server.last().finish(GanchoException.of(status));
    timers.advanceMillis(2_499);
    assertEquals(1, server.calls.size());
    timers.advanceMillis(1);
    assertEquals(2, server.calls.size());
  }

  @Test
  void connectsAgainAfterAnEndWithOk() {
    CallStateStream stream = stream(options().initialBackoff(Duration.ofMillis(10)));
    send(stream, "c1");
    server.last().finish(null);
    timers.advanceMillis(10);
    assertEquals(2, server.calls.size());
    assertEquals("[[c1]]", server.last().callIds());
  }

  @Test
  void refusesOrWaitsWhileTheBufferIsFull() throws Exception {
    CallStateStream stream = stream(options().maxMessageStates(1).maxBufferedStates(2));
    send(stream, "c1", "c2");
    assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> stream.trySend(state("c3")));
    assertFails(
        Status.Code.DEADLINE_EXCEEDED, () -> stream.send(state("c3"), Duration.ofMillis(10)));
    CompletableFuture<Void> waiting = sendAsync(stream, "c3");
    server.last().acknowledge(1);
    waiting.get();
    assertEquals("[[c1], [c2], [c3]]", server.last().callIds());
  }

  private static CompletableFuture<Void> sendAsync(CallStateStream stream, String callId) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            stream.send(state(callId), LONG);
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        });
  }

  @Test
  void boundsTheBytesOfTheBuffer() {
    CallStateStream stream = stream(options().maxBufferedBytes(100));
    stream.trySend(state("c1").toBuilder().setCaller("x".repeat(100)).build());
    assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> stream.trySend(state("c2")));
  }

  @Test
  void takesNothingFromAnInterruptedThread() {
    CallStateStream stream = stream(options().maxBufferedStates(1));
    send(stream, "c1");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> stream.send(state("c2"), LONG));
    assertFalse(Thread.interrupted());
    assertEquals(1, stream.stats().sent());
  }

  @Test
  void flushWaitsForWhatWasSentBefore() throws Exception {
    CallStateStream stream = stream(options().maxMessageDelay(Duration.ofDays(1)));
    stream.flush(Duration.ZERO);
    send(stream, "c1", "c2");
    CompletableFuture<Void> flushed = stream.flushAsync();
    assertEquals("[[c1], [c2]]", server.last().callIds());
    server.last().acknowledge(1);
    GanchoException late =
        assertFails(Status.Code.DEADLINE_EXCEEDED, () -> stream.flush(Duration.ofMillis(10)));
    assertEquals("1 call states are not acknowledged", late.getMessage());
    assertFalse(flushed.isDone());
    server.last().acknowledge(2);
    flushed.get(60, TimeUnit.SECONDS);
    stream.flush(Duration.ZERO);
    assertTrue(stream.flushAsync().isDone());
  }

  @Test
  void closeFlushesEndsTheCallAndTakesNothingMore() throws Exception {
    CallStateStream stream = stream(options());
    send(stream, "c1", "c2");
    assertFails(Status.Code.DEADLINE_EXCEEDED, () -> stream.close(Duration.ZERO));
    assertFails(Status.Code.FAILED_PRECONDITION, () -> stream.trySend(state("c3")));
    assertFails(Status.Code.FAILED_PRECONDITION, () -> stream.send(state("c3"), LONG));
    assertFalse(server.last().isHalfClosed);
    server.last().acknowledge(2);
    assertTrue(server.last().isHalfClosed);
    assertFails(Status.Code.DEADLINE_EXCEEDED, () -> stream.close(Duration.ZERO));
    server.last().finish(null);
    stream.close(Duration.ZERO);
    assertTrue(stream.hasEnded());
    stream.close();
    assertEquals(1, server.calls.size());
  }

  @Test
  void closesWithoutAConnectionWhenNothingWasSent() {
    stream(options()).close();
    assertEquals(0, server.calls.size());
  }

  @Test
  void closeWithoutArgumentsGivesUpInTheEnd() {
    CallStateStream stream = stream(options().closeTimeout(Duration.ofMillis(10)));
    send(stream, "c1");
    assertFails(Status.Code.DEADLINE_EXCEEDED, stream::close);
    assertTrue(server.last().isCancelled);
    stream.close();
  }

  @Test
  void breaksByAnErrorThatTryingAgainCannotMend() throws Exception {
    CallStateStream stream = stream(options());
    send(stream, "c1");
    CompletableFuture<Void> flushed = stream.flushAsync();
    GanchoException ended = new GanchoException(Status.Code.UNAUTHENTICATED, "no");
    server.last().finish(ended);
    ExecutionException failed = assertThrows(ExecutionException.class, flushed::get);
    assertSame(ended, failed.getCause());
    assertFails(Status.Code.UNAUTHENTICATED, () -> stream.send(state("c2"), LONG));
    assertFails(Status.Code.UNAUTHENTICATED, () -> stream.trySend(state("c2")));
    assertFails(Status.Code.UNAUTHENTICATED, () -> stream.flush(LONG));
    assertTrue(stream.flushAsync().isCompletedExceptionally());
    assertTrue(stream.hasEnded());
    timers.advanceMillis(1_000_000);
    assertEquals(1, server.calls.size());
  }

  @Test
  void aBrokenStreamInATryBlockSuppressesWhatCloseThrows() {
    GanchoException thrown =
        assertFails(
            Status.Code.NOT_FOUND,
            () -> {
              try (CallStateStream stream = stream(options())) {
                send(stream, "c1");
                server.last().finish(new GanchoException(Status.Code.NOT_FOUND, "no account"));
                send(stream, "c2");
              }
            });
    assertEquals(1, thrown.getSuppressed().length);
    assertNotEquals(thrown, thrown.getSuppressed()[0]);
  }

  @Test
  void abortCancelsTheCallAndTellsWhoWaits() {
    CallStateStream stream = stream(options());
    send(stream, "c1");
    CompletableFuture<Void> flushed = stream.flushAsync();
    stream.abort();
    assertTrue(flushed.isCompletedExceptionally());
    assertTrue(server.last().isCancelled);
    server.last().finish(new GanchoException(Status.Code.CANCELLED, "cancelled"));
    timers.advanceMillis(1_000_000);
    assertEquals(1, server.calls.size());
    assertFails(Status.Code.CANCELLED, () -> stream.flush(LONG));
    assertTrue(stream.hasEnded());
  }

  @Test
  void reportsRejectionsWithTheirStates() {
    List<Rejection> rejections = new ArrayList<>();
    CallStateStream stream =
        stream(
            options()
                .onRejection(
                    rejection -> {
                      rejections.add(rejection);
                      throw new IllegalStateException("must not hurt the stream");
                    }));
    send(stream, "c1", "c2", "c3");
    server.last().acknowledge(1);
    server
        .last()
        .answer(
            StreamCallStatesResponse.newBuilder()
                .setAckedMessageId(2)
                .addRejections(rejection(2, 1))
                .addRejections(rejection(1, -1)));
    assertEquals("c3", rejections.get(0).state().orElseThrow().getCallId());
    assertEquals(2, rejections.get(0).messageId());
    assertEquals(1, rejections.get(0).index());
    assertEquals(Status.Code.INVALID_ARGUMENT, rejections.get(0).error().code());
    assertTrue(rejections.get(1).state().isEmpty());
    assertEquals(2, stream.stats().rejected());
    assertEquals(3, stream.stats().acknowledged());
  }

  private static CallStateRejection.Builder rejection(long messageId, int index) {
    CallStateRejection.Builder rejection =
        CallStateRejection.newBuilder().setMessageId(messageId).setIndex(index);
    rejection.getStatusBuilder().setCode(Status.Code.INVALID_ARGUMENT.value());
    return rejection;
  }

  @Test
  void givesStatesWithoutSequenceAndTimeTimesThatNeverRepeat() {
    CallStateStream stream = stream(options());
    CallState hold = CallState.newBuilder().setCallId("c").setState(CallState.State.HOLD).build();
    for (int i = 0; i < 100; ++i) {
      stream.trySend(hold);
    }
    stream.trySend(hold.toBuilder().setSequence(0).build());
    server.last().acknowledge(1);
    List<CallState> states =
        server.last().received.stream().flatMap(m -> m.getCallStatesList().stream()).toList();
    long times = states.stream().limit(100).map(CallState::getOccurTime).distinct().count();
    assertEquals(100, times);
    assertFalse(states.get(100).hasOccurTime());
    assertTrue(states.get(100).hasSequence());
  }

  @Test
  void refusesAStateThatNoMessageCanHold() {
    CallStateStream stream = stream(options());
    CallState large = state("c1").toBuilder().setCaller("x".repeat(3 << 20)).build();
    assertFails(Status.Code.INVALID_ARGUMENT, () -> stream.trySend(large));
    assertEquals(0, stream.stats().sent());
  }
}
