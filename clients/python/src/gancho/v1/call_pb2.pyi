from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CallState(_message.Message):
    __slots__ = ("call_id", "state", "occur_time", "sequence", "direction", "caller", "caller_name", "called", "called_name", "extension", "terminal", "queue", "agent", "trunk", "hangup_cause", "cost", "currency_code", "recording_url", "labels", "expire_time")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[CallState.State]
        ORIGINATE: _ClassVar[CallState.State]
        START: _ClassVar[CallState.State]
        RINGING: _ClassVar[CallState.State]
        TALK: _ClassVar[CallState.State]
        HOLD: _ClassVar[CallState.State]
        RESUME: _ClassVar[CallState.State]
        TRANSFER: _ClassVar[CallState.State]
        END: _ClassVar[CallState.State]
        RECORDING: _ClassVar[CallState.State]
    STATE_UNSPECIFIED: CallState.State
    ORIGINATE: CallState.State
    START: CallState.State
    RINGING: CallState.State
    TALK: CallState.State
    HOLD: CallState.State
    RESUME: CallState.State
    TRANSFER: CallState.State
    END: CallState.State
    RECORDING: CallState.State
    class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DIRECTION_UNSPECIFIED: _ClassVar[CallState.Direction]
        INBOUND: _ClassVar[CallState.Direction]
        OUTBOUND: _ClassVar[CallState.Direction]
        INTERNAL: _ClassVar[CallState.Direction]
    DIRECTION_UNSPECIFIED: CallState.Direction
    INBOUND: CallState.Direction
    OUTBOUND: CallState.Direction
    INTERNAL: CallState.Direction
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OCCUR_TIME_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    CALLER_FIELD_NUMBER: _ClassVar[int]
    CALLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CALLED_FIELD_NUMBER: _ClassVar[int]
    CALLED_NAME_FIELD_NUMBER: _ClassVar[int]
    EXTENSION_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_FIELD_NUMBER: _ClassVar[int]
    QUEUE_FIELD_NUMBER: _ClassVar[int]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    TRUNK_FIELD_NUMBER: _ClassVar[int]
    HANGUP_CAUSE_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORDING_URL_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    state: CallState.State
    occur_time: _timestamp_pb2.Timestamp
    sequence: int
    direction: CallState.Direction
    caller: str
    caller_name: str
    called: str
    called_name: str
    extension: str
    terminal: str
    queue: str
    agent: str
    trunk: str
    hangup_cause: str
    cost: str
    currency_code: str
    recording_url: str
    labels: _containers.ScalarMap[str, str]
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, call_id: _Optional[str] = ..., state: _Optional[_Union[CallState.State, str]] = ..., occur_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., sequence: _Optional[int] = ..., direction: _Optional[_Union[CallState.Direction, str]] = ..., caller: _Optional[str] = ..., caller_name: _Optional[str] = ..., called: _Optional[str] = ..., called_name: _Optional[str] = ..., extension: _Optional[str] = ..., terminal: _Optional[str] = ..., queue: _Optional[str] = ..., agent: _Optional[str] = ..., trunk: _Optional[str] = ..., hangup_cause: _Optional[str] = ..., cost: _Optional[str] = ..., currency_code: _Optional[str] = ..., recording_url: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Call(_message.Message):
    __slots__ = ("name", "call_id", "state", "direction", "caller", "caller_name", "called", "called_name", "extension", "terminal", "queue", "agent", "trunk", "hangup_cause", "cost", "currency_code", "recording_url", "labels", "start_time", "ring_time", "talk_time", "end_time", "duration", "ring_duration", "talk_duration", "answered", "missed", "state_count", "create_time", "update_time", "close_time")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    CALLER_FIELD_NUMBER: _ClassVar[int]
    CALLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CALLED_FIELD_NUMBER: _ClassVar[int]
    CALLED_NAME_FIELD_NUMBER: _ClassVar[int]
    EXTENSION_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_FIELD_NUMBER: _ClassVar[int]
    QUEUE_FIELD_NUMBER: _ClassVar[int]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    TRUNK_FIELD_NUMBER: _ClassVar[int]
    HANGUP_CAUSE_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORDING_URL_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    RING_TIME_FIELD_NUMBER: _ClassVar[int]
    TALK_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    RING_DURATION_FIELD_NUMBER: _ClassVar[int]
    TALK_DURATION_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    MISSED_FIELD_NUMBER: _ClassVar[int]
    STATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    call_id: str
    state: CallState.State
    direction: CallState.Direction
    caller: str
    caller_name: str
    called: str
    called_name: str
    extension: str
    terminal: str
    queue: str
    agent: str
    trunk: str
    hangup_cause: str
    cost: str
    currency_code: str
    recording_url: str
    labels: _containers.ScalarMap[str, str]
    start_time: _timestamp_pb2.Timestamp
    ring_time: _timestamp_pb2.Timestamp
    talk_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    ring_duration: _duration_pb2.Duration
    talk_duration: _duration_pb2.Duration
    answered: bool
    missed: bool
    state_count: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., call_id: _Optional[str] = ..., state: _Optional[_Union[CallState.State, str]] = ..., direction: _Optional[_Union[CallState.Direction, str]] = ..., caller: _Optional[str] = ..., caller_name: _Optional[str] = ..., called: _Optional[str] = ..., called_name: _Optional[str] = ..., extension: _Optional[str] = ..., terminal: _Optional[str] = ..., queue: _Optional[str] = ..., agent: _Optional[str] = ..., trunk: _Optional[str] = ..., hangup_cause: _Optional[str] = ..., cost: _Optional[str] = ..., currency_code: _Optional[str] = ..., recording_url: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., ring_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., talk_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., ring_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., talk_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., answered: bool = ..., missed: bool = ..., state_count: _Optional[int] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
