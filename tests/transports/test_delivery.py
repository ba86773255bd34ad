"""Answers that do not go out as usual, seen from the socket."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import cast

import pytest

from runfake.transports.asgi import Application
from runfake.transports.listener import Listener
from runfake.wire.exchange import Service
from runfake.wire.messages import Delivery, Head, Response

BODY = b"0123456789"
HEADERS = {"content-length": "10"}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n"
USUAL = HEAD + BODY
Connect = Callable[[], socket.socket]

ANSWERS: Mapping[str, Response] = {
    "/usual": Response(200, BODY, HEADERS),
    "/late": Response(200, BODY, HEADERS, Delivery(delay=0.01)),
    "/never": Response(200, BODY, HEADERS, Delivery(delay=3600)),
    "/stuck": Response(200, BODY, HEADERS, Delivery(piece=4, pause=3600)),
    "/drip": Response(200, BODY, HEADERS, Delivery(piece=3, pause=0.001)),
    "/drip/pieces": Response(200, [b"0123", b"456789"], HEADERS, Delivery(piece=3, pause=0.001)),
    "/closed": Response(0, b"", {}, Delivery(bare=True, ending="closed")),
    "/reset": Response(0, b"", {}, Delivery(bare=True, ending="reset")),
    "/bare": Response(0, b"\0garbage", {}, Delivery(bare=True, ending="closed")),
    "/short": Response(200, BODY[:4], HEADERS, Delivery(ending="closed")),
    "/short/pieces": Response(200, [b"01", b"23"], HEADERS, Delivery(ending="closed")),
    "/long": Response(200, BODY + b"more", HEADERS, Delivery(ending="closed")),
    "/big": Response(200, [bytes(1 << 20)] * 8, {"content-length": str(1 << 24)}, Delivery(ending="closed")),
    "/unknown-status": Response(599, BODY, HEADERS, Delivery(ending="closed")),
}


class Exchange:
    """Stands in for a request on its way."""

    def __init__(self, backend: Answering, head: Head) -> None:
        self._backend, self._head = backend, head

    def write(self, chunk: bytes) -> None: ...

    def abort(self) -> None: ...

    def close(self) -> Response:
        self._backend.answering.set()
        return ANSWERS[self._head.path]


class Answering:
    """Stands in for a backend."""

    def __init__(self) -> None:
        self.answering = threading.Event()

    def open(self, head: Head) -> Exchange:
        return Exchange(self, head)


@pytest.fixture
def backend() -> Answering:
    return Answering()


@pytest.fixture
def connect(backend: Answering, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    """Connects to a server that answers like ANSWERS; in the end nothing was complained of in the log."""
    logged: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "handle", logged.append)
    listener = Listener()
    listener.start(Application(cast(Service, backend)))
    opened: list[socket.socket] = []

    def connect() -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", listener.port), timeout=20))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()
    listener.close()
    assert [record.getMessage() for record in logged if record.levelno >= logging.WARNING] == []


def request(path: str, method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode()


def until_end(connection: socket.socket) -> bytes:
    """Everything that comes until the server closes the connection."""
    received = bytearray()
    while chunk := connection.recv(1 << 18):
        received += chunk
    return bytes(received)


def exactly(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        chunk = connection.recv(count - len(received))
        assert chunk, f"closed after {received!r}"
        received += chunk
    return received


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/closed", b""),
        ("/bare", b"\0garbage"),
        ("/short", HEAD + b"0123"),
        ("/short/pieces", HEAD + b"0123"),
        ("/long", USUAL + b"more"),
        ("/unknown-status", USUAL.replace(b"200 OK", b"599 ")),
    ],
)
def test_a_broken_answer_goes_out_as_it_is_and_ends_the_connection(
    connect: Connect, path: str, expected: bytes
) -> None:
    link = connect()
    link.sendall(request("/usual") + request(path))
    assert until_end(link) == USUAL + expected


def test_all_that_is_to_go_out_does_before_the_connection_ends(connect: Connect) -> None:
    link = connect()
    link.sendall(request("/big"))
    assert until_end(link).endswith(b"\r\n\r\n" + bytes(8 << 20))


def test_a_connection_is_reset(connect: Connect) -> None:
    link, other = connect(), connect()
    link.sendall(request("/reset"))
    with pytest.raises(ConnectionResetError):
        link.recv(1)
    other.sendall(request("/usual"))
    assert exactly(other, len(USUAL)) == USUAL


@pytest.mark.parametrize("path", ["/late", "/drip", "/drip/pieces"])
def test_a_slow_answer_is_whole_and_keeps_the_connection(connect: Connect, path: str) -> None:
    link = connect()
    # Sent at once: the answers keep the order of the requests.
    link.sendall(request(path) + request("/usual"))
    assert exactly(link, 2 * len(USUAL)) == 2 * USUAL


@pytest.mark.parametrize("path", ["/never", "/stuck"])
def test_a_waiting_answer_holds_up_nobody_and_ends_with_its_client(
    connect: Connect, backend: Answering, path: str
) -> None:
    link, other = connect(), connect()
    link.sendall(request(path))
    assert backend.answering.wait(20)
    other.sendall(request("/usual"))
    assert exactly(other, len(USUAL)) == USUAL


def test_what_follows_a_broken_answer_is_not_answered(connect: Connect) -> None:
    link = connect()
    link.sendall(request("/short") + request("/usual"))
    assert until_end(link) == HEAD + b"0123"


@pytest.mark.parametrize("path", ["/short", "/long"])
def test_a_broken_answer_to_head_has_no_body(connect: Connect, path: str) -> None:
    link = connect()
    link.sendall(request(path, "HEAD"))
    assert until_end(link) == HEAD
