// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

/** Time, as far as the stream needs it; a test has its own. */
export interface Timers {
  /** Milliseconds that only rise. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

// What Node can wait for at most: 24 days.
const maxDelayMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) =>
    setTimeout(callback, Math.min(Math.max(delayMs, 0), maxDelayMs)),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
