"""What is known of each metric of a history: how often it was logged, as what type, and its last value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import le
from typing import Any


class KeyStats:
    """The tally of one metric."""

    __slots__ = ("last", "monotonic", "types")

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self.monotonic = True
        self.last: Any = None

    def copy(self) -> KeyStats:
        """The tally as it is now."""
        other = KeyStats()
        other.types = dict(self.types)
        other.monotonic = self.monotonic
        other.last = self.last
        return other

    def add(self, values: Sequence[Any]) -> None:
        """Counts more values (at least one), in log order."""
        counts = _count_types(values)
        if self.monotonic:
            known = values if not self.types else [self.last, *values]
            self.monotonic = set(counts) == {"number"} and all(map(le, known, known[1:]))
        for kind, count in counts.items():
            self.types[kind] = self.types.get(kind, 0) + count
        self.last = values[-1]

    def describe(self) -> dict[str, Any]:
        """The tally as ``historyKeys`` shows it."""
        return {
            "typeCounts": [{"type": kind, "count": count} for kind, count in self.types.items()],
            "monotonic": self.monotonic,
            "previousValue": self.last,
        }


def _count_types(values: Sequence[Any]) -> Mapping[str, int]:
    plain = set(map(type, values))
    # Nearly every metric is a number, and nothing else.
    return {"number": len(values)} if plain <= _NUMBERS else Counter(map(type_name, values))


_NUMBERS = {int, float}


def type_name(value: Any) -> str:
    """The name that W&B gives to the type of a logged value; media are named by their ``_type``."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "list"
    if isinstance(value, dict):
        return str(value.get("_type", "map"))
    return "nil"
