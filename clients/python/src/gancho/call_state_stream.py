# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""Sends many call states, and keeps each until the server has it on disk."""

from __future__ import annotations

import dataclasses
import random
import threading
import time
from types import TracebackType
from typing import Any, Callable, Iterator, Optional, Type

import grpc

from gancho import errors, v1
from gancho.backoff import Backoff
from gancho.resend_buffer import ResendBuffer

_MAX_MESSAGE_STATES = 1_000
# Below the server's 4 MiB a message, and a state is never larger.
_MAX_MESSAGE_BYTES = 3 << 20
# Errors that a new call could not mend.
_PERMANENT = frozenset(
    {
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.OUT_OF_RANGE,
    }
)


@dataclasses.dataclass(frozen=True)
class StreamOptions:
    """How a stream gathers and keeps states. Times are in seconds."""

    parent: str = "accounts/default"

    # A message is sent at once while none waits for its acknowledgement.
    # Otherwise states gather until there are this many (at most 1,000), or this
    # many bytes (at most 3 MiB), or the first has waited this long.
    max_message_states: int = 200
    max_message_bytes: int = 1 << 20
    max_message_delay: float = 0.005

    # States that are not yet acknowledged: above either, send() waits. This is
    # what a reconnect sends again, so it is also the memory the stream needs.
    max_buffered_states: int = 50_000
    max_buffered_bytes: int = 32 << 20

    # Between two connections: doubled each time, jittered, never less than the
    # server asked for.
    initial_backoff: float = 0.1
    max_backoff: float = 10.0


@dataclasses.dataclass(frozen=True)
class Rejection:
    """A state that the server refused for good."""

    # None if it is not at hand, or if a whole message was refused.
    state: Optional[v1.CallState]
    message_id: int
    index: int  # -1: the whole message
    error: errors.GanchoError


@dataclasses.dataclass
class StreamStats:
    """What a stream did so far."""

    sent: int = 0  # taken by send()
    acknowledged: int = 0  # rejections included
    rejected: int = 0  # a message refused as a whole counts once
    duplicates: int = 0  # known to the server already
    messages: int = 0  # written, repeated ones included
    connections: int = 0
    buffered: int = 0  # now


class CallStateStream:
    """Sends call states over one StreamCallStates call at a time.

    Gathers them into messages, keeps them until they are acknowledged, connects
    again with a backoff when the call ends, and then sends again from the first
    message that was not acknowledged. An acknowledged state is durable on the
    server, with every delivery it causes.

    A state without `sequence` and `occur_time` gets the present time as its
    `occur_time`, so that the server knows it again when it is sent twice.

    Thread-safe. Errors that trying again cannot mend (INVALID_ARGUMENT,
    NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED,
    FAILED_PRECONDITION, OUT_OF_RANGE) break the stream: every method then
    raises that error, and what was not acknowledged is lost with it.

    As a context manager it is closed at the end of a block, and gives up what
    is not acknowledged if the block raises.
    """

    def __init__(
        self,
        calls: v1.CallServiceStub,
        options: StreamOptions,
        on_rejection: Optional[Callable[[Rejection], None]] = None,
    ) -> None:
        self._calls = calls
        self._options = options
        self._on_rejection = on_rejection
        self._lock = threading.Lock()
        # For the stream's threads, and for callers that wait.
        self._wake = threading.Condition(self._lock)
        self._changed = threading.Condition(self._lock)
        # Guarded by _lock from here on.
        self._buffer = ResendBuffer(
            options.parent,
            min(max(options.max_message_states, 1), _MAX_MESSAGE_STATES),
            min(max(options.max_message_bytes, 1), _MAX_MESSAGE_BYTES),
        )
        self._backoff = Backoff(options.initial_backoff, options.max_backoff)
        self._open_since = 0.0
        self._connect_at = 0.0
        self._call: Any = None  # of the moment
        self._call_number = 0  # one more when a call begins and when it ends
        self._connection_duplicates = 0
        self._acked_message_id = 0
        self._closing = False  # takes nothing more
        self._stopping = False  # makes no more calls
        self._broken: Optional[errors.GanchoError] = None
        self._last_end: Optional[errors.GanchoError] = None
        self._stats = StreamStats()
        self._thread = threading.Thread(
            target=self._run, name="gancho-stream", daemon=True
        )
        self._thread.start()

    def send(
        self, state: v1.CallState, timeout: Optional[float] = None
    ) -> None:
        """Takes a copy of the state; waits while the buffer is full.

        When it returns the state is taken, not yet durable. DEADLINE_EXCEEDED
        if there was no room within `timeout` seconds (None: waits for ever),
        FAILED_PRECONDITION after close(), INVALID_ARGUMENT for a state of more
        than 3 MiB.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        self._add(state, wait=True, deadline=deadline)

    def try_send(self, state: v1.CallState) -> None:
        """Does not wait: RESOURCE_EXHAUSTED if the buffer is full."""
        self._add(state, wait=False, deadline=None)

    def flush(self, timeout: Optional[float] = None) -> None:
        """Waits until everything that was sent before is acknowledged.

        DEADLINE_EXCEEDED if that takes more than `timeout` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            self._buffer.close()
            self._wake.notify_all()
            last = self._buffer.last_message_id
            self._await(
                lambda: self._acked_message_id >= last
                or self._broken is not None
                or self._stopping,
                deadline,
                self._not_acknowledged,
            )
            if self._broken is not None:
                raise self._broken

    def close(self, timeout: Optional[float] = None) -> None:
        """Takes nothing more, flushes and ends the call.

        If that takes more than `timeout` seconds, or the stream is broken, it
        gives up what is not acknowledged and raises.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            self._closing = True
            self._changed.notify_all()
        try:
            self.flush(timeout)
        except BaseException:
            self._give_up()
            raise
        with self._lock:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(
            None if deadline is None else max(0, deadline - time.monotonic())
        )
        # Everything is acknowledged; only a server that does not end the call
        # keeps the thread.
        self._give_up()

    def stats(self) -> StreamStats:
        """What the stream did so far."""
        with self._lock:
            return dataclasses.replace(
                self._stats, buffered=self._buffer.states
            )

    def __enter__(self) -> CallStateStream:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if error is None:
            self.close()
        else:
            self._give_up()

    def _add(
        self, state: v1.CallState, wait: bool, deadline: Optional[float]
    ) -> None:
        if state.ByteSize() > _MAX_MESSAGE_BYTES:
            raise errors.GanchoError(
                grpc.StatusCode.INVALID_ARGUMENT,
                f"the call state has more than {_MAX_MESSAGE_BYTES} bytes",
            )
        if not state.HasField("sequence") and not state.HasField("occur_time"):
            original = state
            state = v1.CallState()
            state.CopyFrom(original)
            state.occur_time.FromNanoseconds(time.time_ns())
        with self._lock:
            self._check_open()
            if not self._has_room():
                if not wait:
                    raise errors.GanchoError(
                        grpc.StatusCode.RESOURCE_EXHAUSTED,
                        "the buffer is full",
                    )
                self._await(
                    lambda: self._has_room()
                    or self._closing
                    or self._broken is not None,
                    deadline,
                    lambda: "the buffer is full",
                )
                self._check_open()
            was_open = self._buffer.has_open
            self._buffer.add(state)
            self._stats.sent += 1
            if self._buffer.has_open and not was_open:
                self._open_since = time.monotonic()
            # A thread that waits for a message to fill need not hear of each
            # state.
            if not was_open or not self._buffer.has_open:
                self._wake.notify_all()

    # The methods below want the lock held.

    def _has_room(self) -> bool:
        return (
            self._buffer.states < self._options.max_buffered_states
            and self._buffer.size_bytes < self._options.max_buffered_bytes
        )

    def _check_open(self) -> None:
        if self._broken is not None:
            raise self._broken
        if self._closing:
            raise errors.GanchoError(
                grpc.StatusCode.FAILED_PRECONDITION, "the stream is closed"
            )

    def _await(
        self,
        condition: Callable[[], bool],
        deadline: Optional[float],
        message: Callable[[], str],
    ) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if not self._changed.wait_for(condition, left):
            raise errors.GanchoError(
                grpc.StatusCode.DEADLINE_EXCEEDED, message()
            )

    def _not_acknowledged(self) -> str:
        message = f"{self._buffer.states} call states are not acknowledged"
        if self._last_end is not None:
            message += f"; the latest call ended with {self._last_end}"
        return message

    # The methods below want the lock not held.

    def _give_up(self) -> None:
        with self._lock:
            self._closing = True
            self._stopping = True
            call = self._call
            self._wake.notify_all()
            self._changed.notify_all()
        if call is not None:
            call.cancel()
        self._thread.join()

    def _run(self) -> None:
        """The thread: makes calls, one after the other, and reads answers."""
        while self._await_work():
            try:
                self._serve()
                ended = None
            except errors.GanchoError as error:
                ended = error
            self._end_call(ended)

    def _await_work(self) -> bool:
        """Whether there is something to send; False: no more calls."""
        with self._lock:
            while not self._stopping and self._broken is None:
                wait: Optional[float] = None
                if self._buffer.states > 0:
                    wait = self._connect_at - time.monotonic()
                    if wait <= 0:
                        self._begin_call()
                        return True
                self._wake.wait(wait)
            return False

    def _begin_call(self) -> None:
        """Wants the lock held."""
        self._buffer.rewind()
        self._connection_duplicates = 0
        self._call_number += 1
        self._stats.connections += 1

    def _serve(self) -> None:
        call: Any = self._calls.StreamCallStates(
            self._messages(self._call_number)
        )
        with self._lock:
            self._call = call
            if self._stopping:
                call.cancel()  # given up before it was known
        for answer in call:
            self._take_answer(answer)

    def _messages(self, number: int) -> Iterator[v1.StreamCallStatesRequest]:
        """What a call writes; on a thread of gRPC, until the call ends."""
        while True:
            message = self._next_message(number)
            if message is None:
                return
            yield message

    def _next_message(
        self, number: int
    ) -> Optional[v1.StreamCallStatesRequest]:
        """Waits for the next message; None if there will be none.

        While the server owes no answer a state goes at once; otherwise states
        gather until the answer comes, the message is full or its time is up.
        """
        with self._lock:
            while self._call_number == number:
                wait: Optional[float] = None
                if self._buffer.has_open:
                    due = self._open_since + self._options.max_message_delay
                    wait = due - time.monotonic()
                    if wait <= 0 or self._buffer.is_idle:
                        self._buffer.close()
                message = self._buffer.take_next()
                if message is not None:
                    self._stats.messages += 1
                    return message
                if self._closing and self._buffer.states == 0:
                    return None
                self._wake.wait(wait)
            return None

    def _take_answer(self, answer: v1.StreamCallStatesResponse) -> None:
        for refused in answer.rejections:
            with self._lock:
                self._stats.rejected += 1
                state = self._buffer.find(refused.message_id, refused.index)
            if self._on_rejection is not None:
                self._on_rejection(
                    Rejection(
                        state,
                        refused.message_id,
                        refused.index,
                        errors.from_status(refused.status),
                    )
                )
        with self._lock:
            self._backoff.reset()
            self._stats.acknowledged += self._buffer.acknowledge(
                answer.acked_message_id
            )
            self._stats.duplicates += (
                answer.duplicate_count - self._connection_duplicates
            )
            self._connection_duplicates = answer.duplicate_count
            self._acked_message_id = max(
                self._acked_message_id, answer.acked_message_id
            )
            self._wake.notify_all()
            self._changed.notify_all()

    def _end_call(self, ended: Optional[errors.GanchoError]) -> None:
        with self._lock:
            self._call = None
            self._call_number += 1
            self._last_end = ended
            if ended is not None and ended.code in _PERMANENT:
                self._broken = ended
            else:
                wait = self._backoff.take(random.random())
                if ended is not None and ended.retry_delay is not None:
                    wait = max(wait, ended.retry_delay.total_seconds())
                self._connect_at = time.monotonic() + wait
            self._wake.notify_all()
            self._changed.notify_all()
