"""Histories: sampled, and whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Row = dict[str, Any]
# All rows of a window of steps: first step, last step plus one, and how many rows at most.
Window = Callable[[int, int, int], list[Row]]


def parsed(lines: Sequence[str]) -> list[Row]:
    """The rows of a history that comes as JSON texts."""
    return [json.loads(line, strict=False) for line in lines]


def scan(window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
    """Every row from the step ``begin`` to before ``end``, in windows of ``page_size`` steps."""
    for start in range(begin, end, page_size):
        yield from whole(window, start, min(start + page_size, end))


def whole(window: Window, begin: int, end: int) -> list[Row]:
    """Every row of one window, whose steps may repeat: where as many rows came as were asked for, there may be more."""
    most = end - begin + 1
    while len(rows := window(begin, end, most)) >= most:
        most *= 2
    return rows


def spec(keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
    """What ``sampledHistory`` is asked with: rows that have all of ``keys``; ``end`` is exclusive here."""
    asked: dict[str, Any] = {"keys": list(keys), "samples": samples}
    if begin is not None and end is not None:
        # The server takes maxStep as the last step that is wanted.
        asked |= {"minStep": begin, "maxStep": end - 1}
    return json.dumps(asked)
