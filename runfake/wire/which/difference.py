"""What keeps a request from being the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

LONGEST_SHOWN = 100


class Difference(Protocol):
    """One thing that is not as expected; its text says what was expected and what came."""

    @property
    def distance(self) -> float:
        """How far off it is: more than 0, which is hardly, and at most 1."""


def total_distance(differences: Sequence[Difference]) -> float:
    """How far a request is from the one that is meant; 0 if it is the one."""
    return sum(difference.distance for difference in differences)


@dataclass(frozen=True, slots=True)
class Unlike:
    """A part of the request has another value; ``came`` is None where it has none."""

    part: str
    expected: object
    came: object
    hint: str = ""

    @property
    def distance(self) -> float:
        """Less the more the two look alike."""
        if self.came is None:
            return 1.0
        # What is long is compared by its beginning: this is for the eye.
        expected, came = (repr(value)[:200] for value in (self.expected, self.came))
        return 1.0 - 0.9 * SequenceMatcher(None, expected, came).ratio()

    def __str__(self) -> str:
        came = "none" if self.came is None else shown(self.came)
        return f"{self.part}: expected {shown(self.expected)}, came {came}{'.' if self.hint else ''}{self.hint}"


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The request is what it was not to be."""

    condition: object

    @property
    def distance(self) -> float:
        """Half way, for what it is otherwise counts too."""
        return 0.5

    def __str__(self) -> str:
        return f"it is {self.condition}, and was not to be"


@dataclass(frozen=True, slots=True)
class Unmet:
    """A predicate said no."""

    predicate: str

    @property
    def distance(self) -> float:
        """Half way, for there is no telling."""
        return 0.5

    def __str__(self) -> str:
        return f"{self.predicate} said no"


@dataclass(frozen=True, slots=True)
class Neither:
    """The request is neither of two."""

    left: Sequence[Difference]
    right: Sequence[Difference]

    @property
    def distance(self) -> float:
        """That of the nearer one."""
        return min(total_distance(self.left), total_distance(self.right))

    def __str__(self) -> str:
        return " and ".join(" with ".join(map(str, side)) for side in (self.left, self.right))


def shown(value: object) -> str:
    """``value`` as it is written in Python, shortened."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
