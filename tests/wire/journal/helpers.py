"""Entries for tests, made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from runfake.wire.entry import Entry
from runfake.wire.journal import Journal

TIME = datetime(2026, 1, 1, tzinfo=UTC)


def asked(operation: str, run: str = "", **more: Any) -> Entry:
    """A GraphQL request that was answered."""
    given: dict[str, Any] = {"status": 200, "begun": 0.0} | more
    return Entry(TIME, "POST", "/graphql", "graphql", operations=(operation,), run=run, **given)


def journal_of(*entries: Entry, keep: int | None = None) -> Journal:
    """A journal in which these were written."""
    journal = Journal(keep)
    for entry in entries:
        journal.add(entry)
    return journal
