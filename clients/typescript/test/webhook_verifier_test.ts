// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import {
  type WebhookVerificationError,
  WebhookVerifier,
} from "../src/webhook_verifier.js";

// The test vectors of the Standard Webhooks specification.
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const timestamp = 1614265330;
const body = '{"test": 2432232314}';
const hmacSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const hmacSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const publicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const ed25519Signature =
  "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVL" +
  "Po3mNl8EM+m7TBAg==";
const otherSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

function headers(
  signature: string,
  time: string | number = timestamp,
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(time),
    "webhook-signature": signature,
  };
}

function verifier(keys: string | string[], offsetMs = 0): WebhookVerifier {
  return new WebhookVerifier(keys, {
    now: () => timestamp * 1_000 + offsetMs,
  });
}

function fails(reason: string): (error: unknown) => boolean {
  return (error) => (error as WebhookVerificationError).reason === reason;
}

test("accepts the vector of v1", () => {
  const verified = verifier(hmacSecret).verify(headers(hmacSignature), body);
  assert.equal(verified.id, id);
  assert.equal(verified.timestamp.getTime(), timestamp * 1_000);
});

test("accepts the vector of v1a", () => {
  verifier(publicKey).verify(headers(ed25519Signature), Buffer.from(body));
});

test("accepts any of several keys and signatures", () => {
  const both = `v1,AAAA ${ed25519Signature} v9,nonsense ${hmacSignature}`;
  for (const keys of [[otherSecret, hmacSecret], [hmacSecret], [publicKey]]) {
    verifier(keys).verify(headers(both), body);
  }
});

test("refuses what was changed", () => {
  const check = verifier([hmacSecret, publicKey]);
  const both = `${hmacSignature} ${ed25519Signature}`;
  const refused = fails("NO_MATCHING_SIGNATURE");
  assert.throws(() => check.verify(headers(both), `${body} `), refused);
  assert.throws(() => check.verify(headers(both, timestamp + 1), body), refused);
  const otherId = { ...headers(both), "webhook-id": "msg_other" };
  assert.throws(() => check.verify(otherId, body), refused);
});

test("refuses signatures of other keys, versions and shapes", () => {
  const [, v1] = hmacSignature.split(",");
  const [, v1a] = ed25519Signature.split(",");
  for (const signature of [
    `v1a,${v1}`,
    `v1,${v1a}`,
    `v2,${v1}`,
    `${v1}`,
    `v1,${v1},`,
    `v1,${v1?.slice(0, -1)}`,
    `v1,${v1?.slice(0, -4)}`,
    "v1,",
    " ",
  ]) {
    assert.throws(
      () => verifier([hmacSecret, publicKey]).verify(headers(signature), body),
      fails("NO_MATCHING_SIGNATURE"),
      signature,
    );
  }
  assert.throws(
    () => verifier(otherSecret).verify(headers(hmacSignature), body),
    fails("NO_MATCHING_SIGNATURE"),
  );
});

test("looks at no more than 16 signatures", () => {
  const many = `${"v1,AAAA ".repeat(16)}${hmacSignature}`;
  assert.throws(
    () => verifier(hmacSecret).verify(headers(many), body),
    fails("NO_MATCHING_SIGNATURE"),
  );
});

test("clocks may differ by the tolerance, either way", () => {
  const limit = 5 * 60_000;
  for (const offset of [-limit, limit]) {
    verifier(hmacSecret, offset).verify(headers(hmacSignature), body);
  }
  assert.throws(
    () => verifier(hmacSecret, limit + 1).verify(headers(hmacSignature), body),
    fails("TIMESTAMP_TOO_OLD"),
  );
  assert.throws(
    () => verifier(hmacSecret, -limit - 1).verify(headers(hmacSignature), body),
    fails("TIMESTAMP_TOO_NEW"),
  );
});

test("refuses timestamps that are no numbers", () => {
  for (const time of ["", "1e9", "-1", " 1614265330", "0x1", "9".repeat(13)]) {
    assert.throws(
      () => verifier(hmacSecret).verify(headers(hmacSignature, time), body),
      fails(time === "" ? "MISSING_HEADER" : "INVALID_TIMESTAMP"),
      time,
    );
  }
});

test("reads headers of any case, of Node and of fetch", () => {
  const check = verifier(hmacSecret);
  check.verify(new Headers(headers(hmacSignature)), body);
  check.verify(
    {
      "Webhook-Id": id,
      "WEBHOOK-TIMESTAMP": String(timestamp),
      "Webhook-Signature": [hmacSignature],
    },
    body,
  );
  assert.throws(
    () => check.verify({ "webhook-id": id }, body),
    fails("MISSING_HEADER"),
  );
});

test("bodies are bytes", () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  const signature = createHmac("sha256", secret)
    .update(`${id}.${timestamp}.`)
    .update(bytes)
    .digest("base64");
  verifier(hmacSecret).verify(headers(`v1,${signature}`), bytes);
});

test("refuses what is no key, without repeating it", () => {
  for (const key of [
    "",
    "whsec_",
    "whsec_c2hvcnQ=",
    "whsec_not base64 !",
    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whpk_c2hvcnQ=",
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=",
  ]) {
    assert.throws(
      () => new WebhookVerifier(key),
      (error) =>
        error instanceof TypeError &&
        (key.length < 8 || !error.message.includes(key.slice(6))),
      key,
    );
  }
  assert.throws(() => new WebhookVerifier([]), TypeError);
});
