"""A failure in words: enough to mend the client without reading the kit."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Any

from runfake.contract.clause import Clause
from runfake.contract.verdicts import Failure, Verdict

MARKS = {"holds": "holds      ", "broken": "BROKEN     ", "not claimed": "not claimed"}


def line(verdict: Verdict) -> str:
    """A verdict in one line."""
    lacking = f" (lacks {', '.join(verdict.lacking)})" if verdict.lacking else ""
    return f"{MARKS[verdict.status]}  {verdict.clause.id:<40} {verdict.clause.title}{lacking}"


def explained(clause: Clause, failure: Failure) -> str:
    """A failure in full."""
    arguments = ", ".join(f"{name}={value!r}" for name, value in failure.arguments.items())
    parts = [
        f"{clause.id}: {clause.title}",
        f"  promised by: {clause.source}",
        f"  smallest example: {arguments or 'the only one'}",
        "  asked of the client:",
        *(f"    {call}" for call in failure.calls),
        f"  looked at: {failure.what}",
        f"    expected: {failure.expected}",
        f"    came:     {failure.came}",
    ]
    if failure.hint:
        parts.append(f"    {failure.hint}")
    if not failure.always:
        parts.append("  The same example was fine when it was played again: the client does not do the same each time.")
    if failure.journal:
        parts += ["  what the client asked of the server:", *(f"    {entry}" for entry in failure.journal)]
    return "\n".join([*parts, "  this example alone:", indent(failure.script, "    ")])


def script(clause: Clause, arguments: Mapping[str, Any], written: str) -> str:
    """A program that plays one example alone.

    Args:
        written: which client it is, as in :class:`runfake.contract.port.Port`.
    """
    return "\n".join(
        [
            "from runfake.contract import replay",
            "",
            'nan, inf = float("nan"), float("inf")',
            f"replay({clause.id!r}, {written}, arguments={dict(arguments)!r})",
            'print("The promise is kept in this example.")',
        ]
    )
