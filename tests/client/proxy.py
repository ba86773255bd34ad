"""A recording proxy such as test suites put between client and server, with all that one loses on the way."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

PASSED = ("authorization", "content-encoding", "content-type", "user-agent", "x-wandb-username")
SERVED = re.compile(r"/graphql|/files/[^/]+/[^/]+/[^/]+/file_stream")
PATIENCE = 5.0


@dataclass
class Proxy:
    """Passes on POST to GraphQL and to the file stream, some request headers, and no response header.

    Attributes:
        url: where it listens.
        passed: the path of each request that it passed on.
        refused: the request line of each that it did not.
        late: the path of each that was not answered within five seconds.
    """

    server: str
    url: str = ""
    passed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def ask(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The server's answer, of which the status and the body are left; 504 if it takes too long."""
        self.passed.append(path)
        with closing(http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=PATIENCE)) as link:
            try:
                link.request("POST", path, body, headers)
                answer = link.getresponse()
                return answer.status, answer.read()
            except TimeoutError:
                self.late.append(path)
                return 504, b""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer leave together.
    wbufsize = -1
    proxy: Proxy

    def do_POST(self) -> None:
        """Passes a request on."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if SERVED.fullmatch(self.path):
            headers = {name: value for name in PASSED if (value := self.headers.get(name)) is not None}
            self._answer(*self.proxy.ask(self.path, headers, body))
        else:
            self._refuse()

    def _refuse(self) -> None:
        self.proxy.refused.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("content-length", 0)) if self.command == "PUT" else 0)
        self._answer(404, b"")

    do_GET = do_HEAD = do_PUT = _refuse

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


@contextmanager
def proxy_before(server: str) -> Iterator[Proxy]:
    """A proxy before the server at that URL."""
    proxy = Proxy(server)
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        proxy.url = f"http://127.0.0.1:{listening.server_address[1]}"
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield proxy
        finally:
            listening.shutdown()
