// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type status,
  type UntypedHandleCall,
} from "@grpc/grpc-js";

import {
  BadRequest,
  ErrorInfo,
  RetryInfo,
} from "../../src/generated/google/rpc/error_details.js";
import { Status } from "../../src/generated/google/rpc/status.js";
import type {
  StreamCallStatesRequest,
  StreamCallStatesResponse,
} from "../../src/generated/gancho/v1/call_service.js";
import { durationFromMs } from "../../src/timestamps.js";

interface MessageType {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

interface Definition {
  readonly fullName: string;
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly requestType: MessageType;
        readonly requestStream: boolean;
        readonly responseType: MessageType;
        readonly responseStream: boolean;
      }
    >
  >;
}

export type Stream = ServerDuplexStream<
  StreamCallStatesRequest,
  StreamCallStatesResponse
>;

/** A server on loopback that does what its handlers say. */
export class FakeServer {
  readonly #server = new Server();
  #port = 0;

  /** `handlers` by method, as grpc-js wants them. */
  add(definition: Definition, handlers: Record<string, UntypedHandleCall>): void {
    const methods: Record<string, MethodDefinition<unknown, unknown>> = {};
    for (const [name, method] of Object.entries(definition.methods)) {
      if (handlers[name] === undefined) continue;
      methods[name] = {
        path: `/${definition.fullName}/${method.name}`,
        requestStream: method.requestStream,
        responseStream: method.responseStream,
        requestSerialize: (value) =>
          Buffer.from(method.requestType.encode(value).finish()),
        requestDeserialize: (bytes) => method.requestType.decode(bytes),
        responseSerialize: (value) =>
          Buffer.from(method.responseType.encode(value).finish()),
        responseDeserialize: (bytes) => method.responseType.decode(bytes),
      };
    }
    this.#server.addService(methods, handlers);
  }

  /** On a free port, unless an earlier server's is taken over. */
  start(
    port = 0,
    credentials = ServerCredentials.createInsecure(),
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => {
        this.#port = bound;
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Cuts every connection. */
  stop(): void {
    this.#server.forceShutdown();
  }
}

/** An error with the details that Gancho sends. */
export function serverError(
  code: status,
  details: string,
  more: { reason?: string; field?: string; retryDelayMs?: number } = {},
): { code: status; details: string; metadata: Metadata } {
  const { reason, field, retryDelayMs } = more;
  const any = (name: string, writer: { finish(): Uint8Array }) => ({
    typeUrl: `type.googleapis.com/google.rpc.${name}`,
    value: Buffer.from(writer.finish()),
  });
  const all = [];
  if (reason !== undefined) {
    const info = { reason, domain: "gancho.dev", metadata: { limit: "5" } };
    all.push(any("ErrorInfo", ErrorInfo.encode(info)));
  }
  if (field !== undefined) {
    const fieldViolations = [
      { field, description: "bad" },
    ];
    all.push(any("BadRequest", BadRequest.encode({ fieldViolations })));
  }
  if (retryDelayMs !== undefined) {
    const retryDelay = durationFromMs(retryDelayMs);
    all.push(any("RetryInfo", RetryInfo.encode({ retryDelay })));
  }
  const metadata = new Metadata();
  const rpcStatus = Status.encode({ code, message: details, details: all });
  metadata.set("grpc-status-details-bin", Buffer.from(rpcStatus.finish()));
  return { code, details, metadata };
}
