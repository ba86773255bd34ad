"""The pytest plugin: ``def test_it(runfake): ...``.

Importing it loads nothing of the backend, so that a test that does not ask for a fixture pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from runfake.pytest_plugin import contract_options, marks, reports

if TYPE_CHECKING:
    from collections.abc import Generator

    import wandb

    from runfake.pytest_plugin.client import Client
    from runfake.pytest_plugin.fixture import Runfake
    from runfake.pytest_plugin.rooms import Rooms
    from runfake.transports.server import Server
    from runfake.transports.trap import Trap

__all__ = [
    "runfake",
    "runfake_api",
    "runfake_client",
    "runfake_intercept",
    "runfake_intercept_rooms",
    "runfake_rooms",
    "runfake_server",
    "runfake_trap",
    "runfake_world",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the ini options, and those of the command line."""
    marks.add_options(parser)
    contract_options.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line("markers", marks.HELP)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fails a test whose mark says what cannot be, whether it asks for a world or not."""
    if item.get_closest_marker(marks.MARK):
        _wishes(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Gives the report of a failed test a section with what the client asked."""
    report = yield
    reports.complete(report, item)
    return report


@pytest.fixture(scope="session")
def runfake_server() -> Iterator[Server]:
    """The session's loopback server. Each test's world is put behind it and taken away again."""
    from runfake.pytest_plugin.rooms import key_of
    from runfake.transports.server import serve
    from runfake.world import World

    # The first world of the server is nobody's: a random-looking key keeps it out of reach.
    with serve(World(entity="nobody", api_key=key_of("the session's own"))) as server:
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
def runfake_rooms(runfake_server: Server) -> Rooms:
    """What makes the session's worlds."""
    from runfake.pytest_plugin.rooms import Rooms

    return Rooms(runfake_server)


@pytest.fixture(scope="session")
def runfake_trap() -> Iterator[Trap]:
    """Where what sealed tests send to other hosts ends up."""
    from runfake.transports.trap import Trap

    with Trap() as trap:
        yield trap


@pytest.fixture
def runfake(
    request: pytest.FixtureRequest,
    runfake_rooms: Rooms,
    runfake_client: Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Runfake]:
    """A world of the test's own, to which ``wandb`` logs and from which it reads for the test's duration.

    Every ``WANDB_*`` variable of the environment is replaced: the address and the key are those of the
    world, and all that ``wandb`` keeps on disk goes to a private folder. What ``wandb`` keeps in the
    process is reset before and after. ``@pytest.mark.runfake(...)`` says what the world is to be like.
    """
    from runfake.transports.environment import QUICK_RETRIES, client_variables, private_folders

    wishes = _wishes(request.node)
    trap = _trap(request, wishes)
    folders = private_folders(tmp_path_factory.mktemp("runfake", numbered=True))
    with runfake_rooms.opened(request.node, wishes, trap) as made:
        variables = client_variables(made.url, made.api_key, made.entity) | folders | QUICK_RETRIES
        variables |= trap.variables if trap else {}
        with runfake_client.fresh(variables):
            yield made


@pytest.fixture(scope="session")
def runfake_intercept_rooms() -> Rooms:
    """What makes the session's worlds that are reached without a socket."""
    from runfake.pytest_plugin.rooms import Rooms, key_of
    from runfake.transports.hosting import Hosting
    from runfake.transports.intercept import URL
    from runfake.world import World

    return Rooms(Hosting(World(entity="nobody", api_key=key_of("the session's interception")), URL))


@pytest.fixture
def runfake_intercept(
    request: pytest.FixtureRequest, runfake_intercept_rooms: Rooms, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runfake]:
    """A world of the test's own that clients built on ``requests`` reach without a socket: any of your own, and
    ``wandb.Api()`` of releases up to 0.26.

    What other clients of ``wandb`` send cannot be intercepted, and raises an error; take ``runfake`` for them. What
    goes to other hosts is refused, unless a mock of the library ``responses`` says otherwise. In all else it is like
    ``runfake``; see docs/interception.md.
    """
    from runfake.transports import client_state
    from runfake.transports.environment import client_variables, private_folders
    from runfake.transports.intercept import check_installed, sent_to

    try:
        check_installed("the fixture runfake_intercept")
    except ModuleNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    if "runfake" in request.fixturenames:
        pytest.fail(
            "a test has the fixture runfake or runfake_intercept, not both: each sets WANDB_BASE_URL.", pytrace=False
        )
    wishes = _wishes(request.node)
    trap = _trap(request, wishes)
    folders = private_folders(tmp_path_factory.mktemp("runfake", numbered=True))
    with runfake_intercept_rooms.opened(request.node, wishes, trap) as made:
        variables = client_variables(made.url, made.api_key, made.entity) | folders
        variables |= trap.variables if trap else {}
        with client_state.fresh(variables), sent_to(runfake_intercept_rooms.hosting):
            yield made


@pytest.fixture
def runfake_world(
    request: pytest.FixtureRequest, runfake: Runfake, runfake_rooms: Rooms
) -> Iterator[Callable[..., Runfake]]:
    """Makes further worlds behind the same server as ``runfake``, for as long as the test.

    It takes what ``@pytest.mark.runfake(...)`` takes, save ``sealed``, and returns what ``runfake`` is, with a
    key of its own: give that to a client, as in ``wandb.Api(api_key=other.api_key)``.
    """
    del runfake
    with ExitStack() as opened:

        def make(**wishes: Any) -> Runfake:
            return opened.enter_context(runfake_rooms.opened(request.node, marks.checked(request.config, wishes)))

        yield make


@pytest.fixture
def runfake_api(runfake: Runfake) -> wandb.Api:
    """A public API object of the installed ``wandb``, pointed at the test's world."""
    del runfake
    try:
        import wandb
    except ImportError:
        pytest.fail("the fixture runfake_api needs wandb: pip install wandb", pytrace=False)
    return wandb.Api()


def _trap(request: pytest.FixtureRequest, wishes: marks.Wishes) -> Trap | None:
    if not wishes.sealed:
        return None
    trap: Trap = request.getfixturevalue("runfake_trap")
    trap.caught.clear()
    return trap


def _wishes(item: pytest.Item) -> marks.Wishes:
    __tracebackhide__ = True
    try:
        return marks.wishes_of(item)
    except ValueError as error:
        pytest.fail(f"{item.nodeid}: {error}", pytrace=False)
