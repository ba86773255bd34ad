"""Strictness: what was asked that nobody knows, or that runfake lacks, though the client may have kept silent."""

from __future__ import annotations

from collections import Counter

from runfake.wire import which
from runfake.wire.entry import Entry
from runfake.wire.journal import Journal
from runfake.wire.journal.lines import asked_for
from runfake.wire.which import Which
from runfake.wire.which.known import operations


def complaints(journal: Journal) -> list[str]:
    """What was refused for asking what nobody knows or runfake lacks, and that ``journal.allow`` does not allow.

    Returns:
        A text for each, once however often it was asked: what was asked, the error (which has the nearest known
        name), and the call that allows it. Nothing if all is well.
    """
    found: dict[tuple[str, str | None], Entry] = {}
    times: Counter[tuple[str, str | None]] = Counter()
    for entry in journal.complained_of():
        key = (asked_for(entry), entry.error)
        found.setdefault(key, entry)
        times[key] += 1
    return [_complaint(entry, times[key]) for key, entry in found.items()]


def _complaint(entry: Entry, times: int) -> str:
    often = f" ({times} times)" if times > 1 else ""
    return f"{asked_for(entry)}{often}: {entry.error}\n    if that is expected: journal.allow({condition_for(entry)})"


def condition_for(entry: Entry) -> Which:
    """The plainest condition that is met by requests like this one."""
    if entry.operations:
        name = entry.operations[0]
        return which.operation(name, own=name != "" and name not in operations())
    if entry.route and entry.route != "graphql":
        return which.route(entry.route)
    return which.path(entry.path)
