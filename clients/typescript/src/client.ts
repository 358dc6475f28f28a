// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import {
  type ChannelCredentials,
  type ChannelOptions,
  Client,
  credentials,
  Metadata,
} from "@grpc/grpc-js";

import {
  CallStateStream,
  type CallStateStreamOptions,
} from "./call_state_stream.js";
import { AccountServiceDefinition } from "./generated/gancho/v1/account_service.js";
import { ApiKeyServiceDefinition } from "./generated/gancho/v1/api_key_service.js";
import { CallServiceDefinition } from "./generated/gancho/v1/call_service.js";
import { DeliveryServiceDefinition } from "./generated/gancho/v1/delivery_service.js";
import { EventServiceDefinition } from "./generated/gancho/v1/event_service.js";
import { TriggerServiceDefinition } from "./generated/gancho/v1/trigger_service.js";
import { type Caller, type Service, service } from "./service.js";
import { grpcStreamCalls } from "./stream_call.js";

/** PEM texts, not file names. */
export interface TlsOptions {
  /** The roots to trust. Default: those of Node. */
  caCertificates?: string;
  /** For mutual TLS, with `clientKey`. */
  clientCertificate?: string;
  clientKey?: string;
  /** The name in the server's certificate, if it is not that of `address`. */
  serverName?: string;
}

/** How a server is reached. */
export interface ConnectOptions {
  /** `host:port`. Default: `127.0.0.1:7233`. */
  address?: string;
  /** Default: no TLS. `true`: with the roots of Node. */
  tls?: boolean | TlsOptions;
  /**
   * Sent with each call as `authorization: Bearer ...`. Without TLS everyone
   * on the way can read it.
   */
  apiKey?: string;
  /** How long a unary call may take, unless it says otherwise. Default: 60 s. */
  timeoutMs?: number;
}

/** A connection to a server, which is made when it is used. */
export class GanchoClient {
  readonly accounts: Service<AccountServiceDefinition>;
  readonly apiKeys: Service<ApiKeyServiceDefinition>;
  readonly calls: Service<CallServiceDefinition>;
  readonly deliveries: Service<DeliveryServiceDefinition>;
  readonly events: Service<EventServiceDefinition>;
  readonly triggers: Service<TriggerServiceDefinition>;

  readonly #caller: Caller;
  readonly #streams = new Set<CallStateStream>();

  constructor(options: ConnectOptions = {}) {
    const tls = options.tls === true ? {} : options.tls || undefined;
    const metadata = new Metadata();
    if (options.apiKey !== undefined) {
      metadata.set("authorization", `Bearer ${options.apiKey}`);
    }
    const client = new Client(
      options.address ?? "127.0.0.1:7233",
      channelCredentials(tls),
      channelOptions(tls),
    );
    const timeoutMs = options.timeoutMs ?? 60_000;
    this.#caller = { client, metadata, timeoutMs };
    this.accounts = service(this.#caller, AccountServiceDefinition);
    this.apiKeys = service(this.#caller, ApiKeyServiceDefinition);
    this.calls = service(this.#caller, CallServiceDefinition);
    this.deliveries = service(this.#caller, DeliveryServiceDefinition);
    this.events = service(this.#caller, EventServiceDefinition);
    this.triggers = service(this.#caller, TriggerServiceDefinition);
  }

  /** A new stream of call states; close it before the client. */
  callStateStream(options: CallStateStreamOptions = {}): CallStateStream {
    const { client, metadata } = this.#caller;
    for (const stream of this.#streams) {
      if (stream.hasEnded) this.#streams.delete(stream);
    }
    const stream = new CallStateStream(
      grpcStreamCalls(client, metadata),
      options,
    );
    this.#streams.add(stream);
    return stream;
  }

  /** Ends every call that is under way, and aborts the streams. */
  close(): void {
    for (const stream of this.#streams) stream.abort();
    this.#streams.clear();
    this.#caller.client.close();
  }
}

/** A client of the server at `options.address`. */
export function connect(options: ConnectOptions = {}): GanchoClient {
  return new GanchoClient(options);
}

function channelCredentials(tls: TlsOptions | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const pem = (text: string | undefined): Buffer | null =>
    text === undefined ? null : Buffer.from(text);
  return credentials.createSsl(
    pem(tls.caCertificates),
    pem(tls.clientKey),
    pem(tls.clientCertificate),
  );
}

function channelOptions(tls: TlsOptions | undefined): ChannelOptions {
  return {
    // A stream notices a server that is gone.
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_timeout_ms": 20_000,
    // The stream has a backoff of its own; this one only bounds it.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
    // One client's failed connections do not hold up another's.
    "grpc.use_local_subchannel_pool": 1,
    ...(tls?.serverName !== undefined && {
      "grpc.ssl_target_name_override": tls.serverName,
      "grpc.default_authority": tls.serverName,
    }),
  };
}
