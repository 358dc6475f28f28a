from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Event(_message.Message):
    __slots__ = ("name", "display_name", "request", "authentication", "signing", "policy", "labels", "state", "state_reason", "create_time", "update_time", "etag", "secrets")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Event.State]
        ACTIVE: _ClassVar[Event.State]
        PAUSED: _ClassVar[Event.State]
        DISABLED: _ClassVar[Event.State]
    STATE_UNSPECIFIED: Event.State
    ACTIVE: Event.State
    PAUSED: Event.State
    DISABLED: Event.State
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class SecretsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    SIGNING_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_REASON_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    SECRETS_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    request: Request
    authentication: Authentication
    signing: Signing
    policy: DeliveryPolicy
    labels: _containers.ScalarMap[str, str]
    state: Event.State
    state_reason: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    etag: str
    secrets: _containers.ScalarMap[str, str]
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., request: _Optional[_Union[Request, _Mapping]] = ..., authentication: _Optional[_Union[Authentication, _Mapping]] = ..., signing: _Optional[_Union[Signing, _Mapping]] = ..., policy: _Optional[_Union[DeliveryPolicy, _Mapping]] = ..., labels: _Optional[_Mapping[str, str]] = ..., state: _Optional[_Union[Event.State, str]] = ..., state_reason: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., secrets: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Request(_message.Message):
    __slots__ = ("method", "url", "headers", "content_type", "text", "json", "json_template", "form")
    class Method(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        METHOD_UNSPECIFIED: _ClassVar[Request.Method]
        POST: _ClassVar[Request.Method]
        GET: _ClassVar[Request.Method]
        PUT: _ClassVar[Request.Method]
        PATCH: _ClassVar[Request.Method]
        DELETE: _ClassVar[Request.Method]
    METHOD_UNSPECIFIED: Request.Method
    POST: Request.Method
    GET: Request.Method
    PUT: Request.Method
    PATCH: Request.Method
    DELETE: Request.Method
    class Header(_message.Message):
        __slots__ = ("name", "value")
        NAME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        name: str
        value: str
        def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class Form(_message.Message):
        __slots__ = ("fields",)
        class FieldsEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: str
            def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
        FIELDS_FIELD_NUMBER: _ClassVar[int]
        fields: _containers.ScalarMap[str, str]
        def __init__(self, fields: _Optional[_Mapping[str, str]] = ...) -> None: ...
    METHOD_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    JSON_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    method: Request.Method
    url: str
    headers: _containers.RepeatedCompositeFieldContainer[Request.Header]
    content_type: str
    text: str
    json: _struct_pb2.Value
    json_template: str
    form: Request.Form
    def __init__(self, method: _Optional[_Union[Request.Method, str]] = ..., url: _Optional[str] = ..., headers: _Optional[_Iterable[_Union[Request.Header, _Mapping]]] = ..., content_type: _Optional[str] = ..., text: _Optional[str] = ..., json: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., json_template: _Optional[str] = ..., form: _Optional[_Union[Request.Form, _Mapping]] = ...) -> None: ...

class Authentication(_message.Message):
    __slots__ = ("basic", "bearer", "header", "oauth2_client_credentials", "oauth2_jwt_bearer", "client_certificate")
    class Basic(_message.Message):
        __slots__ = ("username", "password")
        USERNAME_FIELD_NUMBER: _ClassVar[int]
        PASSWORD_FIELD_NUMBER: _ClassVar[int]
        username: str
        password: str
        def __init__(self, username: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...
    class Bearer(_message.Message):
        __slots__ = ("token",)
        TOKEN_FIELD_NUMBER: _ClassVar[int]
        token: str
        def __init__(self, token: _Optional[str] = ...) -> None: ...
    class HeaderSecret(_message.Message):
        __slots__ = ("name", "value")
        NAME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        name: str
        value: str
        def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class OAuth2ClientCredentials(_message.Message):
        __slots__ = ("token_url", "client_id", "client_secret", "scopes", "audience")
        TOKEN_URL_FIELD_NUMBER: _ClassVar[int]
        CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
        CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
        SCOPES_FIELD_NUMBER: _ClassVar[int]
        AUDIENCE_FIELD_NUMBER: _ClassVar[int]
        token_url: str
        client_id: str
        client_secret: str
        scopes: _containers.RepeatedScalarFieldContainer[str]
        audience: str
        def __init__(self, token_url: _Optional[str] = ..., client_id: _Optional[str] = ..., client_secret: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., audience: _Optional[str] = ...) -> None: ...
    class OAuth2JwtBearer(_message.Message):
        __slots__ = ("token_url", "issuer", "subject", "audience", "scopes", "private_key", "key_id")
        TOKEN_URL_FIELD_NUMBER: _ClassVar[int]
        ISSUER_FIELD_NUMBER: _ClassVar[int]
        SUBJECT_FIELD_NUMBER: _ClassVar[int]
        AUDIENCE_FIELD_NUMBER: _ClassVar[int]
        SCOPES_FIELD_NUMBER: _ClassVar[int]
        PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
        KEY_ID_FIELD_NUMBER: _ClassVar[int]
        token_url: str
        issuer: str
        subject: str
        audience: str
        scopes: _containers.RepeatedScalarFieldContainer[str]
        private_key: str
        key_id: str
        def __init__(self, token_url: _Optional[str] = ..., issuer: _Optional[str] = ..., subject: _Optional[str] = ..., audience: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., private_key: _Optional[str] = ..., key_id: _Optional[str] = ...) -> None: ...
    class ClientCertificate(_message.Message):
        __slots__ = ("certificate", "private_key")
        CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
        PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
        certificate: str
        private_key: str
        def __init__(self, certificate: _Optional[str] = ..., private_key: _Optional[str] = ...) -> None: ...
    BASIC_FIELD_NUMBER: _ClassVar[int]
    BEARER_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    OAUTH2_CLIENT_CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    OAUTH2_JWT_BEARER_FIELD_NUMBER: _ClassVar[int]
    CLIENT_CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    basic: Authentication.Basic
    bearer: Authentication.Bearer
    header: Authentication.HeaderSecret
    oauth2_client_credentials: Authentication.OAuth2ClientCredentials
    oauth2_jwt_bearer: Authentication.OAuth2JwtBearer
    client_certificate: Authentication.ClientCertificate
    def __init__(self, basic: _Optional[_Union[Authentication.Basic, _Mapping]] = ..., bearer: _Optional[_Union[Authentication.Bearer, _Mapping]] = ..., header: _Optional[_Union[Authentication.HeaderSecret, _Mapping]] = ..., oauth2_client_credentials: _Optional[_Union[Authentication.OAuth2ClientCredentials, _Mapping]] = ..., oauth2_jwt_bearer: _Optional[_Union[Authentication.OAuth2JwtBearer, _Mapping]] = ..., client_certificate: _Optional[_Union[Authentication.ClientCertificate, _Mapping]] = ...) -> None: ...

class Signing(_message.Message):
    __slots__ = ("scheme", "secret", "public_key", "previous_secret_expire_time")
    class Scheme(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SCHEME_UNSPECIFIED: _ClassVar[Signing.Scheme]
        NONE: _ClassVar[Signing.Scheme]
        HMAC_SHA256: _ClassVar[Signing.Scheme]
        ED25519: _ClassVar[Signing.Scheme]
    SCHEME_UNSPECIFIED: Signing.Scheme
    NONE: Signing.Scheme
    HMAC_SHA256: Signing.Scheme
    ED25519: Signing.Scheme
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_SECRET_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    scheme: Signing.Scheme
    secret: str
    public_key: str
    previous_secret_expire_time: _timestamp_pb2.Timestamp
    def __init__(self, scheme: _Optional[_Union[Signing.Scheme, str]] = ..., secret: _Optional[str] = ..., public_key: _Optional[str] = ..., previous_secret_expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeliveryPolicy(_message.Message):
    __slots__ = ("timeout", "connect_timeout", "retry", "ordering", "max_concurrency", "rate_limit", "response_rules", "breaker", "disable_after")
    class Ordering(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ORDERING_UNSPECIFIED: _ClassVar[DeliveryPolicy.Ordering]
        PER_CALL: _ClassVar[DeliveryPolicy.Ordering]
        NONE: _ClassVar[DeliveryPolicy.Ordering]
    ORDERING_UNSPECIFIED: DeliveryPolicy.Ordering
    PER_CALL: DeliveryPolicy.Ordering
    NONE: DeliveryPolicy.Ordering
    class Retry(_message.Message):
        __slots__ = ("schedule", "exponential", "max_attempts", "jitter")
        class Exponential(_message.Message):
            __slots__ = ("initial", "multiplier", "max")
            INITIAL_FIELD_NUMBER: _ClassVar[int]
            MULTIPLIER_FIELD_NUMBER: _ClassVar[int]
            MAX_FIELD_NUMBER: _ClassVar[int]
            initial: _duration_pb2.Duration
            multiplier: float
            max: _duration_pb2.Duration
            def __init__(self, initial: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., multiplier: _Optional[float] = ..., max: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
        SCHEDULE_FIELD_NUMBER: _ClassVar[int]
        EXPONENTIAL_FIELD_NUMBER: _ClassVar[int]
        MAX_ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
        JITTER_FIELD_NUMBER: _ClassVar[int]
        schedule: _containers.RepeatedCompositeFieldContainer[_duration_pb2.Duration]
        exponential: DeliveryPolicy.Retry.Exponential
        max_attempts: int
        jitter: float
        def __init__(self, schedule: _Optional[_Iterable[_Union[_duration_pb2.Duration, _Mapping]]] = ..., exponential: _Optional[_Union[DeliveryPolicy.Retry.Exponential, _Mapping]] = ..., max_attempts: _Optional[int] = ..., jitter: _Optional[float] = ...) -> None: ...
    class RateLimit(_message.Message):
        __slots__ = ("per_second", "burst")
        PER_SECOND_FIELD_NUMBER: _ClassVar[int]
        BURST_FIELD_NUMBER: _ClassVar[int]
        per_second: float
        burst: int
        def __init__(self, per_second: _Optional[float] = ..., burst: _Optional[int] = ...) -> None: ...
    class ResponseRule(_message.Message):
        __slots__ = ("filter", "outcome")
        class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = ()
            OUTCOME_UNSPECIFIED: _ClassVar[DeliveryPolicy.ResponseRule.Outcome]
            DELIVERED: _ClassVar[DeliveryPolicy.ResponseRule.Outcome]
            RETRY: _ClassVar[DeliveryPolicy.ResponseRule.Outcome]
            FAIL: _ClassVar[DeliveryPolicy.ResponseRule.Outcome]
            DISABLE: _ClassVar[DeliveryPolicy.ResponseRule.Outcome]
        OUTCOME_UNSPECIFIED: DeliveryPolicy.ResponseRule.Outcome
        DELIVERED: DeliveryPolicy.ResponseRule.Outcome
        RETRY: DeliveryPolicy.ResponseRule.Outcome
        FAIL: DeliveryPolicy.ResponseRule.Outcome
        DISABLE: DeliveryPolicy.ResponseRule.Outcome
        FILTER_FIELD_NUMBER: _ClassVar[int]
        OUTCOME_FIELD_NUMBER: _ClassVar[int]
        filter: str
        outcome: DeliveryPolicy.ResponseRule.Outcome
        def __init__(self, filter: _Optional[str] = ..., outcome: _Optional[_Union[DeliveryPolicy.ResponseRule.Outcome, str]] = ...) -> None: ...
    class Breaker(_message.Message):
        __slots__ = ("disabled", "failure_ratio", "window", "minimum_attempts", "open_duration")
        DISABLED_FIELD_NUMBER: _ClassVar[int]
        FAILURE_RATIO_FIELD_NUMBER: _ClassVar[int]
        WINDOW_FIELD_NUMBER: _ClassVar[int]
        MINIMUM_ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
        OPEN_DURATION_FIELD_NUMBER: _ClassVar[int]
        disabled: bool
        failure_ratio: float
        window: _duration_pb2.Duration
        minimum_attempts: int
        open_duration: _duration_pb2.Duration
        def __init__(self, disabled: bool = ..., failure_ratio: _Optional[float] = ..., window: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., minimum_attempts: _Optional[int] = ..., open_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    CONNECT_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    ORDERING_FIELD_NUMBER: _ClassVar[int]
    MAX_CONCURRENCY_FIELD_NUMBER: _ClassVar[int]
    RATE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_RULES_FIELD_NUMBER: _ClassVar[int]
    BREAKER_FIELD_NUMBER: _ClassVar[int]
    DISABLE_AFTER_FIELD_NUMBER: _ClassVar[int]
    timeout: _duration_pb2.Duration
    connect_timeout: _duration_pb2.Duration
    retry: DeliveryPolicy.Retry
    ordering: DeliveryPolicy.Ordering
    max_concurrency: int
    rate_limit: DeliveryPolicy.RateLimit
    response_rules: _containers.RepeatedCompositeFieldContainer[DeliveryPolicy.ResponseRule]
    breaker: DeliveryPolicy.Breaker
    disable_after: _duration_pb2.Duration
    def __init__(self, timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., connect_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., retry: _Optional[_Union[DeliveryPolicy.Retry, _Mapping]] = ..., ordering: _Optional[_Union[DeliveryPolicy.Ordering, str]] = ..., max_concurrency: _Optional[int] = ..., rate_limit: _Optional[_Union[DeliveryPolicy.RateLimit, _Mapping]] = ..., response_rules: _Optional[_Iterable[_Union[DeliveryPolicy.ResponseRule, _Mapping]]] = ..., breaker: _Optional[_Union[DeliveryPolicy.Breaker, _Mapping]] = ..., disable_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class EventStats(_message.Message):
    __slots__ = ("event", "pending_count", "oldest_pending_age", "in_flight_count", "delivered_count", "failed_count", "expired_count", "cancelled_count", "attempt_count", "attempt_latency_p50", "attempt_latency_p99", "breaker_state", "breaker_probe_time", "attempts_per_second", "failing_since_time")
    class BreakerState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        BREAKER_STATE_UNSPECIFIED: _ClassVar[EventStats.BreakerState]
        CLOSED: _ClassVar[EventStats.BreakerState]
        OPEN: _ClassVar[EventStats.BreakerState]
        HALF_OPEN: _ClassVar[EventStats.BreakerState]
    BREAKER_STATE_UNSPECIFIED: EventStats.BreakerState
    CLOSED: EventStats.BreakerState
    OPEN: EventStats.BreakerState
    HALF_OPEN: EventStats.BreakerState
    EVENT_FIELD_NUMBER: _ClassVar[int]
    PENDING_COUNT_FIELD_NUMBER: _ClassVar[int]
    OLDEST_PENDING_AGE_FIELD_NUMBER: _ClassVar[int]
    IN_FLIGHT_COUNT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_COUNT_FIELD_NUMBER: _ClassVar[int]
    EXPIRED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_COUNT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_COUNT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_LATENCY_P50_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_LATENCY_P99_FIELD_NUMBER: _ClassVar[int]
    BREAKER_STATE_FIELD_NUMBER: _ClassVar[int]
    BREAKER_PROBE_TIME_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    FAILING_SINCE_TIME_FIELD_NUMBER: _ClassVar[int]
    event: str
    pending_count: int
    oldest_pending_age: _duration_pb2.Duration
    in_flight_count: int
    delivered_count: int
    failed_count: int
    expired_count: int
    cancelled_count: int
    attempt_count: int
    attempt_latency_p50: _duration_pb2.Duration
    attempt_latency_p99: _duration_pb2.Duration
    breaker_state: EventStats.BreakerState
    breaker_probe_time: _timestamp_pb2.Timestamp
    attempts_per_second: float
    failing_since_time: _timestamp_pb2.Timestamp
    def __init__(self, event: _Optional[str] = ..., pending_count: _Optional[int] = ..., oldest_pending_age: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., in_flight_count: _Optional[int] = ..., delivered_count: _Optional[int] = ..., failed_count: _Optional[int] = ..., expired_count: _Optional[int] = ..., cancelled_count: _Optional[int] = ..., attempt_count: _Optional[int] = ..., attempt_latency_p50: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., attempt_latency_p99: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., breaker_state: _Optional[_Union[EventStats.BreakerState, str]] = ..., breaker_probe_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., attempts_per_second: _Optional[float] = ..., failing_since_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
