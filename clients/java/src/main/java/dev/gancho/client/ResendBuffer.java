// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CallState;
import dev.gancho.v1.StreamCallStatesRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * States from the moment they are sent until they are acknowledged, gathered into messages with ids
 * from 1. Holds what a reconnect needs; knows no time and no network. Not thread-safe.
 */
final class ResendBuffer {
  // Tag and length of a state within its message.
  private static final int STATE_OVERHEAD_BYTES = 5;

  private record Entry(StreamCallStatesRequest message, long sizeBytes) {}

  private final String parent;
  private final int maxMessageStates;
  private final int maxMessageBytes;

  // Closed messages, by id without gaps: firstId to lastClosedId.
  private final Map<Long, Entry> messages = new HashMap<>();
  private long firstId = 1;
  private long nextId = 1; // to be handed out
  private long lastClosedId;
  private StreamCallStatesRequest.Builder open = StreamCallStatesRequest.newBuilder();
  private long openBytes;
  private int states;
  private long sizeBytes;

  ResendBuffer(String parent, int maxMessageStates, int maxMessageBytes) {
    this.parent = parent;
    this.maxMessageStates = maxMessageStates;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Adds one state to the message that is being gathered. */
  void add(CallState state) {
    int bytes = state.getSerializedSize() + STATE_OVERHEAD_BYTES;
    if (openBytes + bytes > maxMessageBytes) {
      closeOpen();
    }
    open.addCallStates(state);
    openBytes += bytes;
    sizeBytes += bytes;
    ++states;
    if (open.getCallStatesCount() >= maxMessageStates || openBytes >= maxMessageBytes) {
      closeOpen();
    }
  }

  /** Closes the message that is being gathered, if it holds anything. */
  void closeOpen() {
    if (!hasOpen()) {
      return;
    }
    long id = ++lastClosedId;
    StreamCallStatesRequest message = open.setParent(parent).setMessageId(id).build();
    messages.put(id, new Entry(message, openBytes));
    open = StreamCallStatesRequest.newBuilder();
    openBytes = 0;
  }

  /** The next message to write, or null; it stays until it is acknowledged. */
  StreamCallStatesRequest takeNext() {
    Entry entry = messages.get(nextId);
    if (entry == null) {
      return null;
    }
    ++nextId;
    return entry.message();
  }

  /** After a reconnect: everything is handed out again. */
  void rewind() {
    nextId = firstId;
  }

  /** Drops every message up to {@code messageId}. How many states those were. */
  int acknowledge(long messageId) {
    int acknowledged = 0;
    while (firstId <= messageId && firstId <= lastClosedId) {
      Entry entry = messages.remove(firstId++);
      acknowledged += entry.message().getCallStatesCount();
      sizeBytes -= entry.sizeBytes();
    }
    nextId = Math.max(nextId, firstId);
    states -= acknowledged;
    return acknowledged;
  }

  /** A state that was sent, or null if its message is not here (any more). */
  CallState find(long messageId, int index) {
    Entry entry = messages.get(messageId);
    if (entry == null || index < 0 || index >= entry.message().getCallStatesCount()) {
      return null;
    }
    return entry.message().getCallStates(index);
  }

  /** States that are not acknowledged. */
  int states() {
    return states;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  boolean hasOpen() {
    return open.getCallStatesCount() > 0;
  }

  /** Whether the message that is being gathered is all there is. */
  boolean isIdle() {
    return messages.isEmpty();
  }

  /** Of the message that was closed last; 0 before the first. */
  long lastMessageId() {
    return lastClosedId;
  }
}
