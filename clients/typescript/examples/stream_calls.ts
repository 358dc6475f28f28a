// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Streams a few calls into a server and shows one of them:
//
//   node stream_calls.js [ADDRESS]

import { randomUUID } from "node:crypto";

import {
  CallState_Direction,
  CallState_State,
  connect,
  msFromDuration,
  timestampFromDate,
} from "@gancho/client";

const client = connect({ address: process.argv[2] ?? "127.0.0.1:7233" });
const stream = client.callStateStream({
  parent: "accounts/default",
  onRejection: ({ state, error }) =>
    console.error(`refused: ${state?.callId}: ${error.message}`),
});

// Three calls that ring for five seconds and last a minute.
const callIds = [1, 2, 3].map(() => randomUUID());
const startMs = Date.now() - 65_000;
const timeline = [
  { state: CallState_State.START, afterMs: 0 },
  { state: CallState_State.RINGING, afterMs: 100 },
  { state: CallState_State.TALK, afterMs: 5_100 },
  { state: CallState_State.END, afterMs: 65_000 },
];
for (const callId of callIds) {
  for (const [sequence, { state, afterMs }] of timeline.entries()) {
    // Waits while too much is not acknowledged.
    await stream.send({
      callId,
      state,
      sequence,
      occurTime: timestampFromDate(new Date(startMs + afterMs)),
      direction: CallState_Direction.INBOUND,
      caller: "+541143210000",
      called: "+541155550100",
      labels: { queue_id: "sales" },
    });
  }
}

// Durable from here on.
await stream.close({ timeoutMs: 30_000 });
console.log(stream.stats);

const call = await client.calls.getCall({
  name: `accounts/default/calls/${callIds[0]}`,
});
console.log(
  `${call.callId}: ${call.caller} to ${call.called}, answered: ` +
    `${call.answered}, ${msFromDuration(call.talkDuration!) / 1_000} s`,
);
client.close();
