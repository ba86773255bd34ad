"""An entry as one line of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runfake.wire.entry import Entry

LONGEST_ERROR = 200
# Routes whose path says more than their name.
_FILES = ("storage", "artifact_download")


def line(entry: Entry, origin: float) -> str:
    """What was asked and how it was answered; ``origin`` is when the first request of the journal came."""
    asked = f"{entry.begun - origin:+8.3f}s  {entry.status or '---'}  {asked_for(entry)}"
    about = f"  {entry.run}" if entry.run else ""
    rule = f"  [{entry.fault or entry.stub}]" if entry.fault or entry.stub else ""
    error = " ".join((entry.error or "").split())
    return f"{asked}{about}{rule}{f'  {shortened(error)}' if error else ''}"


def asked_for(entry: Entry) -> str:
    """The operation, or else the method and the route; the path where there is no route."""
    if entry.operations:
        return ", ".join(name or f"{{ {' '.join(entry.fields)} }}" for name in entry.operations)
    if entry.route in _FILES:
        return f"{entry.method} {entry.route} .../{entry.path.rpartition('/')[2]}"
    return f"{entry.method} {entry.route or entry.path}"


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ERROR else f"{text[: LONGEST_ERROR - 3]}..."


def listing(entries: Sequence[Entry], most: int) -> Iterable[str]:
    """A line an entry, numbered as in ``journal[0]``; where there are more than ``most``, the first and the last."""
    first = most // 4 if len(entries) > most else len(entries)
    for number, entry in enumerate(entries):
        if number < first or number >= len(entries) - (most - first):
            yield numbered(number, entry, entries)
        elif number == first:
            yield f"   ... {len(entries) - most} more ..."


def numbered(number: int, entry: Entry, entries: Sequence[Entry]) -> str:
    """The line of one of ``entries``."""
    label = f"[{number}]".rjust(len(f"[{len(entries) - 1}]"))
    return f"{label} {line(entry, entries[0].begun)}"
