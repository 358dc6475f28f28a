// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The present time, later than at every call before: two states of one call that get it never look
 * like the same state. Thread-safe.
 */
final class RisingClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final AtomicLong lastNanos = new AtomicLong();

  Timestamp now() {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    long rising = lastNanos.updateAndGet(last -> Math.max(nanos, last + 1));
    return Timestamp.newBuilder()
        .setSeconds(rising / NANOS_PER_SECOND)
        .setNanos((int) (rising % NANOS_PER_SECOND))
        .build();
  }
}
