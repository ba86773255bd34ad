"""Venues: where examples are played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Protocol

from runfake.contract.local_stage import LocalStage
from runfake.contract.port import Address, Port, Session
from runfake.contract.stage import Stage
from runfake.transports.server import Server, serve
from runfake.wire.journal.lines import numbered
from runfake.world.keyring import key_from
from runfake.world.world import World

MOST_LINES = 40


class Venue(Protocol):
    """Gives each example a stage.

    Attributes:
        inside: whether its server can be looked into.
    """

    inside: bool

    def session(self, port: Port) -> AbstractContextManager[Session]:
        """A client that is asked nothing but what it offers."""

    def stage(self, port: Port) -> AbstractContextManager[Stage]:
        """A stage for one example."""

    def journal(self, stage: Stage) -> list[str]:
        """What was asked on a stage, a line a request."""


class LocalVenue:
    """runfake's own server on loopback, with a world for each example."""

    inside = True

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = count()

    @contextmanager
    def session(self, port: Port) -> Iterator[Session]:
        with self.stage(port) as stage:
            yield stage.session

    @contextmanager
    def stage(self, port: Port) -> Iterator[Stage]:
        world = World(entity="team")
        key = key_from(f"contract {next(self._numbers)}")
        tenant = self._server.add(world, keep=None, key=key)
        try:
            client = port.open(Address(self._server.url, key, world.entity.name))
            try:
                yield LocalStage(client, tenant)
            finally:
                client.close()
        finally:
            self._server.remove(tenant)
            world.close()

    def journal(self, stage: Stage) -> list[str]:
        entries = list(stage.journal)
        lines = []
        for number, entry in enumerate(entries[:MOST_LINES]):
            lines.append(numbered(number, entry, entries))
            lines += [f"      {page}" for page in entry.pages]
        more = len(entries) - MOST_LINES
        return [*lines, f"... {more} more"] if more > 0 else lines


@contextmanager
def local_venue() -> Iterator[LocalVenue]:
    """A venue with a server of its own, for as long as the block."""
    with serve(World(entity="nobody")) as server:
        yield LocalVenue(server)
