"""JSON as W&B clients write it: bare NaN and Infinity are allowed, integers have any size."""

from __future__ import annotations

import json
import math
from typing import Any

from runfake.world import errors


def loads(text: str | bytes, what: str) -> Any:
    """The value of ``text``, which may hold bare ``NaN``, ``Infinity`` and control characters.

    ``what`` names the text in the error.

    Raises:
        Invalid: ``text`` is not JSON, even leniently read.
    """
    try:
        return json.loads(text, strict=False)
    except UnicodeDecodeError as error:
        raise errors.bad_json(what, f"not UTF-8 at byte {error.start}") from None
    except ValueError as error:
        raise errors.bad_json(what, str(error)) from None
    except RecursionError:
        raise errors.bad_json(what, "nested too deeply") from None


def load_object(text: str | bytes, what: str) -> dict[str, Any]:
    """Like :func:`loads`, for a text that must hold an object."""
    value = loads(text, what)
    if not isinstance(value, dict):
        raise errors.not_an_object(what, value)
    return value


def dumps(value: Any) -> str:
    """``value`` as one line of JSON; non-finite numbers stay bare, anything not ASCII is escaped.

    Raises:
        Invalid: ``value`` holds something that JSON has no form for.
    """
    try:
        return json.dumps(value, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise errors.Invalid(f"expected values that JSON can hold: {error}.") from None


def finite(value: Any) -> Any:
    """``value`` with each non-finite number written as a string.

    Values that travel inside a response body must be strict JSON: the Go part of the newest client
    refuses a bare ``NaN`` there, and older clients read ``"NaN"`` as not a number.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else _NON_FINITE.get(value, "NaN")
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return value


_NON_FINITE = {math.inf: "Infinity", -math.inf: "-Infinity"}
