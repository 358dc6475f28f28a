// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

export {
  CallStateStream,
  type CallStateStreamOptions,
  type CallStateStreamStats,
  type Rejection,
} from "./call_state_stream.js";
export {
  connect,
  type ConnectOptions,
  GanchoClient,
  type TlsOptions,
} from "./client.js";
export {
  type ErrorCode,
  type ErrorDetails,
  type FieldViolation,
  GanchoError,
} from "./errors.js";
export type { Duration } from "./generated/google/protobuf/duration.js";
export type { Timestamp } from "./generated/google/protobuf/timestamp.js";
export * from "./generated/v1.js";
export { Pages } from "./pages.js";
export type { PartialMessage } from "./partial_message.js";
export type { CallOptions, Service } from "./service.js";
export {
  dateFromTimestamp,
  durationFromMs,
  msFromDuration,
  timestampFromDate,
  timestampFromNanos,
} from "./timestamps.js";
export type { WaitOptions } from "./wait_list.js";
export {
  type VerifiedWebhook,
  type WebhookHeaders,
  WebhookVerificationError,
  type WebhookVerificationReason,
  WebhookVerifier,
  type WebhookVerifierOptions,
} from "./webhook_verifier.js";
