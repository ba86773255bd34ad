"""The small files that a run leaves behind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from faker import Faker

from runfake.demo.plans import Plan

_PREDICTIONS = 20


def documents(plan: Plan, config: Mapping[str, Any], summary: Mapping[str, Any], fake: Faker) -> dict[str, str]:
    """Name to text: the settings of every run, a report of those that ended, predictions of those that finished."""
    files = {"settings.json": json.dumps(config, indent=2) + "\n"}
    if plan.fate.state != "running":
        files["report.md"] = _report(plan, summary, fake)
    if plan.fate.state == "finished":
        files["outputs/predictions.csv"] = _predictions(fake)
    return files


def _report(plan: Plan, summary: Mapping[str, Any], fake: Faker) -> str:
    metrics = [*plan.project.training, *plan.project.evaluation]
    lines = [f"# {plan.project.name}: {plan.fate.state}", "", f"By {fake.name()}. {fake.catch_phrase()}.", ""]
    lines += ["| metric | last value |", "| --- | ---: |"]
    lines += [f"| {name} | {summary[name]:.4f} |" for name in metrics]
    return "\n".join(lines) + "\n"


def _predictions(fake: Faker) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["sample", "predicted", "score"])
    for _ in range(_PREDICTIONS):
        writer.writerow([fake.ean8(), fake.random.choice(["yes", "no"]), f"{fake.random.uniform(0.5, 1):.3f}"])
    return text.getvalue()
