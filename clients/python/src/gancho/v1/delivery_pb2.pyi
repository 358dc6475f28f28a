from gancho.v1 import call_pb2 as _call_pb2
from gancho.v1 import event_pb2 as _event_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DeliveryView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELIVERY_VIEW_UNSPECIFIED: _ClassVar[DeliveryView]
    DELIVERY_VIEW_BASIC: _ClassVar[DeliveryView]
    DELIVERY_VIEW_FULL: _ClassVar[DeliveryView]
DELIVERY_VIEW_UNSPECIFIED: DeliveryView
DELIVERY_VIEW_BASIC: DeliveryView
DELIVERY_VIEW_FULL: DeliveryView

class Delivery(_message.Message):
    __slots__ = ("name", "event", "trigger", "call", "call_state", "state", "state_reason", "attempt_count", "next_attempt_time", "expire_time", "create_time", "end_time", "request", "attempts")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Delivery.State]
        PENDING: _ClassVar[Delivery.State]
        DELIVERED: _ClassVar[Delivery.State]
        FAILED: _ClassVar[Delivery.State]
        EXPIRED: _ClassVar[Delivery.State]
        CANCELLED: _ClassVar[Delivery.State]
    STATE_UNSPECIFIED: Delivery.State
    PENDING: Delivery.State
    DELIVERED: Delivery.State
    FAILED: Delivery.State
    EXPIRED: Delivery.State
    CANCELLED: Delivery.State
    class RenderedRequest(_message.Message):
        __slots__ = ("method", "url", "headers", "body")
        METHOD_FIELD_NUMBER: _ClassVar[int]
        URL_FIELD_NUMBER: _ClassVar[int]
        HEADERS_FIELD_NUMBER: _ClassVar[int]
        BODY_FIELD_NUMBER: _ClassVar[int]
        method: _event_pb2.Request.Method
        url: str
        headers: _containers.RepeatedCompositeFieldContainer[_event_pb2.Request.Header]
        body: bytes
        def __init__(self, method: _Optional[_Union[_event_pb2.Request.Method, str]] = ..., url: _Optional[str] = ..., headers: _Optional[_Iterable[_Union[_event_pb2.Request.Header, _Mapping]]] = ..., body: _Optional[bytes] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_FIELD_NUMBER: _ClassVar[int]
    CALL_FIELD_NUMBER: _ClassVar[int]
    CALL_STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_REASON_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_COUNT_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    name: str
    event: str
    trigger: str
    call: str
    call_state: _call_pb2.CallState.State
    state: Delivery.State
    state_reason: str
    attempt_count: int
    next_attempt_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    request: Delivery.RenderedRequest
    attempts: _containers.RepeatedCompositeFieldContainer[Attempt]
    def __init__(self, name: _Optional[str] = ..., event: _Optional[str] = ..., trigger: _Optional[str] = ..., call: _Optional[str] = ..., call_state: _Optional[_Union[_call_pb2.CallState.State, str]] = ..., state: _Optional[_Union[Delivery.State, str]] = ..., state_reason: _Optional[str] = ..., attempt_count: _Optional[int] = ..., next_attempt_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., request: _Optional[_Union[Delivery.RenderedRequest, _Mapping]] = ..., attempts: _Optional[_Iterable[_Union[Attempt, _Mapping]]] = ...) -> None: ...

class Attempt(_message.Message):
    __slots__ = ("number", "start_time", "duration", "dns_duration", "connect_duration", "tls_duration", "send_duration", "wait_duration", "receive_duration", "address", "connection_reused", "status_code", "response_body", "response_body_truncated", "outcome", "failure", "reason", "retry_after")
    class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        OUTCOME_UNSPECIFIED: _ClassVar[Attempt.Outcome]
        DELIVERED: _ClassVar[Attempt.Outcome]
        RETRY: _ClassVar[Attempt.Outcome]
        FAILED: _ClassVar[Attempt.Outcome]
    OUTCOME_UNSPECIFIED: Attempt.Outcome
    DELIVERED: Attempt.Outcome
    RETRY: Attempt.Outcome
    FAILED: Attempt.Outcome
    class Failure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        FAILURE_UNSPECIFIED: _ClassVar[Attempt.Failure]
        DNS: _ClassVar[Attempt.Failure]
        ADDRESS_REFUSED: _ClassVar[Attempt.Failure]
        CONNECT: _ClassVar[Attempt.Failure]
        TLS: _ClassVar[Attempt.Failure]
        TIMEOUT: _ClassVar[Attempt.Failure]
        CLOSED: _ClassVar[Attempt.Failure]
        PROTOCOL: _ClassVar[Attempt.Failure]
        CREDENTIALS: _ClassVar[Attempt.Failure]
        PROXY: _ClassVar[Attempt.Failure]
        INTERNAL: _ClassVar[Attempt.Failure]
    FAILURE_UNSPECIFIED: Attempt.Failure
    DNS: Attempt.Failure
    ADDRESS_REFUSED: Attempt.Failure
    CONNECT: Attempt.Failure
    TLS: Attempt.Failure
    TIMEOUT: Attempt.Failure
    CLOSED: Attempt.Failure
    PROTOCOL: Attempt.Failure
    CREDENTIALS: Attempt.Failure
    PROXY: Attempt.Failure
    INTERNAL: Attempt.Failure
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    DNS_DURATION_FIELD_NUMBER: _ClassVar[int]
    CONNECT_DURATION_FIELD_NUMBER: _ClassVar[int]
    TLS_DURATION_FIELD_NUMBER: _ClassVar[int]
    SEND_DURATION_FIELD_NUMBER: _ClassVar[int]
    WAIT_DURATION_FIELD_NUMBER: _ClassVar[int]
    RECEIVE_DURATION_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_REUSED_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_BODY_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_BODY_TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_FIELD_NUMBER: _ClassVar[int]
    number: int
    start_time: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    dns_duration: _duration_pb2.Duration
    connect_duration: _duration_pb2.Duration
    tls_duration: _duration_pb2.Duration
    send_duration: _duration_pb2.Duration
    wait_duration: _duration_pb2.Duration
    receive_duration: _duration_pb2.Duration
    address: str
    connection_reused: bool
    status_code: int
    response_body: bytes
    response_body_truncated: bool
    outcome: Attempt.Outcome
    failure: Attempt.Failure
    reason: str
    retry_after: _duration_pb2.Duration
    def __init__(self, number: _Optional[int] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., dns_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., connect_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., tls_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., send_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., wait_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., receive_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., address: _Optional[str] = ..., connection_reused: bool = ..., status_code: _Optional[int] = ..., response_body: _Optional[bytes] = ..., response_body_truncated: bool = ..., outcome: _Optional[_Union[Attempt.Outcome, str]] = ..., failure: _Optional[_Union[Attempt.Failure, str]] = ..., reason: _Optional[str] = ..., retry_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
