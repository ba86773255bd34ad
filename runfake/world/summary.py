"""A run's summary: the last value of each metric, as the client sums it up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runfake.world.jsontext import dumps, load_object


class Summary:
    """The summary of one run.

    Attributes:
        text: the JSON text exactly as it was sent; bare NaN and Infinity are possible.
        entries: the same, read; not to be changed.
    """

    __slots__ = ("entries", "text")

    def __init__(self, text: str = "{}") -> None:
        """Takes the JSON text.

        Raises:
            Invalid: ``text`` is not a JSON object.
        """
        self.entries = load_object(text, "summary")
        self.text = text

    @classmethod
    def of(cls, values: dict[str, Any]) -> Summary:
        """The summary with these values."""
        return cls(dumps(values, "summary"))

    @classmethod
    def of_rows(cls, rows: Iterable[dict[str, Any]]) -> Summary:
        """What a client would sum up from these rows: the last value of each key, nested ones by themselves."""
        last: dict[str, Any] = {}
        for row in rows:
            last = _merged(last, row)
        return cls.of(last)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Summary) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def values(self) -> dict[str, Any]:
        """The values, read anew at each call."""
        return load_object(self.text, "summary")


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Both, ``new`` winning; objects that both have under a key are merged in turn."""
    nested = {key: _merged(old[key], value) for key, value in new.items() if _both_objects(old.get(key), value)}
    return old | new | nested


def _both_objects(old: Any, new: Any) -> bool:
    return isinstance(new, dict) and isinstance(old, dict)
