"""The pytest plugin: ``def test_it(runfake): ...``.

Importing it loads nothing of the backend, so that a test that does not ask for a fixture pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

import pytest

from runfake.pytest_plugin import reports

if TYPE_CHECKING:
    from collections.abc import Generator

    from runfake.pytest_plugin.client import Client
    from runfake.pytest_plugin.fixture import Runfake
    from runfake.transports.server import Server

__all__ = ["runfake", "runfake_client", "runfake_numbers", "runfake_server"]


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line(
        "markers",
        "runfake(strict=True): whether the test fails when a client asks for what runfake does not know or lacks.",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Gives the report of a failed test a section with what the client asked."""
    report = yield
    reports.complete(report, item)
    return report


@pytest.fixture(scope="session")
def runfake_server() -> Iterator[Server]:
    """The session's loopback server. Each test's world is put behind it and taken away again."""
    from runfake.transports.server import serve
    from runfake.world import World

    # The first world of the server is nobody's: a random-looking key keeps it out of reach.
    with serve(World(entity="nobody", api_key=_key("the session's own"))) as server:
        yield server


@pytest.fixture(scope="session")
def runfake_client(runfake_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The session's ``wandb``; its service process ends before the server does."""
    del runfake_server
    from runfake.pytest_plugin.client import Client

    client = Client(tmp_path_factory.mktemp("runfake-cache"))
    yield client
    client.end()


@pytest.fixture(scope="session")
def runfake_numbers() -> Iterator[int]:
    """Numbers that no two worlds of the session share."""
    return count()


@pytest.fixture
def runfake(
    request: pytest.FixtureRequest,
    runfake_server: Server,
    runfake_client: Client,
    runfake_numbers: Iterator[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Runfake]:
    """A world of the test's own, to which ``wandb`` logs and from which it reads for the test's duration.

    Every ``WANDB_*`` variable of the environment is replaced: the address and the key are those of the
    world, and all that ``wandb`` keeps on disk goes to a private folder. What ``wandb`` keeps in the
    process is reset before and after.
    """
    from runfake.pytest_plugin.environment import put_in_place
    from runfake.pytest_plugin.fixture import Runfake
    from runfake.pytest_plugin.strictness import fail_if_unexpected
    from runfake.transports.environment import QUICK_RETRIES, client_variables, private_folders
    from runfake.world import World

    # Numbered, for the same test may run twice in a session.
    world = World(api_key=_key(f"{request.node.nodeid} {next(runfake_numbers)}"))
    tenant = runfake_server.add(world, keep=None)
    reports.show(request.node, tenant)
    variables = client_variables(runfake_server.url, tenant.api_key, world.entity.name)
    folders = private_folders(tmp_path_factory.mktemp("runfake", numbered=True))
    folders["WANDB_CACHE_DIR"] = str(runfake_client.cache)
    try:
        with put_in_place(variables | folders | QUICK_RETRIES):
            with runfake_client.fresh():
                yield Runfake(world, runfake_server.url, tenant)
            fail_if_unexpected(request.node, tenant)
    finally:
        runfake_server.remove(tenant)
        world.close()


def _key(name: str) -> str:
    """An API key that belongs to ``name`` alone, so that late requests of one test never reach another."""
    return sha256(f"runfake {name}".encode()).hexdigest()[:40]
