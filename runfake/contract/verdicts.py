"""What the kit finds out about a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from runfake.contract.clause import Clause

Status = Literal["holds", "broken", "not claimed"]


@dataclass(frozen=True)
class Failure:
    """An example in which a client does not keep a promise.

    Attributes:
        arguments: of the clause; the smallest that were found.
        calls: what was asked of the client, in order.
        what, expected, came, hint: what was judged, as in :class:`runfake.contract.judging.Broken`.
        journal: what the client asked of the server, a line a request; none where the server cannot be looked into.
        always: False where the same example was kept when it was played again.
        script: a program that plays the example alone.
    """

    arguments: Mapping[str, Any]
    calls: Sequence[str]
    what: str
    expected: str
    came: str
    hint: str = ""
    journal: Sequence[str] = ()
    always: bool = True
    script: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of one clause.

    Attributes:
        status: whether the client keeps the promise; ``"not claimed"`` where it does not offer what it is about.
        examples: how many were played.
        lacking: the verbs and claims that the client does not offer.
        seconds: of real time.
    """

    clause: Clause
    status: Status
    examples: int = 0
    failure: Failure | None = None
    lacking: Sequence[str] = ()
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Report:
    """What became of every clause.

    Attributes:
        client: what was judged, in words, or as it was given on the command line.
        profile, seed: what it was judged with.
    """

    client: str
    profile: str
    seed: int
    verdicts: Sequence[Verdict]

    @property
    def holds(self) -> bool:
        """Whether the client keeps every promise that it claims, and claims any."""
        return not self.of("broken") and bool(self.of("holds"))

    def of(self, status: Status) -> list[Verdict]:
        """The verdicts that are so."""
        return [verdict for verdict in self.verdicts if verdict.status == status]
