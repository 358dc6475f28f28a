// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CallState;
import dev.gancho.v1.CallStateRejection;
import dev.gancho.v1.StreamCallStatesRequest;
import dev.gancho.v1.StreamCallStatesResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * Sends call states over one StreamCallStates call at a time: gathers them into messages, keeps
 * them until they are acknowledged, connects again with a backoff when the call ends, and then
 * sends again from the first message that was not acknowledged. An acknowledged state is durable on
 * the server, with every delivery it causes.
 *
 * <p>A state without {@code sequence} and {@code occur_time} gets the present time as its {@code
 * occur_time}, so that the server knows it again when it is sent twice.
 *
 * <p>Thread-safe. Errors that trying again cannot mend (INVALID_ARGUMENT, NOT_FOUND,
 * PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED, FAILED_PRECONDITION, OUT_OF_RANGE) break the
 * stream: every method then throws that error, and what was not acknowledged is lost with the
 * object.
 */
public final class CallStateStream implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(CallStateStream.class.getName());

  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final CallStateStreamOptions options;
  private final StreamCall.Opener opener;
  private final StreamTimers timers;
  private final DoubleSupplier random;
  private final RisingClock clock = new RisingClock();

  // Guards everything below; `changed` wakes who waits.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ResendBuffer buffer;
  private final Backoff backoff;
  private final FlushList flushes = new FlushList();
  private StreamCall call; // null between two
  private boolean isHalfClosed; // the call takes no more writes
  private long openSinceNanos;
  private boolean isDelayScheduled;
  private long connectAtNanos;
  private boolean hasConnected; // until then `connectAtNanos` says nothing
  private boolean isConnectScheduled;
  private boolean isClosing; // takes nothing more
  private boolean isStopping; // makes no more calls
  private boolean isReleased; // close() has nothing more to do
  private GanchoException broken;
  private GanchoException lastEnd;
  private long ackedMessageId;
  private long callDuplicates;

  private long sent;
  private long acknowledged;
  private long rejected;
  private long duplicates;
  private long messages;
  private long connections;

  CallStateStream(
      StreamCall.Opener opener,
      CallStateStreamOptions options,
      StreamTimers timers,
      DoubleSupplier random) {
    this.opener = opener;
    this.options = options;
    this.timers = timers;
    this.random = random;
    buffer =
        new ResendBuffer(options.parent, options.maxMessageStates, options.maxMessageBytes);
    backoff = new Backoff(options.initialBackoff, options.maxBackoff);
  }

  /**
   * Takes the state; waits up to {@code timeout} while the buffer is full. Returning means taken,
   * not durable.
   *
   * @throws GanchoException DEADLINE_EXCEEDED if there was no room in time, FAILED_PRECONDITION
   *     after close, INVALID_ARGUMENT for a state of more than 3 MiB
   * @throws InterruptedException if the thread is interrupted while it waits; then nothing is taken
   */
  public void send(CallState state, Duration timeout) throws InterruptedException {
    CallState complete = complete(state);
    long rest = saturatedNanos(timeout);
    lock.lockInterruptibly();
    try {
      checkOpen();
      while (!hasRoom()) {
        if (rest <= 0) {
          throw new GanchoException(Status.Code.DEADLINE_EXCEEDED, "the buffer is full");
        }
        rest = changed.awaitNanos(rest);
        checkOpen();
      }
      take(complete);
    } finally {
      lock.unlock();
    }
  }

  /** Does not wait: throws RESOURCE_EXHAUSTED if the buffer is full. */
  public void trySend(CallState state) {
    CallState complete = complete(state);
    lock.lock();
    try {
      checkOpen();
      if (!hasRoom()) {
        throw new GanchoException(Status.Code.RESOURCE_EXHAUSTED, "the buffer is full");
      }
      take(complete);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that was taken before is acknowledged.
   *
   * @throws GanchoException DEADLINE_EXCEEDED if that takes longer than {@code timeout}
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void flush(Duration timeout) throws InterruptedException {
    long rest = saturatedNanos(timeout);
    lock.lockInterruptibly();
    try {
      long last = closeMessage();
      while (broken == null && !isStopping && ackedMessageId < last) {
        if (rest <= 0) {
          throw new GanchoException(Status.Code.DEADLINE_EXCEEDED, describeUnfinished());
        }
        rest = changed.awaitNanos(rest);
      }
      checkFlushed(last);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Completes when everything that was taken before is acknowledged, on a thread of gRPC;
   * exceptionally if the stream breaks or is aborted.
   */
  public CompletableFuture<Void> flushAsync() {
    lock.lock();
    try {
      long last = closeMessage();
      if (broken == null && !isStopping && ackedMessageId < last) {
        return flushes.add(last);
      }
      checkFlushed(last);
      return CompletableFuture.completedFuture(null);
    } catch (GanchoException failure) {
      return CompletableFuture.failedFuture(failure);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes nothing more, flushes and ends the call. After DEADLINE_EXCEEDED the stream still tries:
   * close again, or give up with {@link #abort}.
   *
   * @throws GanchoException DEADLINE_EXCEEDED if that takes longer than {@code timeout}
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void close(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + saturatedNanos(timeout);
    lock.lockInterruptibly();
    try {
      isClosing = true;
      changed.signalAll();
      flush(timeout);
      isStopping = true;
      advance();
      while (call != null) {
        if (changed.awaitNanos(deadline - System.nanoTime()) <= 0 && call != null) {
          throw new GanchoException(Status.Code.DEADLINE_EXCEEDED, "the call has not ended");
        }
      }
      isReleased = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes within the time of {@link CallStateStreamOptions.Builder#closeTimeout}, or gives up.
   *
   * @throws GanchoException if not everything is acknowledged by then, or the stream is broken
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (isReleased) {
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      close(options.closeTimeout);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new GanchoException(Status.Code.CANCELLED, "interrupted while closing");
    } finally {
      abort();
    }
  }

  /** Gives up what is not acknowledged; who waits gets CANCELLED. */
  public void abort() {
    List<CompletableFuture<Void>> failed;
    GanchoException error;
    lock.lock();
    try {
      isClosing = true;
      isStopping = true;
      isReleased = true;
      if (call != null) {
        call.cancel();
      }
      changed.signalAll();
      error = broken == null ? aborted() : broken.again();
      failed = flushes.takeAll();
    } finally {
      lock.unlock();
    }
    failed.forEach(flush -> flush.completeExceptionally(error));
  }

  public CallStateStreamStats stats() {
    lock.lock();
    try {
      return new CallStateStreamStats(
          sent, acknowledged, rejected, duplicates, messages, connections, buffer.states());
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is broken, closed or aborted: it does nothing more. */
  boolean hasEnded() {
    lock.lock();
    try {
      return call == null && (broken != null || isStopping);
    } finally {
      lock.unlock();
    }
  }

  private CallState complete(CallState state) {
    CallState complete = state;
    if (!state.hasSequence() && !state.hasOccurTime()) {
      complete = state.toBuilder().setOccurTime(clock.now()).build();
    }
    if (complete.getSerializedSize() > CallStateStreamOptions.MAX_MESSAGE_BYTES) {
      throw new GanchoException(
          Status.Code.INVALID_ARGUMENT,
          "the call state has more than " + CallStateStreamOptions.MAX_MESSAGE_BYTES + " bytes");
    }
    return complete;
  }

  // Everything below down to the listener wants the lock held.

  private void checkOpen() {
    if (broken != null) {
      throw broken.again();
    }
    if (isClosing) {
      throw new GanchoException(Status.Code.FAILED_PRECONDITION, "the stream is closed");
    }
  }

  private void checkFlushed(long last) {
    if (broken != null) {
      throw broken.again();
    }
    if (ackedMessageId < last) {
      throw aborted();
    }
  }

  private static GanchoException aborted() {
    return new GanchoException(Status.Code.CANCELLED, "the stream was aborted");
  }

  private boolean hasRoom() {
    return buffer.states() < options.maxBufferedStates
        && buffer.sizeBytes() < options.maxBufferedBytes;
  }

  private void take(CallState state) {
    boolean wasOpen = buffer.hasOpen();
    buffer.add(state);
    ++sent;
    connect();
    writeNow();
    if (buffer.hasOpen() && !wasOpen) {
      openSinceNanos = timers.nanoTime();
      if (!isDelayScheduled) {
        scheduleDelay(options.maxMessageDelay.toNanos());
      }
    }
  }

  /** The id of the last message, which may now go. */
  private long closeMessage() {
    buffer.closeOpen();
    advance();
    return buffer.lastMessageId();
  }

  private void scheduleDelay(long delayNanos) {
    isDelayScheduled = true;
    timers.schedule(this::onDelay, delayNanos);
  }

  // One task serves many messages: it may come too early for this one.
  private void onDelay() {
    lock.lock();
    try {
      isDelayScheduled = false;
      if (!buffer.hasOpen()) {
        return;
      }
      long waited = timers.nanoTime() - openSinceNanos;
      long rest = options.maxMessageDelay.toNanos() - waited;
      if (rest > 0) {
        scheduleDelay(rest);
        return;
      }
      buffer.closeOpen();
      advance();
    } finally {
      lock.unlock();
    }
  }

  // Makes a call if there is something to send and its time has come.
  private void connect() {
    if (call != null
        || isConnectScheduled
        || isStopping
        || broken != null
        || buffer.states() == 0) {
      return;
    }
    long wait = hasConnected ? connectAtNanos - timers.nanoTime() : 0;
    if (wait > 0) {
      isConnectScheduled = true;
      timers.schedule(this::onConnectTime, wait);
      return;
    }
    hasConnected = true;
    buffer.rewind();
    callDuplicates = 0;
    isHalfClosed = false;
    ++connections;
    call = opener.open(new CallListener());
    writeNow();
  }

  private void onConnectTime() {
    lock.lock();
    try {
      isConnectScheduled = false;
      connect();
    } finally {
      lock.unlock();
    }
  }

  // While the server owes no answer a state goes at once; otherwise states gather until the answer
  // comes, the message is full or its time is up.
  private void writeNow() {
    if (call == null) {
      return;
    }
    if (buffer.isIdle()) {
      buffer.closeOpen();
    }
    advance();
  }

  // Writes what is closed for as long as the call takes it.
  private void advance() {
    if (call == null || isHalfClosed) {
      return;
    }
    while (call.isReady()) {
      StreamCallStatesRequest message = buffer.takeNext();
      if (message == null) {
        break;
      }
      ++messages;
      call.write(message);
    }
    if (isClosing && buffer.states() == 0) {
      isHalfClosed = true;
      call.halfClose();
    }
  }

  private String describeUnfinished() {
    String what = buffer.states() + " call states are not acknowledged";
    return lastEnd == null
        ? what
        : what + "; the latest call ended with " + lastEnd.code() + ": " + lastEnd.getMessage();
  }

  // Far below what a sum with the present time could overflow.
  private static long saturatedNanos(Duration timeout) {
    return timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
  }

  /** Hears of one call, on threads of gRPC, one after the other. */
  private final class CallListener implements StreamCall.Listener {
    @Override
    public void onReady() {
      lock.lock();
      try {
        advance();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onAnswer(StreamCallStatesResponse response) {
      response.getRejectionsList().forEach(this::reject);
      List<CompletableFuture<Void>> done;
      lock.lock();
      try {
        int states = buffer.acknowledge(response.getAckedMessageId());
        if (states > 0) {
          backoff.reset();
        }
        acknowledged += states;
        ackedMessageId = Math.max(ackedMessageId, response.getAckedMessageId());
        duplicates += response.getDuplicateCount() - callDuplicates;
        callDuplicates = response.getDuplicateCount();
        changed.signalAll();
        writeNow();
        done = flushes.takeUpTo(ackedMessageId);
      } finally {
        lock.unlock();
      }
      done.forEach(flush -> flush.complete(null));
    }

    private void reject(CallStateRejection rejection) {
      Optional<CallState> state;
      lock.lock();
      try {
        ++rejected;
        state =
            Optional.ofNullable(buffer.find(rejection.getMessageId(), rejection.getIndex()));
      } finally {
        lock.unlock();
      }
      try {
        options.onRejection.accept(
            new Rejection(
                state,
                rejection.getMessageId(),
                rejection.getIndex(),
                GanchoException.of(rejection.getStatus())));
      } catch (RuntimeException error) {
        // An error of the program, which must not hurt the stream.
        LOGGER.log(System.Logger.Level.ERROR, "onRejection has thrown", error);
      }
    }

    @Override
    public void onEnd(GanchoException error) {
      List<CompletableFuture<Void>> failed = List.of();
      lock.lock();
      try {
        call = null;
        lastEnd = error;
        if (error != null && error.isPermanent() && !isStopping) {
          broken = error;
          failed = flushes.takeAll();
        } else {
          long wait = backoff.nextNanos(random.getAsDouble());
          if (error != null) {
            wait = Math.max(wait, saturatedNanos(error.retryDelay().orElse(Duration.ZERO)));
          }
          connectAtNanos = timers.nanoTime() + wait;
          connect();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      failed.forEach(flush -> flush.completeExceptionally(error));
    }
  }
}
