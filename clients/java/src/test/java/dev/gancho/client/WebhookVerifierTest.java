// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gancho.client.WebhookVerificationException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class WebhookVerifierTest {
  // The test vectors of the Standard Webhooks specification.
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1614265330;
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String HMAC_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String HMAC_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
  private static final String ED25519_SIGNATURE =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVL"
          + "Po3mNl8EM+m7TBAg==";
  private static final String OTHER_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
  private static final Duration TOLERANCE = WebhookVerifier.DEFAULT_TOLERANCE;

  private static Map<String, String> headers(String signature, String timestamp) {
    return Map.of(
        "webhook-id", ID, "webhook-timestamp", timestamp, "webhook-signature", signature);
  }

  private static Map<String, String> headers(String signature) {
    return headers(signature, Long.toString(TIMESTAMP));
  }

  private static WebhookVerifier verifier(Duration offset, String... keys) {
    Instant now = Instant.ofEpochSecond(TIMESTAMP).plus(offset);
    return new WebhookVerifier(List.of(keys), TOLERANCE, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static VerifiedWebhook verify(WebhookVerifier verifier, Map<String, String> headers)
      throws WebhookVerificationException {
    return verifier.verify(headers, BODY.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(
      Reason reason, WebhookVerifier verifier, Map<String, String> headers, String body) {
    WebhookVerificationException refused =
        assertThrows(
            WebhookVerificationException.class,
            () -> verifier.verify(headers, body.getBytes(StandardCharsets.UTF_8)),
            headers::toString);
    assertEquals(reason, refused.reason());
  }

  @Test
  void acceptsTheVectorOfV1() throws WebhookVerificationException {
    VerifiedWebhook verified =
        verify(verifier(Duration.ZERO, HMAC_SECRET), headers(HMAC_SIGNATURE));
    assertEquals(ID, verified.id());
    assertEquals(Instant.ofEpochSecond(TIMESTAMP), verified.timestamp());
  }

  @Test
  void acceptsTheVectorOfV1a() throws WebhookVerificationException {
    assertEquals(
        ID, verify(verifier(Duration.ZERO, PUBLIC_KEY), headers(ED25519_SIGNATURE)).id());
  }

  @Test
  void acceptsAnyOfSeveralKeysAndSignatures() throws WebhookVerificationException {
    Map<String, String> both =
        headers("v1,AAAA " + ED25519_SIGNATURE + " v9,nonsense " + HMAC_SIGNATURE);
    verify(verifier(Duration.ZERO, OTHER_SECRET, HMAC_SECRET), both);
    verify(verifier(Duration.ZERO, HMAC_SECRET), both);
    verify(verifier(Duration.ZERO, PUBLIC_KEY), both);
  }

  @Test
  void refusesWhatWasChanged() {
    WebhookVerifier verifier = verifier(Duration.ZERO, HMAC_SECRET, PUBLIC_KEY);
    String both = HMAC_SIGNATURE + " " + ED25519_SIGNATURE;
    assertRefused(Reason.NO_MATCHING_SIGNATURE, verifier, headers(both), BODY + " ");
    assertRefused(
        Reason.NO_MATCHING_SIGNATURE, verifier, headers(both, "" + (TIMESTAMP + 1)), BODY);
    Map<String, String> otherId = new HashMap<>(headers(both));
    otherId.put("webhook-id", "msg_other");
    assertRefused(Reason.NO_MATCHING_SIGNATURE, verifier, otherId, BODY);
  }

  @Test
  void refusesSignaturesOfOtherKeysVersionsAndShapes() {
    WebhookVerifier verifier = verifier(Duration.ZERO, HMAC_SECRET, PUBLIC_KEY);
    String v1 = HMAC_SIGNATURE.substring(3);
    String v1a = ED25519_SIGNATURE.substring(4);
    for (String signature :
        List.of(
            "v1a," + v1,
            "v1," + v1a,
            "v2," + v1,
            v1,
            "v1," + v1 + ",",
            "v1," + v1.substring(0, v1.length() - 4),
            "v1a," + v1a.substring(0, v1a.length() - 4),
            "v1a," + "A".repeat(88),
            "v1,",
            " ")) {
      assertRefused(Reason.NO_MATCHING_SIGNATURE, verifier, headers(signature), BODY);
    }
    assertRefused(
        Reason.NO_MATCHING_SIGNATURE,
        verifier(Duration.ZERO, OTHER_SECRET),
        headers(HMAC_SIGNATURE),
        BODY);
  }

  @Test
  void looksAtNoMoreThan16Signatures() {
    assertRefused(
        Reason.NO_MATCHING_SIGNATURE,
        verifier(Duration.ZERO, HMAC_SECRET),
        headers("v1,AAAA ".repeat(16) + HMAC_SIGNATURE),
        BODY);
  }

  @Test
  void letsClocksDifferByTheToleranceEitherWay() throws WebhookVerificationException {
    verify(verifier(TOLERANCE, HMAC_SECRET), headers(HMAC_SIGNATURE));
    verify(verifier(TOLERANCE.negated(), HMAC_SECRET), headers(HMAC_SIGNATURE));
    Duration more = TOLERANCE.plusMillis(1);
    assertRefused(
        Reason.TIMESTAMP_TOO_OLD, verifier(more, HMAC_SECRET), headers(HMAC_SIGNATURE), BODY);
    assertRefused(
        Reason.TIMESTAMP_TOO_NEW,
        verifier(more.negated(), HMAC_SECRET),
        headers(HMAC_SIGNATURE),
        BODY);
  }

  @Test
  void refusesTimestampsThatAreNoNumbers() {
    WebhookVerifier verifier = verifier(Duration.ZERO, HMAC_SECRET);
    for (String timestamp : List.of("1e9", "-1", " 1614265330", "0x1", "9".repeat(13))) {
      assertRefused(
          Reason.INVALID_TIMESTAMP, verifier, headers(HMAC_SIGNATURE, timestamp), BODY);
    }
    assertRefused(Reason.MISSING_HEADER, verifier, headers(HMAC_SIGNATURE, ""), BODY);
  }

  @Test
  void readsHeadersOfAnyCase() throws WebhookVerificationException {
    WebhookVerifier verifier = verifier(Duration.ZERO, HMAC_SECRET);
    verify(
        verifier,
        Map.of(
            "Webhook-Id", ID,
            "WEBHOOK-TIMESTAMP", "" + TIMESTAMP,
            "Webhook-Signature", HMAC_SIGNATURE));
    assertRefused(Reason.MISSING_HEADER, verifier, Map.of("webhook-id", ID), BODY);
    assertThrows(
        WebhookVerificationException.class, () -> verifier.verify(name -> null, new byte[0]));
  }

  @Test
  void verifiesBytes() throws Exception {
    byte[] body = {0, -1, -128, 10};
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] secret = Base64.getDecoder().decode(HMAC_SECRET.substring(6));
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    mac.update((ID + "." + TIMESTAMP + ".").getBytes(StandardCharsets.UTF_8));
    String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    assertEquals(
        ID, verifier(Duration.ZERO, HMAC_SECRET).verify(headers(signature), body).id());
  }

  @Test
  void refusesWhatIsNoKeyWithoutRepeatingIt() {
    for (String key :
        List.of(
            "",
            "whsec_",
            "whsec_c2hvcnQ=",
            "whsec_not base64 !",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whpk_c2hvcnQ=",
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> new WebhookVerifier(key), key);
      if (key.length() > 6) {
        assertFalse(refused.getMessage().contains(key.substring(6)));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new WebhookVerifier());
  }
}
