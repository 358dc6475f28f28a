// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import { type Client, type Metadata, status } from "@grpc/grpc-js";

import { errorFromGrpc, type GanchoError } from "./errors.js";
import { StreamCallStatesResponse } from "./generated/gancho/v1/call_service.js";

/** What a call tells its stream. */
export interface StreamCallHandlers {
  onAnswer(response: StreamCallStatesResponse): void;
  /** The last of all; no error means that the server ended it with OK. */
  onEnd(error: GanchoError | undefined): void;
}

/** One StreamCallStates call. Never calls its handlers from within a method. */
export interface StreamCall {
  /** Writes an encoded message; `done` when the next may follow. */
  write(message: Uint8Array, done: () => void): void;
  /** No more writes. */
  end(): void;
  cancel(): void;
}

export type OpenStreamCall = (handlers: StreamCallHandlers) => StreamCall;

const path = "/gancho.v1.CallService/StreamCallStates";

/** Makes calls over a channel of gRPC. */
export function grpcStreamCalls(
  client: Client,
  metadata: Metadata,
): OpenStreamCall {
  return (handlers) => {
    const call = client.makeBidiStreamRequest<
      Uint8Array,
      StreamCallStatesResponse
    >(
      path,
      (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      (bytes) => StreamCallStatesResponse.decode(bytes),
      metadata.clone(),
    );
    call.on("data", (response: StreamCallStatesResponse) =>
      handlers.onAnswer(response),
    );
    // Said by the status, too, which comes last.
    call.on("error", () => {});
    call.on("status", (ended) =>
      handlers.onEnd(
        ended.code === status.OK ? undefined : errorFromGrpc(ended),
      ),
    );
    return {
      write: (message, done) => {
        call.write(message, (error?: Error | null) => {
          if (error === undefined || error === null) done();
        });
      },
      end: () => {
        call.end();
      },
      cancel: () => call.cancel(),
    };
  };
}
