// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import type { GanchoError } from "../../src/errors.js";
import {
  StreamCallStatesRequest,
  StreamCallStatesResponse,
} from "../../src/generated/gancho/v1/call_service.js";
import type { PartialMessage } from "../../src/partial_message.js";
import type {
  OpenStreamCall,
  StreamCall,
  StreamCallHandlers,
} from "../../src/stream_call.js";
import type { Timers } from "../../src/timers.js";

/** Time that passes when a test says so. */
export class FakeTimers implements Timers {
  #nowMs = 0;
  readonly #pending = new Map<object, { atMs: number; run: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    const timer = {};
    this.#pending.set(timer, { atMs: this.#nowMs + delayMs, run });
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#pending.delete(timer as object);
  }

  /** Milliseconds until the next timer. */
  get nextDelayMs(): number | undefined {
    const times = [...this.#pending.values()].map(({ atMs }) => atMs);
    return times.length === 0 ? undefined : Math.min(...times) - this.#nowMs;
  }

  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#pending]
        .filter(([, { atMs }]) => atMs <= endMs)
        .sort(([, a], [, b]) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      const [timer, { atMs, run }] = due;
      this.#pending.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, atMs);
      run();
    }
    this.#nowMs = endMs;
  }
}

/** One call as the server's side sees it. */
export class FakeCall implements StreamCall {
  readonly received: StreamCallStatesRequest[] = [];
  hasEnded = false;
  isCancelled = false;
  readonly #handlers: StreamCallHandlers;
  #done: (() => void) | undefined;

  constructor(handlers: StreamCallHandlers) {
    this.#handlers = handlers;
  }

  write(message: Uint8Array, done: () => void): void {
    this.received.push(StreamCallStatesRequest.decode(message));
    this.#done = done;
  }

  end(): void {
    this.hasEnded = true;
  }

  cancel(): void {
    this.isCancelled = true;
  }

  /** Lets the client write the next message. */
  takeWrite(): void {
    const done = this.#done;
    this.#done = undefined;
    done?.();
  }

  takeWrites(): void {
    while (this.#done !== undefined) this.takeWrite();
  }

  answer(response: PartialMessage<StreamCallStatesResponse>): void {
    this.#handlers.onAnswer(StreamCallStatesResponse.fromPartial(response));
  }

  /** Ends the call, with OK if there is no error. */
  finish(error?: GanchoError): void {
    this.#handlers.onEnd(error);
  }

  /** The call ids of each message. */
  get callIds(): string[][] {
    return this.received.map(({ callStates }) =>
      callStates.map(({ callId }) => callId),
    );
  }
}

/** A server without a network. */
export class FakeCalls {
  readonly calls: FakeCall[] = [];

  readonly open: OpenStreamCall = (handlers) => {
    const call = new FakeCall(handlers);
    this.calls.push(call);
    return call;
  };

  get last(): FakeCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error("no call was made");
    return call;
  }
}
