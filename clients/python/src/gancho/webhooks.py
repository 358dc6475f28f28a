# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""Tells requests of the server from those of others."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from typing import Any, Callable, List, Mapping


class WebhookVerificationError(Exception):
    """The request was not signed by the server, or not lately."""


class WebhookVerifier:
    """Verifies the signatures of Standard Webhooks: `v1` (HMAC-SHA256) and
    `v1a` (ed25519, for which `gancho[ed25519]` must be installed). Thread-safe.

    A request that is repeated, by the server or by an attacker within the
    tolerance, has the same `webhook-id`: go by that to handle each once.
    """

    def __init__(
        self,
        *keys: str,
        tolerance: float = 300,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Takes the keys with any of which a request may be signed.

        Secrets of HMAC-SHA256 are `whsec_` and base64, public keys of ed25519
        `whpk_` and base64. While a secret is rotated the server signs with the
        old and the new one: a receiver may know either or both.

        `tolerance` is how far the clocks of server and receiver may be apart,
        in seconds. Raises ValueError for what is no key.
        """
        if not keys:
            raise ValueError("no key")
        self._tolerance = tolerance
        self._clock = clock
        self._secrets: List[bytes] = []
        self._public_keys: List[Any] = []
        for key in keys:
            if key.startswith("whsec_"):
                self._secrets.append(_decode_key(key[len("whsec_") :]))
            elif key.startswith("whpk_"):
                self._public_keys.append(_load_ed25519(key[len("whpk_") :]))
            else:
                raise ValueError("a key begins with whsec_ or whpk_")

    def verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises WebhookVerificationError unless the server signed this.

        `body` are the bytes as they came; names of headers may have any case.
        """
        values = {name.lower(): value for name, value in headers.items()}
        webhook_id = values.get("webhook-id", "")
        timestamp = values.get("webhook-timestamp", "")
        signatures = values.get("webhook-signature", "")
        if not webhook_id or not signatures:
            raise WebhookVerificationError("headers are missing")
        # int() would take spaces, signs and digits of any script.
        if not (
            timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16
        ):
            raise WebhookVerificationError("webhook-timestamp is no number")
        if abs(int(timestamp) - int(self._clock())) > self._tolerance:
            raise WebhookVerificationError(
                "webhook-timestamp is outside of the tolerance"
            )
        signed = f"{webhook_id}.{timestamp}.".encode() + body
        for signature in signatures.split():
            scheme, _, text = signature.partition(",")
            try:
                raw = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                continue
            if self._matches(scheme, raw, signed):
                return
        raise WebhookVerificationError("no signature matches")

    def _matches(self, scheme: str, signature: bytes, signed: bytes) -> bool:
        if scheme == "v1":
            # Takes the same time wherever they differ.
            return any(
                hmac.compare_digest(
                    hmac.new(secret, signed, hashlib.sha256).digest(), signature
                )
                for secret in self._secrets
            )
        if scheme == "v1a":
            return any(
                _verifies(public, signature, signed)
                for public in self._public_keys
            )
        return False


def _decode_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        # Without its cause, which may show the secret.
        raise ValueError("no base64 behind the prefix of the key") from None
    return key


def _load_ed25519(text: str) -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise ValueError(
            "public keys need the package cryptography: "
            "install gancho[ed25519]"
        ) from error
    return ed25519.Ed25519PublicKey.from_public_bytes(_decode_key(text))


def _verifies(public: Any, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(signature, signed)
    except InvalidSignature:
        return False
    return True
