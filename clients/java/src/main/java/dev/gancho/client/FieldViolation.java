// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

/**
 * One field of a request that was refused.
 *
 * @param field the path of the field, for example {@code event.request.url}
 * @param description what is wrong with it
 */
public record FieldViolation(String field, String description) {}
