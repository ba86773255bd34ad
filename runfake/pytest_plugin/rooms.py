"""Worlds behind one address for a whole session, each with a key that no other has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from runfake.pytest_plugin import reports
from runfake.pytest_plugin.fixture import Runfake
from runfake.pytest_plugin.marks import Wishes
from runfake.pytest_plugin.strictness import fail_if_unexpected
from runfake.transports.hosting import Hosting
from runfake.transports.trap import Trap
from runfake.world import World
from runfake.world.keyring import key_from


class Rooms:
    """Makes the worlds of a session's tests.

    Attributes:
        hosting: where they are reached.
    """

    def __init__(self, hosting: Hosting) -> None:
        self.hosting = hosting
        # Numbered, for the same test may run twice in a session, and may have several worlds.
        self._numbers = count()

    @contextmanager
    def opened(self, item: pytest.Item, wishes: Wishes, trap: Trap | None = None) -> Iterator[Runfake]:
        """A world as wished, for as long as the block; a test that passed fails then if it was not as it should be."""
        key = key_of(f"{item.nodeid} {next(self._numbers)}")
        world = _world(wishes, key)
        tenant = self.hosting.add(world, keep=None, key=key)
        reports.show(item, tenant)
        try:
            for rule in wishes.faults:
                tenant.faults.add(*rule)
            yield Runfake(world, self.hosting.url, tenant, trap)
            fail_if_unexpected(item, tenant, strict=wishes.strict, trap=trap)
        finally:
            self.hosting.remove(tenant)
            world.close()


def _world(wishes: Wishes, key: str) -> World:
    given = wishes.world
    if isinstance(given, (str, Path)):
        world = World.load(given, clock=wishes.clock)
    else:
        world = World(wishes.seed, api_key=key, clock=wishes.clock)
        if given is not None:
            given(world)
    if wishes.server_version or wishes.disabled_features:
        world.set_server(wishes.server_version, wishes.disabled_features)
    return world


def key_of(name: str) -> str:
    """An API key that belongs to ``name`` alone, so that late requests of one test never reach another."""
    return key_from(f"runfake {name}")
