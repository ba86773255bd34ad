"""JSON that reads well, line by line: one key a line, and what is short on its line."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_LINE = 110


def render(value: Any) -> str:
    """``value`` as JSON over several lines, with a line break at its end."""
    text = _render(value, 0) + "\n"
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _render(value: Any, depth: int) -> str:
    if not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False)
    if _is_short(value) and len(line := json.dumps(value, ensure_ascii=False)) <= LONGEST_LINE - 2 * depth:
        return line
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        inner = [f"{json.dumps(key, ensure_ascii=False)}: {_render(held, depth + 1)}" for key, held in value.items()]
    else:
        inner = [_render(held, depth + 1) for held in value]
    begin, close = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n{pad}" + f",\n{pad}".join(inner) + f"\n{end}{close}"


def _is_short(value: Any) -> bool:
    """Whether it may stand on one line: a list of such, or an object that stands for one value (``{"$ref": ...}``)."""
    if isinstance(value, dict):
        return not value or (
            len(value) == 1 and next(iter(value)).startswith("$") and all(map(_is_short, value.values()))
        )
    return not isinstance(value, list) or all(map(_is_short, value))


def pointer(parts: tuple[str | int, ...]) -> str:
    """A place in a document, as ``/runs/0`` (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def line_of(text: str, parts: tuple[str | int, ...]) -> int:
    """The line of that place, found by its keys."""
    position = 0
    for part in parts:
        if isinstance(part, str):
            found = text.find(json.dumps(part, ensure_ascii=False) + ":", position)
            position = found if found >= 0 else position
    return text.count("\n", 0, position) + 1
