"""A listening socket, and uvicorn answering on it in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
from threading import Event, Thread
from typing import Any

import uvicorn

from runfake.transports.line import Protocol

CLOSE_SECONDS = 5.0
GRACE_SECONDS = 1.0


class Listener:
    """Listens from the moment it is made; answers once :meth:`start` gave it an application.

    Args:
        host: what to bind to.
        port: where to listen; 0 takes a free port.

    Attributes:
        port: where it listens.
        url: how to reach it, without a slash at the end.

    Raises:
        OSError: the port cannot be had; the error names it.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = _bound_socket(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_reachable(host)}:{self.port}"
        self._uvicorn: _Uvicorn | None = None
        self._thread: Thread | None = None

    def start(self, application: Any) -> None:
        """Answers with this ASGI application from now on; returns once it does."""
        self._uvicorn = _Uvicorn(application)
        name = f"runfake-server-{self.port}"
        self._thread = Thread(target=self._uvicorn.run, args=([self._socket],), name=name, daemon=True)
        self._thread.start()
        self._uvicorn.ready.wait()

    def close(self) -> None:
        """Stops answering, within a few seconds whatever clients do; closing again does nothing."""
        if self._uvicorn and self._thread:
            self._uvicorn.leave()
            self._thread.join(CLOSE_SECONDS)
        self._socket.close()

    def hang_up(self) -> None:
        """Closes every connection as soon as it is idle; clients open new ones when they need them."""
        if self._uvicorn:
            self._uvicorn.hang_up()

    def accepted_sockets(self) -> list[Any]:
        """The sockets of the connections that are open now."""
        held = self._uvicorn.server_state.connections if self._uvicorn else ()
        return [connection.transport.get_extra_info("socket") for connection in held if connection.transport]


class _Uvicorn(uvicorn.Server):
    """uvicorn, which says when it is ready and leaves at once when it is told to."""

    def __init__(self, application: Any) -> None:
        config = uvicorn.Config(
            application,
            http=Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=60,
        )
        super().__init__(config)
        self.ready = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leaving: asyncio.Event | None = None

    async def main_loop(self) -> None:
        """Waits to be told to leave, instead of looking ten times a second."""
        self._loop = asyncio.get_running_loop()
        self._leaving = asyncio.Event()
        self.ready.set()
        await self._leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets requests in flight end, for a bounded time, then drops every connection."""
        del sockets  # the caller's, who closes it
        for server in self.servers:
            server.close()
        self._end_connections()
        if self.server_state.tasks:
            await asyncio.wait(list(self.server_state.tasks), timeout=GRACE_SECONDS)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()

    def leave(self) -> None:
        """Ends the server; from any thread."""
        if self._loop is None or self._leaving is None or self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._leaving.set)

    def hang_up(self) -> None:
        """Closes the connections that are idle, and the others after what they are at; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_connections)

    def _end_connections(self) -> None:
        for connection in list(self.server_state.connections):
            connection.shutdown()


def _bound_socket(host: str, port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only on sockets made with IPPROTO_TCP; without it each answer takes 44 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        raise OSError(error.errno, f"{error.strerror} ({host}:{port})") from None
    return bound


def _reachable(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
