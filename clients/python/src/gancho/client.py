# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""The stubs of a server."""

from __future__ import annotations

import dataclasses
from types import TracebackType
from typing import Any, Callable, Iterator, Optional, Type

import grpc

from gancho import v1
from gancho.call_state_stream import CallStateStream, Rejection, StreamOptions
from gancho.converting_channel import ConvertingChannel

_OPTIONS = (
    # Keep-alive notices a server that is gone.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.max_pings_without_data", 0),
    # The stream has a backoff of its own, which this one only bounds.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
)


@dataclasses.dataclass(frozen=True)
class Tls:
    """A connection with TLS. PEM texts, not file names."""

    # Whom to trust; None: the roots that come with gRPC.
    ca_certificates: Optional[bytes] = None
    # For mutual TLS; both or neither.
    certificate: Optional[bytes] = None
    key: Optional[bytes] = None
    # The name in the server's certificate, if it is not that of the address.
    server_name: Optional[str] = None


class Client:
    """Holds the stubs of a server; may be used by many threads.

    Connects when it is used, and again when the connection is lost. Every call
    raises GanchoError, and takes a `timeout` in seconds.

        with gancho.Client("127.0.0.1:7233") as client:
            client.events.GetEvent(v1.GetEventRequest(name=name), timeout=10)
    """

    def __init__(
        self,
        address: str = "127.0.0.1:7233",
        *,
        tls: Optional[Tls] = None,
        api_key: Optional[str] = None,
    ) -> None:
        """Without `tls` the connection is plaintext.

        The key is sent with every call, as `authorization: Bearer <key>`. Who
        can read the connection can read the key: use TLS beyond this machine.
        """
        self._channel = _open(address, tls)
        converting: Any = ConvertingChannel(self._channel, api_key)
        self.accounts = v1.AccountServiceStub(converting)
        self.events = v1.EventServiceStub(converting)
        self.triggers = v1.TriggerServiceStub(converting)
        self.calls = v1.CallServiceStub(converting)
        self.deliveries = v1.DeliveryServiceStub(converting)
        self.api_keys = v1.ApiKeyServiceStub(converting)

    def close(self) -> None:
        """Ends every call. Streams are to be closed before."""
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def call_state_stream(
        self,
        options: Optional[StreamOptions] = None,
        on_rejection: Optional[Callable[[Rejection], None]] = None,
    ) -> CallStateStream:
        """A stream of call states; it must be closed.

        `on_rejection` is called for each state that the server refused for
        good, on a thread of the stream, which waits for it.
        """
        return CallStateStream(
            self.calls, options or StreamOptions(), on_rejection
        )

    # Lists, item by item and page after page. `page_size` of the request is
    # that of each page, and `timeout` that of reading one.

    def list_accounts(
        self,
        request: Optional[v1.ListAccountsRequest] = None,
        timeout: Optional[float] = 30,
    ) -> Iterator[v1.Account]:
        return _pages(
            self.accounts.ListAccounts,
            request or v1.ListAccountsRequest(),
            lambda page: page.accounts,
            timeout,
        )

    def list_events(
        self, request: v1.ListEventsRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.Event]:
        return _pages(
            self.events.ListEvents, request, lambda page: page.events, timeout
        )

    def list_triggers(
        self, request: v1.ListTriggersRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.Trigger]:
        return _pages(
            self.triggers.ListTriggers,
            request,
            lambda page: page.triggers,
            timeout,
        )

    def list_calls(
        self, request: v1.ListCallsRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.Call]:
        return _pages(
            self.calls.ListCalls, request, lambda page: page.calls, timeout
        )

    def list_deliveries(
        self, request: v1.ListDeliveriesRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.Delivery]:
        return _pages(
            self.deliveries.ListDeliveries,
            request,
            lambda page: page.deliveries,
            timeout,
        )

    def list_attempts(
        self, request: v1.ListAttemptsRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.Attempt]:
        return _pages(
            self.deliveries.ListAttempts,
            request,
            lambda page: page.attempts,
            timeout,
        )

    def list_api_keys(
        self, request: v1.ListApiKeysRequest, timeout: Optional[float] = 30
    ) -> Iterator[v1.ApiKey]:
        return _pages(
            self.api_keys.ListApiKeys,
            request,
            lambda page: page.api_keys,
            timeout,
        )


def _open(address: str, tls: Optional[Tls]) -> grpc.Channel:
    options = list(_OPTIONS)
    if tls is None:
        return grpc.insecure_channel(address, options=options)
    credentials = grpc.ssl_channel_credentials(
        tls.ca_certificates, tls.key, tls.certificate
    )
    extra = (
        [("grpc.ssl_target_name_override", tls.server_name)]
        if tls.server_name
        else []
    )
    return grpc.secure_channel(address, credentials, options=[*options, *extra])


def _pages(
    method: Callable[..., Any],
    request: Any,
    items: Callable[[Any], Any],
    timeout: Optional[float],
) -> Iterator[Any]:
    """Reads one page after the other; a page may be empty and not the last."""
    following = type(request)()
    following.CopyFrom(request)
    while True:
        page = method(following, timeout=timeout)
        yield from items(page)
        if not page.next_page_token:
            return
        following.page_token = page.next_page_token
