"""Results of clients, in one form: what JSON has, with texts for what it lacks."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from typing import Any

# How numbers that JSON cannot write are written in results, by programs and in judgements alike.
NOT_A_NUMBER, INFINITY, MINUS_INFINITY = "NaN", "Infinity", "-Infinity"


def plain(value: Any) -> Any:
    """``value`` in the form that is compared: tuples and other sequences as lists, NaN and infinities as texts,
    bytes as Base64.

    A number that is whole stays what it is: 1 and 1.0 are equal here as they are in JSON, but an integer that
    became a float and lost digits is not.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, Iterable):
        return [plain(entry) for entry in value]
    return _number(_bare(value))


def _bare(value: Any) -> int | float:
    """The number in a scalar of numpy."""
    number = value.item() if hasattr(value, "item") else None
    if not isinstance(number, (int, float)):
        raise TypeError(f"a result has to be what JSON can write, not {type(value).__name__}: {value!r:.100}")
    return number


def _number(value: int | float) -> int | float | str:
    if isinstance(value, int):
        return value
    return float(value) if math.isfinite(value) else _named(value)


def _named(value: float) -> str:
    if math.isnan(value):
        return NOT_A_NUMBER
    return INFINITY if value > 0 else MINUS_INFINITY
