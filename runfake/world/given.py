"""Turning what an author gives ``world.run(...)`` into what a client would have logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from runfake.world.errors import Invalid
from runfake.world.steps import step_of

FileContent = bytes | str | Path


def stamped_rows(rows: Iterable[Mapping[str, Any]], last_step: int, begun: datetime) -> list[dict[str, Any]]:
    """The rows with ``_step``, ``_runtime`` (s) and ``_timestamp`` (s since the epoch) where they lack them.

    Steps go on after the one before (``last_step`` for the first); a row comes one second after another.
    """
    stamped: list[dict[str, Any]] = []
    step = last_step
    for i, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise Invalid(f"history must be a list of dicts, but its item {i} is {row!r}.")
        step = step_of(row, step + 1)
        stamp = {"_step": step, "_runtime": float(i), "_timestamp": begun.timestamp() + i}
        stamped.append(stamp | dict(row))
    return stamped


def file_bytes(name: str, content: FileContent) -> bytes:
    """The bytes of a file that was given as bytes, as text (stored as UTF-8), or as a path to read."""
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, Path):
        return content.read_bytes()
    raise Invalid(f"file {name!r} must be given as bytes, str or pathlib.Path, not {type(content).__name__}.")
