# Copyright 2026 The Gancho Authors
# SPDX-License-Identifier: Apache-2.0
"""A channel whose calls raise GanchoError and carry the API key."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Optional, Sequence, Tuple

import grpc

from gancho import errors

_Metadata = Tuple[Tuple[str, str], ...]


class ConvertingChannel:
    """What a generated stub needs of a grpc.Channel."""

    def __init__(self, channel: grpc.Channel, api_key: Optional[str]) -> None:
        self._channel = channel
        # Call credentials would do the same, but gRPC refuses them without TLS.
        self._metadata: _Metadata = (
            (("authorization", f"Bearer {api_key}"),) if api_key else ()
        )

    def unary_unary(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        call = self._channel.unary_unary(*args, **kwargs)

        def invoke(
            request: Any,
            timeout: Optional[float] = None,
            metadata: Optional[Sequence[Tuple[str, Any]]] = None,
            **options: Any,
        ) -> Any:
            try:
                return call(
                    request,
                    timeout=timeout,
                    metadata=self._with_key(metadata),
                    **options,
                )
            except grpc.RpcError as error:
                raise errors.from_rpc_error(error) from error

        return invoke

    def unary_stream(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        return self._streaming(self._channel.unary_stream(*args, **kwargs))

    def stream_stream(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        return self._streaming(self._channel.stream_stream(*args, **kwargs))

    def _streaming(self, call: Any) -> Callable[..., Any]:
        def invoke(
            request: Any,
            timeout: Optional[float] = None,
            metadata: Optional[Sequence[Tuple[str, Any]]] = None,
            **options: Any,
        ) -> ConvertingStream:
            return ConvertingStream(
                call(
                    request,
                    timeout=timeout,
                    metadata=self._with_key(metadata),
                    **options,
                )
            )

        return invoke

    def _with_key(
        self, metadata: Optional[Sequence[Tuple[str, Any]]]
    ) -> Tuple[Tuple[str, Any], ...]:
        return self._metadata + tuple(metadata or ())


class ConvertingStream:
    """The answers of a streaming call; also the call itself."""

    def __init__(self, call: Any) -> None:
        self._call = call

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._call)
        except grpc.RpcError as error:
            raise errors.from_rpc_error(error) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._call, name)
