"""Failing a test that passed for the wrong reason: its client swallowed a refusal, or a rule of its own never fired."""

from __future__ import annotations

import pytest

from runfake.pytest_plugin import reports
from runfake.transports.trap import Trap
from runfake.wire.strictness import complaints
from runfake.wire.tenants import Tenant

_REFUSED = """\
The client asked for what runfake does not know or lacks, and was refused:

{complaints}

Some clients go on after that as if nothing were, so the test may have passed for the wrong reason.
If it expects the refusal, let it say so; @pytest.mark.runfake(strict=False) allows every one."""
_RULES = """\
Faults or stubs of the test did not do their part:

{complaints}

If a rule need not fire, add it with optional=True."""

_ESCAPES = """\
The test is sealed, and something was to leave for another host; it was refused:

{complaints}"""


def fail_if_unexpected(item: pytest.Item, tenant: Tenant, *, strict: bool, trap: Trap | None) -> None:
    """Fails the test that passed, if there were refusals that it does not allow, rules without effect, or escapes.

    One that failed has the same in the journal's section of its report.
    """
    __tracebackhide__ = True
    if not reports.passed(item):
        return
    refused = complaints(tenant.journal) if strict else []
    allowing = [text.replace("journal.allow(", "runfake.journal.allow(") for text in refused]
    rules = tenant.faults.complaints() + tenant.stubs.complaints()
    texts = [_listed(_REFUSED, allowing), _listed(_RULES, rules), _listed(_ESCAPES, trap.caught if trap else [])]
    if any(texts):
        pytest.fail("\n\n".join(filter(None, texts)), pytrace=False)


def _listed(text: str, found: list[str]) -> str:
    return text.format(complaints="\n".join(f"  * {complaint}" for complaint in found)) if found else ""
