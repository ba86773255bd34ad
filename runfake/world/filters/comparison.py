"""What is equal to what, and what comes before what."""

from __future__ import annotations

from collections.abc import Hashable
from math import isnan
from typing import Any

Key = tuple[Any, ...]
# What stands for itself, and comes most often.
_PLAIN = frozenset((str, int))


def canonical(value: Any) -> Hashable:
    """What stands for ``value`` in comparisons: equal for equal JSON values, and for those alone.

    As in JSON, and unlike in Python, ``true`` is not 1. The order of an object's keys does not count, and
    NaN equals NaN.
    """
    if type(value) in _PLAIN:
        return value  # type: ignore[no-any-return]
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, list):
        return ("list", *map(canonical, value))
    if isinstance(value, dict):
        return ("object", frozenset((key, canonical(held)) for key, held in value.items()))
    return ("nan",) if is_nan(value) else value


def sort_key(value: Any) -> Key | None:
    """By what values of any type sort: numbers, text, objects, lists, booleans.

    None for what has no place among them: null and NaN.
    """
    if type(value) is float and value == value:  # noqa: PLR0124 - the usual case, and not NaN
        return (0, value)
    return None if value is None or is_nan(value) else _inner_key(value)


def is_nan(value: Any) -> bool:
    """Whether it is the number that is none."""
    return isinstance(value, float) and isnan(value)


def _inner_key(value: Any) -> Key:
    if value is None or is_nan(value):
        return (-1, value is None)
    if isinstance(value, bool):
        return (4, value)
    if isinstance(value, (int, float)):
        return (0, value)
    if isinstance(value, list):
        return (3, *map(_inner_key, value))
    if isinstance(value, dict):
        return (2, *sorted((key, _inner_key(held)) for key, held in value.items()))
    return (1, value)
