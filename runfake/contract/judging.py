"""Judging what came, and saying what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from runfake.contract.plain import plain

MOST_SHOWN = 5
LONGEST = 400


class Broken(AssertionError):
    """A promise was not kept.

    Attributes:
        what: what was looked at, in words.
        expected, came: that of it.
        hint: what is different, or what it may come from; ``""`` for none.
    """

    def __init__(self, what: str, expected: str, came: str, hint: str = "") -> None:
        self.what, self.expected, self.came, self.hint = what, expected, came, hint
        super().__init__(f"{what}: expected {expected}, came {came}.{f' {hint}' if hint else ''}")


def same(what: str, came: Any, expected: Any, hint: str = "") -> None:
    """``came`` has to equal ``expected``; in lists the difference is told.

    Raises:
        Broken: it does not.
    """
    came, expected = plain(came), plain(expected)
    if not alike(came, expected):
        difference = _difference(came, expected)
        raise Broken(what, shown(expected), shown(came), " ".join(filter(None, (difference, hint))))


def that(condition: bool, what: str, *, expected: str, came: Any, hint: str = "") -> None:
    """``condition`` has to hold; ``expected`` says in words what that means.

    Raises:
        Broken: it does not.
    """
    if not condition:
        raise Broken(what, expected, came if isinstance(came, str) else shown(came), hint)


def alike(one: Any, other: Any) -> bool:
    """Whether two plain values are the same: numbers by their value, but true and false are no numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def shown(value: Any) -> str:
    """A value as JSON, shortened."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _difference(came: Any, expected: Any) -> str:
    if isinstance(came, list) and isinstance(expected, list):
        return _difference_of_lists(came, expected)
    if isinstance(came, dict) and isinstance(expected, dict):
        wrong = [key for key in {**expected, **came} if not alike(came.get(key), expected.get(key))]
        return f"Different: {_few([repr(key) for key in wrong])}."
    return ""


def _difference_of_lists(came: list[Any], expected: list[Any]) -> str:
    missing, extra = _without(expected, came), _without(came, expected)
    told = [
        f"{len(came)} came where {len(expected)} were expected." if len(came) != len(expected) else "",
        f"Missing: {_few([shown(item) for item in missing])}." if missing else "",
        f"Too much: {_few([shown(item) for item in extra])}." if extra else "",
        "They are the same, but in another order." if not missing and not extra else "",
    ]
    return " ".join(filter(None, told))


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """Those of ``items`` that have none of ``others`` for themselves."""
    left = list(others)
    missing = []
    for item in items:
        index = next((i for i, other in enumerate(left) if alike(item, other)), None)
        if index is None:
            missing.append(item)
        else:
            del left[index]
    return missing


def _few(texts: Sequence[str]) -> str:
    more = len(texts) - MOST_SHOWN
    return ", ".join(texts[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
