"""Rules of faults and stubs: *which* requests, *when* of those, and *what* then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from threading import Lock
from typing import Generic, NamedTuple, Protocol, TypeVar

from runfake.wire.entry import Entry
from runfake.wire.journal import Journal, judgement
from runfake.wire.refusals import Refusal
from runfake.wire.when import When
from runfake.wire.which import Which

Given = TypeVar("Given")
Given_co = TypeVar("Given_co", covariant=True)


class What(Protocol[Given_co]):
    """What a rule has for the requests it fires for."""

    @property
    def by_chance(self) -> bool:
        """Whether it may well have nothing for any request."""
        ...

    def choose(self, entry: Entry, number: int) -> Given_co | None:
        """What it has for this request, the ``number``-th that the rule fires for; None for nothing."""
        ...


class Rule(Generic[Given]):
    """One rule.

    Attributes:
        which, what, when: as they were given.
        optional: whether it is fine if it never fires.
        matched: how many requests it matched that no rule before it took.
        fired: for how many of those it fired.
        error: what is wrong with it, as a request showed; None if nothing is.
    """

    def __init__(self, which: Which, what: What[Given], when: When, optional: bool, random: Random) -> None:
        self.which = which
        self.what = what
        self.when = when
        self.optional = optional
        self.matched = 0
        self.fired = 0
        self.error: str | None = None
        self._random = random

    def __str__(self) -> str:
        return f"{self.what} for {self.which}, {self.when}"

    def __repr__(self) -> str:
        return f"<Rule {self}: matched {self.matched}, fired {self.fired}>"

    def choose(self, entry: Entry) -> Given | None:
        """What the rule has for this request, which it counts; None if it does not fire.

        Raises:
            Refusal: 400, its author's predicate failed.
        """
        try:
            matches = self.which.matches(entry)
        except Exception as error:
            raise self.failure(f"could not be tried: {type(error).__name__}: {error}") from error
        if not matches:
            return None
        self.matched += 1
        if not self.when.fires(self.matched, self._random):
            return None
        chosen = self.what.choose(entry, self.fired + 1)
        self.fired += chosen is not None
        return chosen

    def failure(self, why: str) -> Refusal:
        """How a request is refused that the rule fails at, which it remembers."""
        self.error = f"{self}: {why}{'' if why.endswith(('.', '?')) else '.'}"
        return Refusal(400, self.error)

    def complaint(self, journal: Journal) -> str | None:
        """What was wrong with the rule: it failed, or never fired, though it should have; None if all is well."""
        if self.error:
            return self.error
        if self.fired or self.optional:
            return None
        if not self.matched:
            return f"{self} never fired, for {_why_not(self.which, list(journal))}"
        if self.when.by_chance or self.what.by_chance:
            return None
        return f"{self} never fired, for only {self.matched} came that it matches."


def _why_not(which: Which, entries: Sequence[Entry]) -> str:
    if came := sum(map(which.matches, entries)):
        return f"each of the {came} such requests came before the rule was added, or went to a rule before it."
    first, *more = judgement.nearest(entries, which, range(len(entries)))
    return "\n    ".join([f"no such request came. {first}", *more])


class Taken(NamedTuple, Generic[Given]):
    """A request that a rule fired for, and what the rule has for it."""

    rule: Rule[Given]
    given: Given


class Rules(Generic[Given]):
    """The rules of one world, tried in the order they were added; the first that fires takes the request."""

    def __init__(self, kind: str, seed: int, journal: Journal) -> None:
        self._kind = kind
        self._seed = seed
        self._journal = journal
        self._lock = Lock()
        self._made = 0
        self._rules: list[Rule[Given]] = []

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[Rule[Given]]:
        with self._lock:
            return iter(list(self._rules))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {'; '.join(map(str, self)) or 'none'}>"

    def remove(self, rule: Rule[Given]) -> None:
        """Takes a rule away; no effect if it is gone."""
        with self._lock:
            self._rules = [held for held in self._rules if held is not rule]

    def clear(self) -> None:
        """Takes every rule away."""
        with self._lock:
            self._rules = []

    def take(self, entry: Entry) -> Taken[Given] | None:
        """The first rule that fires for this request, with what it has; None if none fires.

        Raises:
            Refusal: 400, the predicate of a rule failed.
        """
        with self._lock:
            for rule in self._rules:
                if (chosen := rule.choose(entry)) is not None:
                    return Taken(rule, chosen)
        return None

    def complaints(self) -> list[str]:
        """A text for each rule that failed, or that never fired though it should have."""
        found = (rule.complaint(self._journal) for rule in self)
        return [text for text in found if text is not None]

    def _add(self, which: Which, what: What[Given], when: When, optional: bool) -> Rule[Given]:
        if not isinstance(which, Which):
            raise TypeError(f"expected which requests, like which.operation('UpsertBucket'), not {which!r}.")
        if not isinstance(when, When):
            raise TypeError(f"expected when, like when.next() or when.times(2), not {when!r}.")
        with self._lock:
            self._made += 1
            # A generator of the rule's own: what it draws changes nothing in the world, nor for another rule.
            rule = Rule(which, what, when, optional, Random(f"{self._kind} {self._made} of {self._seed}"))
            self._rules.append(rule)
            return rule
