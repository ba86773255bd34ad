"""A world that clients built on ``requests`` reach without a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import wraps
from importlib.util import find_spec
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from unittest import mock

from runfake.transports import client_state
from runfake.transports.addresses import public_url
from runfake.transports.environment import client_variables, private_folders
from runfake.transports.hosting import Hosting
from runfake.transports.service_process import none_starts
from runfake.wire.journal import KEEP
from runfake.world.world import World

if TYPE_CHECKING:
    from responses import RequestsMock

# A name that nobody can have, see RFC 6761: what is sent past the interception gets nowhere.
URL = "http://runfake.test"
P = ParamSpec("P")
R = TypeVar("R")


class Interception:
    """Has what ``requests`` sends answered by a world, within a ``with`` block or a decorated function.

    It may be entered again, also while it is in force. What it gives is what :func:`runfake.serve` gives but for
    the socket: a :class:`Hosting`, the same each time. See :func:`intercept` for the arguments.
    """

    def __init__(
        self, world: World, base_url: str, keep: int | None, others: RequestsMock | None, passthrough: bool
    ) -> None:
        self._world = world
        self._url = public_url(base_url)
        self._keep = keep
        self._others = others
        self._passthrough = passthrough
        self._hosting: Hosting | None = None
        self._entered: list[ExitStack] = []

    def __enter__(self) -> Hosting:
        hosting = self._hosting = self._hosting or Hosting(self._world, self._url, self._keep)
        with ExitStack() as entering:
            folder = Path(entering.enter_context(TemporaryDirectory(prefix="runfake-", ignore_cleanup_errors=True)))
            variables = client_variables(hosting.url, hosting.api_key, hosting.entity) | private_folders(folder)
            entering.enter_context(client_state.fresh(variables))
            entering.enter_context(sent_to(hosting, others=self._others, passthrough=self._passthrough))
            self._entered.append(entering.pop_all())
        return hosting

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._entered.pop().__exit__(kind, error, traceback)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorates a function, or a coroutine function.

        Raises:
            TypeError: that is a class, or a generator function, whose body would run after the interception.
        """
        if isinstance(function, type) or isgeneratorfunction(function) or isasyncgenfunction(function):
            raise TypeError(
                f"runfake.intercept(...) decorates functions, not {function!r}: use it in a with block there."
            )

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with self:
                return function(*args, **kwargs)

        @wraps(function)
        async def run_later(*args: P.args, **kwargs: P.kwargs) -> Any:
            with self:
                return await function(*args, **kwargs)  # type: ignore[misc]

        return run_later if iscoroutinefunction(function) else run  # type: ignore[return-value]


def check_installed(who: str) -> None:
    """Does nothing where the library ``responses`` is installed.

    Raises:
        ModuleNotFoundError: it is not, and ``who`` needs it.
    """
    if find_spec("responses") is None:
        raise ModuleNotFoundError(f"{who} needs the library `responses`: pip install 'runfake[intercept]'")


def intercept(
    world: World,
    *,
    base_url: str = URL,
    keep: int | None = KEEP,
    others: RequestsMock | None = None,
    passthrough: bool = False,
) -> Interception:
    """Has what ``requests`` sends in this process answered by ``world``, without a socket.

    Use it as a context manager, which gives what :func:`runfake.serve` gives (``url``, ``api_key``, ``entity``,
    ``journal``, ``faults``, ``stubs``, ``world``, ``add``), or as a decorator. Meanwhile the environment leads
    ``wandb`` there and nowhere else, and ``wandb`` forgets what it knew, before and after.

    Args:
        base_url: the address that is intercepted. With ``"https://api.wandb.ai"``, code that has that written in
            it is served as well.
        keep: how many requests the journal keeps; None keeps all.
        others: what is asked of other hosts goes to this mock, which is active meanwhile.
        passthrough: whether what is asked of other hosts is sent, where no mock of the library ``responses`` is
            active; otherwise it is refused with ``requests.ConnectionError``, as that library does.

    Raises:
        ModuleNotFoundError: the library ``responses`` is missing.
        ValueError: ``base_url`` is no address.
    """
    check_installed("runfake.intercept")
    return Interception(world, base_url, keep, others, passthrough)


@contextmanager
def sent_to(hosting: Hosting, *, others: RequestsMock | None = None, passthrough: bool = False) -> Iterator[None]:
    """Has ``hosting`` answer what ``requests`` sends to its address within the block, whatever mocks are started in it.

    No service process of ``wandb`` starts meanwhile.
    """
    from requests.adapters import HTTPAdapter
    from responses import RequestsMock

    from runfake.transports.sending import Send, Sender

    original = HTTPAdapter.send
    with ExitStack() as patches:
        if others is not None:
            patches.enter_context(_active(others))
        other_hosts: Send = HTTPAdapter.send
        if other_hosts.__module__ == HTTPAdapter.__module__ and not passthrough:
            other_hosts = RequestsMock(assert_all_requests_are_fired=False).unbound_on_send()
        sender = patches.enter_context(closing(Sender(hosting.backend, hosting.url)))
        patches.enter_context(mock.patch.object(HTTPAdapter, "send", sender.before(other_hosts, original)))
        # Mocks that are started later would take the place of that.
        make = RequestsMock.unbound_on_send
        patches.enter_context(mock.patch.object(RequestsMock, "unbound_on_send", lambda m: sender.before(make(m))))
        patches.enter_context(none_starts())
        yield


@contextmanager
def _active(others: RequestsMock) -> Iterator[None]:
    """Has the mock started within the block, if it is not already; it may complain in the end of rules without use."""
    from requests.adapters import HTTPAdapter

    before = HTTPAdapter.send
    others.start()
    if HTTPAdapter.send is before:
        yield
        return
    try:
        yield
    except BaseException:
        others.stop(allow_assert=False)
        raise
    others.stop()
