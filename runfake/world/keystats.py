"""What is known of each metric of a history: how often it was logged, as what type, and its last value."""

from __future__ import annotations

from collections import Counter
from typing import Any


class KeyStats:
    """The tally of one metric."""

    __slots__ = ("last", "monotonic", "types")

    def __init__(self) -> None:
        self.types: Counter[str] = Counter()
        self.monotonic = True
        self.last: Any = None

    def add(self, value: Any) -> None:
        """Counts one more value, in log order."""
        kind = type_name(value)
        self.types[kind] += 1
        if kind != "number":
            self.monotonic = False
        elif self.monotonic and self.last is not None:
            self.monotonic = bool(value >= self.last)
        self.last = value

    def describe(self) -> dict[str, Any]:
        """The tally as ``historyKeys`` shows it."""
        return {
            "typeCounts": [{"type": kind, "count": count} for kind, count in self.types.items()],
            "monotonic": self.monotonic,
            "previousValue": self.last,
        }


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
