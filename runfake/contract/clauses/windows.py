"""Histories as clauses look at them: rows without what comes along, and the windows of steps that were asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from runfake.contract.stage import Stage
from runfake.wire.pages import Page

Row = Mapping[str, Any]
# What every row has beside what was logged. Some clients give it with the keys that they were asked for.
ALONG = frozenset({"_step", "_runtime", "_timestamp"})


def bare(rows: list[Any]) -> list[dict[str, Any]]:
    """The rows with what was logged alone."""
    return [{key: value for key, value in row.items() if key not in ALONG} for row in rows]


def with_steps(rows: list[Any]) -> list[dict[str, Any]]:
    """The same, and their steps."""
    return [{key: value for key, value in row.items() if key not in ALONG - {"_step"}} for row in rows]


def with_all(rows: list[dict[str, Any]], keys: Collection[str]) -> list[dict[str, Any]]:
    """The rows that define all of ``keys``, reduced to them."""
    return [{key: row[key] for key in keys} for row in rows if all(key in row for key in keys)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A window of a history, as it was asked for.

    Attributes:
        first: the step that it begins with.
        end: the step that it ends before.
    """

    first: int
    end: int

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return self.end - self.first


def windows(stage: Stage) -> list[Asked]:
    """The windows that a client asked for so far, in order."""
    return [asked for page in stage.pages("Run.history", "Run.sampledHistory") for asked in _windows_of(page)]


def _windows_of(page: Page) -> list[Asked]:
    if page.field == "Run.history":
        first, end = page.arguments.get("min_step"), page.arguments.get("max_step")
        return [Asked(first or 0, end)] if end is not None else []
    specs = [json.loads(spec) if isinstance(spec, str) else spec for spec in page.arguments["specs"]]
    # The last step of a spec belongs to it.
    return [Asked(spec.get("minStep") or 0, spec["maxStep"] + 1) for spec in specs if "maxStep" in spec]
