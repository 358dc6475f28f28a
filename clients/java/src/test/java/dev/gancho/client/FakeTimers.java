// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Time that passes when a test says so. */
final class FakeTimers implements StreamTimers {
  private record Task(long atNanos, Runnable run) {}

  private final List<Task> tasks = new ArrayList<>();
  // Near the end, as a real one may be: only differences count.
  private long nowNanos = Long.MAX_VALUE - 10;

  @Override
  public synchronized long nanoTime() {
    return nowNanos;
  }

  @Override
  public synchronized void schedule(Runnable task, long delayNanos) {
    tasks.add(new Task(nowNanos + delayNanos, task));
  }

  /** How long until the next task; -1 without one. */
  synchronized long nextDelayMillis() {
    return next().map(task -> TimeUnit.NANOSECONDS.toMillis(task.atNanos() - nowNanos)).orElse(-1L);
  }

  void advanceMillis(long millis) {
    long end = nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      Runnable run;
      synchronized (this) {
        Optional<Task> due = next().filter(task -> task.atNanos() - end <= 0);
        if (due.isEmpty()) {
          nowNanos = end;
          return;
        }
        tasks.remove(due.get());
        nowNanos = due.get().atNanos();
        run = due.get().run();
      }
      run.run();
    }
  }

  private Optional<Task> next() {
    return tasks.stream().min(Comparator.comparingLong(task -> task.atNanos() - nowNanos));
  }
}
