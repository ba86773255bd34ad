"""Stubs: GraphQL operations of one world that are answered with something given instead of from the world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from runfake.wire.entry import Entry
from runfake.wire.journal import Journal
from runfake.wire.rules import Rule, Rules, Taken
from runfake.wire.when import When, always, times
from runfake.wire.which import Which

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation is answered with."""

    data: Mapping[str, Any]
    by_chance = False

    def __str__(self) -> str:
        text = repr(dict(self.data))
        return f"stubs.answer({text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + '...'})"

    def choose(self, entry: Entry, number: int) -> Answer:
        """Itself, for every request."""
        del entry, number
        return self


@dataclass(frozen=True, slots=True)
class Sequence:
    """Several answers, one after another."""

    answers: tuple[Answer, ...]
    by_chance = False

    def __str__(self) -> str:
        return f"stubs.sequence() of {len(self.answers)}"

    def choose(self, entry: Entry, number: int) -> Answer:
        """The answer whose turn it is."""
        del entry
        return self.answers[number - 1]


class Stubs(Rules[Answer]):
    """What is answered with something given, in one world: rules, tried in the order they were added.

    A stubbed operation changes nothing in the world. What is given is the ``data`` of the answer: a dict with the
    root fields that the operation asks for, named as in the schema or as the operation renames them. A field that is
    left out is null, where the schema allows that; what does not fit the schema is refused, with HTTP 400 and a text
    that names the field.
    """

    def __init__(self, seed: int, journal: Journal) -> None:
        super().__init__("stubs", seed, journal)

    def answer(
        self, which: Which, data: Mapping[str, Any], when: When | None = None, *, optional: bool = False
    ) -> Rule[Answer]:
        """Answers operations with ``data`` from now on.

        Args:
            which: the requests, like ``which.operation("Viewer")``.
            data: like ``{"viewer": {"username": "ann"}}``.
            when: at which of those requests; always by default.
            optional: whether it is fine if none comes.

        Returns:
            The rule; ``matched`` and ``fired`` count.

        Raises:
            TypeError: one of them is something else.
        """
        return self._add(which, _answer(data), always() if when is None else when, optional)

    def sequence(self, which: Which, answers: Iterable[Mapping[str, Any]], *, optional: bool = False) -> Rule[Answer]:
        """Answers one operation after another with one of ``answers`` each; what comes after is real again.

        Raises:
            TypeError: one of them is something else.
            ValueError: there is no answer.
        """
        held = tuple(map(_answer, answers))
        if not held:
            raise ValueError("stubs.sequence() takes at least one answer.")
        return self._add(which, Sequence(held), times(len(held)), optional)

    def take(self, entry: Entry) -> Taken[Answer] | None:
        """What the first rule that fires for a GraphQL request answers it with; None if none does."""
        taken = super().take(entry)
        if taken is not None:
            entry.stub = str(taken.given)
        return taken


def _answer(data: Mapping[str, Any]) -> Answer:
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise TypeError(f"expected data to answer with, like {{'viewer': {{'username': 'ann'}}}}, not {data!r}.")
    # What its author does with it later is nobody's business.
    return Answer(deepcopy(dict(data)))
