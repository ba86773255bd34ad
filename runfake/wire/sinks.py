"""Where the body of a request goes while it comes in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from typing import Protocol

from runfake.wire import refusals
from runfake.wire.messages import Head, Response

LARGEST_BODY = 32 << 20
# Does what a request asks for, and answers it; may raise what the world raises.
Handling = Callable[[], Response]


class Sink(Protocol):
    """Takes a body piece by piece; ``close`` says what it asks for, ``abort`` forgets.

    Nothing is done before the handling that ``close`` gives is called. ``write`` and ``close`` may raise a ``Refusal``.
    """

    def write(self, chunk: bytes) -> None: ...

    def close(self) -> Handling: ...

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

    def close(self) -> Handling:
        """Answers the whole body.

        Raises:
            Refusal: 400, it is no gzip, though its header says so.
        """
        return partial(self._answer, self._whole())

    def _whole(self) -> bytes:
        if self._inflate and (not self._inflate.eof or self._inflate.unused_data):
            raise refusals.Refusal(400, "the body is not valid gzip: it ends too early, or goes on after its end.")
        return bytes(self._body)

    def abort(self) -> None:
        """Forgets the body."""
        self._body.clear()


class ReadBuffer(Buffer):
    """A buffer whose body is understood, by ``read``, before anything is done: the journal then knows what is asked."""

    def __init__(self, head: Head, read: Callable[[bytes], Handling]) -> None:
        super().__init__(head, lambda body: read(body)())
        self._read = read

    def close(self) -> Handling:
        """What the whole body asks for; may raise what ``read`` raises."""
        return self._read(self._whole())
