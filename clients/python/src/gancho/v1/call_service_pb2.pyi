from gancho.v1 import call_pb2 as _call_pb2
from google.rpc import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReportCallStateRequest(_message.Message):
    __slots__ = ("parent", "call_state")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CALL_STATE_FIELD_NUMBER: _ClassVar[int]
    parent: str
    call_state: _call_pb2.CallState
    def __init__(self, parent: _Optional[str] = ..., call_state: _Optional[_Union[_call_pb2.CallState, _Mapping]] = ...) -> None: ...

class ReportCallStateResponse(_message.Message):
    __slots__ = ("call", "duplicate", "deliveries")
    CALL_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    DELIVERIES_FIELD_NUMBER: _ClassVar[int]
    call: str
    duplicate: bool
    deliveries: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, call: _Optional[str] = ..., duplicate: bool = ..., deliveries: _Optional[_Iterable[str]] = ...) -> None: ...

class StreamCallStatesRequest(_message.Message):
    __slots__ = ("parent", "message_id", "call_states")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    CALL_STATES_FIELD_NUMBER: _ClassVar[int]
    parent: str
    message_id: int
    call_states: _containers.RepeatedCompositeFieldContainer[_call_pb2.CallState]
    def __init__(self, parent: _Optional[str] = ..., message_id: _Optional[int] = ..., call_states: _Optional[_Iterable[_Union[_call_pb2.CallState, _Mapping]]] = ...) -> None: ...

class StreamCallStatesResponse(_message.Message):
    __slots__ = ("acked_message_id", "rejections", "duplicate_count")
    ACKED_MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    REJECTIONS_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    acked_message_id: int
    rejections: _containers.RepeatedCompositeFieldContainer[CallStateRejection]
    duplicate_count: int
    def __init__(self, acked_message_id: _Optional[int] = ..., rejections: _Optional[_Iterable[_Union[CallStateRejection, _Mapping]]] = ..., duplicate_count: _Optional[int] = ...) -> None: ...

class CallStateRejection(_message.Message):
    __slots__ = ("message_id", "index", "status")
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    message_id: int
    index: int
    status: _status_pb2.Status
    def __init__(self, message_id: _Optional[int] = ..., index: _Optional[int] = ..., status: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class GetCallRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListCallsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "filter")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    filter: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ...) -> None: ...

class ListCallsResponse(_message.Message):
    __slots__ = ("calls", "next_page_token")
    CALLS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    calls: _containers.RepeatedCompositeFieldContainer[_call_pb2.Call]
    next_page_token: str
    def __init__(self, calls: _Optional[_Iterable[_Union[_call_pb2.Call, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchCallsRequest(_message.Message):
    __slots__ = ("parent", "filter")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    parent: str
    filter: str
    def __init__(self, parent: _Optional[str] = ..., filter: _Optional[str] = ...) -> None: ...

class WatchCallsResponse(_message.Message):
    __slots__ = ("call", "skipped_count")
    CALL_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_COUNT_FIELD_NUMBER: _ClassVar[int]
    call: _call_pb2.Call
    skipped_count: int
    def __init__(self, call: _Optional[_Union[_call_pb2.Call, _Mapping]] = ..., skipped_count: _Optional[int] = ...) -> None: ...
