// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import {
  createHmac,
  createPublicKey,
  type KeyObject,
  timingSafeEqual,
  verify as verifySignature,
} from "node:crypto";

/** Why a request is not accepted. */
export type WebhookVerificationReason =
  | "MISSING_HEADER"
  | "INVALID_TIMESTAMP"
  | "TIMESTAMP_TOO_OLD"
  | "TIMESTAMP_TOO_NEW"
  | "NO_MATCHING_SIGNATURE";

/** Thrown for a request that is not from the server, or not of this moment. */
export class WebhookVerificationError extends Error {
  override readonly name = "WebhookVerificationError";
  readonly reason: WebhookVerificationReason;

  constructor(reason: WebhookVerificationReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Headers as Node, as fetch, or as a plain object has them. */
export type WebhookHeaders =
  | { get(name: string): string | null | undefined }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a verified request is about. */
export interface VerifiedWebhook {
  /** The same in every attempt of one delivery: do the work once for each. */
  readonly id: string;
  /** When this attempt was signed. */
  readonly timestamp: Date;
}

export interface WebhookVerifierOptions {
  /** How far the clocks may differ, either way. Default: 5 minutes. */
  toleranceMs?: number;
  /** The present time, milliseconds since 1970. Default: Date.now. */
  now?: () => number;
}

const hmacPrefix = "whsec_";
const publicKeyPrefix = "whpk_";
const minHmacKeyBytes = 24;
const maxHmacKeyBytes = 64;
const publicKeyBytes = 32;
const signatureBytes = 64;
// More than any rotation has; bounds the work that a forged header causes.
const maxSignatures = 16;

type Key =
  | { readonly version: "v1"; readonly secret: Buffer }
  | { readonly version: "v1a"; readonly publicKey: KeyObject };

/**
 * Verifies signed requests by the Standard Webhooks specification: `v1`
 * (HMAC-SHA256, secrets `whsec_...`) and `v1a` (Ed25519, public keys
 * `whpk_...`). A request passes if any of its signatures fits any of the keys,
 * so that secrets can be rotated: give old and new for the time of overlap.
 */
export class WebhookVerifier {
  readonly #keys: readonly Key[];
  readonly #toleranceMs: number;
  readonly #now: () => number;

  /** Throws a TypeError for what is neither a secret nor a public key. */
  constructor(
    keys: string | readonly string[],
    options: WebhookVerifierOptions = {},
  ) {
    const texts = typeof keys === "string" ? [keys] : keys;
    if (texts.length === 0) throw new TypeError("no key to verify with");
    this.#keys = texts.map(parseKey);
    this.#toleranceMs = options.toleranceMs ?? 5 * 60_000;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Throws a WebhookVerificationError unless the request is authentic. `body`
   * is what came over the wire: not parsed and written again.
   */
  verify(headers: WebhookHeaders, body: Uint8Array | string): VerifiedWebhook {
    const id = header(headers, "webhook-id");
    const timestamp = header(headers, "webhook-timestamp");
    const signatures = header(headers, "webhook-signature");
    const seconds = this.#checkTimestamp(timestamp);
    const content = Buffer.concat([
      Buffer.from(`${id}.${timestamp}.`),
      typeof body === "string" ? Buffer.from(body) : body,
    ]);
    if (!this.#matches(signatures, content)) {
      throw new WebhookVerificationError(
        "NO_MATCHING_SIGNATURE",
        "no signature fits the request",
      );
    }
    return { id, timestamp: new Date(seconds * 1_000) };
  }

  #checkTimestamp(text: string): number {
    if (!/^[0-9]{1,12}$/.test(text)) {
      throw new WebhookVerificationError(
        "INVALID_TIMESTAMP",
        "webhook-timestamp is not a number of seconds",
      );
    }
    const seconds = Number(text);
    const ageMs = this.#now() - seconds * 1_000;
    if (ageMs > this.#toleranceMs) {
      throw new WebhookVerificationError(
        "TIMESTAMP_TOO_OLD",
        "the request was signed too long ago",
      );
    }
    if (-ageMs > this.#toleranceMs) {
      throw new WebhookVerificationError(
        "TIMESTAMP_TOO_NEW",
        "the request was signed in the future",
      );
    }
    return seconds;
  }

  #matches(signatures: string, content: Buffer): boolean {
    const candidates = signatures
      .split(" ", maxSignatures)
      .flatMap((signature) => {
        const [version, encoded, ...rest] = signature.split(",");
        if (encoded === undefined || rest.length > 0) return [];
        const bytes = decodeBase64(encoded);
        return bytes === undefined ? [] : [{ version, bytes }];
      });
    let matched = false;
    for (const key of this.#keys) {
      const fits = signatureCheck(key, content);
      for (const { version, bytes } of candidates) {
        if (version === key.version && fits(bytes)) matched = true;
      }
    }
    return matched;
  }
}

function signatureCheck(
  key: Key,
  content: Buffer,
): (signature: Buffer) => boolean {
  if (key.version === "v1a") {
    return (signature) =>
      signature.length === signatureBytes &&
      verifySignature(null, content, key.publicKey, signature);
  }
  const expected = createHmac("sha256", key.secret).update(content).digest();
  return (signature) =>
    signature.length === expected.length &&
    timingSafeEqual(signature, expected);
}

function parseKey(text: string): Key {
  if (text.startsWith(hmacPrefix)) {
    const secret = decodeBase64(text.slice(hmacPrefix.length));
    if (
      secret === undefined ||
      secret.length < minHmacKeyBytes ||
      secret.length > maxHmacKeyBytes
    ) {
      throw new TypeError(
        `a secret is ${hmacPrefix} and base64 of 24 to 64 bytes`,
      );
    }
    return { version: "v1", secret };
  }
  if (text.startsWith(publicKeyPrefix)) {
    const key = decodeBase64(text.slice(publicKeyPrefix.length));
    if (key === undefined || key.length !== publicKeyBytes) {
      throw new TypeError(
        `a public key is ${publicKeyPrefix} and base64 of 32 bytes`,
      );
    }
    const jwk = { kty: "OKP", crv: "Ed25519", x: key.toString("base64url") };
    return {
      version: "v1a",
      publicKey: createPublicKey({ key: jwk, format: "jwk" }),
    };
  }
  // Never the text itself: it may be a secret with a typing error.
  throw new TypeError(
    `a key begins with ${hmacPrefix} (HMAC) or ${publicKeyPrefix} (Ed25519)`,
  );
}

// Undefined for what is no base64; Buffer alone ignores what it cannot read.
function decodeBase64(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return undefined;
  }
  return Buffer.from(text, "base64");
}

function header(headers: WebhookHeaders, name: string): string {
  const value = findHeader(headers, name);
  if (value === undefined || value === "") {
    throw new WebhookVerificationError("MISSING_HEADER", `no ${name} header`);
  }
  return value;
}

function hasGet(
  headers: WebhookHeaders,
): headers is { get(name: string): string | null | undefined } {
  return typeof headers.get === "function";
}

function findHeader(
  headers: WebhookHeaders,
  name: string,
): string | undefined {
  if (hasGet(headers)) return headers.get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== name) continue;
    if (typeof value === "string") return value;
    // Twice the same header is not what the server sends.
    if (Array.isArray(value) && value.length === 1) return value[0] as string;
  }
  return undefined;
}
