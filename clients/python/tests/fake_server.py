# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""A server whose streams are served by a function of the test."""

from __future__ import annotations

import concurrent.futures
import threading

import grpc
from google.protobuf import any_pb2
from google.rpc import status_pb2

from gancho import v1
from gancho.v1 import call_service_pb2_grpc, event_service_pb2_grpc


def acknowledge_each(messages, context, number):
    del context, number
    for message in messages:
        yield v1.StreamCallStatesResponse(acked_message_id=message.message_id)


def acknowledge_nothing(messages, context, number):
    del context, number
    for _ in messages:
        pass
    yield from ()


def abort(context, code, message, *details):
    """Ends a call with details, as servers send them."""
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    context.set_trailing_metadata(
        (("grpc-status-details-bin", status.SerializeToString()),)
    )
    context.abort(code, message)


class FakeServer(
    call_service_pb2_grpc.CallServiceServicer,
    event_service_pb2_grpc.EventServiceServicer,
):
    """Listens on a free port of the loopback from start() to stop()."""

    def __init__(self, serve=acknowledge_each, pages=()):
        self._serve = serve
        self._pages = pages
        self._lock = threading.Lock()
        self.streams = []  # the messages of each
        self.keys = []
        self._server = grpc.server(
            concurrent.futures.ThreadPoolExecutor(max_workers=8)
        )
        call_service_pb2_grpc.add_CallServiceServicer_to_server(
            self, self._server
        )
        event_service_pb2_grpc.add_EventServiceServicer_to_server(
            self, self._server
        )
        port = self._server.add_insecure_port("127.0.0.1:0")
        self.address = f"127.0.0.1:{port}"

    def __enter__(self):
        self._server.start()
        return self

    def __exit__(self, *error):
        self._server.stop(grace=None).wait()

    @property
    def states(self):
        return [
            state
            for stream in self.streams
            for message in stream
            for state in message.call_states
        ]

    def StreamCallStates(self, request_iterator, context):
        kept = []
        with self._lock:
            number = len(self.streams)
            self.streams.append(kept)
            self.keys.extend(
                value
                for key, value in context.invocation_metadata()
                if key == "authorization"
            )

        def messages():
            for message in request_iterator:
                kept.append(message)
                yield message

        yield from self._serve(messages(), context, number)

    def ListEvents(self, request, context):
        page = int(request.page_token or 0)
        if page >= len(self._pages):
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "no such page")
        following = str(page + 1) if page + 1 < len(self._pages) else ""
        return v1.ListEventsResponse(
            events=[v1.Event(name=name) for name in self._pages[page]],
            next_page_token=following,
        )
