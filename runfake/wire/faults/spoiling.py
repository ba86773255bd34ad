"""What is made of good answers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from runfake.wire.messages import Delivery, Response

# Of an answer that is no HTTP.
_LEAST_GARBAGE = 16


def truncated(response: Response, keep: int | None) -> Response:
    """The first ``keep`` bytes of the body, or half of it; the headers promise all."""
    kept = _length(response) // 2 if keep is None else keep
    body = bytearray()
    for piece in [response.body] if isinstance(response.body, bytes) else response.body:
        body += piece[: kept - len(body)]
        if len(body) == kept:
            break
    return replace(response, body=bytes(body), delivery=Delivery(ending="closed"))


def garbled(response: Response) -> Response:
    """Nonsense of the same length for a body."""
    return replace(response, body=_nonsense(_length(response)))


def bare_garbage(response: Response) -> Response:
    """Nonsense that is not even HTTP."""
    body = _nonsense(max(_length(response), _LEAST_GARBAGE))
    return Response(0, body, delivery=Delivery(bare=True, ending="closed"))


def mislabelled(response: Response, by: int) -> Response:
    """The whole body, with headers that say it is longer by so much, or shorter."""
    headers = {**response.headers, "content-length": str(max(_length(response) + by, 0))}
    return replace(response, headers=headers, delivery=Delivery(ending="closed"))


def _length(response: Response) -> int:
    return int(response.headers["content-length"])


def _nonsense(length: int) -> bytes:
    """Bytes that are always the same, and neither text nor JSON."""
    return (b"\0" + Random("garbage").randbytes(length))[:length]
