// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

/**
 * Counters since the stream was made.
 *
 * @param sent taken by {@code send} or {@code trySend}
 * @param acknowledged rejected ones included
 * @param rejected a message that was refused as a whole counts once
 * @param duplicates known to the server already
 * @param messages written, repeated ones included
 * @param connections made
 * @param buffered not acknowledged now
 */
public record CallStateStreamStats(
    long sent,
    long acknowledged,
    long rejected,
    long duplicates,
    long messages,
    long connections,
    long buffered) {}
