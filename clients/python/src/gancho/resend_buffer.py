# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""States from the moment they are sent until they are acknowledged."""

from __future__ import annotations

import collections
from typing import Deque, Optional, Tuple

from gancho import v1

# Tag and length of a state within its message.
_STATE_OVERHEAD_BYTES = 5


class ResendBuffer:
    """Gathers states into messages, and holds what a reconnect needs.

    Knows no time and no network. Not thread-safe.
    """

    def __init__(
        self, parent: str, max_message_states: int, max_message_bytes: int
    ) -> None:
        self._parent = parent
        self._max_message_states = max_message_states
        self._max_message_bytes = max_message_bytes
        # Closed messages and their bytes, by message id without gaps.
        self._messages: Deque[Tuple[v1.StreamCallStatesRequest, int]] = (
            collections.deque()
        )
        self._next = 0  # into _messages: the next to write
        self._open: Optional[v1.StreamCallStatesRequest] = None
        self._open_bytes = 0
        self.states = 0  # not acknowledged
        self.size_bytes = 0
        self.last_message_id = 0

    def add(self, state: v1.CallState) -> None:
        """Copies the state into the message that is being gathered."""
        size = state.ByteSize() + _STATE_OVERHEAD_BYTES
        if self._open and self._open_bytes + size > self._max_message_bytes:
            self.close()
        if self._open is None:
            self.last_message_id += 1
            self._open = v1.StreamCallStatesRequest(
                parent=self._parent, message_id=self.last_message_id
            )
        self._open.call_states.append(state)
        self._open_bytes += size
        self.size_bytes += size
        self.states += 1
        if (
            len(self._open.call_states) >= self._max_message_states
            or self._open_bytes >= self._max_message_bytes
        ):
            self.close()

    def close(self) -> None:
        """Ends the message that is being gathered, if it holds anything."""
        if self._open is not None:
            self._messages.append((self._open, self._open_bytes))
            self._open = None
            self._open_bytes = 0

    def take_next(self) -> Optional[v1.StreamCallStatesRequest]:
        """The next closed message that was not handed out, or None.

        It stays in the buffer until it is acknowledged.
        """
        if self._next >= len(self._messages):
            return None
        message, _ = self._messages[self._next]
        self._next += 1
        return message

    def rewind(self) -> None:
        """Hands out everything again."""
        self._next = 0

    def acknowledge(self, message_id: int) -> int:
        """Drops every message up to the id; how many states those were."""
        states = 0
        while self._messages and self._messages[0][0].message_id <= message_id:
            message, size = self._messages.popleft()
            states += len(message.call_states)
            self.size_bytes -= size
            self._next = max(0, self._next - 1)
        self.states -= states
        return states

    def find(self, message_id: int, index: int) -> Optional[v1.CallState]:
        """A state that was sent, or None if its message is not here."""
        if not self._messages:
            return None
        offset = message_id - self._messages[0][0].message_id
        if not 0 <= offset < len(self._messages):
            return None
        states = self._messages[offset][0].call_states
        return states[index] if 0 <= index < len(states) else None

    @property
    def has_open(self) -> bool:
        return self._open is not None

    @property
    def is_idle(self) -> bool:
        """Whether the message that is being gathered is all there is."""
        return not self._messages
