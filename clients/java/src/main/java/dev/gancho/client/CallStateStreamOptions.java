// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.time.Duration;
import java.util.function.Consumer;

/** How a {@link CallStateStream} gathers, keeps and sends again. Immutable. */
public final class CallStateStreamOptions {
  private static final int MAX_MESSAGE_STATES = 1_000;
  // Below the server's 4 MiB a message, and a state is never larger.
  static final int MAX_MESSAGE_BYTES = 3 << 20;

  final String parent;
  final int maxMessageStates;
  final int maxMessageBytes;
  final Duration maxMessageDelay;
  final int maxBufferedStates;
  final long maxBufferedBytes;
  final Duration initialBackoff;
  final Duration maxBackoff;
  final Duration closeTimeout;
  final Consumer<Rejection> onRejection;

  private CallStateStreamOptions(Builder builder) {
    parent = builder.parent;
    maxMessageStates = clamp(builder.maxMessageStates, MAX_MESSAGE_STATES);
    maxMessageBytes = clamp(builder.maxMessageBytes, MAX_MESSAGE_BYTES);
    maxMessageDelay = builder.maxMessageDelay;
    maxBufferedStates = builder.maxBufferedStates;
    maxBufferedBytes = builder.maxBufferedBytes;
    initialBackoff = builder.initialBackoff;
    maxBackoff = builder.maxBackoff;
    closeTimeout = builder.closeTimeout;
    onRejection = builder.onRejection;
  }

  private static int clamp(int value, int max) {
    return Math.min(Math.max(value, 1), max);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The defaults, until they are set otherwise. */
  public static final class Builder {
    private String parent = "accounts/default";
    private int maxMessageStates = 200;
    private int maxMessageBytes = 1 << 20;
    private Duration maxMessageDelay = Duration.ofMillis(5);
    private int maxBufferedStates = 50_000;
    private long maxBufferedBytes = 32 << 20;
    private Duration initialBackoff = Duration.ofMillis(100);
    private Duration maxBackoff = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(30);
    private Consumer<Rejection> onRejection = rejection -> {};

    private Builder() {}

    /** The account, {@code accounts/{account}}. Default: {@code accounts/default}. */
    public Builder parent(String value) {
      parent = value;
      return this;
    }

    /**
     * A message is sent at once while none waits for its acknowledgement. Otherwise states gather
     * until there are this many (default 200, at most 1,000), ...
     */
    public Builder maxMessageStates(int value) {
      maxMessageStates = value;
      return this;
    }

    /** ... or this many bytes (default 1 MiB, at most 3 MiB), ... */
    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    /** ... or the first has waited this long. Default: 5 ms. */
    public Builder maxMessageDelay(Duration value) {
      maxMessageDelay = value;
      return this;
    }

    /**
     * States that are not yet acknowledged: at this many (default 50,000) {@code send} waits. This
     * is what a reconnect sends again, so it is also the memory that the stream needs.
     */
    public Builder maxBufferedStates(int value) {
      maxBufferedStates = value;
      return this;
    }

    /** The same in bytes. Default: 32 MiB. */
    public Builder maxBufferedBytes(long value) {
      maxBufferedBytes = value;
      return this;
    }

    /**
     * Between two connections: doubled each time, jittered, never less than the server asked for.
     * Default: 100 ms.
     */
    public Builder initialBackoff(Duration value) {
      initialBackoff = value;
      return this;
    }

    /** Default: 10 s. */
    public Builder maxBackoff(Duration value) {
      maxBackoff = value;
      return this;
    }

    /** How long {@link CallStateStream#close()} waits. Default: 30 s. */
    public Builder closeTimeout(Duration value) {
      closeTimeout = value;
      return this;
    }

    /**
     * Called for each state that the server refuses, on a thread of gRPC, one at a time; must not
     * block.
     */
    public Builder onRejection(Consumer<Rejection> value) {
      onRejection = value;
      return this;
    }

    public CallStateStreamOptions build() {
      return new CallStateStreamOptions(this);
    }
  }
}
