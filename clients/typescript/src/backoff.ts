// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How long to wait before the next try: between half and the whole of a value
 * that doubles each time, so that many clients do not come back at once.
 */
export class Backoff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  #nextMs: number;

  constructor(initialMs: number, maxMs: number) {
    this.#initialMs = initialMs;
    this.#maxMs = maxMs;
    this.#nextMs = initialMs;
  }

  /** The next delay in milliseconds; `random` is in [0, 1). */
  next(random: number): number {
    const delayMs = this.#nextMs * (0.5 + random / 2);
    this.#nextMs = Math.min(this.#nextMs * 2, this.#maxMs);
    return delayMs;
  }

  /** After progress. */
  reset(): void {
    this.#nextMs = this.#initialMs;
  }
}
