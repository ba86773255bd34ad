"""The loopback server: uvicorn in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
from threading import Event, Thread
from types import TracebackType

import uvicorn

from runfake.transports.asgi import Application
from runfake.wire.backend import Backend
from runfake.wire.journal import Journal
from runfake.wire.tenants import Tenant
from runfake.world.world import World

CLOSE_SECONDS = 5.0
GRACE_SECONDS = 1.0


class Server:
    """A server that answers for one world, and for any that are added; it is ready once it is made.

    Use it as a context manager, or call :meth:`close`.

    Args:
        world: the first world.
        port: where to listen; 0 takes a free port.
        host: what to bind to; loopback unless told otherwise.

    Attributes:
        world: the first world.
        url: the base URL, for ``WANDB_BASE_URL``.
        api_key: a key of the first world's default user, for ``WANDB_API_KEY``.
        entity: the name of that user's entity.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, world: World, port: int = 0, host: str = "127.0.0.1") -> None:
        self.world = world
        self._socket = _bound_socket(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_reachable(host)}:{self.port}"
        self._backend = Backend(self.url)
        self._tenant = self._backend.add(world)
        self._uvicorn = _Uvicorn(self._backend)
        self._thread = Thread(target=self._uvicorn.run, args=([self._socket],), name="runfake-server", daemon=True)
        self._thread.start()
        self._uvicorn.ready.wait()

    def __repr__(self) -> str:
        return f"<Server {self.url}>"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def api_key(self) -> str:
        """A key of the first world's default user."""
        return self._tenant.api_key

    @property
    def entity(self) -> str:
        """The name of the first world's default entity."""
        return self.world.entity.name

    @property
    def journal(self) -> Journal:
        """What was asked of the first world."""
        return self._tenant.journal

    @property
    def stray_requests(self) -> Journal:
        """What was asked of no world: unknown keys and paths."""
        return self._backend.journal

    def add(self, world: World) -> Tenant:
        """Puts one more world behind this server; its requests are told apart by API key."""
        return self._backend.add(world)

    def remove(self, tenant: Tenant) -> None:
        """Takes a world away again; requests with its keys are refused from then on."""
        self._backend.remove(tenant)

    def close(self) -> None:
        """Stops answering, within a few seconds whatever clients do; closing again does nothing."""
        self._uvicorn.leave()
        self._thread.join(CLOSE_SECONDS)
        self._socket.close()


def serve(world: World, port: int = 0, host: str = "127.0.0.1") -> Server:
    """A :class:`Server` for ``world``, running."""
    return Server(world, port, host)


class _Uvicorn(uvicorn.Server):
    """uvicorn, which says when it is ready and leaves at once when it is told to."""

    def __init__(self, backend: Backend) -> None:
        config = uvicorn.Config(
            Application(backend),
            http="httptools",
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
        for connection in list(self.server_state.connections):
            connection.shutdown()
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


def _bound_socket(host: str, port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only on sockets made with IPPROTO_TCP; without it each answer takes 44 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(1024)
    except OSError:
        bound.close()
        raise
    return bound


def _reachable(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
