// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.time.Instant;

/**
 * What a verified request is about.
 *
 * @param id the same in every attempt of one delivery: do the work once for each
 * @param timestamp when this attempt was signed
 */
public record VerifiedWebhook(String id, Instant timestamp) {}
