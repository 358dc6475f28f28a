// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

/** A request is not from the server, or not of this moment. */
public final class WebhookVerificationException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a request is not accepted. */
  public enum Reason {
    MISSING_HEADER,
    INVALID_TIMESTAMP,
    TIMESTAMP_TOO_OLD,
    TIMESTAMP_TOO_NEW,
    NO_MATCHING_SIGNATURE
  }

  private final Reason reason;

  WebhookVerificationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
