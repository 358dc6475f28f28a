// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CallStateStream,
  type CallStateStreamOptions,
  type Rejection,
} from "../src/call_state_stream.js";
import { GanchoError } from "../src/errors.js";
import { CallState_State } from "../src/generated/gancho/v1/call.js";
import { FakeCalls, FakeTimers } from "./testing/fake_calls.js";

interface Fixture {
  readonly stream: CallStateStream;
  readonly server: FakeCalls;
  readonly timers: FakeTimers;
}

function fixture(options: CallStateStreamOptions = {}, random = 1): Fixture {
  const server = new FakeCalls();
  const timers = new FakeTimers();
  const stream = new CallStateStream(server.open, options, {
    timers,
    random: () => random,
  });
  return { stream, server, timers };
}

function state(callId: string): { callId: string; state: number; sequence: number } {
  return { callId, state: CallState_State.START, sequence: 1 };
}

async function send(stream: CallStateStream, ...ids: string[]): Promise<void> {
  for (const id of ids) await stream.send(state(id));
}

const unavailable = new GanchoError("UNAVAILABLE", "gone");

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof GanchoError && error.code === code;
}

test("the first state goes at once, later ones gather until the answer", async () => {
  const { stream, server } = fixture({ parent: "accounts/a" });
  await send(stream, "c1", "c2", "c3");
  const call = server.last;
  call.takeWrites();
  assert.deepEqual(call.callIds, [["c1"]]);
  assert.equal(call.received[0]?.parent, "accounts/a");
  assert.equal(call.received[0]?.messageId, 1n);
  call.answer({ ackedMessageId: 1 });
  assert.deepEqual(call.callIds, [["c1"], ["c2", "c3"]]);
  assert.equal(call.received[1]?.messageId, 2n);
});

test("a message goes when it is full or its time is up", async () => {
  const { stream, server, timers } = fixture({
    maxMessageStates: 2,
    maxMessageDelayMs: 5,
  });
  await send(stream, "c1", "c2", "c3", "c4");
  const call = server.last;
  call.takeWrites();
  assert.deepEqual(call.callIds, [["c1"], ["c2", "c3"]]);
  timers.advance(4);
  assert.equal(call.received.length, 2);
  timers.advance(1);
  assert.deepEqual(call.callIds.at(-1), ["c4"]);
});

test("a message is also bounded by its bytes", async () => {
  const { stream, server } = fixture({ maxMessageBytes: 400 });
  const label = "x".repeat(150);
  for (const id of ["c1", "c2", "c3", "c4"]) {
    await stream.send({ ...state(id), labels: { label } });
  }
  server.last.takeWrites();
  assert.deepEqual(server.last.callIds, [["c1"], ["c2", "c3"]]);
});

test("only one message is on its way to the socket", async () => {
  const { stream, server } = fixture({ maxMessageStates: 1 });
  await send(stream, "c1", "c2");
  assert.equal(server.last.received.length, 1);
  server.last.takeWrite();
  assert.equal(server.last.received.length, 2);
});

test("after a cut everything unacknowledged goes again, same ids, same batches", async () => {
  const { stream, server, timers } = fixture({
    maxMessageStates: 2,
    initialBackoffMs: 100,
  });
  await send(stream, "c1", "c2", "c3", "c4", "c5");
  const first = server.last;
  first.takeWrites();
  first.answer({ ackedMessageId: 1 });
  first.finish(unavailable);
  await send(stream, "c6");
  timers.advance(100);
  const second = server.last;
  assert.notEqual(second, first);
  second.takeWrites();
  assert.deepEqual(
    second.received.map(({ messageId }) => messageId),
    [2n, 3n, 4n],
  );
  assert.deepEqual(second.callIds, [["c2", "c3"], ["c4", "c5"], ["c6"]]);
  assert.deepEqual(second.received[0], first.received[1]);
  second.answer({ ackedMessageId: 3, duplicateCount: 2 });
  second.answer({ ackedMessageId: 4, duplicateCount: 2 });
  assert.deepEqual(stream.stats, {
    sent: 6,
    acknowledged: 6,
    rejected: 0,
    duplicates: 2,
    messages: 6,
    connections: 2,
    buffered: 0,
  });
});

test("the same or an older acknowledgement twice is harmless", async () => {
  const { stream, server } = fixture({ maxMessageStates: 1 });
  await send(stream, "c1", "c2", "c3");
  server.last.takeWrites();
  for (const ackedMessageId of [2, 2, 1, 0, 3, 2]) {
    server.last.answer({ ackedMessageId });
  }
  assert.equal(stream.stats.acknowledged, 3);
  assert.equal(stream.stats.buffered, 0);
  await stream.flush();
});

test("the backoff doubles with jitter, is bounded, and progress resets it", async () => {
  const { stream, server, timers } = fixture(
    { initialBackoffMs: 100, maxBackoffMs: 300 },
    0.5,
  );
  await send(stream, "c1");
  const delays: (number | undefined)[] = [];
  for (let i = 0; i < 4; ++i) {
    server.last.finish(unavailable);
    delays.push(timers.nextDelayMs);
    timers.advance(timers.nextDelayMs ?? 0);
  }
  assert.deepEqual(delays, [75, 150, 225, 225]);
  await send(stream, "c2");
  server.last.answer({ ackedMessageId: 1 });
  timers.advance(5); // the message of c2 is closed
  server.last.finish(unavailable);
  assert.equal(timers.nextDelayMs, 75);
});

test("no connection comes earlier than the server asks", async () => {
  const { stream, server, timers } = fixture({ initialBackoffMs: 10 });
  await send(stream, "c1");
  server.last.finish(
    new GanchoError("UNAVAILABLE", "draining", { retryDelayMs: 2_500 }),
  );
  timers.advance(2_499);
  assert.equal(server.calls.length, 1);
  timers.advance(1);
  assert.equal(server.calls.length, 2);
});

test("an end with OK is followed by a new connection", async () => {
  const { stream, server, timers } = fixture({ initialBackoffMs: 10 });
  await send(stream, "c1");
  server.last.finish();
  timers.advance(10);
  assert.deepEqual(server.last.callIds, [["c1"]]);
});

test("a full buffer refuses or waits, in order", async () => {
  const { stream, server, timers } = fixture({
    maxMessageStates: 1,
    maxBufferedStates: 2,
  });
  await send(stream, "c1", "c2");
  assert.throws(() => stream.trySend(state("c3")), hasCode("RESOURCE_EXHAUSTED"));
  await assert.rejects(
    stream.send(state("c3"), { timeoutMs: 0 }),
    hasCode("DEADLINE_EXCEEDED"),
  );
  const late = assert.rejects(
    stream.send(state("late"), { timeoutMs: 1_000 }),
    hasCode("DEADLINE_EXCEEDED"),
  );
  timers.advance(1_000);
  await late;
  const waiting = [stream.send(state("c3")), stream.send(state("c4"))];
  server.last.takeWrites();
  server.last.answer({ ackedMessageId: 1 });
  await waiting[0];
  // c4 came before: nothing overtakes it.
  assert.throws(() => stream.trySend(state("c5")), hasCode("RESOURCE_EXHAUSTED"));
  server.last.takeWrites();
  server.last.answer({ ackedMessageId: 3 });
  await waiting[1];
  server.last.takeWrites();
  assert.deepEqual(server.last.callIds, [["c1"], ["c2"], ["c3"], ["c4"]]);
});

test("the bytes of the buffer are bounded, too", async () => {
  const { stream } = fixture({ maxBufferedBytes: 100 });
  stream.trySend({ ...state("c1"), caller: "x".repeat(100) });
  assert.throws(() => stream.trySend(state("c2")), hasCode("RESOURCE_EXHAUSTED"));
});

test("an aborted signal ends the waiting, and only that", async () => {
  const { stream, server } = fixture({ maxBufferedStates: 1 });
  await send(stream, "c1");
  const abort = new AbortController();
  const waiting = stream.send(state("c2"), { signal: abort.signal });
  abort.abort();
  await assert.rejects(waiting, hasCode("CANCELLED"));
  server.last.answer({ ackedMessageId: 1 });
  await send(stream, "c3");
  assert.equal(stream.stats.sent, 2);
});

test("flush waits for the acknowledgement of what was sent before", async () => {
  const { stream, server, timers } = fixture({ maxMessageDelayMs: 1e9 });
  await stream.flush();
  await send(stream, "c1", "c2");
  const flushed = stream.flush();
  server.last.takeWrites();
  assert.deepEqual(server.last.callIds, [["c1"], ["c2"]]);
  server.last.answer({ ackedMessageId: 1 });
  const late = assert.rejects(
    stream.flush({ timeoutMs: 50 }),
    /1 call states are not acknowledged/,
  );
  timers.advance(50);
  await late;
  server.last.answer({ ackedMessageId: 2 });
  await flushed;
});

test("close flushes, ends the call and takes nothing more", async () => {
  const { stream, server } = fixture();
  await send(stream, "c1", "c2");
  const closed = stream.close();
  assert.throws(() => stream.trySend(state("c3")), hasCode("FAILED_PRECONDITION"));
  server.last.takeWrites();
  assert.equal(server.last.hasEnded, false);
  server.last.answer({ ackedMessageId: 2 });
  assert.equal(server.last.hasEnded, true);
  await Promise.resolve();
  server.last.finish();
  await closed;
  assert.equal(stream.hasEnded, true);
  await assert.rejects(stream.send(state("c3")), hasCode("FAILED_PRECONDITION"));
});

test("close refuses who waits for room", async () => {
  const { stream } = fixture({ maxBufferedStates: 1 });
  await send(stream, "c1");
  const waiting = assert.rejects(
    stream.send(state("c2")),
    hasCode("FAILED_PRECONDITION"),
  );
  await assert.rejects(
    stream.close({ timeoutMs: 0 }),
    hasCode("DEADLINE_EXCEEDED"),
  );
  await waiting;
});

test("a stream that sent nothing closes without a connection", async () => {
  const { stream, server } = fixture();
  await stream.close();
  assert.equal(server.calls.length, 0);
});

test("an error that trying again cannot mend breaks the stream", async () => {
  const { stream, server, timers } = fixture();
  await send(stream, "c1");
  const flushed = assert.rejects(stream.flush(), hasCode("UNAUTHENTICATED"));
  const ended = new GanchoError("UNAUTHENTICATED", "no", {
    reason: "API_KEY_INVALID",
  });
  server.last.finish(ended);
  await flushed;
  await assert.rejects(stream.send(state("c2")), (error) => error === ended);
  assert.throws(() => stream.trySend(state("c2")), ended);
  await assert.rejects(stream.close(), ended);
  timers.advance(1e6);
  assert.equal(server.calls.length, 1);
  assert.equal(stream.hasEnded, true);
});

test("abort cancels the call and tells who waits", async () => {
  const { stream, server, timers } = fixture();
  await send(stream, "c1");
  const flushed = assert.rejects(stream.flush(), hasCode("CANCELLED"));
  stream.abort();
  await flushed;
  assert.equal(server.last.isCancelled, true);
  server.last.finish(new GanchoError("CANCELLED", "cancelled"));
  timers.advance(1e6);
  assert.equal(server.calls.length, 1);
  await assert.rejects(stream.flush(), hasCode("CANCELLED"));
});

test("rejections come with their states and count as acknowledged", async () => {
  const rejections: Rejection[] = [];
  const { stream, server } = fixture({
    onRejection: (rejection) => rejections.push(rejection),
  });
  await send(stream, "c1", "c2", "c3");
  server.last.answer({ ackedMessageId: 1 });
  server.last.takeWrites();
  const status = { code: 3, message: "cost" };
  server.last.answer({
    ackedMessageId: 2,
    rejections: [
      { messageId: 2, index: 1, status },
      { messageId: 1, index: -1, status },
    ],
  });
  assert.equal(rejections[0]?.state?.callId, "c3");
  assert.equal(rejections[0]?.messageId, 2);
  assert.equal(rejections[0]?.error.code, "INVALID_ARGUMENT");
  assert.equal(rejections[1]?.state, undefined);
  assert.equal(stream.stats.rejected, 2);
  assert.equal(stream.stats.acknowledged, 3);
});

test("a state without sequence and time gets times that never repeat", async () => {
  const { stream, server } = fixture();
  for (let i = 0; i < 3; ++i) await stream.send({ callId: "c", state: 5 });
  await stream.send({ callId: "c", state: 5, sequence: 0 });
  server.last.answer({ ackedMessageId: 1 });
  server.last.takeWrites();
  const states = server.last.received.flatMap(({ callStates }) => callStates);
  const times = states
    .slice(0, 3)
    .map(({ occurTime }) => `${occurTime?.seconds}.${occurTime?.nanos}`);
  assert.equal(new Set(times).size, 3);
  assert.equal(states[3]?.occurTime, undefined);
  assert.equal(states[3]?.sequence, 0n);
});

test("a state that no message can hold is refused", async () => {
  const { stream } = fixture();
  await assert.rejects(
    stream.send({ ...state("c1"), caller: "x".repeat(3 * 1024 * 1024) }),
    hasCode("INVALID_ARGUMENT"),
  );
  assert.equal(stream.stats.sent, 0);
});
