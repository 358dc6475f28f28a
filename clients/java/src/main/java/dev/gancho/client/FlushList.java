// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits for which message to be acknowledged. Not thread-safe. */
final class FlushList {
  private record Flush(long messageId, CompletableFuture<Void> future) {}

  private final List<Flush> flushes = new ArrayList<>();

  CompletableFuture<Void> add(long messageId) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    flushes.add(new Flush(messageId, future));
    return future;
  }

  /** Those up to {@code messageId}, to be completed where no lock is held. */
  List<CompletableFuture<Void>> takeUpTo(long messageId) {
    List<CompletableFuture<Void>> taken = new ArrayList<>();
    for (Iterator<Flush> all = flushes.iterator(); all.hasNext(); ) {
      Flush flush = all.next();
      if (flush.messageId() <= messageId) {
        taken.add(flush.future());
        all.remove();
      }
    }
    return taken;
  }

  List<CompletableFuture<Void>> takeAll() {
    return takeUpTo(Long.MAX_VALUE);
  }
}
