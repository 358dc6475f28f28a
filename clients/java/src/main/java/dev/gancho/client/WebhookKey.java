// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret of HMAC-SHA256 or a public key of Ed25519. Immutable. */
sealed interface WebhookKey {
  /** Tells whether bytes are the signature of one content. */
  @FunctionalInterface
  interface Check {
    boolean fits(byte[] signature);
  }

  /** The version of the signatures that it verifies, {@code v1} or {@code v1a}. */
  String version();

  Check checkOf(byte[] content);

  /** Throws IllegalArgumentException, which never repeats the text: it may be a secret. */
  static WebhookKey parse(String text) {
    if (text.startsWith(Hmac.PREFIX)) {
      return Hmac.of(decode(text.substring(Hmac.PREFIX.length())));
    }
    if (text.startsWith(Ed25519.PREFIX)) {
      return Ed25519.of(decode(text.substring(Ed25519.PREFIX.length())));
    }
    throw new IllegalArgumentException(
        "a key begins with " + Hmac.PREFIX + " (HMAC) or " + Ed25519.PREFIX + " (Ed25519)");
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException("a key is a prefix and base64");
    }
  }

  /** {@code v1}. */
  final class Hmac implements WebhookKey {
    static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private final SecretKeySpec secret;

    private Hmac(SecretKeySpec secret) {
      this.secret = secret;
    }

    static Hmac of(byte[] bytes) {
      if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("a secret is " + PREFIX + " and base64 of 24 to 64 bytes");
      }
      return new Hmac(new SecretKeySpec(bytes, ALGORITHM));
    }

    @Override
    public String version() {
      return "v1";
    }

    @Override
    public Check checkOf(byte[] content) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(secret);
        byte[] expected = mac.doFinal(content);
        // Takes as long for every signature of the right length.
        return signature -> MessageDigest.isEqual(expected, signature);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** {@code v1a}. */
  final class Ed25519 implements WebhookKey {
    static final String PREFIX = "whpk_";
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    // Of a SubjectPublicKeyInfo (RFC 8410); the key follows.
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    private Ed25519(PublicKey key) {
      this.key = key;
    }

    static Ed25519 of(byte[] bytes) {
      if (bytes.length != KEY_BYTES) {
        throw new IllegalArgumentException("a public key is " + PREFIX + " and base64 of 32 bytes");
      }
      byte[] spki = new byte[SPKI_HEAD.length + KEY_BYTES];
      System.arraycopy(SPKI_HEAD, 0, spki, 0, SPKI_HEAD.length);
      System.arraycopy(bytes, 0, spki, SPKI_HEAD.length, KEY_BYTES);
      try {
        return new Ed25519(
            KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki)));
      } catch (GeneralSecurityException unusable) {
        throw new IllegalArgumentException("no public key of Ed25519");
      }
    }

    @Override
    public String version() {
      return "v1a";
    }

    @Override
    public Check checkOf(byte[] content) {
      return signature -> {
        if (signature.length != SIGNATURE_BYTES) {
          return false;
        }
        try {
          Signature verifier = Signature.getInstance(ALGORITHM);
          verifier.initVerify(key);
          verifier.update(content);
          return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
          return false;
        }
      };
    }
  }
}
