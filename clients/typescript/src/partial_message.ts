// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

type Leaf = Uint8Array | string | number | boolean | bigint | undefined;

/**
 * A message with any of its fields left out, as the methods take it. An int64
 * may be given as a bigint, a whole number or decimal digits.
 */
export type PartialMessage<T> = T extends bigint
  ? string | number | bigint
  : T extends Leaf
    ? T
    : T extends Array<infer U>
      ? Array<PartialMessage<U>>
      : T extends { $case: string; value: unknown }
        ? { $case: T["$case"]; value?: PartialMessage<T["value"]> }
        : T extends object
          ? { [K in keyof T]?: PartialMessage<T[K]> }
          : T;
