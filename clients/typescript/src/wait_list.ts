// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import { GanchoError } from "./errors.js";
import type { Timers } from "./timers.js";

/** How long a method waits. */
export interface WaitOptions {
  /** Rejects with DEADLINE_EXCEEDED after so many milliseconds. */
  timeoutMs?: number;
  /** Rejects with CANCELLED when it aborts. */
  signal?: AbortSignal;
}

interface Wait<T> {
  readonly item: T;
  settle(error?: GanchoError): void;
}

/** Callers that wait, in the order in which they came. */
export class WaitList<T> {
  readonly #timers: Timers;
  readonly #waits = new Set<Wait<T>>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Waits until `item` is settled; `late` is what a timeout then says. */
  wait(item: T, options: WaitOptions, late: () => string): Promise<void> {
    const { timeoutMs, signal } = options;
    if (signal?.aborted) return Promise.reject(cancelled(signal));
    if (timeoutMs !== undefined && timeoutMs <= 0) {
      return Promise.reject(new GanchoError("DEADLINE_EXCEEDED", late()));
    }
    return new Promise((resolve, reject) => {
      let timer: unknown;
      const onAbort = (): void => wait.settle(cancelled(signal as AbortSignal));
      const wait: Wait<T> = {
        item,
        settle: (error) => {
          this.#waits.delete(wait);
          if (timer !== undefined) this.#timers.clearTimeout(timer);
          signal?.removeEventListener("abort", onAbort);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#waits.add(wait);
      signal?.addEventListener("abort", onAbort);
      if (timeoutMs !== undefined && Number.isFinite(timeoutMs)) {
        timer = this.#timers.setTimeout(
          () => wait.settle(new GanchoError("DEADLINE_EXCEEDED", late())),
          timeoutMs,
        );
      }
    });
  }

  get isEmpty(): boolean {
    return this.#waits.size === 0;
  }

  /** Settles from the front for as long as `take` says so. */
  settleWhile(take: (item: T) => boolean): void {
    for (const wait of this.#waits) {
      if (!take(wait.item)) return;
      wait.settle();
    }
  }

  settleAll(error?: GanchoError): void {
    for (const wait of [...this.#waits]) wait.settle(error);
  }
}

function cancelled(signal: AbortSignal): GanchoError {
  return new GanchoError("CANCELLED", "the caller no longer waits", {
    cause: signal.reason,
  });
}
