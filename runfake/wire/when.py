"""*When* a rule fires: at which of the requests that it matches, counted from the moment the rule was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from runfake.wire.vocabulary import refuse_unknown

__all__ = ["When", "always", "chance", "every", "next", "nth", "times"]


@dataclass(frozen=True, slots=True)
class When:
    """A choice among the requests that a rule matches; it holds no count, so that rules may share it.

    Attributes:
        text: how it is written.
        fires: for the number of a request, from 1, and the rule's generator: whether the rule fires.
        by_chance: whether it may well never fire.
    """

    text: str
    fires: Callable[[int, Random], bool] = field(repr=False, compare=False)
    by_chance: bool = False

    def __str__(self) -> str:
        return self.text


def next() -> When:
    """The next request that matches, and none after it."""
    return When("when.next()", lambda number, _: number == 1)


def nth(number: int) -> When:
    """That one alone: 1 is the next.

    Raises:
        ValueError: it is less than 1.
    """
    wanted = _count("nth", number)
    return When(f"when.nth({wanted})", lambda number, _: number == wanted)


def times(count: int) -> When:
    """The next ``count``.

    Raises:
        ValueError: it is less than 1.
    """
    most = _count("times", count)
    return When(f"when.times({most})", lambda number, _: number <= most)


def every(count: int) -> When:
    """One in ``count``: the ``count``-th, the one as far after it, and so on.

    Raises:
        ValueError: it is less than 1.
    """
    step = _count("every", count)
    return When(f"when.every({step})", lambda number, _: number % step == 0)


def chance(probability: float) -> When:
    """Each with this probability, between 0 and 1, drawn from the world's seed: the same in each run of a test.

    Raises:
        ValueError: that is no probability.
    """
    number = isinstance(probability, (int, float)) and not isinstance(probability, bool)
    if not number or not 0 <= probability <= 1:
        raise ValueError(f"when.chance() takes a probability from 0 to 1, not {probability!r}.")
    return When(f"when.chance({probability})", lambda _, random: random.random() < probability, by_chance=True)


def always() -> When:
    """Each of them."""
    return When("when.always()", lambda *_: True)


def _count(name: str, value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"when.{name}() takes a whole number from 1 on, not {value!r}.")
    return value


if not TYPE_CHECKING:  # which finds such a thing by itself

    def __getattr__(name: str) -> object:
        raise refuse_unknown("when", name, __all__)
