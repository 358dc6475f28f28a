// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.StreamCallStatesRequest;
import dev.gancho.v1.StreamCallStatesResponse;

/** One StreamCallStates call. Never calls its listener from within a method. */
interface StreamCall {
  /** What a call tells its stream. */
  interface Listener {
    /** It takes messages again. */
    void onReady();

    void onAnswer(StreamCallStatesResponse response);

    /** The last of all; null means that the server ended it with OK. */
    void onEnd(GanchoException error);
  }

  /** Makes calls. */
  interface Opener {
    StreamCall open(Listener listener);
  }

  /** Whether a message would go out rather than wait in memory. */
  boolean isReady();

  void write(StreamCallStatesRequest message);

  /** No more writes. */
  void halfClose();

  void cancel();
}
