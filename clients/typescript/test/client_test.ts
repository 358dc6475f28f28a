// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import {
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from "@grpc/grpc-js";

import { connect, type ConnectOptions, GanchoClient } from "../src/client.js";
import { GanchoError } from "../src/errors.js";
import {
  CallServiceDefinition,
  type ReportCallStateRequest,
  ReportCallStateResponse,
  StreamCallStatesResponse,
  WatchCallsResponse,
} from "../src/generated/gancho/v1/call_service.js";
import {
  EventServiceDefinition,
  type ListEventsRequest,
  ListEventsResponse,
} from "../src/generated/gancho/v1/event_service.js";
import { FakeServer, serverError, type Stream } from "./testing/fake_server.js";

// Far more than any of this takes; a test that hangs fails by it.
const timeoutMs = 30_000;

async function serve(
  t: TestContext,
  server: FakeServer,
  options: ConnectOptions = {},
): Promise<GanchoClient> {
  await server.start();
  t.after(() => server.stop());
  const client = connect({ address: server.address, timeoutMs, ...options });
  t.after(() => client.close());
  return client;
}

function streamServer(handle: (stream: Stream) => void): FakeServer {
  const server = new FakeServer();
  server.add(CallServiceDefinition, { streamCallStates: handle });
  return server;
}

// Acknowledges each message when it comes.
function acknowledge(stream: Stream, seen: bigint[] = []): void {
  stream.on("data", ({ messageId }) => {
    seen.push(messageId);
    stream.write(
      StreamCallStatesResponse.fromPartial({ ackedMessageId: messageId }),
    );
  });
  stream.on("end", () => stream.end());
}

test("a unary call sends the key and returns the answer", async (t) => {
  const server = new FakeServer();
  server.add(CallServiceDefinition, {
    reportCallState: (
      call: ServerUnaryCall<ReportCallStateRequest, ReportCallStateResponse>,
      callback: sendUnaryData<ReportCallStateResponse>,
    ) => {
      const { callId, sequence } = call.request.callState ?? {};
      const deliveries = [
        `${call.metadata.get("authorization")[0]}`,
        `${call.metadata.get("x-trace")[0]}`,
      ];
      callback(null, {
        call: `${call.request.parent}/calls/${callId}-${sequence}`,
        duplicate: true,
        deliveries,
      });
    },
  });
  const client = await serve(t, server, { apiKey: "k1" });
  const answer = await client.calls.reportCallState(
    { parent: "accounts/a", callState: { callId: "c", sequence: 7 } },
    { metadata: { "x-trace": "t1" } },
  );
  assert.deepEqual(answer, {
    call: "accounts/a/calls/c-7",
    duplicate: true,
    deliveries: ["Bearer k1", "t1"],
  });
});

test("errors come with what the server says of them", async (t) => {
  const server = new FakeServer();
  server.add(CallServiceDefinition, {
    reportCallState: (_call: unknown, callback: sendUnaryData<never>) =>
      callback(
        serverError(status.INVALID_ARGUMENT, "call_state.call_id: empty", {
          reason: "INVALID_FIELD",
          field: "call_state.call_id",
          retryDelayMs: 1_250,
        }),
      ),
  });
  const client = await serve(t, server);
  const error = await client.calls.reportCallState({}).then(
    () => assert.fail("no error"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof GanchoError);
  assert.equal(error.code, "INVALID_ARGUMENT");
  assert.equal(error.message, "call_state.call_id: empty");
  assert.equal(error.reason, "INVALID_FIELD");
  assert.equal(error.domain, "gancho.dev");
  assert.deepEqual(error.metadata, { limit: "5" });
  assert.deepEqual(error.fieldViolations, [
    { field: "call_state.call_id", description: "bad" },
  ]);
  assert.equal(error.retryDelayMs, 1_250);
  assert.equal(error.details.length, 3);
});

test("a method that the server does not have is UNIMPLEMENTED", async (t) => {
  const client = await serve(t, streamServer(acknowledge));
  await assert.rejects(
    client.calls.getCall({ name: "accounts/a/calls/c" }),
    (error) => (error as GanchoError).code === "UNIMPLEMENTED",
  );
});

test("calls end by their timeout and by their signal", async (t) => {
  const server = new FakeServer();
  server.add(CallServiceDefinition, { reportCallState: () => {} });
  const client = await serve(t, server);
  await assert.rejects(
    client.calls.reportCallState({}, { timeoutMs: 20 }),
    (error) => (error as GanchoError).code === "DEADLINE_EXCEEDED",
  );
  const abort = new AbortController();
  const call = client.calls.reportCallState({}, { signal: abort.signal });
  setImmediate(() => abort.abort());
  const isCancelled = (error: unknown): boolean =>
    (error as GanchoError).code === "CANCELLED";
  await assert.rejects(call, isCancelled);
  await assert.rejects(
    client.calls.reportCallState({}, { signal: abort.signal }),
    isCancelled,
  );
});

test("lists read page by page", async (t) => {
  const tokens: string[] = [];
  const pages: Record<string, string[]> = { "": ["e1", "e2"], p2: [], p3: ["e3"] };
  const following: Record<string, string> = { "": "p2", p2: "p3", p3: "" };
  const server = new FakeServer();
  server.add(EventServiceDefinition, {
    listEvents: (
      call: ServerUnaryCall<ListEventsRequest, ListEventsResponse>,
      callback: sendUnaryData<ListEventsResponse>,
    ) => {
      const { pageToken, pageSize } = call.request;
      assert.equal(pageSize, 2);
      tokens.push(pageToken);
      callback(
        null,
        ListEventsResponse.fromPartial({
          events: (pages[pageToken] ?? []).map((name) => ({ name })),
          nextPageToken: following[pageToken] ?? "",
        }),
      );
    },
  });
  const client = await serve(t, server);
  const list = client.events.listEvents({ parent: "accounts/a", pageSize: 2 });
  const names: string[] = [];
  for await (const event of list) names.push(event.name);
  assert.deepEqual(names, ["e1", "e2", "e3"]);
  assert.deepEqual(tokens, ["", "p2", "p3"]);
  for await (const event of list) {
    assert.equal(event.name, "e1");
    break;
  }
  assert.equal(tokens.length, 4); // no page more than was read
  const first = await list.firstPage();
  assert.equal(first.nextPageToken, "p2");
  let count = 0;
  for await (const page of list.pages()) count += page.events.length;
  assert.equal(count, 3);
});

test("what the server streams is an async iterable", async (t) => {
  const server = new FakeServer();
  const cancelled = new Promise<void>((resolve) => {
    server.add(CallServiceDefinition, {
      watchCalls: (call: ServerWritableStream<unknown, WatchCallsResponse>) => {
        call.on("cancelled", () => resolve());
        for (const callId of ["c1", "c2"]) {
          call.write(WatchCallsResponse.fromPartial({ call: { callId } }));
        }
      },
    });
  });
  const client = await serve(t, server);
  const seen: (string | undefined)[] = [];
  for await (const { call } of client.calls.watchCalls({ parent: "accounts/a" })) {
    seen.push(call?.callId);
    if (seen.length === 2) break;
  }
  assert.deepEqual(seen, ["c1", "c2"]);
  await cancelled;
});

test("a stream's error is the error of the iteration", async (t) => {
  const failing = new FakeServer();
  failing.add(CallServiceDefinition, {
    watchCalls: (call: ServerWritableStream<unknown, WatchCallsResponse>) =>
      call.emit("error", serverError(status.NOT_FOUND, "no such account")),
  });
  const client = await serve(t, failing);
  const watch = client.calls.watchCalls({ parent: "accounts/a" });
  await assert.rejects(
    async () => {
      for await (const change of watch) assert.fail(`${change}`);
    },
    (error) => error instanceof GanchoError && error.code === "NOT_FOUND",
  );
});

test("a stream is acknowledged, with the key in its metadata", async (t) => {
  const keys: string[] = [];
  const fake = streamServer((stream) => {
    keys.push(`${stream.metadata.get("authorization")[0]}`);
    acknowledge(stream);
  });
  const client = await serve(t, fake, { apiKey: "k1" });
  const stream = client.callStateStream();
  for (let i = 0; i < 5_000; ++i) {
    await stream.send({ callId: `c${i}`, state: 2, sequence: 1 });
  }
  await stream.close({ timeoutMs });
  assert.deepEqual(keys, ["Bearer k1"]);
  const { sent, acknowledged, buffered, connections } = stream.stats;
  assert.deepEqual([sent, acknowledged, buffered], [5_000, 5_000, 0]);
  assert.equal(connections, 1);
});

test("a stream outlives a server that is cut before it answers", async (t) => {
  const seen: bigint[] = [];
  let received = (): void => {};
  const cut = new Promise<void>((resolve) => (received = resolve));
  const first = streamServer((stream) => {
    stream.on("data", () => received());
    stream.on("error", () => {});
  });
  const client = await serve(t, first);
  const stream = client.callStateStream({
    maxMessageStates: 2,
    initialBackoffMs: 1,
    maxBackoffMs: 20,
  });
  for (const callId of ["c1", "c2", "c3", "c4"]) {
    await stream.send({ callId, state: 2, sequence: 1 });
  }
  await cut;
  first.stop();
  const second = streamServer((call) => acknowledge(call, seen));
  await second.start(first.port);
  t.after(() => second.stop());
  await stream.close({ timeoutMs });
  assert.deepEqual(seen, [1n, 2n, 3n]);
  assert.equal(stream.stats.acknowledged, 4);
  assert.ok(stream.stats.connections >= 2);
});

test("a wrong key breaks a stream with the reason", async (t) => {
  const fake = streamServer((stream) => {
    stream.emit(
      "error",
      serverError(status.UNAUTHENTICATED, "wrong key", {
        reason: "API_KEY_INVALID",
      }),
    );
  });
  const client = await serve(t, fake);
  const stream = client.callStateStream();
  await stream.send({ callId: "c1", state: 2, sequence: 1 });
  await assert.rejects(
    stream.flush({ timeoutMs }),
    (error) =>
      error instanceof GanchoError &&
      error.code === "UNAUTHENTICATED" &&
      error.reason === "API_KEY_INVALID",
  );
  assert.equal(stream.stats.connections, 1);
});

test("closing the client aborts its streams", async (t) => {
  const client = await serve(t, streamServer(() => {}));
  const stream = client.callStateStream();
  await stream.send({ callId: "c1", state: 2, sequence: 1 });
  const flushed = assert.rejects(
    stream.flush(),
    (error) => (error as GanchoError).code === "CANCELLED",
  );
  client.close();
  await flushed;
});
