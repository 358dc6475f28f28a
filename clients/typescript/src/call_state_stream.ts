// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import { Backoff } from "./backoff.js";
import { errorFromStatus, GanchoError, isPermanent } from "./errors.js";
import { CallState } from "./generated/gancho/v1/call.js";
import type {
  CallStateRejection,
  StreamCallStatesResponse,
} from "./generated/gancho/v1/call_service.js";
import type { PartialMessage } from "./partial_message.js";
import { encodeMessage, ResendBuffer } from "./resend_buffer.js";
import type { OpenStreamCall, StreamCall } from "./stream_call.js";
import { systemTimers, type Timers } from "./timers.js";
import { RisingClock } from "./timestamps.js";
import { WaitList, type WaitOptions } from "./wait_list.js";

const maxMessageStates = 1_000;
// Below the server's 4 MiB a message, and a state is never larger.
const maxMessageBytes = 3 * 1024 * 1024;

/** A state that the server refused for good. */
export interface Rejection {
  /** Undefined if it is not at hand, or if a whole message was refused. */
  readonly state: CallState | undefined;
  readonly messageId: number;
  /** The place of the state in its message; -1: the whole message. */
  readonly index: number;
  readonly error: GanchoError;
}

export interface CallStateStreamOptions {
  /** The account, `accounts/{account}`. Default: `accounts/default`. */
  parent?: string;

  /**
   * A message is sent at once while none waits for its acknowledgement.
   * Otherwise states gather until there are this many (default 200, at most
   * 1,000), ...
   */
  maxMessageStates?: number;
  /** ... or this many bytes (default 1 MiB, at most 3 MiB), ... */
  maxMessageBytes?: number;
  /** ... or the first has waited this long. Default: 5 ms. */
  maxMessageDelayMs?: number;

  /**
   * States that are not yet acknowledged: at this many (default 50,000) send()
   * waits. This is what a reconnect sends again, so it is also the memory that
   * the stream needs.
   */
  maxBufferedStates?: number;
  /** The same in bytes. Default: 32 MiB. */
  maxBufferedBytes?: number;

  /**
   * Between two connections: doubled each time, jittered, never less than the
   * server asked for. Default: 100 ms.
   */
  initialBackoffMs?: number;
  /** Default: 10 s. */
  maxBackoffMs?: number;

  /** Called for each state that the server refuses; must not block. */
  onRejection?: (rejection: Rejection) => void;
}

/** Counters since the stream was made. */
export interface CallStateStreamStats {
  /** Taken by send() or trySend(). */
  readonly sent: number;
  /** Rejected ones included. */
  readonly acknowledged: number;
  /** A message that was refused as a whole counts once. */
  readonly rejected: number;
  /** Known to the server already. */
  readonly duplicates: number;
  /** Written, repeated ones included. */
  readonly messages: number;
  readonly connections: number;
  /** Not acknowledged now. */
  readonly buffered: number;
}

/** What a test replaces. */
export interface StreamEnvironment {
  readonly timers: Timers;
  /** In [0, 1). */
  readonly random: () => number;
}

const systemEnvironment: StreamEnvironment = {
  timers: systemTimers,
  random: Math.random,
};

/**
 * Sends call states over one StreamCallStates call at a time: gathers them into
 * messages, keeps them until they are acknowledged, connects again with a
 * backoff when the call ends, and then sends again from the first message that
 * was not acknowledged. An acknowledged state is durable on the server, with
 * every delivery it causes.
 *
 * A state without `sequence` and `occurTime` gets the present time as its
 * `occurTime`, so that the server knows it again when it is sent twice.
 *
 * Errors that trying again cannot mend (INVALID_ARGUMENT, NOT_FOUND,
 * PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED, FAILED_PRECONDITION,
 * OUT_OF_RANGE) break the stream: every method then rejects with that error,
 * and what was not acknowledged is lost with the object.
 */
export class CallStateStream {
  readonly #open: OpenStreamCall;
  readonly #environment: StreamEnvironment;
  readonly #parent: string;
  readonly #maxMessageDelayMs: number;
  readonly #maxBufferedStates: number;
  readonly #maxBufferedBytes: number;
  readonly #onRejection: (rejection: Rejection) => void;

  readonly #buffer: ResendBuffer;
  readonly #backoff: Backoff;
  readonly #clock = new RisingClock();
  // Encoded states for which there is no room yet; message ids to be
  // acknowledged; the end of the call.
  readonly #senders: WaitList<Uint8Array>;
  readonly #flushers: WaitList<number>;
  readonly #closers: WaitList<void>;

  #call: StreamCall | undefined;
  #isWriting = false;
  #isHalfClosed = false; // the call takes no more writes
  #openSinceMs = 0;
  #delayTimer: unknown;
  #connectAtMs = -Infinity;
  #connectTimer: unknown;
  #isClosing = false; // takes nothing more
  #isStopping = false; // makes no more calls
  #broken: GanchoError | undefined;
  #lastEnd: GanchoError | undefined;
  #ackedMessageId = 0;
  #callDuplicates = 0;

  #sent = 0;
  #acknowledged = 0;
  #rejected = 0;
  #duplicates = 0;
  #messages = 0;
  #connections = 0;

  /** @internal Made by GanchoClient.callStateStream(). */
  constructor(
    open: OpenStreamCall,
    options: CallStateStreamOptions = {},
    environment: StreamEnvironment = systemEnvironment,
  ) {
    this.#open = open;
    this.#environment = environment;
    this.#parent = options.parent ?? "accounts/default";
    this.#maxMessageDelayMs = options.maxMessageDelayMs ?? 5;
    this.#maxBufferedStates = options.maxBufferedStates ?? 50_000;
    this.#maxBufferedBytes = options.maxBufferedBytes ?? 32 * 1024 * 1024;
    this.#onRejection = options.onRejection ?? (() => {});
    this.#buffer = new ResendBuffer(
      clamp(options.maxMessageStates ?? 200, maxMessageStates),
      clamp(options.maxMessageBytes ?? 1024 * 1024, maxMessageBytes),
    );
    this.#backoff = new Backoff(
      options.initialBackoffMs ?? 100,
      options.maxBackoffMs ?? 10_000,
    );
    this.#senders = new WaitList(environment.timers);
    this.#flushers = new WaitList(environment.timers);
    this.#closers = new WaitList(environment.timers);
  }

  /**
   * Takes the state; waits while the buffer is full, without a limit unless
   * `options` has one. Resolved means taken, not durable. The order of the
   * calls is kept, also when they are not awaited; but await them, or what
   * waits for room has no bound.
   *
   * Rejects with DEADLINE_EXCEEDED if there was no room in time,
   * FAILED_PRECONDITION after close(), INVALID_ARGUMENT for a state of more
   * than 3 MiB.
   */
  async send(
    state: PartialMessage<CallState>,
    options: WaitOptions = {},
  ): Promise<void> {
    const bytes = this.#encode(state);
    this.#checkOpen();
    if (this.#hasRoom && this.#senders.isEmpty) {
      this.#take(bytes);
      return;
    }
    await this.#senders.wait(bytes, options, () => "the buffer is full");
  }

  /** Does not wait: throws RESOURCE_EXHAUSTED if the buffer is full. */
  trySend(state: PartialMessage<CallState>): void {
    const bytes = this.#encode(state);
    this.#checkOpen();
    if (!this.#hasRoom || !this.#senders.isEmpty) {
      throw new GanchoError("RESOURCE_EXHAUSTED", "the buffer is full");
    }
    this.#take(bytes);
  }

  /**
   * Waits until everything that was taken before is acknowledged. Rejects with
   * DEADLINE_EXCEEDED if that takes longer than `options` allows.
   */
  async flush(options: WaitOptions = {}): Promise<void> {
    this.#buffer.closeOpen();
    this.#advance();
    if (this.#broken !== undefined) throw this.#broken;
    const last = this.#buffer.lastMessageId;
    if (this.#ackedMessageId >= last) return;
    if (this.#isStopping) throw aborted();
    await this.#flushers.wait(last, options, () => this.#describeUnfinished());
  }

  /**
   * Takes nothing more, flushes and ends the call. After DEADLINE_EXCEEDED the
   * stream still tries: close again, or give up with abort().
   */
  async close(options: WaitOptions = {}): Promise<void> {
    const { timers } = this.#environment;
    this.#isClosing = true;
    this.#senders.settleAll(closed());
    const startMs = timers.now();
    await this.flush(options);
    this.#isStopping = true;
    this.#advance();
    if (this.#call === undefined) return;
    const rest =
      options.timeoutMs === undefined
        ? options
        : {
            ...options,
            timeoutMs: options.timeoutMs - (timers.now() - startMs),
          };
    await this.#closers.wait(undefined, rest, () => "the call has not ended");
  }

  /** Gives up what is not acknowledged; who waits gets CANCELLED. */
  abort(): void {
    this.#isClosing = true;
    this.#isStopping = true;
    const { timers } = this.#environment;
    timers.clearTimeout(this.#connectTimer);
    timers.clearTimeout(this.#delayTimer);
    this.#call?.cancel();
    this.#settleAll(this.#broken ?? aborted());
  }

  /** Whether it is broken, closed or aborted: it does nothing more. */
  get hasEnded(): boolean {
    if (this.#broken !== undefined) return true;
    return this.#isStopping && this.#call === undefined;
  }

  get stats(): CallStateStreamStats {
    return {
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      rejected: this.#rejected,
      duplicates: this.#duplicates,
      messages: this.#messages,
      connections: this.#connections,
      buffered: this.#buffer.states,
    };
  }

  #encode(state: PartialMessage<CallState>): Uint8Array {
    const whole = CallState.fromPartial(state);
    if (whole.sequence === undefined && whole.occurTime === undefined) {
      whole.occurTime = this.#clock.now();
    }
    const bytes = CallState.encode(whole).finish();
    if (bytes.length > maxMessageBytes) {
      throw new GanchoError(
        "INVALID_ARGUMENT",
        `the call state has more than ${maxMessageBytes} bytes`,
      );
    }
    return bytes;
  }

  #checkOpen(): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#isClosing) throw closed();
  }

  get #hasRoom(): boolean {
    return (
      this.#buffer.states < this.#maxBufferedStates &&
      this.#buffer.sizeBytes < this.#maxBufferedBytes
    );
  }

  #take(bytes: Uint8Array): void {
    const wasOpen = this.#buffer.hasOpen;
    this.#buffer.add(bytes);
    ++this.#sent;
    this.#connect();
    this.#writeNow();
    if (this.#buffer.hasOpen && !wasOpen) {
      this.#openSinceMs = this.#environment.timers.now();
      this.#delayTimer ??= this.#startDelay(this.#maxMessageDelayMs);
    }
  }

  #startDelay(delayMs: number): unknown {
    return this.#environment.timers.setTimeout(() => this.#onDelay(), delayMs);
  }

  // One timer serves many messages: it may come too early for this one.
  #onDelay(): void {
    this.#delayTimer = undefined;
    if (!this.#buffer.hasOpen) return;
    const dueMs = this.#openSinceMs + this.#maxMessageDelayMs;
    const restMs = dueMs - this.#environment.timers.now();
    if (restMs > 0) {
      this.#delayTimer = this.#startDelay(restMs);
      return;
    }
    this.#buffer.closeOpen();
    this.#advance();
  }

  // Makes a call if there is something to send and its time has come.
  #connect(): void {
    if (
      this.#call !== undefined ||
      this.#connectTimer !== undefined ||
      this.#isStopping ||
      this.#broken !== undefined ||
      this.#buffer.states === 0
    ) {
      return;
    }
    const { timers } = this.#environment;
    const waitMs = this.#connectAtMs - timers.now();
    if (waitMs > 0) {
      this.#connectTimer = timers.setTimeout(() => {
        this.#connectTimer = undefined;
        this.#connect();
      }, waitMs);
      return;
    }
    this.#buffer.rewind();
    this.#callDuplicates = 0;
    this.#isWriting = false;
    this.#isHalfClosed = false;
    ++this.#connections;
    this.#call = this.#open({
      onAnswer: (response) => this.#onAnswer(response),
      onEnd: (error) => this.#onEnd(error),
    });
    this.#writeNow();
  }

  // While the server owes no answer a state goes at once; otherwise states
  // gather until the answer comes, the message is full or its time is up.
  #writeNow(): void {
    if (this.#call === undefined) return;
    if (this.#buffer.isIdle) this.#buffer.closeOpen();
    this.#advance();
  }

  // Writes the next message if none is on its way.
  #advance(): void {
    const call = this.#call;
    if (call === undefined || this.#isWriting || this.#isHalfClosed) return;
    const message = this.#buffer.takeNext();
    if (message !== undefined) {
      this.#isWriting = true;
      ++this.#messages;
      call.write(encodeMessage(this.#parent, message), () => {
        if (this.#call !== call) return;
        this.#isWriting = false;
        this.#advance();
      });
    } else if (this.#isClosing && this.#buffer.states === 0) {
      this.#isHalfClosed = true;
      call.end();
    }
  }

  #onAnswer(response: StreamCallStatesResponse): void {
    for (const rejection of response.rejections) this.#reject(rejection);
    const acked = Number(response.ackedMessageId);
    const states = this.#buffer.acknowledge(acked);
    if (states > 0) this.#backoff.reset();
    this.#acknowledged += states;
    this.#ackedMessageId = Math.max(this.#ackedMessageId, acked);
    const duplicates = Number(response.duplicateCount);
    this.#duplicates += duplicates - this.#callDuplicates;
    this.#callDuplicates = duplicates;
    this.#flushers.settleWhile((id) => id <= this.#ackedMessageId);
    this.#senders.settleWhile((bytes) => {
      if (!this.#hasRoom) return false;
      this.#take(bytes);
      return true;
    });
    this.#writeNow();
  }

  #reject(rejection: CallStateRejection): void {
    ++this.#rejected;
    const messageId = Number(rejection.messageId);
    const bytes = this.#buffer.find(messageId, rejection.index);
    const { status } = rejection;
    try {
      this.#onRejection({
        state: bytes && CallState.decode(bytes),
        messageId,
        index: rejection.index,
        error: status ? errorFromStatus(status) : new GanchoError("UNKNOWN", ""),
      });
    } catch (error) {
      // An error of the program, which must not hurt the stream.
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #onEnd(error: GanchoError | undefined): void {
    this.#call = undefined;
    this.#lastEnd = error;
    if (error !== undefined && isPermanent(error.code) && !this.#isStopping) {
      this.#broken = error;
      this.#settleAll(error);
      return;
    }
    const { random, timers } = this.#environment;
    const delayMs = Math.max(
      this.#backoff.next(random()),
      error?.retryDelayMs ?? 0,
    );
    this.#connectAtMs = timers.now() + delayMs;
    if (this.#isStopping) this.#closers.settleAll();
    this.#connect();
  }

  #settleAll(error: GanchoError): void {
    this.#senders.settleAll(error);
    this.#flushers.settleAll(error);
    this.#closers.settleAll(error);
  }

  #describeUnfinished(): string {
    const what = `${this.#buffer.states} call states are not acknowledged`;
    if (this.#lastEnd === undefined) return what;
    const { code, message } = this.#lastEnd;
    return `${what}; the latest call ended with ${code}: ${message}`;
  }
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 1), max);
}

function closed(): GanchoError {
  return new GanchoError("FAILED_PRECONDITION", "the stream is closed");
}

function aborted(): GanchoError {
  return new GanchoError("CANCELLED", "the stream was aborted");
}
