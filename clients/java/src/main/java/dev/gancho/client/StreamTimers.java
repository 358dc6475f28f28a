// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

/** Time, as far as the stream needs it; a test has its own. */
interface StreamTimers {
  /** Nanoseconds that only rise. */
  long nanoTime();

  /** Runs the task later, on another thread; never within this call. */
  void schedule(Runnable task, long delayNanos);
}
