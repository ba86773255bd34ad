"""A clause: one documented promise, as a property that a client has to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from runfake.contract.port import CLAIMS, VERBS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from runfake.contract.machine import Machine
    from runfake.contract.stage import Stage

# What clauses are about; the part of an id before the dot.
GROUPS = (
    "pagination",
    "keys",
    "steps",
    "sampling",
    "lineage",
    "deletion",
    "files",
    "updates",
    "creation",
    "attributes",
    "waiting",
    "faults",
    "machine",
)

Body = Callable[..., None]


@dataclass(frozen=True)
class Clause:
    """One promise.

    Attributes:
        id: ``group.what-is-promised``.
        title: the promise, in one sentence.
        source: the row of the documented surface that makes it, or what clients rely on.
        verbs: what a client has to offer for the clause to apply; the first is what the clause is about.
        body: arranges a world on the stage it is given, drives the client, judges what came.
        given: name to strategy, for the further arguments of the body. Their values are plain: writing one down
            with ``repr`` and reading it again gives an equal one.
        tried: arguments that are tried before any others.
        claims: what a client has to claim for the clause to apply.
        inside: whether it looks inside of the server, so that only runfake's can be used.
        machine: draws programs instead of single arguments: the body then has the one argument ``steps``.
        most: of so many examples at most, for what takes long; None for as many as the profile has.
    """

    id: str
    title: str
    source: str
    verbs: tuple[str, ...]
    body: Body = field(repr=False)
    given: Mapping[str, SearchStrategy[Any]] = field(default_factory=dict, repr=False)
    tried: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    claims: tuple[str, ...] = ()
    inside: bool = False
    machine: type[Machine] | None = field(default=None, repr=False)
    most: int | None = None

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"clause {self.id!r}: expected a group of {', '.join(GROUPS)} before the dot.")
        unknown = [*set(self.verbs) - VERBS.keys(), *set(self.claims) - CLAIMS.keys()]
        if unknown or not self.verbs:
            raise ValueError(f"clause {self.id!r}: expected verbs and claims of the port, not {unknown}.")

    @property
    def group(self) -> str:
        """What it is about."""
        return self.id.partition(".")[0]

    @property
    def drawn(self) -> bool:
        """Whether there are examples that hang on the seed."""
        return bool(self.given) or self.machine is not None

    @property
    def always(self) -> Sequence[Mapping[str, Any]]:
        """The examples that are played first, whatever the seed."""
        return self.tried or ([] if self.drawn else [{}])

    def play(self, stage: Stage, arguments: Mapping[str, Any]) -> None:
        """One example.

        Raises:
            Broken: the client does not keep the promise.
            ClientError: it gave an error where it should have given a result.
        """
        self.body(stage, **arguments)


def clause(
    id: str,
    *,
    title: str,
    source: str,
    verbs: str,
    given: Mapping[str, SearchStrategy[Any]] | None = None,
    tried: Sequence[Mapping[str, Any]] = (),
    claims: str = "",
    inside: bool = False,
    machine: type[Machine] | None = None,
    most: int | None = None,
) -> Callable[[Body], Clause]:
    """Makes a :class:`Clause` of the function below; names in ``verbs`` and ``claims`` are parted by spaces."""

    def make(body: Body) -> Clause:
        return Clause(
            id=id,
            title=title,
            source=source,
            verbs=tuple(verbs.split()),
            body=body,
            given=given or {},
            tried=tried,
            claims=tuple(claims.split()),
            inside=inside,
            machine=machine,
            most=most,
        )

    return make
