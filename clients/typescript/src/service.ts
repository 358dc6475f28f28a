// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import {
  type CallOptions as GrpcCallOptions,
  type Client,
  Metadata,
} from "@grpc/grpc-js";

import { errorFromGrpc, GanchoError } from "./errors.js";
import { Pages } from "./pages.js";
import type { PartialMessage } from "./partial_message.js";

/** How long one call may take, and what goes with it. */
export interface CallOptions {
  /** Milliseconds, of each page for a list. Default: that of connect(). */
  timeoutMs?: number;
  /** Rejects with CANCELLED when it aborts. */
  signal?: AbortSignal;
  /** Sent beside what connect() says. */
  metadata?: Readonly<Record<string, string>>;
}

interface MessageType<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
  fromPartial(message: never): T;
}

interface MethodDefinition {
  readonly name: string;
  readonly requestType: MessageType<unknown>;
  readonly requestStream: boolean;
  readonly responseType: MessageType<unknown>;
  readonly responseStream: boolean;
}

interface ServiceDefinition {
  readonly fullName: string;
  readonly methods: Readonly<Record<string, MethodDefinition>>;
}

type Request<D> = D extends { requestType: MessageType<infer Q> }
  ? PartialMessage<Q>
  : never;
type Response<D> = D extends { responseType: MessageType<infer R> } ? R : never;
type ItemsOf<Page> = Extract<Page[keyof Page], readonly unknown[]>[number];

type Method<Name, D> = D extends { requestStream: true }
  ? never
  : D extends { responseStream: true }
    ? (request: Request<D>, options?: CallOptions) => AsyncIterable<Response<D>>
    : Name extends `list${string}`
      ? Response<D> extends { nextPageToken: string }
        ? (
            request: Request<D>,
            options?: CallOptions,
          ) => Pages<ItemsOf<Response<D>>, Response<D>>
        : never
      : (request: Request<D>, options?: CallOptions) => Promise<Response<D>>;

/**
 * The methods of a service: unary ones return promises, lists are read page by
 * page, streams of the server are async iterables. All errors are GanchoErrors.
 */
export type Service<S extends ServiceDefinition> = {
  readonly [M in keyof S["methods"] as S["methods"][M] extends {
    requestStream: true;
  }
    ? never
    : M]: Method<M, S["methods"][M]>;
};

/** What all calls of a client share. */
export interface Caller {
  readonly client: Client;
  readonly metadata: Metadata;
  /** Of unary calls. */
  readonly timeoutMs: number;
}

type AnyRequest = Record<string, unknown>;

/** The methods of `definition`, called through `caller`. */
export function service<S extends ServiceDefinition>(
  caller: Caller,
  definition: S,
): Service<S> {
  const methods: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(definition.methods)) {
    if (method.requestStream) continue;
    const path = `/${definition.fullName}/${method.name}`;
    methods[name] = bind(caller, path, name, method);
  }
  return methods as Service<S>;
}

function bind(
  caller: Caller,
  path: string,
  name: string,
  method: MethodDefinition,
): unknown {
  if (method.responseStream) {
    return (request: AnyRequest, options?: CallOptions) =>
      serverStream(caller, path, method, request, options);
  }
  const call = (request: AnyRequest, options?: CallOptions): Promise<unknown> =>
    unary(caller, path, method, request, options);
  if (!name.startsWith("list")) return call;
  return (request: AnyRequest, options?: CallOptions) =>
    new Pages((pageToken) => {
      const paged = pageToken === undefined ? request : { ...request, pageToken };
      return call(paged, options) as Promise<{ nextPageToken: string }>;
    });
}

async function unary(
  caller: Caller,
  path: string,
  method: MethodDefinition,
  request: AnyRequest,
  options: CallOptions = {},
): Promise<unknown> {
  throwIfAborted(options.signal);
  const message = method.requestType.fromPartial(request as never);
  const timeoutMs = options.timeoutMs ?? caller.timeoutMs;
  return new Promise((resolve, reject) => {
    const call = caller.client.makeUnaryRequest<unknown, unknown>(
      path,
      serializer(method),
      deserializer(method),
      message,
      metadataOf(caller, options),
      deadlineIn(timeoutMs),
      (error, response) => {
        options.signal?.removeEventListener("abort", cancel);
        if (error === null) resolve(response);
        else reject(errorFromGrpc(error));
      },
    );
    const cancel = (): void => call.cancel();
    options.signal?.addEventListener("abort", cancel);
  });
}

async function* serverStream(
  caller: Caller,
  path: string,
  method: MethodDefinition,
  request: AnyRequest,
  options: CallOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  throwIfAborted(options.signal);
  const call = caller.client.makeServerStreamRequest(
    path,
    serializer(method),
    deserializer(method),
    method.requestType.fromPartial(request as never),
    metadataOf(caller, options),
    deadlineIn(options.timeoutMs ?? Infinity),
  );
  const cancel = (): void => call.cancel();
  options.signal?.addEventListener("abort", cancel);
  try {
    yield* call;
  } catch (error) {
    throw errorFromGrpc(error as Error);
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    // What comes after the iteration has ended nobody hears.
    call.on("error", () => {});
    call.cancel();
  }
}

function serializer(method: MethodDefinition): (message: unknown) => Buffer {
  return (message) => {
    const bytes = method.requestType.encode(message).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

function deserializer(method: MethodDefinition): (bytes: Buffer) => unknown {
  return (bytes) => method.responseType.decode(bytes);
}

function metadataOf(caller: Caller, options: CallOptions): Metadata {
  const metadata = caller.metadata.clone();
  for (const [key, value] of Object.entries(options.metadata ?? {})) {
    metadata.set(key, value);
  }
  return metadata;
}

function deadlineIn(timeoutMs: number): GrpcCallOptions {
  return Number.isFinite(timeoutMs) ? { deadline: Date.now() + timeoutMs } : {};
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new GanchoError("CANCELLED", "the call was aborted", {
      cause: signal.reason,
    });
  }
}
