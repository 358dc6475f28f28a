# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""How long to wait before the next try."""

from __future__ import annotations


class Backoff:
    """A delay that doubles each time. Times are in seconds."""

    def __init__(self, initial: float, longest: float) -> None:
        self._initial = initial
        self._longest = longest
        self._next = initial

    def take(self, random: float) -> float:
        """A delay; `random` is in [0, 1).

        It is between half and the whole of the value that doubles, so that many
        clients do not come back at once.
        """
        delay = self._next * (0.5 + random / 2)
        self._next = min(self._next * 2, self._longest)
        return delay

    def reset(self) -> None:
        """After a success."""
        self._next = self._initial
