# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""Client of a Gancho server.

`Client` holds the stubs of a server, `CallStateStream` sends many call states,
and `WebhookVerifier` tells requests of the server from those of others. The
messages are in `gancho.v1`.
"""

from gancho.call_state_stream import (
    CallStateStream,
    Rejection,
    StreamOptions,
    StreamStats,
)
from gancho.client import Client, Tls
from gancho.errors import FieldViolation, GanchoError
from gancho.webhooks import WebhookVerificationError, WebhookVerifier

__all__ = [
    "CallStateStream",
    "Client",
    "FieldViolation",
    "GanchoError",
    "Rejection",
    "StreamOptions",
    "StreamStats",
    "Tls",
    "WebhookVerificationError",
    "WebhookVerifier",
]
