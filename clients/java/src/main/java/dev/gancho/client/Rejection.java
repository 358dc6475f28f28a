// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CallState;
import java.util.Optional;

/**
 * A state that the server refused for good.
 *
 * @param state empty if it is not at hand, or if a whole message was refused
 * @param messageId of the message that held it
 * @param index the place of the state in its message; -1: the whole message
 * @param error why
 */
public record Rejection(
    Optional<CallState> state, long messageId, int index, GanchoException error) {}
