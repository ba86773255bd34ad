"""The loopback server: worlds behind a listening socket."""

from __future__ import annotations

from contextlib import ExitStack, closing
from types import TracebackType

from runfake.transports.addresses import public_url
from runfake.transports.asgi import Application
from runfake.transports.listener import Listener
from runfake.wire.backend import Backend
from runfake.wire.faults.registry import Faults
from runfake.wire.fixture_service.service import FixtureService
from runfake.wire.journal import KEEP, Journal
from runfake.wire.stubs import Stubs
from runfake.wire.tenants import Tenant
from runfake.world.world import World


class Server:
    """A server that answers for one world, and for any that are added; it is ready once it is made.

    Use it as a context manager, or call :meth:`close`.

    Args:
        world: the first world.
        port: where to listen; 0 takes a free port.
        host: what to bind to; loopback unless told otherwise.
        fixture_port: where the fixture service listens, by which test suites make users and teams; 0 takes a
            free port, None opens none.
        base_url: the address that clients reach it by, where that is another than this machine knows; what it
            hands out for uploads and downloads starts with it.
        keep: how many requests the first world's journal keeps; None keeps all.

    Attributes:
        world: the first world.
        port: where it listens.
        url: the base URL, for ``WANDB_BASE_URL``.
        fixture_url: where the fixture service of the first world is; None if it is not open.
        api_key: a key of the first world's default user, for ``WANDB_API_KEY``.
        entity: the name of that user's entity.

    Raises:
        OSError: a port cannot be had; nothing is open then.
        ValueError: ``base_url`` is no address.
    """

    def __init__(
        self,
        world: World,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        fixture_port: int | None = None,
        base_url: str | None = None,
        keep: int | None = KEEP,
    ) -> None:
        self.world = world
        with ExitStack() as opening:
            self._listener = opening.enter_context(closing(Listener(host, port)))
            self.port = self._listener.port
            self.url = self._listener.url if base_url is None else public_url(base_url)
            self._backend = Backend(self.url)
            self._tenant = self._backend.add(world, keep)
            self._fixtures = FixtureService(self._tenant)
            fixtures = None if fixture_port is None else opening.enter_context(closing(Listener(host, fixture_port)))
            self.fixture_url = fixtures.url if fixtures else None
            if fixtures:
                fixtures.start(Application(self._fixtures))
            self._listener.start(Application(self._backend))
            self._open = opening.pop_all()

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
    def faults(self) -> Faults:
        """What is to go wrong with what is asked of the first world."""
        return self._tenant.faults

    @property
    def stubs(self) -> Stubs:
        """What is answered with something given, instead of from the first world."""
        return self._tenant.stubs

    @property
    def stray_requests(self) -> Journal:
        """What was asked of no world: what came without a key that is known here."""
        return self._backend.journal

    @property
    def fixture_requests(self) -> Journal:
        """What was asked of the fixture service."""
        return self._fixtures.journal

    def add(self, world: World, keep: int | None = KEEP, *, key: str | None = None) -> Tenant:
        """Puts one more world behind this server; its requests are told apart by API key.

        Args:
            keep: how many requests its journal keeps; None keeps all.
            key: what it is to be reached by for its default user, instead of that user's own.
        """
        return self._backend.add(world, keep, key)

    def remove(self, tenant: Tenant) -> None:
        """Takes a world away again; requests with its keys are refused from then on."""
        self._backend.remove(tenant)
        # A client keeps a connection for each key, which nobody will use again.
        self._listener.hang_up()

    def close(self) -> None:
        """Stops answering, within a few seconds whatever clients do; closing again does nothing."""
        self._open.close()


def serve(
    world: World,
    port: int = 0,
    host: str = "127.0.0.1",
    *,
    fixture_port: int | None = None,
    base_url: str | None = None,
    keep: int | None = KEEP,
) -> Server:
    """A :class:`Server` for ``world``, running."""
    return Server(world, port, host, fixture_port=fixture_port, base_url=base_url, keep=keep)
