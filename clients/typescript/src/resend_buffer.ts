// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import { BinaryWriter } from "@bufbuild/protobuf/wire";

/** A message of the stream, with its states as they are sent. */
export interface Message {
  readonly messageId: number;
  readonly states: readonly Uint8Array[];
  readonly sizeBytes: number;
}

// Tag and length of a state within its message.
const stateOverheadBytes = 5;

// Tags of StreamCallStatesRequest; the states are encoded already.
const parentTag = (1 << 3) | 2;
const messageIdTag = 2 << 3;
const callStatesTag = (3 << 3) | 2;

/** Encodes a StreamCallStatesRequest. */
export function encodeMessage(parent: string, message: Message): Uint8Array {
  const writer = new BinaryWriter();
  writer.uint32(parentTag).string(parent);
  writer.uint32(messageIdTag).int64(message.messageId);
  for (const state of message.states) writer.uint32(callStatesTag).bytes(state);
  return writer.finish();
}

/**
 * Encoded states from the moment they are sent until they are acknowledged,
 * gathered into messages with ids from 1. Holds what a reconnect needs; knows
 * no time and no network.
 */
export class ResendBuffer {
  readonly #maxMessageStates: number;
  readonly #maxMessageBytes: number;

  // Closed messages, by id without gaps: #firstId to #lastClosedId.
  readonly #messages = new Map<number, Message>();
  #firstId = 1;
  #nextId = 1; // to be handed out
  #lastClosedId = 0;
  #open: Uint8Array[] = [];
  #openBytes = 0;
  #states = 0;
  #sizeBytes = 0;

  constructor(maxMessageStates: number, maxMessageBytes: number) {
    this.#maxMessageStates = maxMessageStates;
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** Adds one encoded state to the message that is being gathered. */
  add(state: Uint8Array): void {
    const bytes = state.length + stateOverheadBytes;
    if (this.#openBytes + bytes > this.#maxMessageBytes) this.closeOpen();
    this.#open.push(state);
    this.#openBytes += bytes;
    this.#sizeBytes += bytes;
    ++this.#states;
    if (
      this.#open.length >= this.#maxMessageStates ||
      this.#openBytes >= this.#maxMessageBytes
    ) {
      this.closeOpen();
    }
  }

  /** Closes the message that is being gathered, if it holds anything. */
  closeOpen(): void {
    if (this.#open.length === 0) return;
    const messageId = ++this.#lastClosedId;
    this.#messages.set(messageId, {
      messageId,
      states: this.#open,
      sizeBytes: this.#openBytes,
    });
    this.#open = [];
    this.#openBytes = 0;
  }

  /** The next message to write, if any; it stays until it is acknowledged. */
  takeNext(): Message | undefined {
    const message = this.#messages.get(this.#nextId);
    if (message !== undefined) ++this.#nextId;
    return message;
  }

  /** After a reconnect: everything is handed out again. */
  rewind(): void {
    this.#nextId = this.#firstId;
  }

  /** Drops every message up to `messageId`. How many states those were. */
  acknowledge(messageId: number): number {
    let states = 0;
    while (this.#firstId <= messageId) {
      const message = this.#messages.get(this.#firstId);
      if (message === undefined) break;
      this.#messages.delete(this.#firstId++);
      states += message.states.length;
      this.#sizeBytes -= message.sizeBytes;
    }
    this.#nextId = Math.max(this.#nextId, this.#firstId);
    this.#states -= states;
    return states;
  }

  /** A state that was sent, unless its message is not here (any more). */
  find(messageId: number, index: number): Uint8Array | undefined {
    return this.#messages.get(messageId)?.states[index];
  }

  /** States that are not acknowledged. */
  get states(): number {
    return this.#states;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get hasOpen(): boolean {
    return this.#open.length > 0;
  }

  /** Whether the message that is being gathered is all there is. */
  get isIdle(): boolean {
    return this.#messages.size === 0;
  }

  /** Of the message that was closed last; 0 before the first. */
  get lastMessageId(): number {
    return this.#lastClosedId;
  }
}
