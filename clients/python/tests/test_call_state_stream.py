# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0

import itertools
import threading
import time

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2

import gancho
from fake_server import FakeServer, abort, acknowledge_each, acknowledge_nothing
from gancho import v1

SOON = 60


def start(call_id, sequence):
    return v1.CallState(
        call_id=call_id, state=v1.CallState.START, sequence=sequence
    )


def test_close_means_that_everything_is_acknowledged():
    with FakeServer() as server, gancho.Client(server.address) as client:
        stream = client.call_state_stream(
            gancho.StreamOptions(max_message_states=30)
        )
        for i in range(1000):
            stream.send(start("c", i), timeout=SOON)
        stream.close(timeout=SOON)
        stats = stream.stats()
        assert (stats.sent, stats.acknowledged) == (1000, 1000)
        assert (stats.buffered, stats.connections) == (0, 1)
        assert [state.sequence for state in server.states] == list(range(1000))
        assert all(len(m.call_states) <= 30 for m in server.streams[0])
        with pytest.raises(gancho.GanchoError) as refused:
            stream.send(start("c", 1))
        assert refused.value.code == grpc.StatusCode.FAILED_PRECONDITION


def test_states_of_many_threads_keep_their_order():
    with FakeServer() as server, gancho.Client(server.address) as client:
        with client.call_state_stream(
            gancho.StreamOptions(max_buffered_states=50)
        ) as stream:

            def send(call_id):
                for i in range(200):
                    stream.send(start(call_id, i), timeout=SOON)

            threads = [
                threading.Thread(target=send, args=(f"c{i}",)) for i in range(6)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        by_call = {}
        for state in server.states:
            by_call.setdefault(state.call_id, []).append(state.sequence)
        assert len(by_call) == 6
        assert all(each == list(range(200)) for each in by_call.values())


def test_sends_again_with_the_same_messages():
    def serve(messages, context, number):
        if number > 2:
            yield from acknowledge_each(messages, context, number)
            return
        for _ in itertools.islice(messages, 3):
            pass
        abort(context, grpc.StatusCode.UNAVAILABLE, "gone")

    with FakeServer(serve) as server, gancho.Client(server.address) as client:
        stream = client.call_state_stream(
            gancho.StreamOptions(
                max_message_states=2, initial_backoff=0.001, max_backoff=0.005
            )
        )
        for i in range(20):
            stream.send(start("c", i), timeout=SOON)
        stream.close(timeout=SOON)
        assert stream.stats().acknowledged == 20
        assert stream.stats().connections == 4
        whole = {m.message_id: m for m in server.streams[3]}
        assert sorted(whole) == list(range(1, len(whole) + 1))
        for messages in server.streams[:3]:
            assert messages[0].parent == "accounts/default"
            assert all(m == whole[m.message_id] for m in messages)


def test_states_without_sequence_and_time_get_the_time():
    with FakeServer() as server, gancho.Client(server.address) as client:
        bare = v1.CallState(call_id="a", state=v1.CallState.START)
        before = time.time()
        with client.call_state_stream() as stream:
            stream.send(bare)
            stream.send(start("b", 0))
        first, second = server.states
        assert before <= first.occur_time.ToNanoseconds() / 1e9 <= time.time()
        assert not second.HasField("occur_time")
        # The caller's own is as it was.
        assert not bare.HasField("occur_time")


def test_full_buffer_and_deadlines_are_errors():
    with FakeServer(acknowledge_nothing) as server:
        with gancho.Client(server.address) as client:
            stream = client.call_state_stream(
                gancho.StreamOptions(max_buffered_states=3)
            )
            for i in range(3):
                stream.try_send(start("c", i))
            codes = []
            for call in (
                lambda: stream.try_send(start("c", 3)),
                lambda: stream.send(start("c", 3), timeout=0.001),
                lambda: stream.flush(timeout=0.001),
                lambda: stream.close(timeout=0.001),
            ):
                with pytest.raises(gancho.GanchoError) as error:
                    call()
                codes.append(error.value.code.name)
            assert codes == ["RESOURCE_EXHAUSTED"] + 3 * ["DEADLINE_EXCEEDED"]
            assert stream.stats().buffered == 3


def test_permanent_errors_break_the_stream():
    def serve(messages, context, number):
        del number
        next(messages)
        abort(
            context,
            grpc.StatusCode.UNAUTHENTICATED,
            "the key is not valid",
            error_details_pb2.ErrorInfo(reason="API_KEY_INVALID", domain="d"),
        )
        yield

    with FakeServer(serve) as server:
        with gancho.Client(server.address, api_key="wrong") as client:
            stream = client.call_state_stream()
            stream.send(start("c", 1))
            with pytest.raises(gancho.GanchoError) as error:
                stream.close(timeout=SOON)
            assert error.value.code == grpc.StatusCode.UNAUTHENTICATED
            assert error.value.reason == "API_KEY_INVALID"
            assert error.value.message == "the key is not valid"
        assert server.keys == ["Bearer wrong"]
        assert len(server.streams) == 1


def test_rejections_come_with_their_states():
    violation = error_details_pb2.BadRequest.FieldViolation(
        field="cost", description="no number"
    )
    status = status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="wrong")
    status.details.add().Pack(
        error_details_pb2.BadRequest(field_violations=[violation])
    )

    def serve(messages, context, number):
        del context, number
        for message in messages:
            yield v1.StreamCallStatesResponse(
                acked_message_id=message.message_id,
                rejections=[
                    v1.CallStateRejection(
                        message_id=message.message_id, index=0, status=status
                    )
                ],
            )

    rejections = []
    with FakeServer(serve) as server, gancho.Client(server.address) as client:
        with client.call_state_stream(on_rejection=rejections.append) as stream:
            stream.send(start("bad", 1))
        assert stream.stats().rejected == 1
        assert stream.stats().acknowledged == 1
    (rejection,) = rejections
    assert (rejection.message_id, rejection.index) == (1, 0)
    assert rejection.state.call_id == "bad"
    assert rejection.error.code == grpc.StatusCode.INVALID_ARGUMENT
    assert rejection.error.violations == [
        gancho.FieldViolation("cost", "no number")
    ]


def test_pages_go_on_behind_empty_pages():
    with FakeServer(pages=(["a", "b"], [], ["c"])) as server:
        with gancho.Client(server.address) as client:
            request = v1.ListEventsRequest(parent="accounts/default")
            names = [event.name for event in client.list_events(request)]
            assert names == ["a", "b", "c"]
            assert not request.page_token
            request.page_token = "7"
            with pytest.raises(gancho.GanchoError) as error:
                next(client.list_events(request))
            assert error.value.code == grpc.StatusCode.INVALID_ARGUMENT


def test_errors_carry_the_retry_delay():
    def serve(messages, context, number):
        if number > 0:
            yield from acknowledge_each(messages, context, number)
            return
        delay = duration_pb2.Duration(nanos=200_000_000)
        abort(
            context,
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "slower",
            error_details_pb2.RetryInfo(retry_delay=delay),
        )

    with FakeServer(serve) as server, gancho.Client(server.address) as client:
        began = time.monotonic()
        with client.call_state_stream(
            gancho.StreamOptions(initial_backoff=0.001, max_backoff=0.001)
        ) as stream:
            stream.send(start("c", 1))
        assert time.monotonic() - began >= 0.2
        assert stream.stats().connections == 2
