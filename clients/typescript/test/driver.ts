// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The program by which the behaviour of all clients is tested alike; see
// tests/clients/behaviour/. Prints one JSON object as its last line.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import {
  CallState_State,
  type CallStateStream,
  connect,
  type GanchoClient,
  GanchoError,
  type Rejection,
} from "@gancho/client";

const defaults = {
  address: "127.0.0.1:7233",
  ca_file: "",
  api_key: "",
  parent: "accounts/default",
  calls: 1,
  states_per_call: 1,
  max_message_states: 200,
  max_message_delay_ms: 5,
  max_buffered_states: 50_000,
  initial_backoff_ms: 10,
  max_backoff_ms: 200,
  on_full: "wait",
  send_deadline_ms: 60_000,
  flush_deadline_ms: 60_000,
  rate: 0,
  unary: "false",
  list: 0,
};
type Flags = typeof defaults;

interface Result {
  error: unknown;
  names?: string[];
  rejections: unknown[];
  [counter: string]: unknown;
}

function parseFlags(args: readonly string[]): Flags {
  const flags: Record<string, string | number> = { ...defaults };
  for (const arg of args) {
    const [, name, value] = /^--([a-z_]+)=(.*)$/s.exec(arg) ?? [];
    const known = name === undefined ? undefined : flags[name];
    if (name === undefined || value === undefined || known === undefined) {
      throw new Error(`unknown flag ${arg}`);
    }
    flags[name] = typeof known === "number" ? Number(value) : value;
    if (Number.isNaN(flags[name])) throw new Error(`no number: ${arg}`);
  }
  return flags as Flags;
}

function describe(error: unknown): object {
  if (!(error instanceof GanchoError)) throw error;
  const field = error.fieldViolations[0]?.field;
  return {
    code: error.code,
    message: error.message,
    ...(error.reason !== undefined && { reason: error.reason }),
    ...(field !== undefined && { field }),
    ...(error.retryDelayMs !== undefined && {
      retry_delay_ms: error.retryDelayMs,
    }),
  };
}

function describeRejection(rejection: Rejection): object {
  return {
    message_id: rejection.messageId,
    index: rejection.index,
    code: rejection.error.code,
    message: rejection.error.message,
    call_id: rejection.state?.callId ?? "",
    field: rejection.error.fieldViolations[0]?.field ?? "",
  };
}

function stateOf(sequence: number, count: number): CallState_State {
  if (sequence === 1) return CallState_State.START;
  return sequence === count ? CallState_State.END : CallState_State.TALK;
}

async function sendStates(stream: CallStateStream, flags: Flags): Promise<void> {
  const startMs = performance.now();
  let sent = 0;
  for (let sequence = 1; sequence <= flags.states_per_call; ++sequence) {
    const state = stateOf(sequence, flags.states_per_call);
    for (let i = 0; i < flags.calls; ++i) {
      if (flags.rate > 0) {
        const dueMs = startMs + (sent * 1_000) / flags.rate;
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await sleep(waitMs);
      }
      const callState = { callId: `call-${i}`, state, sequence };
      if (flags.on_full === "fail") {
        stream.trySend(callState);
        // Lets answers in, as a program that does other things would.
        if (sent % 100 === 99) await sleep(0);
      } else {
        await stream.send(callState, { timeoutMs: flags.send_deadline_ms });
      }
      ++sent;
    }
  }
}

async function runStream(client: GanchoClient, flags: Flags): Promise<Result> {
  const rejections: object[] = [];
  const stream = client.callStateStream({
    parent: flags.parent,
    maxMessageStates: flags.max_message_states,
    maxMessageDelayMs: flags.max_message_delay_ms,
    maxBufferedStates: flags.max_buffered_states,
    initialBackoffMs: flags.initial_backoff_ms,
    maxBackoffMs: flags.max_backoff_ms,
    onRejection: (rejection) => rejections.push(describeRejection(rejection)),
  });
  let error: object | null = null;
  try {
    await sendStates(stream, flags);
  } catch (failure) {
    error = describe(failure);
  }
  try {
    await stream.close({ timeoutMs: flags.flush_deadline_ms });
  } catch (failure) {
    error ??= describe(failure);
  }
  return { ...stream.stats, rejections, error };
}

const noCounters = {
  sent: 0,
  acknowledged: 0,
  rejected: 0,
  duplicates: 0,
  messages: 0,
  connections: 0,
  buffered: 0,
  rejections: [],
};

async function runUnary(client: GanchoClient, flags: Flags): Promise<Result> {
  const callState = {
    callId: "call-0",
    state: CallState_State.START,
    sequence: 1,
  };
  try {
    const { duplicate } = await client.calls.reportCallState(
      { parent: flags.parent, callState },
      { timeoutMs: flags.send_deadline_ms },
    );
    return {
      ...noCounters,
      sent: 1,
      acknowledged: 1,
      duplicates: duplicate ? 1 : 0,
      error: null,
    };
  } catch (failure) {
    return { ...noCounters, sent: 1, error: describe(failure) };
  }
}

async function runList(client: GanchoClient, flags: Flags): Promise<Result> {
  const names: string[] = [];
  const request = { parent: flags.parent, pageSize: flags.list };
  try {
    for await (const event of client.events.listEvents(request)) {
      names.push(event.name);
    }
    return { ...noCounters, names, error: null };
  } catch (failure) {
    return { ...noCounters, names, error: describe(failure) };
  }
}

async function main(): Promise<void> {
  let flags: Flags;
  try {
    flags = parseFlags(process.argv.slice(2));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exit(2);
  }
  const startMs = performance.now();
  const client = connect({
    address: flags.address,
    ...(flags.ca_file !== "" && {
      tls: { caCertificates: readFileSync(flags.ca_file, "utf8") },
    }),
    ...(flags.api_key !== "" && { apiKey: flags.api_key }),
  });
  const run =
    flags.list > 0 ? runList : flags.unary === "true" ? runUnary : runStream;
  const result = await run(client, flags);
  client.close();
  const elapsedMs = Math.round(performance.now() - startMs);
  console.log(JSON.stringify({ ...result, elapsed_ms: elapsedMs }));
}

await main();
