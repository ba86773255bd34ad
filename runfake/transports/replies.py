"""Answers as ``requests`` gets them from its connections, where there is no connection."""

from __future__ import annotations

import errno
import http.client
import io
import os
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from urllib3 import HTTPHeaderDict, HTTPResponse

from runfake.transports.answer import body_pieces, head_bytes
from runfake.wire.messages import Delivery, Response

if TYPE_CHECKING:
    import socket

_HTTP_1_1 = 11


def reply(response: Response, method: str, timeout: float | None) -> HTTPResponse:
    """The answer to a request by that method.

    One that does not go out as usual is written as bytes and read by Python's own HTTP client, which makes of it
    what it makes of bytes from a socket.

    Args:
        timeout: the longest that the client waits for a byte, in seconds; None waits for ever.

    Raises:
        OSError, http.client.HTTPException: what reading the head of the answer comes to.
    """
    if response.delivery is not None:
        return _read(_Line(_coming(response, response.delivery, method, timeout)), method)
    body = b"" if method == "HEAD" else response.body
    return HTTPResponse(
        io.BytesIO(body) if isinstance(body, bytes) else io.BufferedReader(_Pieces(body)),
        response.headers,
        response.status,
        _HTTP_1_1,
        reason=http.client.responses.get(response.status, ""),
        preload_content=False,
        request_method=method,
    )


def _read(line: _Line, method: str) -> HTTPResponse:
    answer = http.client.HTTPResponse(cast("socket.socket", line), method=method)
    answer.begin()
    return HTTPResponse(
        answer,
        HTTPHeaderDict(answer.msg.items()),
        answer.status,
        answer.version,
        reason=answer.reason,
        preload_content=False,
        original_response=answer,
        request_method=method,
    )


def _coming(response: Response, how: Delivery, method: str, timeout: float | None) -> Iterator[bytes]:
    """What comes over the line, when it comes."""
    _wait(how.delay, timeout)
    if not how.bare:
        yield head_bytes(response.status, response.headers)
    for number, piece in enumerate(body_pieces(response, how.piece, method)):
        if number:
            _wait(how.pause, timeout)
        yield piece
    if how.ending == "reset":
        raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


def _wait(seconds: float, timeout: float | None) -> None:
    if timeout is not None and seconds > timeout:
        time.sleep(timeout)
        raise TimeoutError("timed out")
    if seconds:
        time.sleep(seconds)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Reads no further than to the end of a piece."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Line:
    """What ``http.client`` needs of a socket."""

    def __init__(self, coming: Iterator[bytes]) -> None:
        self._coming = coming

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes, as a file."""
        del mode
        return io.BufferedReader(_Pieces(self._coming))
