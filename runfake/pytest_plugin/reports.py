"""The report of a failed test: what the client asked, and what was to go wrong, is a section of it.

Importing it loads nothing of the backend.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from runfake.wire.tenants import Tenant

SECTION = "runfake journal"
# More would push the failure itself out of sight.
MOST_LINES = 40
_TENANTS = pytest.StashKey[list["Tenant"]]()
_PASSED = pytest.StashKey[bool]()


def show(item: pytest.Item, tenant: Tenant) -> None:
    """Has the report show what was asked of this world, should the test fail."""
    item.stash.setdefault(_TENANTS, []).append(tenant)


def passed(item: pytest.Item) -> bool:
    """Whether the test itself has run and passed."""
    return item.stash.get(_PASSED, False)


def complete(report: pytest.TestReport, item: pytest.Item) -> None:
    """Notes how the test went; a report of a failure gets its section, the first of the test."""
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    tenants = item.stash.get(_TENANTS, None)
    if tenants is None:
        return
    if report.failed:
        report.sections += [(SECTION, "\n".join(_lines(tenant))) for tenant in tenants]
    # The item lives as long as the session.
    if report.failed or report.when == "teardown":
        del item.stash[_TENANTS]


def _lines(tenant: Tenant) -> Iterator[str]:
    from runfake.wire.journal.lines import listing

    yield from listing(list(tenant.journal), MOST_LINES) if tenant.journal else ["the client asked nothing"]
    for kind, rules in (("faults", tenant.faults), ("stubs", tenant.stubs)):
        if rules:
            yield f"{kind}:"
            yield from (f"  {rule}: matched {rule.matched}, fired {rule.fired}" for rule in rules)
