"""An answer as it goes over a connection: the bytes of its head, and the pieces of its body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.client import responses

from runfake.wire.messages import Response


def head_bytes(status: int, headers: Mapping[str, str]) -> bytes:
    """A status line and headers, to the empty line that ends them."""
    lines = [
        f"HTTP/1.1 {status} {responses.get(status, '')}",
        *(f"{name}: {value}" for name, value in headers.items()),
        "",
        "",
    ]
    return "\r\n".join(lines).encode("latin-1")


def body_pieces(response: Response, size: int, method: str) -> Iterator[bytes]:
    """The body in pieces of ``size`` bytes at most, or as they are for 0; an answer to HEAD has none."""
    if method == "HEAD":
        return
    for chunk in [response.body] if isinstance(response.body, bytes) else response.body:
        step = size or max(len(chunk), 1)
        for start in range(0, len(chunk), step):
            yield chunk[start : start + step]
