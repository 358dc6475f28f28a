# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0

from gancho import v1
from gancho.backoff import Backoff
from gancho.resend_buffer import ResendBuffer


def buffer_of(states, max_states=3, max_bytes=1 << 20):
    buffer = ResendBuffer("accounts/a", max_states, max_bytes)
    for i in range(states):
        buffer.add(v1.CallState(call_id=f"c{i}"))
    return buffer


def take_all(buffer):
    return list(iter(buffer.take_next, None))


def test_gathers_states_into_messages():
    buffer = buffer_of(7)
    buffer.close()
    messages = take_all(buffer)
    assert [len(m.call_states) for m in messages] == [3, 3, 1]
    assert [m.message_id for m in messages] == [1, 2, 3]
    assert {m.parent for m in messages} == {"accounts/a"}


def test_limits_the_bytes_of_a_message():
    buffer = buffer_of(0, max_states=1000, max_bytes=250)
    for _ in range(4):
        buffer.add(v1.CallState(call_id="x" * 100))
    buffer.close()
    assert [len(m.call_states) for m in take_all(buffer)] == [2, 2]


def test_sends_again_what_was_not_acknowledged():
    buffer = buffer_of(9)
    take_all(buffer)
    assert buffer.acknowledge(1) == 3
    assert buffer.acknowledge(1) == 0
    assert buffer.states == 6
    buffer.rewind()
    assert [m.message_id for m in take_all(buffer)] == [2, 3]
    assert buffer.acknowledge(3) == 6
    assert (buffer.states, buffer.size_bytes, buffer.is_idle) == (0, 0, True)


def test_finds_refused_states():
    buffer = buffer_of(6)
    buffer.acknowledge(1)
    assert buffer.find(2, 1).call_id == "c4"
    for message_id, index in ((1, 0), (3, 0), (2, -1), (2, 3)):
        assert buffer.find(message_id, index) is None


def test_backoff_doubles_within_its_limit():
    backoff = Backoff(1, 3)
    assert [backoff.take(1) for _ in range(4)] == [1, 2, 3, 3]
    assert backoff.take(0) == 1.5
    backoff.reset()
    assert backoff.take(0) == 0.5
