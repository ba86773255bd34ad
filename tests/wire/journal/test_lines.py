"""An entry as a line of text."""

from __future__ import annotations

import pytest

from runfake.wire.entry import Entry
from runfake.wire.journal.lines import line, listing
from tests.wire.journal.helpers import TIME, asked


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (asked("Run", "e/shop/a", begun=12.5), "  +2.500s  200  Run  e/shop/a"),
        (asked("", fields=("viewer", "serverInfo"), begun=10.0), "  +0.000s  200  { viewer serverInfo }"),
        (
            asked("Run", status=404, error="no\nsuch   run", begun=10.0),
            "  +0.000s  404  Run  no such run",
        ),
        (
            Entry(TIME, "PUT", "/storage/token/runs/e/shop/a/notes.txt", "storage", run="e/shop/a", begun=10.0),
            "  +0.000s  ---  PUT storage .../notes.txt  e/shop/a",
        ),
        (
            Entry(TIME, "POST", "/files/e/p/r/file_stream", "file_stream", run="e/p/r", status=200, begun=10.0),
            "  +0.000s  200  POST file_stream  e/p/r",
        ),
        (asked("Run", fault="faults.status(503)", status=503, begun=10.0), "  +0.000s  503  Run  [faults.status(503)]"),
        (asked("Run", stub="stubs.answer({})", begun=10.0), "  +0.000s  200  Run  [stubs.answer({})]"),
        (Entry(TIME, "GET", "/favicon.ico", status=404, begun=10.0), "  +0.000s  404  GET /favicon.ico"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_says_what_was_asked_and_how_it_was_answered(entry: Entry, text: str) -> None:
    assert line(entry, 10.0) == text


def test_a_long_error_is_shortened() -> None:
    assert len(line(asked("Run", error="x" * 1000), 0.0)) < 300


def test_a_long_journal_is_shown_by_its_beginning_and_its_end() -> None:
    lines = list(listing([asked(f"Own{i}") for i in range(100)], 8))
    assert [text.rpartition(" ")[2] for text in lines] == [
        "Own0",
        "Own1",
        "...",
        *(f"Own{i}" for i in range(94, 100)),
    ]
    assert "92 more" in lines[2]
    assert lines[-1].startswith("[99] ")


@pytest.mark.parametrize("count", [0, 1, 8])
def test_a_short_one_is_shown_whole(count: int) -> None:
    assert len(list(listing([asked(f"Own{i}") for i in range(count)], 8))) == count
