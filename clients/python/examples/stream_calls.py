# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""Streams one call into a server and reads it back.

    python examples/stream_calls.py 127.0.0.1:7233
"""

from __future__ import annotations

import sys
import time

import gancho
from gancho import v1

ACCOUNT = "accounts/default"


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:7233"
    call_id = f"python-{time.time_ns()}"
    with gancho.Client(address) as client:
        stream = client.call_state_stream(
            gancho.StreamOptions(parent=ACCOUNT),
            on_rejection=lambda rejection: print("refused:", rejection.error),
        )
        for sequence, state in enumerate(
            (v1.CallState.START, v1.CallState.TALK, v1.CallState.END), start=1
        ):
            stream.send(
                v1.CallState(
                    call_id=call_id,
                    state=state,
                    sequence=sequence,
                    direction=v1.CallState.INBOUND,
                    caller="+541143210000",
                    called="100",
                ),
                timeout=10,
            )
        # Durable from here on, with every delivery that the states caused.
        stream.close(timeout=30)

        request = v1.ListCallsRequest(
            parent=ACCOUNT, filter=f'call_id = "{call_id}"'
        )
        for call in client.list_calls(request):
            state_name = v1.CallState.State.Name(call.state)
            print(f"{call.name}: {state_name}, {call.state_count} states")


if __name__ == "__main__":
    main()
