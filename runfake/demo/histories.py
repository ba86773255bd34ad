"""The rows that a run logs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from runfake.demo.curves import Curve, learning_rate
from runfake.demo.plans import Plan

# Where the losses of a run that diverges leave their curve, and when they stop being numbers.
_DERAILED, _GROWTH, _ROWS_OF_GROWTH = 0.8, 1.6, 12

Row = dict[str, Any]


def history(plan: Plan, config: Mapping[str, Any], begun: datetime, random: Random) -> list[Row]:
    """The rows of one run, stamped with the time that each took."""
    project = plan.project
    training, evaluation = (_varied(curves, random) for curves in (project.training, project.evaluation))
    rows = []
    for step in range(plan.rows):
        progress = step / plan.planned
        row = _stamp(plan, step, begun) | _readings(training, progress, random)
        if project.rate:
            row["lr"] = learning_rate(config[project.rate], progress)
        if (step + 1) % project.evaluate_every == 0:
            row |= _readings(evaluation, progress, random)
        rows.append(row)
    return _derailed(rows, plan) if plan.fate.diverges else rows


def summary(plan: Plan, rows: list[Row]) -> Row:
    """What the client makes of the rows, and the best value of the project's headline metric."""
    headline = plan.project.headline
    last: Row = {}
    for row in rows:
        last |= row
    best = max(row[headline] for row in rows if headline in row)
    return last | {f"best/{headline}": best, "_wandb": {"runtime": int(last["_runtime"])}}


def _varied(curves: Mapping[str, Curve], random: Random) -> dict[str, Curve]:
    return {name: curve.varied(random) for name, curve in curves.items()}


def _readings(curves: Mapping[str, Curve], progress: float, random: Random) -> Row:
    return {name: curve.at(progress, random) for name, curve in curves.items()}


def _stamp(plan: Plan, step: int, begun: datetime) -> Row:
    runtime = round((step + 1) * plan.project.seconds, 3)
    return {"_step": step, "_runtime": runtime, "_timestamp": begun.timestamp() + runtime}


def _derailed(rows: list[Row], plan: Plan) -> list[Row]:
    curves = {**plan.project.training, **plan.project.evaluation}
    first = int(len(rows) * _DERAILED)
    return rows[:first] + [_exploded(row, curves, since) for since, row in enumerate(rows[first:], start=1)]


def _exploded(row: Row, curves: Mapping[str, Curve], since: int) -> Row:
    known = {name: curve for name, curve in curves.items() if name in row}
    if since > _ROWS_OF_GROWTH:
        return row | {name: curve.lost for name, curve in known.items()}
    return row | {name: round(row[name] * _GROWTH**since, 5) for name, curve in known.items() if not curve.rises}
