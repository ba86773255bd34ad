"""A proxy that lets nothing through: it shows whether a client sends anything past the server here."""

from __future__ import annotations

import socketserver
from collections.abc import Callable
from threading import Thread
from types import TracebackType

READ_SECONDS = 10.0
LONGEST_LINE = 1 << 16
_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_REFUSAL = (
    b"HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n"
    b"This test is sealed: nothing leaves it but what is for loopback addresses.\n"
)


class Trap:
    """Refuses, with 403, whatever clients send to other hosts; it listens from the moment it is made.

    Clients come here that honour ``HTTP_PROXY`` and ``HTTPS_PROXY``, as the real wandb does; its service
    process honours what was set when it started.

    Attributes:
        caught: what was to leave, in order, like ``"CONNECT api.wandb.ai:443"``.
    """

    def __init__(self) -> None:
        self.caught: list[str] = []
        self._server = _Listening(self.caught.append)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, name="runfake-trap", daemon=True).start()

    def __enter__(self) -> Trap:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a client that is to come here."""
        return {name: self.url for upper in _VARIABLES for name in (upper, upper.lower())}

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()


class _Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, take: Callable[[str], None]) -> None:
        self.take = take
        super().__init__(("127.0.0.1", 0), _Connection)


class _Connection(socketserver.StreamRequestHandler):
    timeout = READ_SECONDS

    def handle(self) -> None:
        asked = self.rfile.readline(LONGEST_LINE).decode("latin-1").rpartition(" ")[0]
        if asked:
            assert isinstance(self.server, _Listening)
            self.server.take(asked)
            # A connection that is closed with something unread is reset, and the refusal lost.
            while self.rfile.readline(LONGEST_LINE).strip():
                pass
            self.wfile.write(_REFUSAL)
