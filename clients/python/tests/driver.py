# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""The Python client's driver for the behaviour suite.

Does what its flags say and prints one JSON object;
tests/clients/behaviour/README.md tells what each driver must do.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import threading
import time
from typing import Any, Dict, Optional

import gancho
from gancho import v1

_STATS = (
    "sent",
    "acknowledged",
    "rejected",
    "duplicates",
    "messages",
    "connections",
    "buffered",
)


def parse_flags() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True)
    parser.add_argument("--ca_file")
    parser.add_argument("--api_key")
    parser.add_argument("--parent", default="accounts/default")
    parser.add_argument("--calls", type=int, default=1)
    parser.add_argument("--states_per_call", type=int, default=1)
    parser.add_argument("--max_message_states", type=int, default=200)
    parser.add_argument("--max_message_delay_ms", type=float, default=5)
    parser.add_argument("--max_buffered_states", type=int, default=50_000)
    parser.add_argument("--initial_backoff_ms", type=float, default=10)
    parser.add_argument("--max_backoff_ms", type=float, default=200)
    parser.add_argument("--on_full", choices=["wait", "fail"], default="wait")
    parser.add_argument("--send_deadline_ms", type=float, default=60_000)
    parser.add_argument("--flush_deadline_ms", type=float, default=60_000)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument(
        "--unary", type=lambda text: text == "true", default=False
    )
    parser.add_argument("--list", type=int, default=0)
    return parser.parse_args()


def describe(error: gancho.GanchoError) -> Dict[str, Any]:
    description: Dict[str, Any] = {
        "code": error.code.name,
        "message": error.message,
    }
    if error.reason:
        description["reason"] = error.reason
    if error.violations:
        description["field"] = error.violations[0].field
    if error.retry_delay is not None:
        description["retry_delay_ms"] = error.retry_delay.total_seconds() * 1e3
    return description


def make_state(call: int, sequence: int, last: int) -> v1.CallState:
    state = v1.CallState.TALK
    if sequence == 1:
        state = v1.CallState.START
    elif sequence == last:
        state = v1.CallState.END
    return v1.CallState(call_id=f"call-{call}", sequence=sequence, state=state)


def send_all(stream: gancho.CallStateStream, flags: argparse.Namespace) -> None:
    started = time.monotonic()
    sent = 0
    for sequence in range(1, flags.states_per_call + 1):
        for call in range(flags.calls):
            state = make_state(call, sequence, flags.states_per_call)
            if flags.on_full == "fail":
                stream.try_send(state)
            else:
                stream.send(state, timeout=flags.send_deadline_ms / 1e3)
            sent += 1
            if flags.rate > 0:
                due = started + sent / flags.rate
                time.sleep(max(0, due - time.monotonic()))


def run_stream(
    client: gancho.Client, flags: argparse.Namespace, output: Dict[str, Any]
) -> None:
    lock = threading.Lock()

    def on_rejection(rejection: gancho.Rejection) -> None:
        state = rejection.state
        with lock:
            output["rejections"].append(
                {
                    "message_id": rejection.message_id,
                    "index": rejection.index,
                    "call_id": "" if state is None else state.call_id,
                    **describe(rejection.error),
                }
            )

    stream = client.call_state_stream(
        gancho.StreamOptions(
            parent=flags.parent,
            max_message_states=flags.max_message_states,
            max_message_delay=flags.max_message_delay_ms / 1e3,
            max_buffered_states=flags.max_buffered_states,
            initial_backoff=flags.initial_backoff_ms / 1e3,
            max_backoff=flags.max_backoff_ms / 1e3,
        ),
        on_rejection,
    )
    first: Optional[gancho.GanchoError] = None
    try:
        send_all(stream, flags)
    except gancho.GanchoError as error:
        first = error
    try:
        stream.close(timeout=flags.flush_deadline_ms / 1e3)
    except gancho.GanchoError as error:
        first = first or error
    if first is not None:
        output["error"] = describe(first)
    stats = stream.stats()
    output.update({name: getattr(stats, name) for name in _STATS})


def report(
    client: gancho.Client, flags: argparse.Namespace, output: Dict[str, Any]
) -> None:
    output["sent"] = 1
    response = client.calls.ReportCallState(
        v1.ReportCallStateRequest(
            parent=flags.parent, call_state=make_state(0, 1, 1)
        ),
        timeout=flags.send_deadline_ms / 1e3,
    )
    output["acknowledged"] = 1
    output["names"].append(response.call)


def list_events(
    client: gancho.Client, flags: argparse.Namespace, output: Dict[str, Any]
) -> None:
    request = v1.ListEventsRequest(parent=flags.parent, page_size=flags.list)
    for event in client.list_events(request):
        output["names"].append(event.name)


def main() -> None:
    flags = parse_flags()
    output: Dict[str, Any] = {name: 0 for name in _STATS}
    output.update(rejections=[], names=[], error=None)
    tls = None
    if flags.ca_file:
        tls = gancho.Tls(ca_certificates=pathlib.Path(flags.ca_file).read_bytes())
    started = time.monotonic()
    with gancho.Client(flags.address, tls=tls, api_key=flags.api_key) as client:
        try:
            if flags.unary:
                report(client, flags, output)
            elif flags.list > 0:
                list_events(client, flags, output)
            else:
                run_stream(client, flags, output)
        except gancho.GanchoError as error:
            output["error"] = describe(error)
    output["elapsed_ms"] = (time.monotonic() - started) * 1e3
    print(json.dumps(output))


if __name__ == "__main__":
    main()
