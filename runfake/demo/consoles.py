"""What a run writes to its terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from runfake.demo.plans import Plan

_EVERY = 25


def console(plan: Plan, rows: list[dict[str, Any]]) -> list[str]:
    """The lines in the form that clients stream them: ``[ERROR] <time> <text>``."""
    begun, ended = rows[0], rows[-1]
    lines = [f"{_time(begun)} {plan.project.name}: {plan.planned} steps to go"]
    lines += [f"{_time(row)} {_progress(plan, row)}" for row in rows[_EVERY - 1 :: _EVERY]]
    lines += [f"ERROR {_time(ended)} {words}" for words in plan.fate.last_words]
    if plan.fate.state == "finished":
        lines.append(f"{_time(ended)} done")
    return lines


def _progress(plan: Plan, row: dict[str, Any]) -> str:
    readings = ", ".join(f"{name} {row[name]:.4f}" for name in plan.project.training)
    return f"step {row['_step'] + 1}/{plan.planned}: {readings}"


def _time(row: dict[str, Any]) -> str:
    return datetime.fromtimestamp(row["_timestamp"], UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
