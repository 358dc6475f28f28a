// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CallState;
import dev.gancho.v1.StreamCallStatesRequest;
import dev.gancho.v1.StreamCallStatesResponse;
import java.util.ArrayList;
import java.util.List;

/** A server without a network. */
final class FakeCalls implements StreamCall.Opener {
  /** One call as the server's side sees it. */
  static final class Call implements StreamCall {
    final List<StreamCallStatesRequest> received = new ArrayList<>();
    boolean isHalfClosed;
    boolean isCancelled;
    private final Listener listener;
    private boolean isReady = true;

    private Call(Listener listener) {
      this.listener = listener;
    }

    @Override
    public boolean isReady() {
      return isReady;
    }

    @Override
    public void write(StreamCallStatesRequest message) {
      received.add(message);
    }

    @Override
    public void halfClose() {
      isHalfClosed = true;
    }

    @Override
    public void cancel() {
      isCancelled = true;
    }

    void setReady(boolean ready) {
      isReady = ready;
      if (ready) {
        listener.onReady();
      }
    }

    void acknowledge(long messageId) {
      answer(StreamCallStatesResponse.newBuilder().setAckedMessageId(messageId));
    }

    void answer(StreamCallStatesResponse.Builder response) {
      listener.onAnswer(response.build());
    }

    /** Ends the call, with OK if there is no error. */
    void finish(GanchoException error) {
      listener.onEnd(error);
    }

    List<Long> messageIds() {
      return received.stream().map(StreamCallStatesRequest::getMessageId).toList();
    }

    /** Of each message, as text: {@code [[c1], [c2, c3]]}. */
    String callIds() {
      return received.stream()
          .map(m -> m.getCallStatesList().stream().map(CallState::getCallId).toList())
          .toList()
          .toString();
    }
  }

  final List<Call> calls = new ArrayList<>();

  @Override
  public StreamCall open(StreamCall.Listener listener) {
    Call call = new Call(listener);
    calls.add(call);
    return call;
  }

  Call last() {
    return calls.get(calls.size() - 1);
  }
}
