// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.client.WebhookVerificationException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Verifies signed requests by the Standard Webhooks specification: {@code v1} (HMAC-SHA256, secrets
 * {@code whsec_...}) and {@code v1a} (Ed25519, public keys {@code whpk_...}). A request passes if
 * any of its signatures fits any of the keys, so that secrets can be rotated: give old and new for
 * the time of overlap. Immutable.
 */
public final class WebhookVerifier {
  /** How far the clocks may differ, either way, unless it is said otherwise. */
  public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  // More than any rotation has; bounds the work that a forged header causes.
  private static final int MAX_SIGNATURES = 16;

  private record Candidate(String version, byte[] bytes) {}

  private final List<WebhookKey> keys;
  private final Duration tolerance;
  private final Clock clock;

  /** Throws IllegalArgumentException for what is neither a secret nor a public key. */
  public WebhookVerifier(String... keys) {
    this(List.of(keys), DEFAULT_TOLERANCE, Clock.systemUTC());
  }

  /** The same with a tolerance and a clock of one's own. */
  public WebhookVerifier(Collection<String> keys, Duration tolerance, Clock clock) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key to verify with");
    }
    this.keys = keys.stream().map(WebhookKey::parse).toList();
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * Throws unless the request is authentic.
   *
   * @param header a header by its name in lower case, or null; for example {@code
   *     exchange.getRequestHeaders()::getFirst} or {@code request::getHeader}
   * @param body what came over the wire: not parsed and written again
   */
  public VerifiedWebhook verify(Function<String, String> header, byte[] body)
      throws WebhookVerificationException {
    String id = require(header, "webhook-id");
    String timestamp = require(header, "webhook-timestamp");
    String signatures = require(header, "webhook-signature");
    Instant signed = checkTimestamp(timestamp);
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[head.length + body.length];
    System.arraycopy(head, 0, content, 0, head.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    if (!matches(candidates(signatures), content)) {
      throw new WebhookVerificationException(
          Reason.NO_MATCHING_SIGNATURE, "no signature fits the request");
    }
    return new VerifiedWebhook(id, signed);
  }

  /** The same for headers in a map, with names in any case. */
  public VerifiedWebhook verify(Map<String, String> headers, byte[] body)
      throws WebhookVerificationException {
    return verify(
        name ->
            headers.entrySet().stream()
                .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null),
        body);
  }

  private static String require(Function<String, String> header, String name)
      throws WebhookVerificationException {
    String value = header.apply(name);
    if (value == null || value.isEmpty()) {
      throw new WebhookVerificationException(Reason.MISSING_HEADER, "no " + name + " header");
    }
    return value;
  }

  private Instant checkTimestamp(String text) throws WebhookVerificationException {
    if (!SECONDS.matcher(text).matches()) {
      throw new WebhookVerificationException(
          Reason.INVALID_TIMESTAMP, "webhook-timestamp is not a number of seconds");
    }
    Instant signed = Instant.ofEpochSecond(Long.parseLong(text));
    Duration age = Duration.between(signed, clock.instant());
    if (age.compareTo(tolerance) > 0) {
      throw new WebhookVerificationException(
          Reason.TIMESTAMP_TOO_OLD, "the request was signed too long ago");
    }
    if (age.negated().compareTo(tolerance) > 0) {
      throw new WebhookVerificationException(
          Reason.TIMESTAMP_TOO_NEW, "the request was signed in the future");
    }
    return signed;
  }

  private static List<Candidate> candidates(String signatures) {
    List<Candidate> candidates = new ArrayList<>();
    String[] texts = signatures.split(" ", MAX_SIGNATURES + 1);
    for (int i = 0; i < Math.min(texts.length, MAX_SIGNATURES); ++i) {
      String[] parts = texts[i].split(",", -1);
      if (parts.length != 2) {
        continue;
      }
      try {
        candidates.add(new Candidate(parts[0], Base64.getDecoder().decode(parts[1])));
      } catch (IllegalArgumentException unreadable) {
        // Not a signature; another may be.
      }
    }
    return candidates;
  }

  private boolean matches(List<Candidate> candidates, byte[] content) {
    boolean matched = false;
    for (WebhookKey key : keys) {
      WebhookKey.Check check = key.checkOf(content);
      for (Candidate candidate : candidates) {
        if (candidate.version().equals(key.version()) && check.fits(candidate.bytes())) {
          matched = true;
        }
      }
    }
    return matched;
  }
}
