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
        """What a client would sum up from these rows: the last value of each key."""
        last: dict[str, Any] = {}
        for row in rows:
            last |= row
        return cls.of(last)

    @property
    def values(self) -> dict[str, Any]:
        """The values, read anew at each call."""
        return load_object(self.text, "summary")
