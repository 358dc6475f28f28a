// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import { type Metadata, status } from "@grpc/grpc-js";

import type { Any } from "./generated/google/protobuf/any.js";
import {
  BadRequest,
  ErrorInfo,
  RetryInfo,
} from "./generated/google/rpc/error_details.js";
import { Status } from "./generated/google/rpc/status.js";
import { msFromDuration } from "./timestamps.js";

/** The name of a gRPC status, for example `INVALID_ARGUMENT`. */
export type ErrorCode = Exclude<keyof typeof status, "OK">;

/** One field of a request that was refused. */
export interface FieldViolation {
  /** The path of the field, for example `event.request.url`. */
  readonly field: string;
  readonly description: string;
}

/** What an error says beyond its code and message. */
export interface ErrorDetails {
  /** A constant for programs, for example `API_KEY_INVALID`. */
  readonly reason?: string;
  /** Who defines `reason`. */
  readonly domain?: string;
  /** What belongs to `reason`. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly fieldViolations?: readonly FieldViolation[];
  /** How long to wait at least before the next try. */
  readonly retryDelayMs?: number;
  /** Everything that the server said, undecoded. */
  readonly details?: readonly Any[];
  readonly cause?: unknown;
}

/** The error of every method here: of the server, or of this client itself. */
export class GanchoError extends Error {
  override readonly name = "GanchoError";
  readonly code: ErrorCode;
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fieldViolations: readonly FieldViolation[];
  readonly retryDelayMs: number | undefined;
  readonly details: readonly Any[];

  constructor(code: ErrorCode, message: string, more: ErrorDetails = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.reason = more.reason;
    this.domain = more.domain;
    this.metadata = more.metadata ?? {};
    this.fieldViolations = more.fieldViolations ?? [];
    this.retryDelayMs = more.retryDelayMs;
    this.details = more.details ?? [];
  }

  override toString(): string {
    return `${this.name}: ${this.code}: ${this.message}`;
  }
}

/** The error that a google.rpc.Status says. */
export function errorFromStatus(rpcStatus: Status): GanchoError {
  return new GanchoError(
    codeName(rpcStatus.code),
    rpcStatus.message,
    readDetails(rpcStatus.details),
  );
}

/** The error of a call that ended: what grpc-js throws or reports. */
export function errorFromGrpc(ended: {
  code?: number;
  details?: string;
  message?: string;
  metadata?: Metadata;
}): GanchoError {
  if (ended instanceof GanchoError) return ended;
  const trailer = ended.metadata?.get("grpc-status-details-bin")[0];
  return new GanchoError(
    codeName(ended.code ?? status.UNKNOWN),
    ended.details ?? ended.message ?? "",
    trailer instanceof Uint8Array ? readDetails(decodeDetails(trailer)) : {},
  );
}

// Whether a new call with the same arguments could end otherwise.
const permanentCodes: ReadonlySet<ErrorCode> = new Set([
  "INVALID_ARGUMENT",
  "NOT_FOUND",
  "PERMISSION_DENIED",
  "UNAUTHENTICATED",
  "UNIMPLEMENTED",
  "FAILED_PRECONDITION",
  "OUT_OF_RANGE",
]);

/** Whether trying again cannot mend it. */
export function isPermanent(code: ErrorCode): boolean {
  return permanentCodes.has(code);
}

function codeName(code: number): ErrorCode {
  const name = status[code] as keyof typeof status | undefined;
  return name === undefined || name === "OK" ? "UNKNOWN" : name;
}

// Details that cannot be read must not hide the error itself.
function decodeDetails(trailer: Uint8Array): readonly Any[] {
  try {
    return Status.decode(trailer).details;
  } catch {
    return [];
  }
}

function readDetails(details: readonly Any[]): ErrorDetails {
  const errorInfo = find(details, "google.rpc.ErrorInfo", ErrorInfo);
  const badRequest = find(details, "google.rpc.BadRequest", BadRequest);
  const retryInfo = find(details, "google.rpc.RetryInfo", RetryInfo);
  return {
    details,
    ...(errorInfo && {
      reason: errorInfo.reason,
      domain: errorInfo.domain,
      metadata: errorInfo.metadata,
    }),
    ...(badRequest && {
      fieldViolations: badRequest.fieldViolations.map(
        ({ field, description }) => ({ field, description }),
      ),
    }),
    ...(retryInfo?.retryDelay && {
      retryDelayMs: msFromDuration(retryInfo.retryDelay),
    }),
  };
}

function find<T>(
  details: readonly Any[],
  name: string,
  type: { decode(input: Uint8Array): T },
): T | undefined {
  const detail = details.find(({ typeUrl }) => typeUrl.endsWith(`/${name}`));
  if (detail === undefined) return undefined;
  try {
    return type.decode(detail.value);
  } catch {
    return undefined;
  }
}
