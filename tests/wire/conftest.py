"""Fixtures for the tests of the wire."""

from __future__ import annotations

import pytest

from runfake import World
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller


@pytest.fixture(scope="session")
def engine() -> Engine:
    """One engine for all backends of the session; it holds no state of any world."""
    return Engine()


@pytest.fixture
def caller(engine: Engine) -> Caller:
    """A caller of a new world."""
    return Caller(World(), engine)
