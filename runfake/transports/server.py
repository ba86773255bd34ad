"""The loopback server: worlds behind a listening socket."""

from __future__ import annotations

from contextlib import ExitStack, closing
from types import TracebackType

from runfake.transports.addresses import public_url
from runfake.transports.asgi import Application
from runfake.transports.hosting import Hosting
from runfake.transports.listener import Listener
from runfake.wire.fixture_service.service import FixtureService
from runfake.wire.journal import KEEP, Journal
from runfake.wire.tenants import Tenant
from runfake.world.world import World


class Server(Hosting):
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
        with ExitStack() as opening:
            self._listener = opening.enter_context(closing(Listener(host, port)))
            self.port = self._listener.port
            super().__init__(world, self._listener.url if base_url is None else public_url(base_url), keep)
            self._fixtures = FixtureService(self._tenant)
            fixtures = None if fixture_port is None else opening.enter_context(closing(Listener(host, fixture_port)))
            self.fixture_url = fixtures.url if fixtures else None
            if fixtures:
                fixtures.start(Application(self._fixtures))
            self._listener.start(Application(self.backend))
            self._open = opening.pop_all()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def fixture_requests(self) -> Journal:
        """What was asked of the fixture service."""
        return self._fixtures.journal

    def remove(self, tenant: Tenant) -> None:
        """Takes a world away again; requests with its keys are refused from then on."""
        super().remove(tenant)
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
