# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0

import pytest

from gancho import WebhookVerificationError, WebhookVerifier

# The test vectors of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = b'{"test": 2432232314}'
V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
V1A = (
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZ"
    "dpXwVLPo3mNl8EM+m7TBAg=="
)
TIME = 1614265330


def headers(signature=V1, **changed):
    values = {
        "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "Webhook-Timestamp": str(TIME),
        "Webhook-Signature": signature,
    }
    values.update({k.replace("_", "-"): v for k, v in changed.items()})
    return {name: value for name, value in values.items() if value is not None}


def verifier(*keys, now=TIME):
    return WebhookVerifier(*keys, clock=lambda: now)


@pytest.mark.parametrize(
    "keys, signature",
    [
        ([SECRET], V1),
        ([PUBLIC_KEY], V1A),
        ([OTHER_SECRET, SECRET], V1),
        ([SECRET], f"v1,AAAA {V1}"),
        ([PUBLIC_KEY], f"{V1} {V1A}"),
        ([SECRET], f"v9,x {V1}"),
    ],
)
def test_accepts_what_the_server_signs(keys, signature):
    verifier(*keys).verify(BODY, headers(signature))


@pytest.mark.parametrize("offset", [-300, 300])
def test_allows_clocks_to_differ(offset):
    verifier(SECRET, now=TIME + offset).verify(BODY, headers())


@pytest.mark.parametrize(
    "key, body, sent, now",
    [
        (SECRET, BODY + b" ", headers(), TIME),
        (PUBLIC_KEY, BODY + b" ", headers(V1A), TIME),
        (OTHER_SECRET, BODY, headers(), TIME),
        (PUBLIC_KEY, BODY, headers(), TIME),
        (SECRET, BODY, headers(Webhook_Id="msg_other"), TIME),
        (SECRET, BODY, headers("v1,"), TIME),
        (SECRET, BODY, headers("v1,\u00e9"), TIME),
        (SECRET, BODY, headers(), TIME + 301),
        (SECRET, BODY, headers(), TIME - 301),
        (SECRET, BODY, headers(Webhook_Id=None), TIME),
        (SECRET, BODY, headers(Webhook_Timestamp="yesterday"), TIME),
        (SECRET, BODY, headers(Webhook_Timestamp="9" * 5000), TIME),
        (SECRET, BODY, {}, TIME),
    ],
)
def test_refuses_what_is_not_signed(key, body, sent, now):
    with pytest.raises(WebhookVerificationError):
        verifier(key, now=now).verify(body, sent)


@pytest.mark.parametrize(
    "keys", [[], [""], ["secret"], ["whsec_"], ["whsec_!"], ["whpk_AAAA"]]
)
def test_refuses_what_is_no_key(keys):
    with pytest.raises(ValueError):
        WebhookVerifier(*keys)
