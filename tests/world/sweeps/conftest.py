"""Sweeps and agents for tests of the world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from runfake import Clock, World
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.sweep import Sweep

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def world() -> World:
    """A world whose clock stands still."""
    return World(clock=Clock(datetime(2026, 1, 2, tzinfo=UTC)))


@pytest.fixture
def register(world: World) -> Callable[[Sweep], Agent]:
    """Makes a new agent of a sweep."""
    return lambda sweep: world.sweeps.register(world.default_user, sweep, "host")


@pytest.fixture
def ask(world: World) -> Ask:
    """What an agent is told that reports these runs."""
    return lambda agent, *reported: world.sweeps.heartbeat(agent, reported)
