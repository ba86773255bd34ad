"""The report of a failed test: what the client asked is a section of it.

Importing it loads nothing of the backend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from runfake.wire.journal import Journal

SECTION = "runfake journal"
# More would push the failure itself out of sight.
MOST_LINES = 40
_JOURNALS = pytest.StashKey[list["Journal"]]()
_PASSED = pytest.StashKey[bool]()


def show(item: pytest.Item, journal: Journal) -> None:
    """Has the report show this journal, should the test fail."""
    item.stash.setdefault(_JOURNALS, []).append(journal)


def passed(item: pytest.Item) -> bool:
    """Whether the test itself has run and passed."""
    return item.stash.get(_PASSED, False)


def complete(report: pytest.TestReport, item: pytest.Item) -> None:
    """Notes how the test went; a report of a failure gets its section, the first of the test."""
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    if report.failed:
        journals = item.stash.get(_JOURNALS, [])
        report.sections += [(SECTION, _text(journal)) for journal in journals]
        journals.clear()


def _text(journal: Journal) -> str:
    from runfake.wire.journal.lines import listing

    return "\n".join(listing(list(journal), MOST_LINES)) or "the client asked nothing"
