# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""The error of every call, with the details that the server gave."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Dict, List, Optional

import grpc
from google.rpc import error_details_pb2, status_pb2

_DETAILS_KEY = "grpc-status-details-bin"


def _number(code: Any) -> int:
    return int(code.value[0])


_CODES: Dict[int, grpc.StatusCode] = {
    _number(code): code for code in grpc.StatusCode
}


@dataclasses.dataclass(frozen=True)
class FieldViolation:
    """What is wrong with one field of a request."""

    field: str  # a path such as `event.request.url`
    description: str


class GanchoError(Exception):
    """An error of the server, or of the client where there was no answer."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        # A stable name such as API_KEY_INVALID; empty if there is none.
        self.reason = ""
        self.domain = ""
        self.metadata: Dict[str, str] = {}
        # Which fields of the request are wrong, and why.
        self.violations: List[FieldViolation] = []
        # How long to wait before trying again; None if the server did not say.
        self.retry_delay: Optional[datetime.timedelta] = None


def from_status(status: status_pb2.Status) -> GanchoError:
    """The error that a google.rpc.Status tells of."""
    error = GanchoError(
        _CODES.get(status.code, grpc.StatusCode.UNKNOWN), status.message
    )
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        bad_request = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            error.reason = info.reason
            error.domain = info.domain
            error.metadata = dict(info.metadata)
        elif detail.Unpack(bad_request):
            error.violations.extend(
                FieldViolation(violation.field, violation.description)
                for violation in bad_request.field_violations
            )
        elif detail.Unpack(retry):
            error.retry_delay = retry.retry_delay.ToTimedelta()
    return error


def from_rpc_error(error: grpc.RpcError) -> GanchoError:
    """The error of a call that gRPC made, which is also a grpc.Call."""
    call: Any = error
    status = status_pb2.Status()
    for key, value in call.trailing_metadata() or ():
        if key == _DETAILS_KEY:
            try:
                status.ParseFromString(value)
            except Exception:  # Details that nobody can read are none.
                status.Clear()
    status.code = _number(call.code() or grpc.StatusCode.UNKNOWN)
    status.message = call.details() or ""
    return from_status(status)
