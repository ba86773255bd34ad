"""Requests and responses, free of any transport."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote

from runfake.world.jsontext import finite

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a request before its body comes.

    Attributes:
        method: upper case.
        path: as it stands in the request line, percent-encoded, without the query.
        headers: names in lower case.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def segments(self) -> tuple[str, ...]:
        """The parts of the path between slashes, percent-decoded."""
        return tuple(map(_unquoted, self.path.split("/")[1:]))

    @property
    def writes_beside_others(self) -> bool:
        """Whether it comes from one of several writers of a run (``mode="shared"``)."""
        return self.headers.get("x-wandb-use-async-filestream") == "true"


def _unquoted(part: str) -> str:
    try:
        return unquote(part, errors="surrogatepass")
    except UnicodeDecodeError:
        return unquote(part)


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose body is there, whole or in pieces."""

    head: Head
    body: Iterable[bytes] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer goes out, where that is not as usual. Who delivers it holds up no other request meanwhile.

    Attributes:
        delay: seconds before it begins.
        piece: the most bytes of the body that go out at once; 0 sends them as they are.
        pause: seconds between two pieces.
        bare: whether the body alone goes out, without status and headers.
        ending: what becomes of the connection; unless it is kept, the headers may be wrong about the body's length.
    """

    delay: float = 0.0
    piece: int = 0
    pause: float = 0.0
    bare: bool = False
    ending: Literal["kept", "closed", "reset"] = "kept"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; ``body`` is bytes, or pieces of known total length (``content-length`` is set then)."""

    status: int
    body: bytes | Iterable[bytes] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery | None = None


def json_response(status: int, value: Any) -> Response:
    """An answer of strict JSON, ASCII only: numbers that are not finite become strings, see :func:`finite`."""
    try:
        body = _dumps(value)
    except ValueError:
        body = _dumps(finite(value))
    return Response(status, body, {"content-type": JSON_TYPE, "content-length": str(len(body))})


_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def _dumps(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("ascii")


def error_response(status: int, message: str) -> Response:
    """The error body that every client reads a message out of."""
    return json_response(status, {"errors": [{"message": message}]})
