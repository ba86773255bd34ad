"""The loopback server: worlds behind a listening socket."""

from __future__ import annotations

from types import TracebackType

from runfake.transports.asgi import Application
from runfake.transports.listener import Listener
from runfake.wire.backend import Backend
from runfake.wire.journal import Journal
from runfake.wire.tenants import Tenant
from runfake.world.world import World


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
        self._listener = Listener(host, port)
        self.port = self._listener.port
        self.url = self._listener.url
        self._backend = Backend(self.url)
        self._tenant = self._backend.add(world)
        self._listener.start(Application(self._backend))

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
        self._listener.close()


def serve(world: World, port: int = 0, host: str = "127.0.0.1") -> Server:
    """A :class:`Server` for ``world``, running."""
    return Server(world, port, host)
