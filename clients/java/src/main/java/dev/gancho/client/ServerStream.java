// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the server streams, one message at a time: waits for the next, ends when the server ends.
 * Close it to end it earlier. Read by one thread, but closed by any; who waits then gets CANCELLED.
 *
 * @param <T> the messages
 */
public final class ServerStream<T> implements Iterator<T>, AutoCloseable {
  private sealed interface Element<T> {}

  private record Value<T>(T value) implements Element<T> {}

  private record End<T>(GanchoException error) implements Element<T> {}

  private final ClientCall<?, T> call;
  // At most one message, the one that was asked for, and the end.
  private final BlockingQueue<Element<T>> arrived = new LinkedBlockingQueue<>();
  private Element<T> next;

  private ServerStream(ClientCall<?, T> call) {
    this.call = call;
  }

  static <Q, T> ServerStream<T> start(ClientCall<Q, T> call, Q request) {
    ServerStream<T> stream = new ServerStream<>(call);
    call.start(stream.new Listener(), new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    return stream;
  }

  /**
   * Waits for the next message.
   *
   * @return false when the server has ended the stream
   * @throws GanchoException if it ended with an error; CANCELLED if the thread was interrupted,
   *     which it stays
   */
  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = arrived.take();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new GanchoException(Status.Code.CANCELLED, "interrupted while waiting");
      }
    }
    if (next instanceof End<T> end && end.error() != null) {
      throw end.error().again();
    }
    return next instanceof Value<T>;
  }

  @Override
  public T next() {
    if (!hasNext() || !(next instanceof Value<T> value)) {
      throw new NoSuchElementException();
    }
    next = null;
    call.request(1);
    return value.value();
  }

  @Override
  public void close() {
    call.cancel("closed by the caller", null);
  }

  private final class Listener extends ClientCall.Listener<T> {
    @Override
    public void onMessage(T message) {
      arrived.add(new Value<>(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      arrived.add(new End<>(status.isOk() ? null : GanchoException.of(status, trailers)));
    }
  }
}
