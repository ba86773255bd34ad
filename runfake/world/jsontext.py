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
        value = _DECODER.decode(text if isinstance(text, str) else _text_of(text))
    except UnicodeDecodeError as error:
        raise errors.bad_json(what, f"not UTF-8 at byte {error.start}") from None
    except ValueError as error:
        raise errors.bad_json(what, str(error)) from None
    except RecursionError:
        raise errors.bad_json(what, _TOO_DEEP) from None
    if _brackets(text) > DEEPEST and _deeper_than(value, DEEPEST):
        raise errors.bad_json(what, _TOO_DEEP)
    return value


# Made once: json.loads makes one anew for each text that may hold control characters.
_DECODER = json.JSONDecoder(strict=False)


def _text_of(content: bytes) -> str:
    return content.decode(json.detect_encoding(content), "surrogatepass")


# What is read has to be walked, copied and written again, which Python does by recursion.
DEEPEST = 200
_TOO_DEEP = f"nested too deeply, expected at most {DEEPEST} levels"


def _brackets(text: str | bytes) -> int:
    if isinstance(text, bytes):
        return text.count(b"{") + text.count(b"[")
    return text.count("{") + text.count("[")


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    while level and depth >= 0:
        level = [inner for item in level for inner in _inside(item)]
        depth -= 1
    return bool(level)


def _inside(value: Any) -> list[Any]:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [inner for inner in held if isinstance(inner, (dict, list))]


def load_object(text: str | bytes, what: str) -> dict[str, Any]:
    """Like :func:`loads`, for a text that must hold an object."""
    value = loads(text, what)
    if not isinstance(value, dict):
        raise errors.not_an_object(what, value)
    return value


def dumps(value: Any, what: str = "the value") -> str:
    """``value`` as one line of JSON; non-finite numbers stay bare, anything not ASCII is escaped.

    Numbers and arrays of numpy and its like become plain ones. ``what`` names the value in the error.

    Raises:
        Invalid: ``value`` holds something that JSON has no form for.
    """
    try:
        return json.dumps(value, separators=(",", ":"), default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise errors.Invalid(f"{what} must hold what JSON can: {error}.") from None


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{value!r} is a {type(value).__name__}")


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
