// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import type { Duration } from "./generated/google/protobuf/duration.js";
import type { Timestamp } from "./generated/google/protobuf/timestamp.js";

const nanosPerSecond = 1_000_000_000n;

/** A Timestamp of nanoseconds since 1970. */
export function timestampFromNanos(nanos: bigint): Timestamp {
  let rest = nanos % nanosPerSecond;
  if (rest < 0n) rest += nanosPerSecond;
  return { seconds: (nanos - rest) / nanosPerSecond, nanos: Number(rest) };
}

/** A Timestamp of a Date. */
export function timestampFromDate(date: Date): Timestamp {
  return timestampFromNanos(BigInt(date.getTime()) * 1_000_000n);
}

/** A Date of a Timestamp, which loses what is below a millisecond. */
export function dateFromTimestamp(timestamp: Timestamp): Date {
  return new Date(
    Number(timestamp.seconds) * 1_000 + Math.trunc(timestamp.nanos / 1e6),
  );
}

/** A Duration of milliseconds. */
export function durationFromMs(ms: number): Duration {
  const whole = Math.trunc(ms / 1_000);
  return {
    seconds: BigInt(whole),
    nanos: Math.round((ms - whole * 1_000) * 1e6),
  };
}

/** Milliseconds of a Duration. */
export function msFromDuration(duration: Duration): number {
  return Number(duration.seconds) * 1_000 + duration.nanos / 1e6;
}

/**
 * The present time, later than at every call before: two states of one call
 * that get it never look like the same state.
 */
export class RisingClock {
  #lastNanos = 0n;

  now(): Timestamp {
    const nanos = BigInt(Date.now()) * 1_000_000n;
    this.#lastNanos = nanos > this.#lastNanos ? nanos : this.#lastNanos + 1n;
    return timestampFromNanos(this.#lastNanos);
  }
}
