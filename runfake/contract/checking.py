"""The kit as Python functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from runfake.contract.adapters.program import ProgramPort
from runfake.contract.adapters.python import Factory, PythonPort, imported
from runfake.contract.adapters.real_wandb import real_wandb
from runfake.contract.clause import GROUPS, Clause
from runfake.contract.clauses import CLAUSES, clause_named
from runfake.contract.explaining import explained
from runfake.contract.port import Port
from runfake.contract.profiles import profile_named
from runfake.contract.reference import Reference
from runfake.contract.remote_venue import RemoteVenue
from runfake.contract.runner import Search, judge, unclaimed
from runfake.contract.venue import Venue, local_venue
from runfake.contract.verdicts import Report, Verdict
from runfake.world.errors import nearest

Tell = Callable[[Verdict], None]


def check(
    client: Factory | str | None = None,
    *,
    command: str | None = None,
    wandb: str | None = None,
    clauses: Iterable[str] = (),
    groups: Iterable[str] = (),
    profile: str = "default",
    seed: int = 0,
    server: str | None = None,
    api_key: str | None = None,
    tell: Tell = lambda _: None,
) -> Report:
    """Judges a client by every clause, or by some.

    Args:
        client: a class, or a function that makes clients, called with a base URL and an API key; or its name,
            ``"package.module:factory"``.
        command: of a program that speaks JSON lines, instead.
        wandb: the Python interpreter of the environment whose ``wandb`` is judged, instead.
        clauses, groups: ids and names; all clauses if neither is given.
        profile: ``"quick"``, ``"default"`` or ``"thorough"``.
        seed: what the examples are drawn from.
        server, api_key: play on this server, which may be any that is compatible with W&B, in projects that are
            deleted afterwards. What has to look inside of the server is left out, and where no client is told it
            is the reference client, so that the server is judged.
        tell: called with each verdict as soon as it is known.

    Raises:
        ValueError: a name is unknown, or the client cannot be made.
    """
    chosen = chosen_clauses(clauses, groups)
    tried = profile_named(profile)
    if server is not None and client is command is wandb is None:
        client = Reference
    verdicts = []
    with opened(client, command, wandb) as port, _venue(server, api_key) as venue:
        with venue.session(port) as offered:
            pass  # What a client offers is the same each time.
        for clause in chosen:
            if clause.inside and not venue.inside:
                continue
            verdicts.append(unclaimed(clause, offered) or judge(clause, port, venue, tried, seed))
            tell(verdicts[-1])
        return Report(port.written, profile, seed, verdicts)


def _venue(server: str | None, api_key: str | None) -> AbstractContextManager[Venue]:
    if server is None:
        return local_venue()
    if not api_key:
        raise ValueError("a server needs the API key of a user: give api_key=, or --api-key.")
    return closing(RemoteVenue(server, api_key))


def replay(
    clause: str,
    *,
    client: Factory | str | None = None,
    command: str | None = None,
    wandb: str | None = None,
    arguments: Mapping[str, Any],
) -> None:
    """Plays one example of a clause alone, as the script that comes with a failure does.

    Raises:
        AssertionError: the client does not keep the promise in it; the text is that of the report.
    """
    found = clause_named(clause)
    with opened(client, command, wandb) as port, local_venue() as venue:
        play_one(found, arguments, port, venue)


def play_one(clause: Clause, arguments: Mapping[str, Any], port: Port, venue: Venue) -> None:
    """Plays one example.

    Raises:
        AssertionError: the client does not keep the promise in it.
    """
    search = Search(clause, port, venue, 0)
    search.play(arguments)
    if search.failure:
        raise AssertionError(explained(clause, search.failure))


@contextmanager
def opened(client: Factory | str | None, command: str | None, wandb: str | None) -> Iterator[Port]:
    """The port of the client that is told in one of three ways.

    Raises:
        ValueError: none, or several were told; or there is no such client.
    """
    if sum(told is not None for told in (client, command, wandb)) != 1:
        raise ValueError("which client? Give one of client=, command= and wandb=.")
    if wandb is not None:
        with real_wandb(wandb) as port:
            yield port
        return
    if command is not None:
        with closing(ProgramPort(command)) as port:
            yield port
        return
    name = client if isinstance(client, str) else ""
    factory = imported(client) if isinstance(client, str) else client
    assert factory is not None
    yield PythonPort(factory, name)


def chosen_clauses(ids: Iterable[str], groups: Iterable[str]) -> list[Clause]:
    """The clauses with these ids and those of these groups, in the order of the catalogue; all if none is told.

    Raises:
        ValueError: there is no such clause, or no such group.
    """
    wanted, whole = {clause_named(id).id for id in ids}, set(groups)
    for group in whole - set(GROUPS):
        raise ValueError(f"unknown group {group!r}: expected {', '.join(GROUPS)}.{nearest(group, GROUPS)}")
    return [c for c in CLAUSES if not (wanted or whole) or c.id in wanted or c.group in whole]
