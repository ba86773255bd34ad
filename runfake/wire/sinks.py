"""Where the body of a request goes while it comes in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

from runfake.wire import refusals
from runfake.wire.messages import Head, Response

LARGEST_BODY = 32 << 20


class Sink(Protocol):
    """Takes a body piece by piece; ``close`` answers, ``abort`` forgets. ``write`` may raise a ``Refusal``."""

    def write(self, chunk: bytes) -> None: ...

    def close(self) -> Response: ...

    def abort(self) -> None: ...


class Buffer:
    """Keeps the whole body in memory, inflated if it came as gzip, and hands it to ``answer``."""

    def __init__(self, head: Head, answer: Callable[[bytes], Response], limit: int = LARGEST_BODY) -> None:
        self._answer = answer
        self._limit = limit
        self._body = bytearray()
        gzipped = head.headers.get("content-encoding", "").lower() == "gzip"
        self._inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if gzipped else None

    def write(self, chunk: bytes) -> None:
        """Takes a piece.

        Raises:
            Refusal: 413 the body is too large; 400 it is no gzip, though its header says so.
        """
        if self._inflate:
            try:
                chunk = self._inflate.decompress(chunk, self._limit + 1)
            except zlib.error as error:
                raise refusals.Refusal(400, f"the body is not valid gzip: {error}.") from None
        self._body += chunk
        if len(self._body) > self._limit:
            raise refusals.too_large(self._limit)

    def close(self) -> Response:
        """The answer to the whole body."""
        if self._inflate and (not self._inflate.eof or self._inflate.unused_data):
            raise refusals.Refusal(400, "the body is not valid gzip: it ends too early, or goes on after its end.")
        return self._answer(bytes(self._body))

    def abort(self) -> None:
        """Forgets the body."""
        self._body.clear()
