"""What a test says of its world, by ``@pytest.mark.runfake(...)`` and by ini options.

Importing it loads nothing of the backend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from runfake.world import World
    from runfake.world.clock import Clock

MARK = "runfake"
HELP = (
    f"{MARK}(seed=, world=, faults=, clock=, strict=, sealed=, server_version=, disabled_features=): "
    "what the world of a test is like; see docs/testing.md."
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a world is to be like.

    Attributes:
        seed: where its ids, keys and invented names come from.
        world: what is in it at first: the name or folder of one that was exported, or a function that is given
            the empty world and fills it.
        faults: what is to go wrong: the arguments of ``runfake.faults.add``, a tuple each.
        clock: tells it what time it is; a mark may give where it stands until it is advanced, as a datetime or
            as text in ISO 8601, in UTC unless that says otherwise. None follows real time.
        strict: whether the test fails when a client asks for what runfake does not know or lacks.
        sealed: whether what is sent to other hosts is refused, and fails the test.
        server_version: what the server says that it is.
        disabled_features: what it lacks, see :meth:`runfake.World.set_server`.
    """

    seed: int = 0
    world: str | Path | Callable[[World], object] | None = None
    faults: Sequence[tuple[Any, ...]] = ()
    clock: Clock | None = None
    strict: bool = True
    sealed: bool = False
    server_version: str | None = None
    disabled_features: Iterable[str] = ()


NAMES = tuple(field.name for field in fields(Wishes))
_OPTIONS = {
    "seed": ("string", "0"),
    "world": ("string", ""),
    "clock": ("string", ""),
    "strict": ("bool", True),
    "sealed": ("bool", False),
}


def add_options(parser: pytest.Parser) -> None:
    """Adds the ini options: what each test wishes that does not say otherwise."""
    for name, (kind, default) in _OPTIONS.items():
        parser.addini(f"runfake_{name}", f"{name} of @pytest.mark.runfake, where a test gives none", kind, default)  # type: ignore[arg-type]


def wishes_of(item: pytest.Item) -> Wishes:
    """What the test wishes: by its nearest mark that says so, else by the ini options.

    Raises:
        ValueError: a mark, or an option, says what cannot be; the text says what it could.
    """
    said: dict[str, Any] = {}
    for mark in item.iter_markers(MARK):
        _check_arguments(mark.args, mark.kwargs)
        said = dict(mark.kwargs) | said
    return checked(item.config, said)


def checked(config: pytest.Config, said: Mapping[str, Any]) -> Wishes:
    """These wishes, and what the ini options say beside them.

    Raises:
        ValueError: one of them cannot be.
    """
    _check_arguments((), said)
    return Wishes(**_checked(_of_ini(config) | dict(said)))


def _check_arguments(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    if args:
        raise ValueError(f"@pytest.mark.{MARK} takes named arguments only, not {', '.join(map(repr, args))}. {_KNOWN}")
    for name in kwargs:
        if name not in NAMES:
            close = get_close_matches(name, NAMES, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise ValueError(f"@pytest.mark.{MARK} has no argument {name!r}.{hint} {_KNOWN}")


_KNOWN = f"It takes {', '.join(NAMES)}."


def _of_ini(config: pytest.Config) -> dict[str, Any]:
    held = {name: config.getini(f"runfake_{name}") for name in _OPTIONS}
    seed = held["seed"].strip()
    if not seed.lstrip("-").isdigit():
        raise ValueError(f"the ini option runfake_seed must be an integer, not {seed!r}.")
    return held | {"seed": int(seed), "world": held["world"] or None, "clock": held["clock"] or None}


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    for name in ("strict", "sealed"):
        if not isinstance(said[name], bool):
            raise _bad(name, "True or False", said[name])
    if not isinstance(said["seed"], int) or isinstance(said["seed"], bool):
        raise _bad("seed", "an integer", said["seed"])
    world = said["world"]
    if world is not None and not isinstance(world, (str, Path)) and not callable(world):
        raise _bad("world", "a name, a folder, or a function that fills a world", world)
    faults = list(said.get("faults", ()))
    if not all(isinstance(rule, tuple) for rule in faults):
        raise _bad("faults", "a list of tuples, as [(which.operation('UpsertBucket'), faults.status(503))]", faults)
    _check_server(said)
    return said | {"faults": faults, "clock": _clock(said["clock"])}


def _check_server(said: dict[str, Any]) -> None:
    version, disabled = said.get("server_version"), said.get("disabled_features", ())
    if version is None and not disabled:
        return
    from runfake.world.errors import Invalid
    from runfake.world.server_side import ServerSide

    try:
        ServerSide.of(version, disabled)
    except Invalid as error:
        raise ValueError(f"@pytest.mark.{MARK}: {error}") from None


def _bad(name: str, expected: str, came: object) -> ValueError:
    return ValueError(f"{name} of @pytest.mark.{MARK} must be {expected}, not {came!r}.")


def _clock(said: Any) -> Clock | None:
    from runfake.world.clock import Clock

    if said is None or isinstance(said, Clock):
        return said
    try:
        start = datetime.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        start = None
    if not isinstance(start, datetime):
        raise _bad("clock", "a datetime, text like '2026-01-31T12:00:00Z', or a Clock", said)
    return Clock(start if start.tzinfo else start.replace(tzinfo=UTC))
