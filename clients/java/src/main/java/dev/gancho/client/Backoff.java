// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.time.Duration;

/**
 * How long to wait before the next try: between half and the whole of a value that doubles each
 * time, so that many clients do not come back at once. Not thread-safe.
 */
final class Backoff {
  private final long initialNanos;
  private final long maxNanos;
  private long nextNanos;

  Backoff(Duration initial, Duration max) {
    initialNanos = initial.toNanos();
    maxNanos = max.toNanos();
    nextNanos = initialNanos;
  }

  /** The next delay; {@code random} is in [0, 1). */
  long nextNanos(double random) {
    long delay = (long) (nextNanos * (0.5 + random / 2));
    nextNanos = nextNanos > maxNanos / 2 ? maxNanos : nextNanos * 2;
    return delay;
  }

  /** After progress. */
  void reset() {
    nextNanos = initialNanos;
  }
}
