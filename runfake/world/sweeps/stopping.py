"""Stopping runs early that do worse than others did at the same point: Hyperband's successive halving."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from runfake.world.errors import Invalid, nearest

DEFAULT_ETA = 3
LARGEST_BRACKET = 10**9
MOST_BRACKETS = 100
TYPES = ("hyperband", "custom")


@dataclass(frozen=True, slots=True)
class Hyperband:
    """Looks at each run when it has logged the metric so many times.

    Attributes:
        brackets: how many values of the metric a run has when it is looked at, ascending.
        eta: of the runs that came that far, one in so many goes on.
        strict: whether what counts at a bracket is the value there, not the best until there.
    """

    brackets: tuple[int, ...]
    eta: float
    strict: bool

    def stops(self, run: Sequence[float], others: Iterable[Sequence[float]]) -> bool:
        """Whether a run with these values of the metric, smaller is better, is to stop.

        It stops where it is worse than the best 1/eta of all runs that came as far as its last bracket, itself
        among them.
        """
        passed = [bracket for bracket in self.brackets if bracket <= len(run)]
        if not passed:
            return False
        place = passed[-1]
        rivals = sorted(self._at(values, place) for values in (*others, run) if len(values) >= place)
        going_on = max(1, math.ceil(len(rivals) / self.eta))
        return self._at(run, place) > rivals[going_on - 1]

    def _at(self, values: Sequence[float], place: int) -> float:
        return values[place - 1] if self.strict else min(values[:place])


def read_stopping(given: Any, has_metric: bool) -> Hyperband | None:
    """What ``early_terminate`` of a sweep's configuration describes; None if nothing is stopped here.

    Raises:
        Invalid: it describes nothing that there is.
    """
    if given is None:
        return None
    if not isinstance(given, Mapping) or given.get("type") not in TYPES:
        kind = given.get("type") if isinstance(given, Mapping) else given
        hint = nearest(kind, TYPES) if isinstance(kind, str) else ""
        raise Invalid(
            f"early_terminate must be a mapping such as {{type: hyperband, min_iter: 3}}, not {given!r:.60}.{hint}"
        )
    if given["type"] == "custom":
        return None
    if not has_metric:
        raise Invalid("early_terminate compares runs by a metric: give one, such as {name: loss, goal: minimize}.")
    eta = _number(given, "eta", DEFAULT_ETA, least=1.1)
    return Hyperband(_brackets(given, eta), eta, bool(given.get("strict", False)))


def _brackets(given: Mapping[str, Any], eta: float) -> tuple[int, ...]:
    """From ``min_iter`` upwards, or ``s`` of them from ``max_iter`` downwards; each is eta times another."""
    if ("min_iter" in given) == ("max_iter" in given):
        raise Invalid("early_terminate needs either min_iter, or max_iter and s.")
    if "min_iter" in given:
        first = _number(given, "min_iter", None, least=1)
        places = list(takewhile(lambda place: place <= LARGEST_BRACKET, (round(first * eta**i) for i in count())))
    else:
        last, rounds = _number(given, "max_iter", None, least=1), _number(given, "s", None, least=1)
        if rounds > MOST_BRACKETS:
            raise Invalid(f"early_terminate.s must be at most {MOST_BRACKETS}, not {rounds!r}.")
        places = [round(last / eta**i) for i in range(int(rounds), 0, -1)]
    return tuple(dict.fromkeys(place for place in places if place >= 1))


def _number(given: Mapping[str, Any], key: str, default: float | None, least: float) -> float:
    value = given.get(key, default)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= LARGEST_BRACKET:
        return value
    raise Invalid(f"early_terminate.{key} must be a number of at least {least:g}, not {value!r}.")
